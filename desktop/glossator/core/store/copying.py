"""Copying a project, open or not, so that the copy is whole, checked and on the disk, or not there."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from glossator.core.errors import UserError
from glossator.core.store.connection import driver, refusal, uri
from glossator.core.store.soundness import damage

_PIECE, _PAUSE = 256, 0.01
"""Pages copied between two pauses of so many seconds (measured: acts under it are as quick as without)."""
_AT_ONCE = 8
"""Articles whose digests are computed between two pauses, so that a person's act never waits for Python."""


def copy(source: Path, target: Path, gently: bool = False) -> int:
    """Copy a project through SQLite and answer the number of its last journal entry.

    Never copy a live file itself: closing it would drop SQLite's locks. The copy is
    compared with what was there when it began (structure, the digest of every text,
    the journal's position), synced and then renamed over ``target``. It is no longer in
    WAL mode, so it is one file. The source may have a log beside it; then its folder must
    be writable. ``gently`` takes three times as long and leaves the disk to others.

    Raises UserError ``disk-full``, ``backup-failed`` or ``project-…``; then ``target`` is
    as it was and nothing is left beside it.
    """
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        last = _copied(source, part, gently)
        sync(part)
        part.replace(target)
        sync_folder(target.parent)
        return last
    except driver.Error as error:
        raise refusal(error, target) from error
    except OSError as error:
        raise UserError("cannot-write", path=str(target), why=error.strerror or type(error).__name__) from error
    finally:
        for leftover in (part, Path(f"{part}-journal")):
            leftover.unlink(missing_ok=True)


def _copied(source: Path, part: Path, gently: bool) -> int:
    # Immutable leaves nothing beside the source, but is blind for a log: only right while there is none.
    live = any(Path(f"{source}{end}").exists() for end in ("-wal", "-shm"))
    mode = "mode=ro" if live else "mode=ro&immutable=1"
    reading = driver.connect(uri(source, mode), uri=True, timeout=5, isolation_level=None)
    with closing(reading), closing(driver.connect(uri(part, "mode=rw"), uri=True, isolation_level=None)) as writing:
        reading.execute("BEGIN")  # one moment of the source: else steps would begin again at every commit
        least = _last(reading)
        writing.execute("PRAGMA synchronous=OFF")  # synced below, piece by piece or as a whole
        if gently:
            _in_pieces(reading, writing, part)
        else:
            reading.backup(writing)
        writing.execute("PRAGMA journal_mode=DELETE")
        wrong = damage(writing, deep=False) or changed_texts(writing)
        last = _last(writing)
        if wrong or last != least:
            raise UserError("backup-failed", path=str(source), why=f"its copy is damaged: {(wrong or ['journal'])[0]}")
        return last


def _in_pieces(reading: Any, writing: Any, part: Path) -> None:
    """Copy a piece, sync it, pause: one big sync at the end would hold up every act's own sync for as long."""
    with part.open("rb+") as file:

        def rest(status: int, remaining: int, total: int) -> None:
            os.fsync(file.fileno())
            time.sleep(_PAUSE)

        reading.backup(writing, pages=_PIECE, progress=rest)


def duplicate(source: Path, target: Path) -> None:
    """Copy an open project as it is, damage and all, for a closer look; raises the driver's errors."""
    with closing(driver.connect(uri(source, "mode=ro"), uri=True, timeout=5)) as reading:
        with closing(driver.connect(uri(target, "mode=rwc"), uri=True, isolation_level=None)) as writing:
            writing.execute("PRAGMA synchronous=OFF")
            reading.backup(writing)


def changed_texts(connection: Any) -> list[str]:
    """Ids of articles whose text is not what its digest says."""
    found: list[str] = []
    cursor = connection.execute("SELECT id, text, digest FROM article")
    while rows := cursor.fetchmany(_AT_ONCE):
        for one, text, kept in rows:
            if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != kept:
                found.append(str(one))
        time.sleep(0)
    return found


def _last(connection: Any) -> int:
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0])


def sync(path: Path) -> None:
    """Wait until the file's content is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; nothing to do where the system has no such thing."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
