"""A person says who speaks: by a selection, a click on a mention, a name; with the cue, the kind, and undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt

from glossator.core.model.span import State
from glossator.ui.window.main_window import MainWindow

Key = Qt.Key
Left = Qt.MouseButton.LeftButton


def select(window: MainWindow, text: str) -> None:
    """Select some text as keys do."""
    start = window.desk.article.text.index(text)
    window.page.select_range(start, start + len(text))
    window.page.take_selection()


def press(desk: Any, window: MainWindow, *keys: Any) -> None:
    window.view.focus_page()
    for key in keys:
        desk.qtbot.keyClick(window.page, key)


def place(window: MainWindow, text: str) -> QPoint:
    """Where the second letter of ``text`` is on the page, in pixels of its viewport."""
    page = window.page
    chosen = page.look.selected
    cursor = page.textCursor()
    cursor.setPosition(page.engine.offsets.to_utf16(window.desk.article.text.index(text) + 1))
    point = page.cursorRect(cursor).center()
    assert page.look.selected is chosen
    return point


def quoted(desk: Any, story: Path) -> MainWindow:
    """A window with one quotation made by Q, still selected."""
    window = desk.open()
    desk.read(window, story)
    select(window, "Tomas Vell")
    press(desk, window, Key.Key_1, Key.Key_Escape)
    select(window, "“We are ready,”")
    press(desk, window, Key.Key_Q)
    return window


def test_s_waits_for_a_click_on_a_mention(desk: Any, story: Path) -> None:
    window = quoted(desk, story)
    press(desk, window, Key.Key_S)
    assert window.page.picking
    desk.qtbot.mouseClick(window.page.viewport(), Left, pos=place(window, "Tomas Vell"))
    (quote,) = window.desk.quotes
    assert (quote.speaker.text, quote.speaker_name) == ("Tomas Vell", "Tomas Vell")
    assert not window.page.picking
    assert window.desk.selected.id == quote.id
    assert [span.label for span in window.desk.living()].count("PERSON") == 1
    window.menus.actions["undo"].trigger()
    assert window.desk.quotes[0].speaker is None
    window.menus.actions["redo"].trigger()
    assert window.desk.quotes[0].speaker_name == "Tomas Vell"


def test_a_click_on_a_plain_word_takes_the_word(desk: Any, story: Path) -> None:
    window = quoted(desk, story)
    press(desk, window, Key.Key_S)
    desk.qtbot.mouseClick(window.page.viewport(), Left, pos=place(window, "Brandt told"))
    press(desk, window, Key.Key_C)
    desk.qtbot.mouseClick(window.page.viewport(), Left, pos=place(window, "told"))
    (quote,) = window.desk.quotes
    assert (quote.speaker.text, quote.cue.text) == ("Brandt", "told")
    press(desk, window, Key.Key_S)
    desk.qtbot.mouseClick(window.page.viewport(), Left, pos=place(window, "Tomas Vell"))
    assert window.desk.quotes[0].speaker.text == "Tomas Vell"
    assert [span.text for span in window.desk.living() if span.layer == "speaker"] == ["Tomas Vell"]
    window.menus.actions["undo"].trigger()
    assert [span.text for span in window.desk.living() if span.layer == "speaker"] == ["Brandt"]


def test_escape_leaves_and_keeps_the_quotation_selected(desk: Any, story: Path) -> None:
    window = quoted(desk, story)
    press(desk, window, Key.Key_S, Key.Key_Escape)
    assert not window.page.picking
    assert window.desk.selected.layer == "quote"
    desk.qtbot.mouseClick(window.page.viewport(), Left, pos=place(window, "Tomas Vell"))
    assert window.desk.quotes[0].speaker is None
    assert window.desk.selected.label == "PERSON"


def test_a_selection_while_picking_is_taken(desk: Any, story: Path) -> None:
    window = quoted(desk, story)
    press(desk, window, Key.Key_S)
    select(window, "Mayor Ida Brandt")
    assert window.desk.quotes[0].speaker_name == "Mayor Ida Brandt"


def test_a_selected_name_speaks_the_quotation_selected_before(desk: Any, story: Path) -> None:
    window = quoted(desk, story)
    window.desk.select_span(next(span for span in window.desk.spans if span.label == "PERSON"))
    press(desk, window, Key.Key_S)
    assert window.desk.quotes[0].speaker_name == "Tomas Vell"
    assert any(span.label == "PERSON" and span.state is State.ACCEPTED for span in window.desk.spans)


def test_s_twice_asks_for_the_name_and_finds_it_in_the_text(desk: Any, story: Path) -> None:
    window = quoted(desk, story)
    press(desk, window, Key.Key_S, Key.Key_S)
    field = window.rooms.details.span.speaker
    desk.qtbot.waitUntil(field.hasFocus)
    assert not window.page.picking
    assert "Tomas Vell" in window.rooms.details.span.offered()
    desk.qtbot.keyClicks(field, "Ida Brandt")
    desk.qtbot.keyClick(field, Key.Key_Return)
    (quote,) = window.desk.quotes
    assert (quote.speaker_name, quote.speaker.text) == ("Ida Brandt", "Ida Brandt")
    window.menus.actions["undo"].trigger()
    assert window.desk.quotes[0].speaker is None


def test_a_name_that_stands_nowhere_is_refused_with_a_sentence(desk: Any, story: Path) -> None:
    window = quoted(desk, story)
    window.desk.name_speaker(window.desk.quotes[0].id, "Nobody Here")
    assert window.desk.quotes[0].speaker is None
    assert "Nobody Here" in window.status.message


def test_a_quotation_lights_up_as_one_in_the_colour_of_its_speaker(desk: Any, story: Path) -> None:
    window = quoted(desk, story)
    press(desk, window, Key.Key_S)
    desk.qtbot.mouseClick(window.page.viewport(), Left, pos=place(window, "Tomas Vell"))
    (quote,) = window.desk.quotes
    look = window.page.look
    assert look.lit == {quote.id, quote.speaker.id}
    assert look.voices[quote.id] == look.voices[quote.speaker.id]
    assert look.threads[quote.id] == (quote.id, quote.start, quote.end)
    window.desk.clear()
    assert not look.lit
    desk.qtbot.mouseMove(window.page.viewport(), place(window, "Tomas Vell"))
    assert quote.id in look.lit
    window.desk.select_span(next(span for span in window.desk.spans if span.label == "PERSON"))
    assert quote.id in look.lit
