"""An open project file."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from glossator.core.errors import UserError
from glossator.core.model.change import Change
from glossator.core.store import codec, rows
from glossator.core.store import purge as purging
from glossator.core.store.connection import readable
from glossator.core.store.lock import ProjectLock, ensure_free
from glossator.core.store.migrate import APPLICATION_ID, SCHEMA_VERSION, build, upgrade
from glossator.core.store.opening import OPEN_HERE, Inspection, Verdict, has_log, inspect, may_write, require
from glossator.core.store.reader import Reader
from glossator.core.store.replay import heading_of
from glossator.core.store.shares import share_of
from glossator.core.store.writer import MACHINE, PERSON, Alone, Writer

__all__ = ["APPLICATION_ID", "SCHEMA_VERSION", "Inspection", "Store", "Verdict", "inspect"]

KINDS = ("act", "machine", "undo", "redo")


class Store:
    """One project file. Writes go through :meth:`apply`, reads through :meth:`reader`.

    Any thread may call; ``close`` must come when no other thread still reads.
    """

    def __init__(self, path: Path, writer: Writer | None, lock: ProjectLock | None, immutable: bool) -> None:
        self.path = path
        self._writer = writer
        self._lock = lock
        self._immutable = immutable
        self._readers: dict[int, Reader] = {}
        self._guard = threading.Lock()
        self._closed = False
        self._name = OPEN_HERE.add(path)
        self.unclean = False
        """Whether a log was left behind when it was opened: the last writer did not close."""

    @classmethod
    def create(cls, path: Path) -> Store:
        """Make an empty project and open it; raises UserError ``project-exists``, ``cannot-write``, ``disk-full``."""
        ensure_local(path)
        build(path.absolute())
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> Store:
        """Open a project; an old one is copied and brought to today's shape first.

        Raises UserError ``project-missing``, ``project-foreign``, ``project-newer``,
        ``project-damaged``, ``project-unreadable``, ``project-locked``, ``project-on-share``
        or ``project-read-only`` (these three: it can still be opened ``read_only``), or
        ``project-needs-upgrade`` (``read_only`` of an old one). File and folder are then
        as they were.
        """
        path = path.absolute()
        if not read_only:
            ensure_free(path)
        found = require(path)
        writes = may_write(path)
        if read_only:
            if found.verdict is Verdict.NEEDS_UPGRADE:
                raise UserError("project-needs-upgrade", path=str(path))
            shared = bool(share_of(path))
            return cls(path, None, None, immutable=(shared or not writes) and not has_log(path))
        if not writes:
            raise UserError("project-read-only", path=str(path))
        ensure_local(path)
        lock = ProjectLock(path)
        try:
            unclean = has_log(path)
            if found.verdict is Verdict.NEEDS_UPGRADE:
                upgrade(path)
            writer = Writer(path)
            writer.open()
        except BaseException:
            lock.release()
            raise
        made = cls(path, writer, lock, immutable=False)
        made.unclean = unclean
        return made

    @property
    def read_only(self) -> bool:
        """Whether it was opened for reading only."""
        return self._writer is None

    def apply(self, change: Change, who: str, kind: str = "act", target: int | None = None) -> int:
        """Store ``change`` with its journal entry in one transaction; answers after it is on disk.

        ``kind`` is act, machine, undo or redo; the last two need ``target``, the first
        entry of the group, and ``change`` is then what to do now (for undo the inverse).
        An undo may be empty. Raises StaleChange when the rows are not what the change
        remembers; UserError ``disk-full``, ``cannot-save``, ``project-read-only``,
        ``project-closed``. Then nothing was written.
        """
        back = kind in ("undo", "redo")
        if kind not in KINDS or back != (target is not None):
            raise ValueError(f"{kind} with target {target}")
        payload = None if back else codec.encode(change)
        heading = heading_of(change)

        def act(connection: Any) -> int:
            rows.replace(connection, change.before, change.after)
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            cursor = connection.execute(
                'INSERT INTO journal(at, who, kind, title, "group", articles, target, payload) VALUES(?,?,?,?,?,?,?,?)',
                (at, who, kind, *heading, target, payload),
            )
            return int(cursor.lastrowid)

        return self._write(act, MACHINE if kind == "machine" else PERSON)

    def set_setting(self, name: str, value: str) -> None:
        """Keep ``value`` under ``name`` in the project; not an act, so not undone."""

        def act(connection: Any) -> int:
            connection.execute(
                "INSERT INTO setting(name, value) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value=excluded.value",
                (name, value),
            )
            return 0

        self._write(act, PERSON)

    def purge(self, ids: Sequence[str], who: str) -> tuple[int, bool]:
        """Take articles out for good (:mod:`glossator.core.store.purge`): (journal number, whether no trace is left).

        Raises UserError ``article-unknown`` (then nothing was written), or as :meth:`apply`.
        """

        def act(connection: Any) -> int:
            for one in sorted({*ids} - purging.known(connection, ids)):
                raise UserError("article-unknown", id=one)
            return purging.purge(connection, ids, who)

        seq = self._write(act, PERSON)
        return seq, bool(self._write(Alone(purging.tidy), PERSON))

    def copies_with(self, ids: Sequence[str]) -> list[Path]:
        """Files beside the project that may still hold these articles."""
        return purging.copies(self.path, ids)

    def reader(self) -> Reader:
        """Queries over the calling thread's own read-only connection, opened on first use."""
        me = threading.get_ident()
        with self._guard:
            if self._closed:
                raise UserError("project-closed", path=str(self.path))
            found = self._readers.get(me)
            if found is None:
                found = self._readers[me] = Reader(readable(self.path, self._immutable), self.path)
            return found

    def close(self) -> None:
        """Finish what is queued, empty the log into the file, close all. A second call does nothing."""
        with self._guard:
            if self._closed:
                return
            self._closed = True
            readers, self._readers = list(self._readers.values()), {}
        for reader in readers:
            reader.close()
        if self._writer is not None:
            self._writer.stop()
        OPEN_HERE.remove(self._name)
        if self._lock is not None:
            self._lock.release()

    def _write(self, act: Any, priority: int) -> int:
        if self._writer is None:
            raise UserError("project-read-only", path=str(self.path))
        return self._writer.submit(act, priority).result()


def ensure_local(path: Path) -> None:
    """Raise UserError ``project-on-share`` where the log of changes cannot be kept safely."""
    kind = share_of(path)
    if kind:
        raise UserError("project-on-share", path=str(path), kind=kind)
