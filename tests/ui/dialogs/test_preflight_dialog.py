from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest

from glossator.core.service.preflight import CODES, OF_SPANS, Finding, Report
from glossator.ui.dialogs.preflight import PreflightDialog
from glossator.ui.models.findings import KINDS, FindingsModel, told

Key = Qt.Key


def finding(code: str, subject: str, article: str = "a1", start: int = 0, **values: str) -> Finding:
    filled = {"title": "T", "label": "ORG", "text": f"<b>{subject}", "whole": "w", "count": "2", "least": "9"} | values
    filled |= {"other": "O", "part": "train", "other_part": "test"}
    return Finding(code, subject, article, (subject,), start, tuple(filled.items()))


FOUND = (
    finding("off-tokens", "s2", start=9),
    finding("few-examples", "ORG", article=""),
    finding("off-tokens", "s1", start=3),
    finding("mark-edge", "s3"),
)


@pytest.fixture
def dialog(qtbot):
    made = PreflightDialog()
    qtbot.addWidget(made)
    made.set_report(Report(FOUND, 4, 1))
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    made.view.setFocus()
    return made


def keys(found):
    return [one.key for one in found]


def test_every_kind_has_a_name_and_a_sentence():
    assert tuple(KINDS) == CODES
    for code in CODES:
        assert "{" not in told(finding(code, "x")) and "did not work" not in told(finding(code, "x"))


def test_findings_stand_by_kind_and_place(qtbot):
    model = FindingsModel()
    model.set_rows(FOUND)
    assert keys(model.shown()) == ["mark-edge:s3", "off-tokens:s1", "off-tokens:s2", "few-examples:ORG"]
    assert model.index(0, 0).data() == "Punctuation at the edge"
    assert "&lt;b&gt;s3" in model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    model.set_filter("off-tokens")
    assert keys(model.shown()) == ["off-tokens:s1", "off-tokens:s2"]
    assert model.counts() == {"mark-edge": 1, "off-tokens": 2, "few-examples": 1}


def test_the_first_finding_is_told_in_full(dialog):
    assert keys(dialog.selected()) == ["mark-edge:s3"]
    assert dialog.told.text() == told(FOUND[3])
    assert dialog.count.text() == "4 findings in 4 articles; 1 exception kept"
    assert [dialog.kind.itemText(n) for n in range(dialog.kind.count())] == [
        "All findings (4)", "Punctuation at the edge (1)", "Edge inside a word (2)", "Few examples (1)",
    ]  # fmt: skip


def test_keys_go_mend_and_keep(dialog, qtbot):
    with qtbot.waitSignal(dialog.place_chosen) as gone:
        QTest.keyClick(dialog.view, Key.Key_Return)
    assert gone.args[0].key == "mark-edge:s3"
    QTest.keyClick(dialog.view, Key.Key_Down)
    with qtbot.waitSignal(dialog.fix_requested) as fixed:
        QTest.keyClick(dialog.view, Key.Key_F)
    assert keys(fixed.args[0]) == ["off-tokens:s1"]
    with qtbot.waitSignal(dialog.fix_requested) as fixed:
        QTest.keyClick(dialog.view, Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert set(keys(fixed.args[0])) == {"off-tokens:s1", "off-tokens:s2"}
    with qtbot.waitSignal(dialog.keep_requested) as kept:
        QTest.keyClick(dialog.view, Key.Key_E)
    assert keys(kept.args[0]) == ["off-tokens:s1"]


def test_what_nobody_can_mend_is_said(dialog, qtbot):
    dialog.view.setCurrentIndex(dialog.model.index_of("few-examples:ORG"))
    assert not dialog.fix.isEnabled() and not dialog.fix_all.isEnabled() and not dialog.go.isEnabled()
    with qtbot.assertNotEmitted(dialog.fix_requested), qtbot.assertNotEmitted(dialog.place_chosen):
        QTest.keyClick(dialog.view, Key.Key_F)
        QTest.keyClick(dialog.view, Key.Key_Return)
    assert "Nobody but you" in dialog.problem.text()


def test_several_at_once(dialog, qtbot):
    rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in range(4):
        dialog.view.selectionModel().select(dialog.model.index(row, 0), rows)
    assert dialog.told.text() == "4 selected"
    assert not dialog.fix_all.isEnabled()
    with qtbot.waitSignal(dialog.fix_requested) as fixed:
        dialog.fix.click()
    assert keys(fixed.args[0]) == ["mark-edge:s3", "off-tokens:s1", "off-tokens:s2"]


def test_findings_of_a_changed_article_are_exchanged(dialog):
    dialog.view.setCurrentIndex(dialog.model.index_of("off-tokens:s1"))
    dialog.replace(["a1"], OF_SPANS, [FOUND[0], finding("empty", "s9")])
    assert keys(dialog.model.shown()) == ["empty:s9", "off-tokens:s2", "few-examples:ORG"]
    assert len(dialog.selected()) == 1  # the keys go on with a neighbour
    dialog.remove([FOUND[0]])
    assert dialog.count.text() == "2 findings in 4 articles; 2 exceptions kept"


def test_a_running_check_can_be_stopped(dialog, qtbot):
    dialog.set_running(True)
    dialog.set_progress(3, 10)
    assert (dialog.bar.value(), dialog.bar.maximum(), dialog.count.text()) == (3, 10, "Checking…; 1 exception kept")
    assert not dialog.again.isEnabled()
    with qtbot.waitSignal(dialog.stop_requested):
        dialog.stop.click()
    dialog.set_running(False)
    assert dialog.bar.isHidden() and dialog.stop.isHidden() and dialog.again.isEnabled()
    dialog.set_report(Report((), 1, 0))
    assert dialog.count.text() == "Nothing to mend in 1 article"
