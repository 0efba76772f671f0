"""From files that a person opens to articles in the library: read, preview, add, analyse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from glossator.core.errors import AppError, UserError
from glossator.core.service.importing import resplit
from glossator.core.service.library import Failure, Imported, Reading
from glossator.sentences import sentence
from glossator.ui.jobs import Job
from glossator.ui.window.foreign import ForeignImport

if TYPE_CHECKING:
    from glossator.ui.window.main_window import MainWindow


class Importing(QObject):
    """The road from a file to the library."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.foreign = ForeignImport(window)

    def open_annotations(self) -> None:
        """Ask for files that other programs annotated."""
        self.foreign.open_file()

    def open_annotations_folder(self) -> None:
        """Ask for a folder of such files."""
        self.foreign.open_folder()

    def open_files(self) -> None:
        """Ask for files."""
        self.read(self._window.asker.choose_files("Open files"))

    def open_folder(self) -> None:
        """Ask for a folder."""
        folder = self._window.asker.choose_folder("Open a folder")
        if folder:
            self.read([folder])

    def read(self, paths: Sequence[Path | str]) -> None:
        """Read files in the background, then preview or add them."""
        if paths:
            chosen = [Path(path) for path in paths]
            project = self._window.project
            job = Job("Reading", lambda progress: project.read(chosen, progress))
            job.done.connect(self._on_read)
            self._window.run(job)

    def _on_read(self, result: tuple[list[Reading], list[Failure]]) -> None:
        readings, failures = result
        if not self._window.settings.preview_import or not readings:
            self.add(readings, failures)
            return
        self._window.dialogs.preview_import(readings, failures, self.add)

    def resplit(self, reading: Reading, starts: Sequence[int]) -> Reading:
        """The person says where articles begin."""
        return resplit(reading, tuple(starts))

    def add(self, readings: Sequence[Reading], failures: Sequence[Failure]) -> None:
        """Keep what was read, say what became of it, show the first and mark it."""
        try:
            done = self._window.project.add(readings, failures)
        except AppError as error:
            self._window.refuse(error)
            return
        self._window.say(summary(done))
        for failure in done.failures:
            self._window.refuse(UserError(failure.code, **failure.values))
        if done.articles:
            self._window.show_article(done.articles[0])
            if self._window.settings.analyse_on_import:
                self._window.analysing.analyse(done.articles, done.group)


def summary(done: Imported) -> str:
    """One line on what became of a batch."""
    parts: list[tuple[int, Callable[[int], str]]] = [
        (len(done.articles), lambda n: f"{n} article{'s' if n != 1 else ''} added"),
        (len(done.known), lambda n: f"{n} file{'s' if n != 1 else ''} already in the project"),
        (len(done.failures), lambda n: f"{n} file{'s' if n != 1 else ''} could not be read"),
    ]
    return ", ".join(make(count) for count, make in parts if count) or "Nothing to add"


def failure_lines(failures: Sequence[Failure]) -> list[tuple[str, str]]:
    """(path, sentence) of each file that failed."""
    return [(one.path, sentence(UserError(one.code, **one.values))) for one in failures]
