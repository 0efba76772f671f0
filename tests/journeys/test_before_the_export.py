"""A person checks the corpus before the export, mends it with keys, and exports what is tagged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from glossator.core.model.span import Span
from glossator.core.service import changes
from glossator.ui.window.main_window import MainWindow

Key = Qt.Key


def add(window: MainWindow, text: str, label: str) -> Span:
    """Label ``text`` exactly as it is, as an import from another program may."""
    article = window.desk.article
    start = article.text.index(text)
    change = changes.add_span(article, start, start + len(text), window.desk.labels[label], "kim")
    window.desk.act(lambda: change)
    (row,) = change.after
    assert isinstance(row, Span)
    return row


@pytest.fixture
def window(desk: Any, story: Path) -> MainWindow:
    made = desk.open()
    desk.read(made, story)
    made.desk.inside = add(made, "Ida Bran", "PERSON")  # ends inside a word
    made.desk.also = add(made, "Tomas Ve", "PERSON")
    made.desk.mark = add(made, "May,", "DATE")
    made.desk.clear()
    return made


def checked(desk: Any, window: MainWindow) -> Any:
    window.menus.actions["preflight"].trigger()
    desk.idle(window)
    return window.exporting.checking.dialog


def keys(dialog: Any) -> list[str]:
    return [one.key for one in dialog.model.shown() if one.code != "few-examples"]


def put_cursor(dialog: Any, code: str, span: Span) -> None:
    dialog.view.setCurrentIndex(dialog.model.index_of(f"{code}:{span.id}"))


def test_findings_are_found_on_the_page_mended_and_taken_back(desk: Any, window: MainWindow) -> None:
    inside, also, mark = window.desk.inside, window.desk.also, window.desk.mark
    dialog = checked(desk, window)
    assert keys(dialog) == [f"mark-edge:{mark.id}", f"off-tokens:{inside.id}", f"off-tokens:{also.id}"]
    put_cursor(dialog, "mark-edge", mark)
    window.show_article("")
    desk.qtbot.keyClick(dialog.view, Key.Key_Return)
    assert window.page.selected_span().id == mark.id
    desk.qtbot.keyClick(dialog.view, Key.Key_F)
    desk.qtbot.waitUntil(lambda: len(keys(dialog)) == 2)
    assert window.desk.selected.text == "May"
    assert [one.key for one in dialog.selected()] == [f"off-tokens:{inside.id}"]
    desk.qtbot.keyClick(dialog.view, Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    desk.qtbot.waitUntil(lambda: keys(dialog) == [])
    assert sorted(span.text for span in window.desk.living()) == ["Ida Brandt", "May", "Tomas Vell"]
    window.menus.actions["undo"].trigger()
    desk.qtbot.waitUntil(lambda: len(keys(dialog)) == 2)
    assert sorted(span.text for span in window.desk.living()) == ["Ida Bran", "May", "Tomas Ve"]


def test_an_exception_is_kept_and_told_again(desk: Any, window: MainWindow) -> None:
    mark = window.desk.mark
    dialog = checked(desk, window)
    put_cursor(dialog, "mark-edge", mark)
    desk.qtbot.keyClick(dialog.view, Key.Key_E)
    assert f"mark-edge:{mark.id}" not in keys(dialog)
    dialog.again.click()
    desk.idle(window)
    assert f"mark-edge:{mark.id}" not in keys(dialog)
    assert "1 exception kept" in dialog.count.text()
    dialog.forget.click()
    desk.idle(window)
    assert f"mark-edge:{mark.id}" in keys(dialog)


def test_work_on_the_page_is_followed(desk: Any, window: MainWindow) -> None:
    dialog = checked(desk, window)
    window.desk.delete_spans([window.desk.inside.id, window.desk.also.id])
    desk.qtbot.waitUntil(lambda: keys(dialog) == [f"mark-edge:{window.desk.mark.id}"])
    desk.idle(window)


def test_the_export_dialog_checks_for_its_format_and_back(desk: Any, window: MainWindow) -> None:
    add(window, "Mayor Ida Brandt", "ROLE" if "ROLE" in window.desk.labels else "ORG")
    asked = []

    def look(dialog: Any) -> bool:
        asked.append(dialog.request().name)
        if len(asked) == 1:
            dialog.choose_format("docbin")
            dialog.check_first.click()
        return False

    window.dialogs.ask = look
    window.menus.actions["export"].trigger()
    desk.idle(window)
    dialog = window.exporting.checking.dialog
    assert dialog.isVisible()
    assert dialog.purpose.text() == "For spaCy DocBin"
    assert f"overlap:{window.desk.inside.id}" in keys(dialog)
    dialog.export.click()
    assert asked == ["jsonl", "docbin"]
    desk.idle(window)


def test_articles_are_exported_by_tag_and_stage(desk: Any, window: MainWindow, tmp_path: Path) -> None:
    other = tmp_path / "second.txt"
    other.write_text("Second\n\nAnother story about the ferry of Larkport.\n", encoding="utf-8")
    desk.read(window, other)
    tagged = window.desk.article.id
    window.desk.set_tags_of(tagged, ["port"])
    target = tmp_path / "out.jsonl"

    def fill(dialog: Any) -> bool:
        dialog.tag.setCurrentIndex(dialog.tag.findData("port"))
        dialog.tag.activated.emit(1)
        dialog.stage.setCurrentIndex(dialog.stage.findData("done"))
        dialog.stage.activated.emit(1)
        assert "No article has this tag" in dialog.problem.text()
        assert not dialog.ok.isEnabled()
        dialog.stage.setCurrentIndex(0)
        dialog.stage.activated.emit(0)
        assert (dialog.amount.text(), dialog.ok.isEnabled()) == ("1 article", True)
        dialog.target.setText(str(target))
        dialog.manifest.setChecked(True)
        return True

    window.dialogs.ask = fill
    window.menus.actions["export"].trigger()
    desk.idle(window)
    assert [json.loads(line)["id"] for line in target.read_text(encoding="utf-8").split("\n")[:-1]] == [tagged]
    told = json.loads((tmp_path / "out.jsonl.manifest.json").read_text(encoding="utf-8"))
    assert list(told["files"]) == ["out.jsonl"]


def test_the_check_ends_with_the_window(desk: Any, window: MainWindow) -> None:
    dialog = checked(desk, window)
    dialog.again.click()
    desk.close(window)
    assert not dialog.isVisible()
