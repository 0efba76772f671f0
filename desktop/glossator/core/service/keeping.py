"""Keeping a project safe while it is open: backups now and then, and a full check when one is due."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from glossator.core.errors import UserError
from glossator.core.events import Event
from glossator.core.store import backup
from glossator.core.store.backup import Backup
from glossator.core.store.database import Store
from glossator.core.store.integrity import Problem, check

__all__ = ["EVERY", "Backup", "Kept", "Keeper", "backups", "make_backup", "restore_backup"]

EVERY = 30 * 60.0
"""Seconds between two looks whether there is something to back up."""
FIRST = 60.0
"""Seconds before the first look, so that opening a project is quick and short commands make none."""
CHECK_AFTER = timedelta(days=7)
_DUE, _CHECKED = "keeping.check-due", "keeping.checked"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the keeper did: the backup it made, what a full check found (None: not checked), or why it could not."""

    backup: Backup | None = None
    problems: tuple[Problem, ...] | None = None
    fault: UserError | None = None


def backups(project: Path) -> list[Backup]:
    """The backups of a project, the newest first."""
    return backup.listed(project)


def make_backup(project: Path) -> Backup:
    """Back up now, as a person asks for it; such a copy is never thinned. UserError as :func:`backup.make`."""
    return backup.make(project, backup.HAND)


def restore_backup(project: Path, name: str) -> tuple[Backup, Path | None]:
    """Put a backup in the project's place; answers it and where the old file lies now.

    The project must be closed. Raises UserError ``backup-unknown`` and those of :func:`backup.restore`.
    """
    chosen = backup.find(project, name)
    return chosen, backup.restore(project, chosen.path)


class Keeper:
    """A thread that backs an open project up every ``every`` seconds if it changed, and thins old copies.

    After an unclean end, and once a week, the copy is checked as a whole: checking the
    copy never makes a person wait, and what is wrong in the project is wrong in it. What
    happened is told by ``kept``, in the keeper's thread.
    """

    def __init__(self, store: Store, every: float = EVERY, first: float = FIRST) -> None:
        self.kept: Event[Kept] = Event()
        self._store = store
        self._every, self._first = every, first
        self._guard = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="project-keeper", daemon=True)
        if store.unclean:
            store.set_setting(_DUE, "unclean")

    def start(self) -> None:
        """Begin; called once."""
        self._thread.start()

    def stop(self) -> None:
        """End, after the backup that is being made. A second call does nothing."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def before_bulk(self) -> None:
        """A backup of what many rows are about to be taken from.

        Where none can be made the act goes on, since the journal keeps what goes; ``kept`` tells it.
        """
        self.look(backup.BULK)

    def look(self, reason: str = backup.AUTO) -> Kept | None:
        """Back up if there is something new, check if it is time; None when there was nothing to do."""
        with self._guard:
            try:
                done = self._looked(reason)
            except UserError as error:
                done = Kept(fault=error)
            except OSError as error:
                why = error.strerror or type(error).__name__
                done = Kept(fault=UserError("cannot-write", path=str(self._store.path), why=why))
        if done is not None:
            self.kept.emit(done)
        return done

    def _run(self) -> None:
        wait = self._first
        while not self._stopped.wait(wait):
            self.look()
            wait = self._every

    def _looked(self, reason: str) -> Kept | None:
        project, due = self._store.path, reason == backup.AUTO and self._check_is_due()
        newest = next((one.seq for one in backup.listed(project) if one.seq is not None), 0)
        if newest == self._store.reader().last_seq() and not due:
            return None
        made = backup.make(project, reason)
        problems: tuple[Problem, ...] | None = None
        if due:
            problems = tuple(check(made.path))
            if not problems:
                self._store.set_setting(_DUE, "")
            self._store.set_setting(_CHECKED, datetime.now(UTC).isoformat(timespec="seconds"))
        if not problems:  # what came before the damage must not make room for it
            backup.thin(project)
        return Kept(made, problems)

    def _check_is_due(self) -> bool:
        reader = self._store.reader()
        if reader.setting(_DUE):
            return True
        last = reader.setting(_CHECKED)
        if last is None:
            self._store.set_setting(_CHECKED, datetime.now(UTC).isoformat(timespec="seconds"))
            return False
        return datetime.now(UTC) - datetime.fromisoformat(last) > CHECK_AFTER
