"""A person brings marks from another program: recognised, previewed, labels mapped, one act that can be undone."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

from glossator.core.service import interchange
from glossator.ui.dialogs.annotations import AnnotationsDialog
from glossator.ui.window.main_window import MainWindow

TEXT = "😀 Ada Lund left Rome.\nBen Okoro stayed."


def doccano(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / "marks.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def bring(desk: Any, window: MainWindow, path: Path, choose: Any = None) -> AnnotationsDialog:
    """Use the menu's action; ``choose`` is done in the dialog before it is accepted."""
    shown: list[AnnotationsDialog] = []

    def ask(dialog: AnnotationsDialog) -> bool:
        assert threading.current_thread() is threading.main_thread()
        shown.append(dialog)
        if choose:
            choose(dialog)
        return dialog.ok.isEnabled()

    window.dialogs.ask = ask  # type: ignore[assignment,method-assign]
    desk.answers.files = [path]
    window.menus.actions["import-annotations"].trigger()
    desk.qtbot.waitUntil(lambda: bool(shown), timeout=8_000)
    desk.idle(window)
    return shown[0]


def test_marks_come_with_mapped_labels_and_go_with_one_undo(desk: Any, tmp_path: Path) -> None:
    window = desk.open()
    rows = [[2, 10, "Person"], [16, 20, "PLACE_X"], [22, 31, "junk"], [90, 99, "Person"]]
    path = doccano(tmp_path, {"text": TEXT, "label": rows})

    def choose(dialog: AnnotationsDialog) -> None:
        assert dialog.chosen_format() == "doccano"
        assert dialog.articles.topLevelItemCount() == 1
        assert dialog.problems.topLevelItemCount() == 1
        assert dialog.mapping() == {"Person": "PERSON"}
        assert dialog.ok.text() == "Import 3 marks"
        combo = dialog.labels.cellWidget(2, 2)
        assert dialog.labels.item(2, 0).text() == "junk"
        combo.setCurrentIndex(combo.findData(""))
        assert dialog.ok.text() == "Import 2 marks"

    bring(desk, window, path, choose)
    spans = {(s.text, s.label) for s in window.desk.spans}
    assert spans == {("Ada Lund", "PERSON"), ("Rome", "PLACE_X")}
    assert "PLACE_X" in window.desk.labels
    assert "could not be placed" in desk.answers.told[-1]
    (note,) = window.project.reader.notes(window.desk.article.id)
    assert "90–99" in note.text
    window.menus.actions["undo"].trigger()
    assert window.project.reader.articles() == []
    assert "PLACE_X" not in {label.id for label in window.project.reader.labels()}
    again = bring(desk, window, path)
    assert not again.problems.isHidden()
    assert len(window.project.reader.articles()) == 1


def test_marks_go_onto_the_article_of_the_same_text(desk: Any, tmp_path: Path) -> None:
    window = desk.open()
    story = tmp_path / "story.txt"
    story.write_text(TEXT, "utf-8")
    desk.read(window, story)
    path = doccano(tmp_path, {"text": TEXT, "label": [[2, 10, "PERSON"]]})
    dialog = bring(desk, window, path, lambda shown: shown.match.setChecked(True))
    assert dialog.articles.topLevelItem(0).text(1) == "in the project"
    assert len(window.project.reader.articles()) == 1
    assert [span.text for span in window.desk.spans] == ["Ada Lund"]
    again = bring(desk, window, path)
    assert not again.ok.isEnabled()
    assert "already" in again.summary.text()


def test_another_format_is_read_behind_the_dialog(desk: Any, tmp_path: Path) -> None:
    window = desk.open()
    path = tmp_path / "odd.data"
    path.write_text("Ada B-PERSON\nleft O\n", "utf-8")

    def choose(dialog: AnnotationsDialog) -> None:
        assert dialog.chosen_format() == ""
        assert not dialog.ok.isEnabled()
        assert not dialog.warning.isHidden()
        for name in ("xmi", "conll"):
            dialog.format.setCurrentIndex(dialog.format.findData(name))
            dialog.format.activated.emit(dialog.format.currentIndex())
            assert not dialog.ok.isEnabled()
            desk.idle(window)
        desk.qtbot.waitUntil(dialog.ok.isEnabled, timeout=8_000)

    bring(desk, window, path, choose)
    assert [(s.text, s.label) for s in window.desk.spans] == [("Ada", "PERSON")]


def test_cancelled_reading_shows_nothing(desk: Any, tmp_path: Path, monkeypatch: Any) -> None:
    window = desk.open()
    going, asked = threading.Event(), []
    real = interchange.preview

    def slow(*told: Any) -> Any:
        assert going.wait(20)
        return real(*told)

    monkeypatch.setattr(interchange, "preview", slow)
    window.dialogs.ask = asked.append
    desk.answers.files = [doccano(tmp_path, {"text": TEXT, "label": []})]
    window.menus.actions["import-annotations"].trigger()
    assert [job.title for job in window.lane.jobs] == ["Reading annotations"]
    window.menus.actions["cancel"].trigger()
    going.set()
    desk.idle(window)
    assert asked == []
    assert window.project.reader.articles() == []


def test_a_folder_is_offered_for_one_of_its_files(desk: Any, tmp_path: Path) -> None:
    window = desk.open()
    for name, words in (("a", "Ada left."), ("b", "Ben left.")):
        (tmp_path / f"{name}.txt").write_text(words, "utf-8")
        (tmp_path / f"{name}.ann").write_text(f"T1\tPERSON 0 3\t{words[:3]}\n", "utf-8")
    dialog = bring(desk, window, tmp_path / "a.ann")
    assert dialog.chosen_format() == "brat"
    assert len(window.project.reader.articles()) == 2
    desk.answers.folder = None
    window.menus.actions["import-annotations-folder"].trigger()
    assert not window.lane.jobs
