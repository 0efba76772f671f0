"""The dialogs: what they show, what they refuse, and what they give back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox

from glossator.core.errors import UserError
from glossator.core.model.article import Article, Source
from glossator.core.model.label import Label
from glossator.ui.dialogs.about import AboutDialog
from glossator.ui.dialogs.crash import CrashDialog
from glossator.ui.dialogs.export import ExportDialog, losses_text
from glossator.ui.dialogs.import_ import ImportDialog, starts_of, toggled
from glossator.ui.dialogs.keys import KeysDialog
from glossator.ui.dialogs.labels import LabelsDialog
from glossator.ui.dialogs.settings import SettingsDialog
from glossator.ui.widgets.option_form import OptionForm
from pictures import article


class FakeAsker:
    """Answers as it was told and remembers what it was asked."""

    def __init__(self, save: Path | None = None, yes: bool = True) -> None:
        self.save, self.yes = save, yes
        self.asked: list[str] = []

    def choose_files(self, title: str, patterns: Sequence[str] = (), folder: Path | None = None) -> list[Path]:
        return []

    def choose_folder(self, title: str, folder: Path | None = None) -> Path | None:
        return None

    def choose_save(self, title: str, suggested: Path, patterns: Sequence[str] = ()) -> Path | None:
        self.asked.append(f"{suggested.name} {patterns[0]}")
        return self.save

    def confirm(self, title: str, text: str, yes: str, details: str = "", danger: bool = False) -> bool:
        self.asked.append(text)
        return self.yes

    def tell(self, title: str, text: str, details: str = "") -> None:
        self.asked.append(text)

    def ask_text(self, title: str, question: str, start: str = "") -> str | None:
        return None


@dataclass(frozen=True)
class Read:
    source: Source
    articles: tuple[Article, ...]


def read(path: str, *texts: str) -> Read:
    source = Source(path.ljust(64, "0"), path, "utf-8", 9, "2026-01-08", "")
    return Read(source, tuple(article(text, text.split("\n")[0].removeprefix("# ")) for text in texts))


def split_again(reading: Read, starts: tuple[int, ...]) -> Read:
    """The blocks of a reading set together anew."""
    lines = [one.text[b.start : b.end] for one in reading.articles for b in one.blocks]
    ends = (*starts[1:], len(lines))
    texts = ["\n".join(lines[a:b]) for a, b in zip(starts, ends, strict=True)]
    return Read(reading.source, tuple(article(text, text.split("\n")[0]) for text in texts))


# ---- import


@pytest.fixture
def importing(qtbot):
    readings = [read("a.txt", "First\nBody one\nBody two", "Second\nBody"), read("known.html", "Known")]
    asked: list[tuple[int, tuple[int, ...]]] = []

    def resplit(which: int, starts: tuple[int, ...]) -> Read:
        asked.append((which, starts))
        return split_again(readings[which], starts)

    dialog = ImportDialog(readings, [("/x/scan.pdf", "scan.pdf is a PDF.")], {readings[1].source.id}, resplit)
    qtbot.addWidget(dialog)
    return dialog, asked


def test_the_preview_shows_files_articles_and_blocks(importing):
    dialog, _ = importing
    file = dialog.tree.topLevelItem(0)
    assert (file.text(0), file.text(2)) == ("a.txt", "2 articles")
    first = file.child(0)
    assert (first.text(0), first.text(1), first.text(2)) == ("First", "2026-01-07", "3 blocks")
    assert first.childCount() == 0
    first.setExpanded(True)
    assert [first.child(n).text(0) for n in range(3)] == ["First", "Body one", "Body two"]
    assert first.child(1).text(2) == "Paragraph"


def test_known_files_are_skipped_and_failures_say_why(importing):
    dialog, _ = importing
    assert dialog.tree.topLevelItem(1).text(2) == "already in the project"
    assert dialog.tree.topLevelItem(2).child(0).text(0) == "scan.pdf is a PDF."
    assert [one.source.path for one in dialog.chosen()] == ["a.txt"]
    assert dialog.summary.text() == ("2 articles to import · 1 file already in the project · 1 file could not be read")
    assert dialog.ok.text() == "Import 2 articles"


def test_the_same_file_twice_is_imported_once(qtbot):
    dialog = ImportDialog([read("a.txt", "One"), read("a.txt", "One")])
    qtbot.addWidget(dialog)
    assert len(dialog.chosen()) == 1


def test_space_begins_an_article_and_joins_it_again(qtbot, importing):
    dialog, asked = importing
    dialog.show()
    first = dialog.tree.topLevelItem(0).child(0)
    first.setExpanded(True)
    dialog.tree.setCurrentItem(first.child(2))
    assert dialog.toggle.text() == "Article starts here"
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Space)
    assert asked == [(0, (0, 2, 3))]
    assert [one.title for one in dialog.chosen()[0].articles] == ["First", "Body two", "Second"]
    assert dialog.toggle.text() == "Join to the article before"
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Space)
    assert starts_of(dialog.chosen()[0]) == (0, 3)
    dialog.tree.setCurrentItem(dialog.tree.topLevelItem(0).child(0))
    assert not dialog.toggle.isEnabled()


def test_a_split_that_fails_is_said_and_nothing_changes(qtbot):
    def refuse(which: int, starts: tuple[int, ...]) -> Read:
        raise UserError("no-such-code")

    dialog = ImportDialog([read("a.txt", "One\nTwo")], resplit=refuse)
    qtbot.addWidget(dialog)
    dialog.toggle_start(0, 1)
    assert len(dialog.chosen()[0].articles) == 1
    assert dialog.warning.text()


def test_an_unticked_file_is_left_out(importing):
    dialog, _ = importing
    dialog.tree.topLevelItem(0).setCheckState(0, Qt.CheckState.Unchecked)
    assert dialog.chosen() == []
    assert not dialog.ok.isEnabled()


def test_starts_toggle_and_the_first_block_stays():
    assert toggled((0, 3), 0) == (0, 3)
    assert toggled((0, 3), 3) == (0,)
    assert toggled((0, 3), 1) == (0, 1, 3)


# ---- option form, settings


class Pace(StrEnum):
    SLOW = "slow"
    VERY_FAST = "very_fast"


@dataclass(frozen=True)
class Choices:
    tokens: bool = field(default=True, metadata={"help": "Write the tokens & more"})
    most: int = field(default=3, metadata={"least": 1, "most": 9})
    key: str = field(default="sc", metadata={"title": "Spans key", "help": "Where overlapping spans go"})
    pace: Pace = Pace.SLOW
    theme: str = field(default="dark", metadata={"choices": ("light", "dark")})
    kept: tuple[int, ...] = (1, 2)


def test_a_form_is_made_from_any_dataclass(qtbot):
    form = OptionForm(Choices)
    qtbot.addWidget(form)
    assert form.value() == Choices()
    kinds = {"tokens": QCheckBox, "most": QSpinBox, "key": QLineEdit, "pace": QComboBox, "theme": QComboBox}
    assert {name: type(editor) for name, editor in form.editors.items()} == kinds
    with qtbot.waitSignals([form.changed] * 5):
        form.editors["tokens"].setChecked(False)
        form.editors["most"].setValue(99)
        form.editors["key"].setText("x")
        form.editors["pace"].setCurrentIndex(1)
        form.editors["theme"].setCurrentIndex(0)
    assert form.value() == Choices(False, 9, "x", Pace.VERY_FAST, "light")
    assert form.editors["key"].accessibleName() == "Spans key"
    assert form.editors["pace"].currentText() == "Very fast"


def test_settings_are_seen_at_once_and_cancel_takes_them_back(qtbot):
    dialog = SettingsDialog(Choices(most=5))
    qtbot.addWidget(dialog)
    seen = []
    dialog.changed.connect(seen.append)
    dialog.form.editors["most"].setValue(7)
    assert seen == [Choices(most=7)]
    dialog._on_reset()
    assert dialog.value() == Choices()
    dialog.reject()
    assert seen[-1] == Choices(most=5)


# ---- export


@dataclass(frozen=True)
class Row:
    name: str
    title: str
    suffix: str
    options: type = Choices


ROWS = [Row("jsonl", "JSON Lines", ".jsonl"), Row("docbin", "spaCy DocBin", ".spacy")]


def test_an_export_is_asked_for(qtbot, tmp_path):
    told = []

    def losses(request):
        told.append((request.name, request.options.tokens, request.which))
        return f"{request.name} cannot hold notes."

    dialog = ExportDialog(ROWS, {"all": 3, "selected": 1, "done": 0}, tmp_path, "news", losses, FakeAsker())
    qtbot.addWidget(dialog)
    assert dialog.losses.text() == "jsonl cannot hold notes."
    dialog.list.setCurrentRow(1)
    dialog._form.editors["tokens"].setChecked(False)
    dialog._which.buttons()[1].click()
    assert told[-1] == ("docbin", False, "selected")
    assert not dialog._which.buttons()[2].isEnabled()
    wanted = dialog.request()
    assert (wanted.name, wanted.target, wanted.which) == ("docbin", tmp_path / "news.spacy", "selected")
    assert wanted.options == Choices(tokens=False)


def test_a_format_of_several_files_writes_a_folder(qtbot, tmp_path):
    rows = [*ROWS, Row("prodigy", "Prodigy", ".prodigy.jsonl"), Row("brat", "brat", "-brat")]
    dialog = ExportDialog(rows, {"all": 3}, tmp_path, "news")
    qtbot.addWidget(dialog)
    for number, name in ((2, "news.prodigy.jsonl"), (3, "news-brat"), (0, "news.jsonl"), (3, "news-brat")):
        dialog.list.setCurrentRow(number)
        assert dialog.request().target == tmp_path / name
    (tmp_path / "news-brat").mkdir()
    dialog.target.textChanged.emit("")
    assert dialog.ok.isEnabled()
    dialog.list.setCurrentRow(0)
    dialog.target.setText(str(tmp_path / "news-brat"))
    assert not dialog.ok.isEnabled()


def test_a_target_that_cannot_be_is_refused_with_a_sentence(qtbot, tmp_path):
    dialog = ExportDialog(ROWS, {"all": 3}, tmp_path)
    qtbot.addWidget(dialog)
    for text, told in (("", "Say which file"), (str(tmp_path), "is a folder"), (str(tmp_path / "no/x"), "not exist")):
        dialog.target.setText(text)
        assert told in dialog.problem.text()
        assert not dialog.ok.isEnabled()
    empty = ExportDialog(ROWS, {"all": 0}, tmp_path)
    qtbot.addWidget(empty)
    assert "no articles" in empty.problem.text()


def test_a_file_is_replaced_only_when_agreed(qtbot, tmp_path):
    there = tmp_path / "news.jsonl"
    there.write_text("old", encoding="utf-8")
    asker = FakeAsker(save=there, yes=False)
    dialog = ExportDialog(ROWS, {"all": 3}, tmp_path, "news", asker=asker)
    qtbot.addWidget(dialog)
    dialog.accept()
    assert dialog.result() == 0
    assert asker.asked == ["news.jsonl exists already. Replace it?"]
    dialog.browse.click()
    dialog.accept()
    assert dialog.result() == 1
    assert asker.asked[1] == "news.jsonl JSON Lines (*.jsonl)"


def test_losses_make_a_sentence():
    assert losses_text({"notes": 3, "links": 0, "tags": 1}) == "This format cannot hold: 3 notes, 1 tags."
    assert losses_text({}) == ""


# ---- labels, keys, about, crash


@pytest.fixture
def schema():
    return (Label("PERSON", "Person", "entity", 212, "1"), Label("ORG", "Organisation", "entity", 268, "2", place=1))


def test_a_clash_of_keys_is_said_and_blocks_saving(qtbot, schema):
    dialog = LabelsDialog(schema, {"PERSON": 4})
    qtbot.addWidget(dialog)
    assert dialog.ok.isEnabled()
    dialog.model.setData(dialog.model.index(1, 4), "1")
    assert dialog.problem.text() == "⚠ “Person” and “Organisation” both use the key 1; change one of them."
    assert not dialog.ok.isEnabled()
    dialog.model.setData(dialog.model.index(1, 4), "o")
    assert dialog.ok.isEnabled()
    assert dialog.labels()[1].shortcut == "o"


def test_a_label_in_use_is_taken_out_only_when_agreed(qtbot, schema):
    asker = FakeAsker(yes=False)
    dialog = LabelsDialog(schema, {"PERSON": 4}, asker=asker)
    qtbot.addWidget(dialog)
    dialog.table.selectRow(0)
    dialog.take.click()
    assert len(dialog.labels()) == 2
    assert asker.asked == ["“Person” is on 4 spans. They go with it. This can be undone."]
    asker.yes = True
    dialog.take.click()
    assert [one.id for one in dialog.labels()] == ["ORG"]


def test_the_slider_colours_the_selected_label(qtbot, schema):
    dialog = LabelsDialog(schema)
    qtbot.addWidget(dialog)
    dialog.table.selectRow(1)
    assert dialog.hue.value() == 268
    dialog.hue.setValue(40)
    dialog.up.click()
    assert dialog.labels() == (replace(schema[1], hue=40, place=0), replace(schema[0], place=1))


def test_the_key_sheet_is_filtered_by_action_key_and_group(qtbot):
    dialog = KeysDialog([("Reading", [("Next", "Space"), ("Search", "Ctrl+F")]), ("Labels", [("Person", "1")])])
    qtbot.addWidget(dialog)
    for typed, wanted in (
        ("ctrl", ["Search"]),
        ("labels", ["Person"]),
        ("nex", ["Next"]),
        ("", ["Next", "Search", "Person"]),
    ):
        dialog.filter.setText(typed)
        assert dialog.shown() == wanted


def test_about_names_the_version(qtbot):
    dialog = AboutDialog("Glossator", "1.2", "Reads articles.", [("Qt", "6")])
    qtbot.addWidget(dialog)
    assert dialog.windowTitle() == "About Glossator"


def test_a_report_is_copied_and_saved(qtbot, tmp_path):
    asker = FakeAsker(save=tmp_path / "report.txt")
    dialog = CrashDialog("Report\nline two", asker=asker)
    qtbot.addWidget(dialog)
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == "Report\nline two"
    dialog.save.click()
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == "Report\nline two"
    asker.save = tmp_path / "nowhere" / "report.txt"
    dialog.save.click()
    assert "could not be written" in dialog.problem.text()
