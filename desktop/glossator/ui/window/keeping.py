"""Keeping the project whole: backups, checks and mending, and taking articles out for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from glossator.core.errors import AppError
from glossator.core.service import checking, keeping, recovery, removal
from glossator.core.service.checking import Problem
from glossator.core.service.keeping import Kept
from glossator.core.service.library import Project
from glossator.core.service.removal import Removed
from glossator.sentences import sentence
from glossator.ui.jobs import Job
from glossator.ui.widgets.wording import counted

if TYPE_CHECKING:
    from glossator.ui.dialogs.backups import BackupsDialog
    from glossator.ui.window.main_window import MainWindow

LISTED = 20


class Keeping(QObject):
    """Says what the keeper of the project found, and does what a person asks for."""

    _arrived = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._arrived.connect(self._on_kept)

    def tie(self, project: Project) -> None:
        """Listen to this project; what its keeper says arrives in the window's thread."""
        if project.keeper is not None:
            project.keeper.kept.connect(self._arrived.emit)

    def _on_kept(self, kept: Kept) -> None:
        if kept.problems:
            self._tell_problems(kept.problems)
        elif kept.fault is not None:
            self._window.say(sentence(kept.fault))

    # ---- backups ------------------------------------------------------------------------------------

    def show_backups(self) -> None:
        """The list, with a copy made now or put back."""
        from glossator.ui.dialogs.backups import BackupsDialog

        path = self._window.project.path
        dialog = BackupsDialog(keeping.backups(path), self._window)
        dialog.make_requested.connect(lambda: self._make(dialog))
        dialog.restore_requested.connect(lambda name: self._restore(name, dialog))
        self._window.dialogs.ask(dialog)

    def _make(self, dialog: BackupsDialog) -> None:
        path = self._window.project.path
        dialog.make.setEnabled(False)
        job = Job("Backing up", lambda progress: keeping.make_backup(path))
        shown = [dialog]  # empty once it is closed: the copy may end after that
        dialog.finished.connect(lambda _code: shown.clear())

        def show() -> None:
            for one in shown:
                one.set_rows(keeping.backups(path))
                one.make.setEnabled(True)

        job.ended.connect(show)
        self._window.run(job)

    def _restore(self, name: str, dialog: BackupsDialog) -> None:
        window = self._window
        path = window.project.path
        told = "The project as it is now is set aside and stays in the list. Its undo history goes back as well."
        if window.asker.confirm("Put this backup back?", told, "Put back"):
            self._closed(lambda: keeping.restore_backup(path, name), "The backup was put back.")
            dialog.accept()

    def _closed(self, act: Callable[[], object], said: str) -> None:
        """Do something that needs the project closed, then open it again whatever came of it."""
        window = self._window
        path = window.project.path
        window.leave_project()
        failure: AppError | None = None
        try:
            act()
        except AppError as error:
            failure = error
        try:
            window.enter_project(Project.open(path, author=window.settings.author))
        except AppError as error:
            window.asker.tell("The project cannot be opened any more", sentence(error))
            window.is_shut = True
            window.close()
            return
        if failure is not None:
            window.asker.tell("That did not work", sentence(failure))
        else:
            window.say(said)

    # ---- checking and mending -------------------------------------------------------------------------

    def check(self) -> None:
        """Compare everything with the history, in the background."""
        path = self._window.project.path
        job = Job("Checking", lambda progress: checking.check_project(path, deep=True))
        job.done.connect(self._on_checked)
        self._window.run(job)

    def _on_checked(self, problems: list[Problem]) -> None:
        if problems:
            self._tell_problems(problems)
        else:
            self._window.say("The project is in order.")

    def _tell_problems(self, problems: Sequence[Problem]) -> None:
        window = self._window
        listed = "\n".join(f"{p.code}: {p.detail}" for p in problems[:LISTED])
        told = f"The project has {counted(len(problems), 'problem', 'problems')}. A backup is made before it is mended."
        if window.project.store.read_only:
            window.asker.tell("Check project", told, listed)
        elif window.asker.confirm("Check project", told, "Mend", listed):
            path = window.project.path
            self._closed(lambda: recovery.repair_project(path), "The project was mended; check it once more.")

    # ---- removing ---------------------------------------------------------------------------------------

    def remove_for_good(self, ids: Sequence[str]) -> None:
        """Take articles out of the file for good, after asking: the one act that undo does not take back."""
        window, wanted = self._window, list(ids)
        project = window.project
        told = f"{counted(len(wanted), 'article goes', 'articles go')} with all marks and notes. This cannot be undone."
        if not wanted or not window.asker.confirm("Remove for good?", told, "Remove for good", danger=True):
            return
        job = Job("Removing", lambda progress: removal.remove_for_good(project, wanted))
        job.done.connect(self._on_removed)
        window.run(job)

    def _on_removed(self, removed: Removed) -> None:
        said = f"{counted(len(removed.articles), 'article', 'articles')} removed for good."
        self._window.say(said)
        if removed.copies:
            listed = "\n".join(removed.copies)
            told = f"{said} Copies of the project may still hold them; delete these files if they must go too."
            self._window.asker.tell("Copies", told, listed)
