"""The ledger in the window: read and changed in the background, each change one act."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from glossator.core.errors import AppError
from glossator.core.model.change import Change
from glossator.core.service import people
from glossator.core.service.library import Project
from glossator.core.service.people import Entry
from glossator.sentences import sentence
from glossator.ui.jobs import Job

if TYPE_CHECKING:
    from glossator.ui.dialogs.people import PeopleDialog
    from glossator.ui.window.main_window import MainWindow

SOON = 150
"""Milliseconds after which the ledger follows a change."""

READING = "Reading people"


class PeopleRoom(QObject):
    """Holds the dialog; answers of jobs for another project are dropped."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: PeopleDialog | None = None
        self._asked = 0
        self._wanted = ""
        self._soon = QTimer(self, interval=SOON, singleShot=True)
        self._soon.timeout.connect(self.refresh)

    def show(self) -> None:
        """Show the ledger."""
        from glossator.ui.dialogs.people import PeopleDialog

        if self.dialog is None:
            self.dialog = PeopleDialog(self._window)
            panel = self.dialog.panel
            panel.merge_requested.connect(self.merge)
            panel.rename_requested.connect(self.rename)
            panel.split_requested.connect(self.split)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.panel.filter.setFocus()
        self.refresh()

    def on_changed(self) -> None:
        """Something was stored: read anew soon, if anybody looks."""
        if self.dialog is not None and self.dialog.isVisible() and not self._soon.isActive():
            self._soon.start()

    def forget(self) -> None:
        """Another project, or the end: what is under way concerns nobody any more."""
        self._asked += 1
        self._soon.stop()
        if self.dialog is not None:
            self.dialog.close()

    def refresh(self) -> None:
        """Read the ledger."""
        self._asked += 1
        project, asked = self._window.project, self._asked
        job = Job(READING, lambda progress: people.read_ledger(project.reader))
        job.done.connect(lambda entries: self._on_entries(asked, entries))
        self._window.run(job)

    def _on_entries(self, asked: int, entries: tuple[Entry, ...]) -> None:
        if asked == self._asked and self.dialog is not None:
            self.dialog.panel.set_entries(entries)
            if self._wanted:
                self.dialog.panel.select(self._wanted)
                self._wanted = ""

    # ---- acting -----------------------------------------------------------------------------------

    def merge(self, names: list[str], name: str, kind: str) -> None:
        """Make these names mean one."""
        self._act(lambda p: people.merge(p.reader, names, name, kind), name)

    def rename(self, person: str, name: str, kind: str) -> None:
        """Call somebody otherwise."""
        self._act(lambda p: people.rename(p.reader, person, name, kind), name)

    def split(self, person: str, forms: list[str]) -> None:
        """Let names (none: all) stand for themselves again."""
        self._act(lambda p: people.split(p.reader, person, forms or None), "")

    def _act(self, make: Callable[[Project], Change], name: str) -> None:
        """Find what changes in the background, then store it as one act."""
        project = self._window.project
        job = Job(READING, lambda progress: make(project))
        job.done.connect(lambda change: self._on_made(change, " ".join(name.split())))
        job.failed.connect(self._on_refused)
        self._window.lane.add(job)

    def _on_made(self, change: Change, name: str) -> None:
        self._wanted = name
        if self._window.desk.act(lambda: change):
            self._window.say(change.title)

    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        if self.dialog is not None:
            self.dialog.panel.problem.say(sentence(error))
