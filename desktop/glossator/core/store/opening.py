"""What a file is, decided before a byte of it or of its folder is written."""

from __future__ import annotations

import os
import stat
import struct
import threading
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from glossator.core.errors import UserError
from glossator.core.store.connection import BUSY, CORRUPT, LOCKED, NOTADB, code_of, driver, uri
from glossator.core.store.migrate import APPLICATION_ID, SCHEMA_VERSION
from glossator.core.store.soundness import damage

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100


class Verdict(StrEnum):
    """What opening a file may find."""

    OK = "ok"
    NEEDS_UPGRADE = "needs-upgrade"
    MISSING = "missing"
    NOT_A_PROJECT = "not-a-project"
    NEWER = "newer"
    DAMAGED = "damaged"
    IN_USE = "in-use"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Inspection:
    """The verdict; ``detail`` is for a report, ``version`` the file's schema when it is known."""

    verdict: Verdict
    detail: str = ""
    version: int | None = None


CODES: dict[Verdict, str] = {
    Verdict.MISSING: "project-missing",
    Verdict.NOT_A_PROJECT: "project-foreign",
    Verdict.NEWER: "project-newer",
    Verdict.DAMAGED: "project-damaged",
    Verdict.IN_USE: "project-locked",
    Verdict.UNREADABLE: "project-unreadable",
}


def inspect(path: Path, deep: bool = False) -> Inspection:
    """Classify ``path`` without writing. ``deep`` checks indexes and the search index too.

    The header's bytes come first, so a foreign file never reaches SQLite. While this
    process has the file open they are left alone: closing any descriptor of a file
    drops SQLite's locks on it.
    """
    if not OPEN_HERE.holds(path):
        early = _header(path)
        if early is not None:
            return early
    return _contents(path, deep)


def require(path: Path) -> Inspection:
    """The inspection of a file that can be opened; raises the UserError of any other verdict."""
    found = inspect(path)
    if found.verdict in CODES:
        raise UserError(
            CODES[found.verdict], path=str(path), detail=found.detail, version=found.version, holder="another program"
        )
    return found


def may_write(path: Path) -> bool:
    """Whether file and folder can be written; a file with no write bit is left alone even by root."""
    return all(os.access(one, os.W_OK) and one.stat().st_mode & 0o222 for one in (path, path.parent))


def _header(path: Path) -> Inspection | None:
    """A verdict from the first 100 bytes, or None when SQLite must say."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            return Inspection(Verdict.NOT_A_PROJECT, "not a regular file")
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except (FileNotFoundError, NotADirectoryError):
        return Inspection(Verdict.MISSING)
    except OSError as error:
        return Inspection(Verdict.UNREADABLE, type(error).__name__)
    if len(head) < _HEADER or not head.startswith(_MAGIC):
        return Inspection(Verdict.NOT_A_PROJECT, f"{len(head)} header bytes")
    if struct.unpack(">i", head[68:72])[0] != APPLICATION_ID:
        return Inspection(Verdict.NOT_A_PROJECT, "application id")
    version = struct.unpack(">i", head[60:64])[0]
    if version > SCHEMA_VERSION:
        return Inspection(Verdict.NEWER, version=version)
    return None


def has_log(path: Path) -> bool:
    """Whether a write-ahead log with content stands beside the file."""
    log = Path(f"{path}-wal")
    return log.exists() and log.stat().st_size > 0


def _contents(path: Path, deep: bool) -> Inspection:
    # Immutable leaves no -wal or -shm behind, but is blind for the log: only right without one.
    live = OPEN_HERE.holds(path) or has_log(path)
    try:
        connection = driver.connect(uri(path, "mode=ro" if live else "mode=ro&immutable=1"), uri=True, timeout=2)
    except driver.Error as error:
        return _refused(error)
    try:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.execute("PRAGMA cell_size_check=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
        return _checked(connection, deep)
    except driver.Error as error:
        return _refused(error)
    except UnicodeDecodeError:  # the driver choked on SQLite's own words about a damaged schema
        return Inspection(Verdict.DAMAGED, "undecodable schema")
    finally:
        connection.close()


def _checked(connection: Any, deep: bool) -> Inspection:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > SCHEMA_VERSION:
        return Inspection(Verdict.NEWER, version=version)
    if version < 1:
        return Inspection(Verdict.DAMAGED, "no schema version", version)
    for problem in damage(connection, deep):
        return Inspection(Verdict.DAMAGED, problem, version)
    return Inspection(Verdict.OK if version == SCHEMA_VERSION else Verdict.NEEDS_UPGRADE, version=version)


def _refused(error: BaseException) -> Inspection:
    primary = code_of(error) & 0xFF
    if primary in (BUSY, LOCKED):
        return Inspection(Verdict.IN_USE, str(error))
    return Inspection(Verdict.DAMAGED if primary in (CORRUPT, NOTADB, 1) else Verdict.UNREADABLE, str(error))


class OpenHere:
    """Which files this process has open, by device and inode, so that no descriptor of one is closed."""

    def __init__(self) -> None:
        self._open: Counter[tuple[int, int]] = Counter()
        self._guard = threading.Lock()

    def add(self, path: Path) -> tuple[int, int]:
        """Count ``path`` as open; the answer is for :meth:`remove`."""
        found = path.stat()
        with self._guard:
            self._open[found.st_dev, found.st_ino] += 1
        return found.st_dev, found.st_ino

    def remove(self, name: tuple[int, int]) -> None:
        """Count it as closed once."""
        with self._guard:
            self._open[name] -= 1
            if self._open[name] <= 0:
                del self._open[name]

    def holds(self, path: Path) -> bool:
        """Whether this process has it open."""
        try:
            found = path.stat()
        except OSError:
            return False
        with self._guard:
            return (found.st_dev, found.st_ino) in self._open


OPEN_HERE = OpenHere()
