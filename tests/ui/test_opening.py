"""A project that cannot be opened is said in one sentence; one that can still be read is offered for reading."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from glossator.core.service.library import Project
from glossator.core.settings import Settings
from glossator.ui.window.main_window import MainWindow
from glossator.ui.window.opening import open_project


class Person:
    """Answers ``yes`` to every question and keeps what was said."""

    def __init__(self, yes: bool = True) -> None:
        self.yes = yes
        self.heard: list[str] = []

    def confirm(self, title: str, text: str, yes: str, details: str = "", danger: bool = False) -> bool:
        self.heard.append(text)
        return self.yes

    def tell(self, title: str, text: str, details: str = "") -> None:
        self.heard.append(text)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "not a Glossator project"),
        (b"SQLite format 3\x00" + bytes(200), "not a Glossator project"),
        (None, "no project"),
    ],
)
def test_what_is_no_project_is_said_and_left_alone(tmp_path: Path, content: bytes | None, word: str) -> None:
    path = tmp_path / "p.glossator"
    if content is not None:
        path.write_bytes(content)
    person = Person()
    assert open_project(path, person, create=False) is None
    (said,) = person.heard
    assert word in said
    assert sorted(tmp_path.iterdir()) == ([path] if content is not None else [])
    assert content is None or path.read_bytes() == content


def test_a_project_that_is_open_elsewhere_can_be_read(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "p.glossator"
    first = Project.open(path, create=True, author="kim")
    person = Person()
    second = open_project(path, person, create=True)
    assert second is not None
    assert "open for writing elsewhere" in person.heard[0]
    window = MainWindow(second, Settings(), person)
    qtbot.addWidget(window)
    assert window.status._saved.text() == "Reading only"

    window.importing.add((), ())
    window.dialogs.keep_labels(second.reader.labels(), ())
    assert len(second.reader.labels()) == len(first.reader.labels()) > 0
    assert window.status._saved.text() == "Reading only"
    window.shut()
    first.close()


def test_who_does_not_want_to_read_only_gets_nothing(tmp_path: Path) -> None:
    path = tmp_path / "p.glossator"
    first = Project.open(path, create=True)
    assert open_project(path, Person(yes=False), create=True) is None
    first.close()
