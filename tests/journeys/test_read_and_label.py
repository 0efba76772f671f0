"""A person opens a file, reads, labels by key and mouse, notes, tags, undoes, and comes back later."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from glossator.core.model.span import Span, State
from glossator.core.model.tag import Stage
from glossator.core.service import changes
from glossator.ui.actions import ACTIONS
from glossator.ui.window.main_window import MainWindow

Key = Qt.Key
pytestmark = pytest.mark.xcb


def select(window: MainWindow, text: str) -> None:
    """Select some text as keys do."""
    assert window.desk.article is not None
    start = window.desk.article.text.index(text)
    window.page.select_range(start, start + len(text))
    window.page.take_selection()


def press(desk: Any, window: MainWindow, *keys: Any) -> None:
    window.view.focus_page()
    for key in keys:
        modifier = Qt.KeyboardModifier.NoModifier
        if isinstance(key, tuple):
            modifier, key = key
        desk.qtbot.keyClick(window.page, key, modifier)


def agree(window: MainWindow) -> None:
    """What the desk holds is what the project holds."""
    desk, reader = window.desk, window.project.reader
    one = desk.article.id
    assert desk.spans == reader.spans(one)
    assert desk.links == reader.links(one)
    assert desk.notes == reader.notes(one)
    assert desk.tags == reader.tags(one)
    standing = reader.standing(one)
    assert desk.stage == (standing.stage if standing else Stage.NEW)


def living(window: MainWindow) -> list[tuple[str, str]]:
    return [(span.label, span.text) for span in window.desk.living()]


def test_select_label_resize_relabel_delete_undo_redo(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    select(window, "Ida")
    press(desk, window, Key.Key_1)
    assert living(window) == [("PERSON", "Ida")]
    press(desk, window, Key.Key_BracketRight)
    assert living(window) == [("PERSON", "Ida Brandt")]
    press(desk, window, Key.Key_BraceLeft)
    assert living(window) == [("PERSON", "Mayor Ida Brandt")]
    press(desk, window, Key.Key_2)
    assert living(window) == [("ORG", "Mayor Ida Brandt")]
    press(desk, window, Key.Key_Delete)
    assert living(window) == []
    for expected in ("Mayor Ida Brandt", "Mayor Ida Brandt", "Ida Brandt", "Ida"):
        window.menus.actions["undo"].trigger()
        assert living(window)[0][1] == expected
    window.menus.actions["undo"].trigger()
    assert living(window) == []
    for _ in range(5):
        window.menus.actions["redo"].trigger()
    assert living(window) == []
    window.menus.actions["undo"].trigger()
    assert living(window) == [("ORG", "Mayor Ida Brandt")]
    agree(window)


def test_offsets_hold_after_an_emoji(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    select(window, "Tomas Vell")
    press(desk, window, Key.Key_1)
    (span,) = window.desk.living()
    assert window.desk.article.text[span.start : span.end] == "Tomas Vell"
    assert window.page.selected_text() == "Tomas Vell"


def test_a_brush_labels_each_selection_until_escape(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    press(desk, window, Key.Key_3)
    select(window, "LARKPORT")
    select(window, "harbour")
    assert living(window) == [("GPE", "LARKPORT"), ("GPE", "harbour")]
    press(desk, window, Key.Key_Escape)
    select(window, "ferry")
    assert len(living(window)) == 2


def test_quotation_speaker_and_cue_by_key(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    select(window, "“We are ready,”")
    press(desk, window, Key.Key_Q)
    select(window, "Brandt told".split()[0])
    press(desk, window, Key.Key_S)
    select(window, "told")
    press(desk, window, Key.Key_C)
    (quote,) = window.desk.quotes
    assert (quote.speaker.text, quote.cue.text, quote.kind) == ("Brandt", "told", "direct")
    window.desk.name_speaker(quote.id, "Ida Brandt")
    assert window.desk.quotes[0].speaker_name == "Ida Brandt"
    press(desk, window, Key.Key_K)
    assert window.desk.quotes[0].kind == "mixed"
    agree(window)
    for _ in range(5):
        window.menus.actions["undo"].trigger()
        agree(window)


def test_notes_tags_and_stage_survive_a_restart_and_can_be_undone_there(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    select(window, "Tomas Vell")
    press(desk, window, Key.Key_1)
    span = window.desk.selected
    window.rooms.details.span.note.setPlainText("runs the ferry")
    window.rooms.details.flush()
    window.desk.set_tags_of(window.desk.article.id, ["harbour", "ships"])
    window.shelf.done_and_next()
    agree(window)
    for name in ("undo", "undo", "redo", "redo"):
        window.menus.actions[name].trigger()
        agree(window)
    desk.close(window)

    again = desk.open()
    assert [note.text for note in again.desk.notes if note.span == span.id] == ["runs the ferry"]
    assert [tag.name for tag in again.desk.tags] == ["harbour", "ships"]
    assert again.desk.stage is Stage.DONE
    again.menus.actions["undo"].trigger()
    assert again.desk.stage is Stage.NEW
    again.menus.actions["undo"].trigger()
    assert again.desk.tags == ()
    again.menus.actions["undo"].trigger()
    assert again.desk.notes == ()
    again.menus.actions["undo"].trigger()
    assert living(again) == []
    again.menus.actions["undo"].trigger()
    assert again.desk.article is None
    assert again.project.reader.articles() == []
    for _ in range(5):
        again.menus.actions["redo"].trigger()
    (line,) = again.project.reader.articles()
    assert (line.spans, line.stage, list(line.tags)) == (1, Stage.DONE, ["harbour", "ships"])


def test_what_is_being_typed_is_kept_when_the_window_closes(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    window.desk.clear()
    window.rooms.details.article.note.setPlainText("half a thought")
    desk.close(window)
    again = desk.open()
    assert [note.text for note in again.desk.notes] == ["half a thought"]


def test_files_dropped_on_the_window_are_read(desk: Any, story: Path) -> None:
    window = desk.open()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(story))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, Qt.KeyboardModifier.NoModifier))
    desk.idle(window)
    assert window.desk.article.title == "Harbour to open in May"


def test_a_speaker_is_taken_from_the_selection_for_the_quotation_shown(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    for quote in ("“We are ready,”", "“The cranes work.”"):
        select(window, quote)
        press(desk, window, Key.Key_Q)
    first, second = window.desk.quotes
    window.choose_span(first.id)
    select(window, "Brandt")
    window.rooms.details.speaker_from_selection_requested.emit(second.id)
    assert [quote.speaker_name for quote in window.desk.quotes] == ["", "Brandt"]


def test_what_was_rejected_can_be_found_and_accepted_again(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    select(window, "Brandt")
    press(desk, window, Key.Key_1, Key.Key_X)
    tab = window.rooms.spans.entities
    assert living(window) == []
    assert tab.model.shown() == []
    tab.state.setCurrentIndex(tab.state.findData("rejected"))
    (rejected,) = tab.model.shown()
    window.rooms.spans.accept_requested.emit([rejected.id])
    assert living(window) == [("PERSON", "Brandt")]


def test_keys_label_from_the_list_of_marks_and_the_list_keeps_its_place(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    for word in ("LARKPORT", "Brandt", "Tomas"):
        select(window, word)
        press(desk, window, Key.Key_1)
    view = window.rooms.spans.entities.view
    resets = []
    view.model().modelReset.connect(lambda: resets.append(1))
    window.choose_span(window.desk.living()[0].id)
    view.setFocus()
    desk.qtbot.keyClick(view, Key.Key_3)
    assert living(window)[0] == ("GPE", "LARKPORT")
    assert resets == []


def test_the_library_follows_line_by_line(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    library = window.rooms.library
    desk.qtbot.waitUntil(lambda: library.model.total() == 1)
    resets = []
    library.model.modelReset.connect(lambda: resets.append(1))
    select(window, "Brandt")
    press(desk, window, Key.Key_1)
    one = window.desk.article.id
    desk.qtbot.waitUntil(lambda: library.model.row(one).spans == 1)
    window.desk.set_tags_of(one, ["harbour"])
    desk.qtbot.waitUntil(lambda: list(library.model.row(one).tags) == ["harbour"])
    assert resets == []
    window.desk.trash()
    desk.qtbot.waitUntil(lambda: library.visible_ids() == [])


def test_columns_beside_the_text_can_be_hidden_and_come_back_when_wanted(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    for name, column in (("shelf", window.rooms.shelf), ("marks", window.rooms.right)):
        window.menus.actions[name].trigger()
        assert not column.isVisible()
    window.menus.actions["filter"].trigger()
    window.menus.actions["note"].trigger()
    assert window.rooms.shelf.isVisible()
    assert window.rooms.right.isVisible()
    assert window.menus.actions["marks"].isChecked()


def test_another_project_takes_the_place_of_the_first(desk: Any, story: Path, tmp_path: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    select(window, "Brandt")
    press(desk, window, Key.Key_1)
    desk.answers.save = tmp_path / "second.glossator"
    window.menus.actions["project-new"].trigger()
    assert window.desk.article is None
    assert window.rooms.library.visible_ids() == []
    desk.read(window, story)
    assert living(window) == []
    desk.answers.files = [desk.path]
    window.menus.actions["project-open"].trigger()
    assert living(window) == [("PERSON", "Brandt")]
    select(window, "Tomas")
    press(desk, window, Key.Key_1)
    assert len(living(window)) == 2
    desk.answers.files = [story]
    window.menus.actions["project-open"].trigger()
    assert len(living(window)) == 2
    assert any("project" in told.lower() for told in desk.answers.told)


def test_the_preview_can_be_refused_and_corrected(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.answers.yes = False
    desk.read(window, story)
    assert window.project.reader.articles() == []
    desk.answers.yes = True
    original = window.dialogs.ask

    def split(dialog: Any) -> bool:
        dialog.toggle_start(0, 3)
        return bool(original(dialog))

    window.dialogs.ask = split
    desk.read(window, story)
    assert len(window.project.reader.articles()) == 2


def test_labelling_with_the_mouse(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    text = window.desk.article.text
    start = text.index("Tomas") + 1
    page = window.page
    page.select_range(start, start)
    point = page.cursorRect().center()
    end = text.index("Vell") + 2
    page.select_range(end, end)
    other = page.cursorRect().center()
    viewport, left = page.viewport(), Qt.MouseButton.LeftButton
    desk.qtbot.mousePress(viewport, left, pos=point)
    desk.qtbot.mouseMove(viewport, other)
    desk.qtbot.mouseRelease(viewport, left, pos=other)
    assert page.selected_range() == (text.index("Tomas"), text.index("Vell") + 4)
    press(desk, window, Key.Key_1)
    assert living(window) == [("PERSON", "Tomas Vell")]
    desk.qtbot.mouseClick(viewport, left, pos=QPoint(5, 5))


def test_filter_search_and_go_about(desk: Any, story: Path, tmp_path: Path) -> None:
    window = desk.open()
    other = tmp_path / "b.txt"
    other.write_text("Bees come back\n\nThe bees of Isle Maren came back early this year.", encoding="utf-8")
    desk.read(window, story, other)
    library = window.rooms.library
    desk.qtbot.waitUntil(lambda: len(library.visible_ids()) == 2)
    library.filter.setText("bees")
    desk.qtbot.waitUntil(lambda: len(library.visible_ids()) == 1)
    library.filter.setText("")
    desk.qtbot.waitUntil(lambda: len(library.visible_ids()) == 2)
    window.rooms.search.set_query("maren")
    window.shelf.search("maren")
    desk.idle(window)
    (hit,) = window.project.reader.search("maren")
    window.shelf.open_hit(hit.article, "maren")
    assert window.page.selected_text() == "Maren"
    here = window.desk.article.id
    window.shelf.previous_article()
    window.shelf.next_article()
    there = {window.desk.article.id, here}
    assert there <= set(library.visible_ids())


def test_every_action_can_be_pressed_on_an_empty_and_a_full_desk(desk: Any, story: Path) -> None:
    window = desk.open()
    quiet = {"quit", "full-screen", "project-new", "project-open"}
    for rounds in range(2):
        for row in ACTIONS:
            if row.id not in quiet:
                window.menus.actions[row.id].trigger()
                QApplication.processEvents()
        desk.idle(window)
        if not rounds:
            desk.read(window, story)
    assert all(window.menus.actions[row.id].text() for row in ACTIONS)


def test_themes_sizes_and_toggles_are_kept(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    window.view.next_theme()
    assert window.page.look.theme.name == "dark"
    window.view.larger()
    window.menus.actions["chips"].trigger()
    from glossator.core.settings import read_settings

    kept = read_settings()
    assert (kept.theme, kept.font_size, kept.chips) == ("dark", 20, False)
    window.view.change(replace(desk.settings))


@pytest.mark.model
def test_suggestions_are_accepted_and_rejected_by_key_and_exported(desk: Any, story: Path, tmp_path: Path) -> None:
    desk.settings = replace(desk.settings, analyse_on_import=True)
    window = desk.open()
    desk.read(window, story)
    assert window.desk.quotes
    assert all(span.state is State.SUGGESTED for span in window.desk.spans)
    press(desk, window, Key.Key_Period)
    first: Span = window.desk.selected
    press(desk, window, Key.Key_A)
    second: Span = window.desk.selected
    assert second.id != first.id
    press(desk, window, Key.Key_X)
    states = {span.id: span.state for span in window.desk.spans}
    assert (states[first.id], states[second.id]) == (State.ACCEPTED, State.REJECTED)
    window.analysing.analyse_article()
    desk.idle(window)
    assert {span.id: span.state for span in window.desk.spans} == states
    quote = window.desk.quotes[0]
    window.desk.decide([quote.id], State.ACCEPTED)
    formats = __import__("glossator.core.service.exporting", fromlist=["formats"]).formats()
    target = tmp_path / "corpus.jsonl"
    window.exporting.write("jsonl", target, formats[0].options(), None)
    desk.idle(window)
    import json

    line = json.loads(target.read_text(encoding="utf-8"))
    assert first.id in {span["id"] for span in line["spans"]}
    assert second.id not in {span["id"] for span in line["spans"]}
    assert line["quotes"][0]["speaker"]["name"]


@pytest.mark.model
def test_undoing_an_import_takes_its_suggestions_along(desk: Any, story: Path) -> None:
    desk.settings = replace(desk.settings, analyse_on_import=True)
    window = desk.open()
    desk.read(window, story)
    assert window.project.reader.counts()["spans"] > 0
    window.menus.actions["undo"].trigger()
    assert window.project.reader.articles() == []
    assert window.project.reader.counts()["spans"] == 0
    window.menus.actions["redo"].trigger()
    assert window.project.reader.counts()["spans"] > 0


@pytest.mark.model
def test_a_pipeline_that_is_not_there_is_said(desk: Any, story: Path) -> None:
    desk.settings = replace(desk.settings, analyse_on_import=True, pipeline="no_such_pipeline")
    window = desk.open()
    desk.read(window, story)
    assert "no_such_pipeline" in window.status.message
    assert window.project.reader.counts()["spans"] == 0


@pytest.mark.model
def test_the_real_two_article_file_from_file_to_export(desk: Any, shared: Path, tmp_path: Path) -> None:
    desk.settings = replace(desk.settings, analyse_on_import=True)
    window = desk.open()
    desk.read(window, shared / "samples" / "two-articles-one-file.txt")
    lines = window.project.reader.articles()
    assert len(lines) == 2
    assert sorted(line.published for line in lines) == ["", "2026-01-07"]
    names = {q.speaker_name for line in lines for q in _quotes(window, line.id)}
    assert "Usman Jadoon" in names
    for name in ("jsonl", "docbin", "conll"):
        options = next(one for one in _formats() if one.name == name).options(suggestions=True)
        window.exporting.write(name, tmp_path / name, options, None)
        desk.idle(window)
        assert (tmp_path / name).stat().st_size > 1000
    assert "Short Url" not in (tmp_path / "jsonl").read_text(encoding="utf-8")
    select(window, "Naqvi and Wang")
    press(desk, window, Key.Key_H)
    assert ("HIGHLIGHT", "Naqvi and Wang") in living(window)


def _formats() -> Any:
    from glossator.core.service import exporting

    return exporting.formats()


def _quotes(window: MainWindow, article: str) -> Any:
    from glossator.core.model.quote import gather

    reader = window.project.reader
    return gather(reader.spans(article), reader.links(article))


def test_the_export_dialog_says_what_stays_out(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    select(window, "Brandt")
    press(desk, window, Key.Key_1)
    (span,) = window.desk.living()
    window.desk.act(lambda: changes.decide([span], State.SUGGESTED, window.desk.spans, window.desk.links))
    said = []

    def look(dialog: Any) -> bool:
        said.append(dialog.losses.text())
        dialog.list.setCurrentRow(next(n for n, one in enumerate(_formats()) if one.name == "conll"))
        desk.qtbot.waitUntil(lambda: not window.lane.jobs)
        said.append(dialog.losses.text())
        return False

    window.dialogs.ask = look
    window.menus.actions["export"].trigger()
    assert "No mark is written; 1 suggestion stays out" in said[0]
    assert "No mark is written; 1 suggestion stays out" in said[1]
