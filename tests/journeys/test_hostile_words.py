"""An article whose every word is markup: shown as it is, and nobody is asked for a picture."""

from __future__ import annotations

import os
import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMessageBox, QTextEdit, QWidget

from faults.hostile_storm import Listener
from glossator.core.model.article import Source
from glossator.core.model.change import Change
from glossator.core.model.ids import new_id
from glossator.core.model.label import Label
from glossator.core.model.note import Note
from glossator.core.model.tag import Tag
from glossator.core.service.library import Project
from glossator.ui.widgets.asker import QtAsker
from pictures import article, picture

TAGS = re.compile(r"<(?!/?qt>|br>)", re.IGNORECASE)
"""What a safe tip has none of: any tag but its own frame and line breaks."""


@pytest.fixture
def server() -> Any:
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def pipe(tmp_path: Path) -> Any:
    """A pipe that notices when somebody opens it to read."""
    path = tmp_path / "pipe.png"
    os.mkfifo(path)
    opened: list[bool] = []

    def wait() -> None:
        handle = os.open(path, os.O_WRONLY)
        opened.append(True)
        os.close(handle)

    watcher = threading.Thread(target=wait, daemon=True)
    watcher.start()
    yield path, opened
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # lets the watcher go
    watcher.join(5)
    os.close(handle)


def walk(widgets: list[QWidget], evil: str) -> tuple[int, list[str]]:
    """(labels and models looked at, what could be taken for markup)."""
    wrong: list[str] = []
    looked = 0
    for widget in widgets:
        name = f"{type(widget).__name__} {widget.objectName()}"
        if isinstance(widget, QLabel):
            looked += 1
            plain = widget.textFormat() == Qt.TextFormat.PlainText
            if not plain and "<" in widget.text():
                wrong.append(f"{name}: {widget.text()[:60]}")
            if evil in widget.text() and not plain:
                wrong.append(f"{name} guesses at markup")
        if isinstance(widget, QTextEdit) and widget.acceptRichText():
            wrong.append(f"{name} takes rich text")
        if not _is_safe_tip(widget.toolTip()):
            wrong.append(f"{name} tip: {widget.toolTip()[:60]}")
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            looked += 1
            wrong += [
                f"{name} row tip: {tip[:80]}" for tip in _tips(widget.model(), QModelIndex()) if not _is_safe_tip(tip)
            ]
    return looked, wrong


def _is_safe_tip(tip: str) -> bool:
    return "<" not in tip or not TAGS.search(tip)


def _tips(model: QAbstractItemModel, parent: QModelIndex) -> list[str]:
    found: list[str] = []
    for row in range(min(50, model.rowCount(parent))):
        for column in range(model.columnCount(parent)):
            index = model.index(row, column, parent)
            found.append(str(model.data(index, Qt.ItemDataRole.ToolTipRole) or ""))
            if column == 0:
                found += _tips(model, index)
    return found


def test_every_word_is_shown_as_it_is(
    desk: Any, server: Listener, pipe: tuple[Path, list[bool]], tmp_path: Path
) -> None:
    fifo, opened = pipe
    evil = f'<img src="{server.address}/a.png"><img src="{fifo.as_uri()}"><h1>T</h1><a href="file:///etc/passwd">x</a>'
    table = "<table><tr><td>" * 30
    project = Project.open(desk.path, create=True, author=evil)
    made, spans = picture(f"[{evil}](PERSON) said [“{evil}”](QUOTE).\n{table}\n{evil}")
    of = Source("1" * 64, f"/home/{evil}/a.html", "utf-8", 5, "2026-01-08T09:00:00+00:00", evil)
    made = replace(made, title=evil, byline=evil, address=f"{server.address}/{evil}", source=of.id, published=evil)
    label = Label("EVIL", evil, "entity", 30, "e", guideline=evil)
    second = article(evil, title=table)
    notes = (Note(new_id(), made.id, "", evil, evil, ""), Note(new_id(), made.id, spans[0].id, evil, evil, ""))
    project.apply(
        Change(f"Import “{evil}”", (), (of, made, second, *spans, *notes, label, Tag(new_id(), made.id, evil)))
    )
    project.close()

    window = desk.open()
    window.show_article(made.id)
    desk.idle(window)
    select = made.text.index("said")
    window.page.select_range(select, select + 4)
    window.desk.select_span(spans[0])
    window.status.say(evil)
    bad = tmp_path / "bad<b>file.docx"
    bad.write_bytes(b"PK\x03\x04")
    (tmp_path / "evil.html").write_text(
        f"<html><body><p>{evil}</p><p>&lt;img src={server.address}&gt;</p>", encoding="utf-8"
    )
    desk.read(window, tmp_path / "evil.html", bad)
    window.show_article(made.id)
    for _ in range(2):
        window.grab()
    desk.qtbot.wait(50)
    widgets = [window, *window.findChildren(QWidget), *desk.dialogs]
    for dialog in desk.dialogs:
        dialog.show()
        dialog.grab()
        widgets += dialog.findChildren(QWidget)
    looked, wrong = walk(widgets, evil)
    assert wrong == []
    assert looked >= 12
    assert server.hits == 0
    assert opened == []
    assert evil in window.page.toPlainText()


@pytest.mark.parametrize("details", ["", "more"])
def test_questions_are_plain(qtbot: Any, server: Listener, details: str) -> None:
    evil = f'<img src="{server.address}/a.png"><h1>T</h1>'
    asker = QtAsker()
    box = asker._box(evil, evil, details and evil)
    question = asker._question(evil, evil, evil)
    for one in (box, question):
        qtbot.addWidget(one)
        one.show()
        one.grab()
    QApplication.processEvents()
    labels = [*box.findChildren(QLabel), *question.findChildren(QLabel)]
    assert sum(label.text() == evil for label in labels) >= 2
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels if label.text())
    assert isinstance(box, QMessageBox)
    assert question.textValue() == evil
    assert server.hits == 0


def test_pasting_a_page_into_a_note_pastes_its_words(qtbot: Any, server: Listener) -> None:
    from PySide6.QtCore import QMimeData

    from glossator.ui.widgets.note_editor import NoteEditor

    editor = NoteEditor()
    qtbot.addWidget(editor)
    data = QMimeData()
    data.setHtml(f'<b>words</b><img src="{server.address}/a.png">')
    data.setText("words")
    editor.insertFromMimeData(data)
    editor.show()
    editor.grab()
    assert editor.toPlainText() == "words"
    assert server.hits == 0
