"""How this program talks to SQLite: one driver, one set of pragmas, errors by their code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import peewee

from glossator.core.errors import UserError

driver: Any = peewee.sqlite3  # type: ignore[attr-defined]
"""The driver peewee chose. A second copy of SQLite in one process loses commits."""

LEAST_SQLITE = (3, 51, 3)
"""Older ones can lose commits when two connections restart the write-ahead log at once."""

BUSY, LOCKED, READONLY, CORRUPT, FULL, NOTADB = 5, 6, 8, 11, 13, 26

if tuple(driver.sqlite_version_info) < LEAST_SQLITE:
    raise ImportError(f"SQLite {driver.sqlite_version} is too old: 3.51.3 or newer is needed (install pysqlite3)")

_READING = (("trusted_schema", "OFF"), ("cell_size_check", "ON"), ("mmap_size", 0))
_WRITING = (
    *_READING,
    ("secure_delete", "ON"),
    ("foreign_keys", "ON"),
    ("recursive_triggers", "ON"),
    ("journal_mode", "WAL"),
    ("synchronous", "FULL"),
    ("wal_autocheckpoint", 1000),
    ("journal_size_limit", 16 * 1024 * 1024),
)
_ASKING = (*_READING, ("query_only", "ON"))
_WORDS: dict[str, object] = {"off": 0, "on": 1, "full": 2}
"""What SQLite answers for the words it is told."""


def uri(path: Path, mode: str) -> str:
    """``path`` as an SQLite URI; ``mode`` is what follows the question mark."""
    return f"{path.absolute().as_uri()}?{mode}"


def writable(path: Path) -> peewee.SqliteDatabase:
    """A read-write connection of the existing file, opened, its pragmas read back.

    ``thread_safe=False`` because one thread owns it: peewee then keeps no thread locals.
    Raises UserError ``project-locked`` or ``cannot-save`` when the file cannot be written safely.
    """
    database = peewee.SqliteDatabase(
        uri(path, "mode=rw"), uri=True, timeout=5, autoconnect=False, thread_safe=False, pragmas=_WRITING
    )
    try:
        database.connect()
        _hold(database, _WRITING, path)
    except (peewee.DatabaseError, driver.Error) as error:
        database.close()
        raise refusal(error, path) from error
    except UserError:
        database.close()
        raise
    return database


def _hold(database: peewee.SqliteDatabase, wanted: Sequence[tuple[str, object]], path: Path) -> None:
    """Read every pragma back: SQLite answers no error to one that it does not take, and a share may refuse the log."""
    for name, value in wanted:
        held = database.pragma(name)
        word = str(value).lower()
        if str(held).lower() != str(_WORDS.get(word, word)):
            raise UserError("cannot-save", path=str(path), why=f"{name} stays {held}")


def readable(path: Path, immutable: bool = False) -> peewee.SqliteDatabase:
    """A read-only connection, opened. ``immutable`` reads a file in a folder nobody can write to."""
    database = peewee.SqliteDatabase(
        uri(path, "mode=ro&immutable=1" if immutable else "mode=ro"),
        uri=True,
        timeout=5,
        autoconnect=False,
        thread_safe=False,
        check_same_thread=False,  # whoever closes the project closes it; one thread asks at a time
        pragmas=_ASKING,
    )
    try:
        database.connect()
        _hold(database, _ASKING, path)
    except (peewee.DatabaseError, driver.Error) as error:
        database.close()
        raise refusal(error, path) from error
    except UserError:
        database.close()
        raise
    return database


def code_of(error: BaseException) -> int:
    """SQLite's result code in ``error`` or in what it wraps, 0 when there is none."""
    for one in (error, *error.args, error.__cause__, error.__context__):
        code = getattr(one, "sqlite_errorcode", None)
        if code is not None:
            return int(code)
    return 0


def refusal(error: BaseException, path: Path) -> UserError:
    """The error a person sees for a failed read or write, told by SQLite's code."""
    code = code_of(error)
    primary = code & 0xFF
    if primary == FULL:
        return UserError("disk-full", path=str(path))
    if primary in (CORRUPT, NOTADB) or isinstance(error, UnicodeDecodeError):
        return UserError("project-damaged", path=str(path), detail=str(error))
    if primary in (BUSY, LOCKED):
        return UserError("project-locked", path=str(path), holder="another program")
    if primary == READONLY:
        return UserError("project-read-only", path=str(path))
    return UserError("cannot-save", path=str(path), why=str(error))
