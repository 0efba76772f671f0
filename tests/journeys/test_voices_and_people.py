"""A person looks at who speaks, reads one voice, names the unnamed ones, and makes one of several names."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from glossator.core.model.span import State
from glossator.ui.window.main_window import MainWindow

Key = Qt.Key


def select(window: MainWindow, text: str) -> None:
    start = window.desk.article.text.index(text)
    window.page.select_range(start, start + len(text))
    window.page.take_selection()


def press(desk: Any, window: MainWindow, *keys: Any) -> None:
    window.view.focus_page()
    for key in keys:
        desk.qtbot.keyClick(window.page, key)


@pytest.fixture
def window(desk: Any, story: Path) -> MainWindow:
    """Three quotations: of Ida Brandt, of Brandt, and of nobody yet."""
    made = desk.open()
    desk.read(made, story)
    for text, speaker in (("will open in May", "Ida Brandt"), ("“We are ready,”", "Brandt told")):
        select(made, text)
        press(desk, made, Key.Key_Q)
        select(made, speaker.removesuffix(" told"))
        if speaker == "Brandt told":
            at = made.desk.article.text.index(speaker)
            made.page.select_range(at, at + 6)
            made.page.take_selection()
        press(desk, made, Key.Key_S)
    select(made, "“The cranes work.”")
    press(desk, made, Key.Key_Q)
    made.desk.clear()
    return made


def voices(desk: Any, window: MainWindow) -> Any:
    window.menus.actions["voices"].trigger()
    panel = window.voices.dialog.panel
    desk.qtbot.waitUntil(lambda: panel.table.model.total() > 0 and panel.said.total() > 0)
    desk.idle(window)
    return panel


def shown(panel: Any) -> dict[str, int]:
    return {voice.name: voice.quotes for voice in panel.table.model.shown()}


def test_a_voice_is_read_in_context_and_found_on_the_page(desk: Any, window: MainWindow) -> None:
    panel = voices(desk, window)
    assert shown(panel) == {"Ida Brandt": 1, "Brandt": 1}
    panel.table.view.setCurrentIndex(panel.table.model.index_of("Brandt"))
    desk.qtbot.waitUntil(lambda: [said.text for said in panel.said.shown()] == ["“We are ready,”"])
    (said,) = panel.said.shown()
    assert "Brandt told reporters" in said.passage
    window.show_article("")
    panel.reading.setCurrentIndex(panel.said.index(0, 0))
    desk.qtbot.keyClick(panel.reading, Key.Key_Return)
    assert window.desk.selected.id == said.id
    assert window.page.selected_span().id == said.id
    panel.table.filter.setText("ida")
    assert list(shown(panel)) == ["Ida Brandt"]
    assert "Ida Brandt: 4 words" in panel.chart.accessibleDescription()


def test_quotations_without_a_speaker_are_named_one_after_the_other(desk: Any, window: MainWindow) -> None:
    select(window, "was not so sure")
    press(desk, window, Key.Key_Q)
    window.menus.actions["unspoken"].trigger()
    panel = window.voices.dialog.panel
    queue = panel.queue
    desk.qtbot.waitUntil(lambda: queue.model.total() == 2)
    desk.qtbot.waitUntil(lambda: window.desk.selected.text == "“The cranes work.”")
    assert "Brandt" in queue._names.stringList()
    desk.qtbot.keyClicks(queue.name, "Nobody")
    desk.qtbot.keyClick(queue.name, Key.Key_Return)
    assert "Nobody" in queue.problem.text()
    queue.name.setText("Ida Brandt")
    desk.qtbot.keyClick(queue.name, Key.Key_Return)
    desk.qtbot.waitUntil(lambda: queue.model.total() == 1)
    desk.idle(window)
    desk.qtbot.waitUntil(lambda: window.desk.selected.text == "was not so sure")
    assert queue.name.text() == ""
    desk.qtbot.keyClicks(queue.name, "Tomas Vell")
    desk.qtbot.keyClick(queue.name, Key.Key_Return)
    desk.qtbot.waitUntil(lambda: queue.model.total() == 0)
    assert {q.speaker_name for q in window.desk.quotes} == {"Ida Brandt", "Brandt", "Tomas Vell"}
    window.menus.actions["undo"].trigger()
    desk.qtbot.waitUntil(lambda: queue.model.total() == 1)


def test_down_passes_one_over(desk: Any, window: MainWindow) -> None:
    select(window, "was not so sure")
    press(desk, window, Key.Key_Q)
    window.voices.show_queue()
    queue = window.voices.dialog.panel.queue
    desk.qtbot.waitUntil(lambda: queue.model.total() == 2)
    desk.qtbot.keyClick(queue.name, Key.Key_Down)
    desk.qtbot.waitUntil(lambda: window.desk.selected.text == "was not so sure")
    desk.qtbot.keyClick(queue.name, Key.Key_Up)
    desk.qtbot.waitUntil(lambda: window.desk.selected.text == "“The cranes work.”")


def test_voices_of_this_article_follow_what_is_done(desk: Any, window: MainWindow) -> None:
    panel = voices(desk, window)
    panel.table.scope.setCurrentIndex(1)
    panel.scope_changed.emit("article")
    desk.idle(window)
    assert len(shown(panel)) == 2
    quote = next(quote for quote in window.desk.quotes if quote.speaker_name == "Brandt")
    window.desk.decide([quote.id], State.REJECTED)
    desk.qtbot.waitUntil(lambda: list(shown(panel)) == ["Ida Brandt"])
    window.show_article("")
    desk.qtbot.waitUntil(lambda: panel.table.model.total() == 1)


def test_voices_are_exported(desk: Any, window: MainWindow, tmp_path: Path) -> None:
    panel = voices(desk, window)
    assert panel.isVisible()
    desk.answers.save = tmp_path / "who"
    window.voices.dialog.export.click()
    desk.idle(window)
    rows = list(csv.DictReader((tmp_path / "who.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["speaker"] for row in rows] == ["Ida Brandt", "Brandt", ""]
    desk.answers.save = tmp_path / "who.jsonl"
    window.voices.dialog.export.click()
    desk.idle(window)
    assert len((tmp_path / "who.jsonl").read_text(encoding="utf-8").splitlines()) == 3


def test_two_names_become_one_and_two_again(desk: Any, window: MainWindow) -> None:
    select(window, "Ida Brandt")
    press(desk, window, Key.Key_1)
    at = window.desk.article.text.index("Brandt told")
    window.page.select_range(at, at + 6)
    window.page.take_selection()
    press(desk, window, Key.Key_1)
    window.menus.actions["people"].trigger()
    panel = window.people.dialog.panel
    desk.qtbot.waitUntil(lambda: panel.model.total() == 2)
    rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in range(2):
        panel.view.selectionModel().select(panel.model.index(row, 0), rows)
    assert panel.name.text() == "Ida Brandt"
    desk.qtbot.keyClick(panel.view, Key.Key_M)
    desk.qtbot.waitUntil(lambda: panel.model.total() == 1)
    (entry,) = panel.model.shown()
    assert (entry.name, entry.mentions, entry.quotes) == ("Ida Brandt", 2, 2)
    assert {quote.speaker_name for quote in window.desk.quotes} == {"Ida Brandt", ""}
    assert panel.selected() == [entry]
    panel.name.setText("Mayor Brandt")
    desk.qtbot.keyClick(panel.name, Key.Key_Return)
    desk.qtbot.waitUntil(lambda: [one.name for one in panel.model.shown()] == ["Mayor Brandt"])
    assert shown(voices(desk, window)) == {"Mayor Brandt": 2}
    panel.view.setCurrentIndex(panel.model.index(0, 0))
    desk.qtbot.keyClick(panel.view, Key.Key_S)
    desk.qtbot.waitUntil(lambda: panel.model.total() == 2)
    assert {quote.speaker_name for quote in window.desk.quotes} == {"Ida Brandt", "Brandt", ""}
    for _ in range(3):
        window.menus.actions["undo"].trigger()
    desk.idle(window)
    assert window.project.reader.persons() == ()
    assert {quote.speaker_name for quote in window.desk.quotes} == {"Ida Brandt", "Brandt", ""}
    desk.qtbot.waitUntil(lambda: shown(window.voices.dialog.panel) == {"Ida Brandt": 1, "Brandt": 1})
