"""Work outside the window's thread.

A job is a plain core function that takes a Progress and returns a value. It runs in its
lane's one Python thread (not a QThread: those lose thread-local database connections);
its signals are delivered in the window's thread.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal

from glossator.core.errors import Cancelled, UserError
from glossator.core.progress import Progress

EVERY = 0.05
"""Seconds between two reports of progress; more would only fill the event queue."""


class Job(QObject):
    """One piece of work: held by its lane until it has ended. Also the Progress it reports to."""

    progressed = Signal(int, int, str)
    done = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, title: str, function: Callable[[Progress], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._function = function
        self._stop = threading.Event()
        self._told = 0.0

    @property
    def cancelled(self) -> bool:
        """Whether the person asked to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask it to stop; it ends soon after, with ``ended`` only."""
        self._stop.set()

    def step(self, done: int, total: int, what: str = "") -> None:
        """Report from the lane's thread."""
        now = time.monotonic()
        if now - self._told >= EVERY or done >= total:
            self._told = now
            self.progressed.emit(done, total, what)

    def run(self) -> None:
        """Do the work, in the lane's thread."""
        try:
            if self.cancelled:
                return
            result = self._function(self)
        except Cancelled:
            return
        except UserError as error:
            if error.code != "cancelled":
                self.failed.emit(error)
        except Exception as error:  # noqa: BLE001 - our bug, shown as one by the window
            self.failed.emit(error)
        else:
            self.done.emit(result)
        finally:
            self.ended.emit()


class Lane(QObject):
    """One worker thread and the jobs waiting for it, in order."""

    started = Signal(object)
    emptied = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._jobs: list[Job] = []

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Running and waiting jobs, the running one first."""
        return tuple(self._jobs)

    def add(self, job: Job) -> Job:
        """Queue a job and hold it until it has ended."""
        job.setParent(self)
        self._jobs.append(job)
        job.ended.connect(self._on_ended)
        self.started.emit(job)
        self._pool.submit(job.run)
        return job

    def _on_ended(self) -> None:
        job = self.sender()
        if isinstance(job, Job) and job in self._jobs:
            self._jobs.remove(job)
            job.deleteLater()
        if not self._jobs:
            self.emptied.emit()

    def cancel(self) -> None:
        """Ask every job to stop."""
        for job in self._jobs:
            job.cancel()

    def close(self) -> None:
        """Cancel and wait until the thread is free."""
        self.cancel()
        self._pool.shutdown(wait=True)
