"""Making a project file, and bringing an old one to today's shape in one transaction."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from glossator.core.errors import UserError
from glossator.core.store.connection import driver, refusal, uri
from glossator.core.store.migrations import m0001_first, m0002_people

APPLICATION_ID = 0x474C5353
"""Stands in the file's header ("GLSS"); never changes."""

STEPS: tuple[tuple[int, Sequence[str]], ...] = (
    (m0001_first.VERSION, m0001_first.STATEMENTS),
    (m0002_people.VERSION, m0002_people.STATEMENTS),
)
"""Schema version → the statements that lead to it from the one before."""

SCHEMA_VERSION = STEPS[-1][0]


def build(path: Path) -> None:
    """Make an empty project at ``path``, readable by its owner only.

    It is built beside and linked into place, so ``path`` is never half a project.
    Raises UserError ``project-exists``, ``cannot-write`` or ``disk-full``.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _shape(part)
        _sync(part)
        _put(part, path)
        _sync_folder(path.parent)
    except FileExistsError as error:
        raise UserError("project-exists", path=str(path)) from error
    except OSError as error:
        raise UserError("cannot-write", path=str(path), why=error.strerror or type(error).__name__) from error
    except driver.Error as error:
        raise refusal(error, path) from error
    finally:
        for leftover in (part, Path(f"{part}-wal"), Path(f"{part}-shm")):
            with contextlib.suppress(OSError):
                leftover.unlink()


def _shape(part: Path) -> None:
    connection = driver.connect(uri(part, "mode=rw"), uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        _run(connection, 0)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _put(part: Path, path: Path) -> None:
    """Move ``part`` to ``path``, never over something that is there."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        part.replace(path)


def upgrade(path: Path) -> Path:
    """Bring the project at ``path`` to today's shape; answers where its copy lies.

    The copy is made and checked first and never overwritten. All steps are one
    transaction: a power cut leaves the old file or the new one. The caller holds the
    lock. Raises UserError ``cannot-upgrade``, ``disk-full`` or ``project-locked``.
    """
    connection = driver.connect(uri(path, "mode=rw"), uri=True, isolation_level=None, timeout=5)
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        copy = _free_name(path, version)
        backup(path, copy)
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA foreign_keys=OFF")  # or a rebuilt table would drag others with it
        connection.execute("PRAGMA synchronous=FULL")
        _transact(connection, version, path)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except driver.Error as error:
        raise refusal(error, path) from error
    except OSError as error:
        raise UserError("cannot-write", path=str(path), why=error.strerror or type(error).__name__) from error
    finally:
        connection.close()
    return copy


def _transact(connection: Any, version: int, path: Path) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        _run(connection, version)
        wrong = connection.execute("PRAGMA foreign_key_check").fetchall()
        if wrong:
            raise UserError("cannot-upgrade", path=str(path), why=f"{len(wrong)} rows point nowhere")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _run(connection: Any, version: int) -> None:
    for number, statements in STEPS:
        if number > version:
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={number}")


def backup(source: Path, target: Path) -> None:
    """Copy a project, open or not, through SQLite; ``target`` appears whole or not at all.

    Never copy the file itself: closing it would drop SQLite's locks.
    Raises OSError and the driver's errors.
    """
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        reading = driver.connect(uri(source, "mode=ro"), uri=True, timeout=5)
        writing = driver.connect(uri(part, "mode=rw"), uri=True, isolation_level=None)
        try:
            reading.backup(writing)  # in one step: small ones would begin again at every commit
            writing.execute("PRAGMA journal_mode=DELETE")
            if writing.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise UserError("cannot-upgrade", path=str(source), why="its copy is damaged")
        finally:
            writing.close()
            reading.close()
        _sync(part)
        part.replace(target)
        _sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _free_name(path: Path, version: int) -> Path:
    number = 0
    while True:
        extra = f"-{number}" if number else ""
        copy = path.with_name(f"{path.stem}.version-{version}{extra}{path.suffix}")
        if not copy.exists():
            return copy
        number += 1


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
