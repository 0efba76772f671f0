"""The writer: one plain thread that owns the only read-write connection."""

from __future__ import annotations

import contextlib
import itertools
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import peewee

from glossator.core.errors import StaleChange, UserError
from glossator.core.store.connection import driver, refusal, writable

Job = Callable[[Any], int]
"""Gets the driver's connection inside a transaction; answers what the caller waits for."""

PERSON, MACHINE, _LAST = 0, 1, 2


class Alone:
    """A job that must not run inside a transaction, such as VACUUM."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def __call__(self, connection: Any) -> int:
        return self._job(connection)


class Writer(threading.Thread):
    """Runs jobs one by one, a person's before the machine's, each in one transaction.

    After a failed job the connection is closed and opened anew, since SQLite's caches
    may remember what the disk refused, and the journal is asked whether the job landed.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(name="project-writer", daemon=True)
        self._path = path
        self._database: peewee.SqliteDatabase | None = None
        self._jobs: queue.PriorityQueue[tuple[int, int, Job | None, Future[int]]] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._guard = threading.Lock()
        self._closing = False
        self._ready: Future[None] = Future()

    def open(self) -> None:
        """Start, and wait for the connection; raises UserError when there is none."""
        self.start()
        self._ready.result()

    def submit(self, job: Job, priority: int = PERSON) -> Future[int]:
        """Queue ``job``; the future answers after COMMIT. Raises UserError ``project-closed``."""
        future: Future[int] = Future()
        with self._guard:
            if self._closing:
                raise UserError("project-closed", path=str(self._path))
            self._jobs.put((priority, next(self._numbers), job, future))
        return future

    def stop(self) -> None:
        """Finish what is queued, empty the log into the file, close. A second call does nothing."""
        with self._guard:
            if not self._closing:
                self._closing = True
                self._jobs.put((_LAST, next(self._numbers), None, Future()))
        self.join()

    def run(self) -> None:
        """The thread's body."""
        try:
            self._connect()
        except BaseException as error:  # noqa: BLE001 - raised in open(), to who waits there
            self._ready.set_exception(error)
            return
        self._ready.set_result(None)
        while True:
            _, _, job, future = self._jobs.get()
            if job is None:
                break
            try:
                future.set_result(self._act(job))
            except BaseException as error:  # noqa: BLE001 - raised to who waits for the future
                future.set_exception(error)
        self._disconnect()

    def _connect(self) -> Any:
        """The driver's connection, opened when there is none; nobody else may be writing."""
        if self._database is None:
            database = writable(self._path)
            try:
                connection = database.connection()
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
            except driver.Error as error:
                database.close()
                raise refusal(error, self._path) from error
            self._database = database
        return self._database.connection()

    def _disconnect(self, checkpoint: bool = True) -> None:
        database, self._database = self._database, None
        if database is None:
            return
        with contextlib.suppress(driver.Error, peewee.DatabaseError):
            if checkpoint:
                database.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        with contextlib.suppress(driver.Error, peewee.DatabaseError):
            database.close()

    def _act(self, job: Job) -> int:
        connection = self._connect()
        last: int | None = None
        try:
            last = _last(connection)
            return job(connection) if isinstance(job, Alone) else in_transaction(connection, job)
        except driver.IntegrityError as error:  # told by the rows, not by the disk; all is rolled back
            if str(error).startswith(("CHECK", "NOT NULL")):  # the driver gives no extended code
                raise ValueError(f"a row that cannot be: {error}") from error
            raise StaleChange from error
        except driver.Error as error:
            landed = self._landed(last)
            if landed is not None:
                return landed
            raise refusal(error, self._path) from error

    def _landed(self, last: int | None) -> int | None:
        """After a failure: reopen, and the journal number if the job was committed all the same."""
        self._disconnect(checkpoint=False)
        if last is None:
            return None
        try:
            now = _last(self._connect())
        except (UserError, driver.Error):
            return None
        return now if now > last else None


def in_transaction(connection: Any, job: Job) -> int:
    """Run ``job`` in one transaction; the first error is the one that is raised.

    SQLite rolls back by itself when the disk is full; a second ROLLBACK would fail and
    hide why.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        answer = job(connection)
        connection.execute("COMMIT")
        return answer
    except BaseException:
        if connection.in_transaction:
            with contextlib.suppress(driver.Error):
                connection.execute("ROLLBACK")
        raise


def _last(connection: Any) -> int:
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0])
