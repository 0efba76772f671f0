"""A whole window on a real project, as a person has it; questions are answered by the test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from glossator.core.service.library import Project
from glossator.core.settings import Settings
from glossator.ui.window.main_window import MainWindow

STORY = """Harbour to open in May

LARKPORT: The harbour 😀 will open in May, Mayor Ida Brandt said on Monday.

“We are ready,” Brandt told reporters. “The cranes work.”

Tomas Vell, who runs the ferry, was not so sure.
"""


@dataclass
class Answers:
    """Plays the person who answers questions."""

    files: list[Path] = field(default_factory=list)
    folder: Path | None = None
    save: Path | None = None
    text: str | None = None
    yes: bool = True
    told: list[str] = field(default_factory=list)

    def choose_files(self, title: str, patterns: object = (), folder: Path | None = None) -> list[Path]:
        return self.files

    def choose_folder(self, title: str, folder: Path | None = None) -> Path | None:
        return self.folder

    def choose_save(self, title: str, suggested: Path, patterns: object = ()) -> Path | None:
        return self.save

    def confirm(self, title: str, text: str, yes: str, details: str = "", danger: bool = False) -> bool:
        return self.yes

    def tell(self, title: str, text: str, details: str = "") -> None:
        self.told.append(text)

    def ask_text(self, title: str, question: str, start: str = "") -> str | None:
        return self.text


@dataclass
class Desk:
    """What a journey has at hand."""

    qtbot: QtBot
    path: Path
    answers: Answers
    settings: Settings
    windows: list[MainWindow] = field(default_factory=list)
    dialogs: list[QDialog] = field(default_factory=list)

    def open(self) -> MainWindow:
        """Open the project in a window, as at the start of the program."""
        window = MainWindow(Project.open(self.path, create=True, author="kim"), self.settings, self.answers)
        window.dialogs.ask = self._accept  # type: ignore[method-assign]
        window.resize(1300, 860)
        window.show()
        with self.qtbot.waitActive(window):  # shortcuts work in the active window only
            window.activateWindow()
        self.windows.append(window)
        return window

    def _accept(self, dialog: QDialog) -> bool:
        self.dialogs.append(dialog)
        return self.answers.yes

    def idle(self, window: MainWindow) -> None:
        """Wait until no job runs and every event is through."""
        self.qtbot.waitUntil(lambda: not (window.lane.jobs or window.analysing.lane.jobs), timeout=60_000)
        self.qtbot.wait(1)

    def read(self, window: MainWindow, *paths: Path) -> None:
        """Open files and wait until they are there (and analysed, if the settings say so)."""
        window.importing.read(list(paths))
        self.idle(window)

    def close(self, window: MainWindow) -> None:
        """Close as a person does."""
        window.close()
        window.deleteLater()
        self.windows.remove(window)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path / "p.glossator", Answers(), Settings(analyse_on_import=False))
    yield made
    for window in list(made.windows):
        made.close(window)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.txt"
    path.write_text(STORY, encoding="utf-8")
    return path
