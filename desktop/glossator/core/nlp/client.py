"""The worker as the program sees it: articles in, findings or problems out, never a crash.

Called from a plain thread; imports neither spaCy nor numpy.
"""

from __future__ import annotations

import queue
import re
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from glossator.core import logs
from glossator.core.errors import Cancelled, UserError
from glossator.core.model.article import Article
from glossator.core.nlp import wire
from glossator.core.nlp.base import Findings
from glossator.core.nlp.memory import resident
from glossator.core.progress import Progress, Silent

IN_FLIGHT = 24
LIFETIME = 500
"""Articles after which a process is replaced, so that memory it lost comes back."""
CEILING = 1536 * 2**20
"""Bytes of resident memory a process may take."""
PATIENCE = 300.0
"""Seconds without an answer after which a process counts as hanging."""
_TICK = 0.05
_AHEAD = 64
"""Answers that wait to be taken; a process that floods its pipe is made to wait."""
_LINE = 4096
"""Bytes of one line of standard error that are taken at once."""
_ERROR = re.compile(r"[A-Za-z_.]+(?=:|$)")


@dataclass(frozen=True, slots=True)
class Problem:
    """An article that could not be analysed; ``code`` and ``values`` make its sentence."""

    article: str
    code: str
    values: dict[str, str] = field(default_factory=dict)

    @property
    def error(self) -> UserError:
        """The same as an error."""
        return UserError(self.code, **self.values)


def command(pipeline: str) -> list[str]:
    """The command line of a worker process; a frozen program calls itself."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--nlp-process", pipeline]
    return [sys.executable, "-m", "glossator.core.nlp.process", pipeline]


class _Process:
    """One child with its pipes; a thread on each, so that nothing here ever blocks."""

    def __init__(self, line: Sequence[str]) -> None:
        hidden = 0x08000000 if sys.platform == "win32" else 0  # no console window
        self.child = subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, creationflags=hidden
        )
        assert self.child.stdin and self.child.stdout and self.child.stderr
        self.answers: queue.Queue[wire.Message | None] = queue.Queue(_AHEAD)
        self._over = threading.Event()
        self._orders: queue.SimpleQueue[wire.Message | None] = queue.SimpleQueue()
        self.said: deque[str] = deque(maxlen=50)
        jobs = [
            threading.Thread(target=self._read, args=(self.child.stdout,), daemon=True),
            threading.Thread(target=self._write, args=(self.child.stdin,), daemon=True),
            threading.Thread(target=self._listen, args=(self.child.stderr,), daemon=True),
        ]
        for job in jobs:
            job.start()
        self._jobs = jobs

    def _read(self, pipe: BinaryIO) -> None:
        try:
            while not self._over.is_set() and (message := wire.receive(pipe)) is not None:
                self._answer(message)
        except (OSError, ValueError, MemoryError):
            self.child.kill()
        finally:
            self._answer(None)

    def _answer(self, message: wire.Message | None) -> None:
        while not self._over.is_set():
            try:
                self.answers.put(message, timeout=0.2)
                return
            except queue.Full:
                continue

    def _write(self, pipe: BinaryIO) -> None:
        try:
            while (message := self._orders.get()) is not None:
                wire.send(pipe, message)
            pipe.close()
        except (OSError, ValueError):
            return  # the child is gone; the reading thread tells

    def _listen(self, pipe: BinaryIO) -> None:
        try:
            while line := pipe.readline(_LINE):
                self.said.append(line[:2000].decode("utf-8", "replace").rstrip())
        except (OSError, ValueError):
            return  # closed while it was read

    def ask(self, message: wire.Message) -> None:
        """Send ``message`` as soon as the pipe takes it."""
        self._orders.put(message)

    def last_error(self) -> str:
        """The type of the error that ended the child, as far as it said; never its text."""
        try:
            self.child.wait(2)
        except subprocess.TimeoutExpired:
            return "no answer"  # it closed its output and lives on; the caller kills it
        self._jobs[2].join(0.5)
        found = _ERROR.match(self.said[-1]) if self.said else None
        return found.group() if found else f"exit {self.child.poll()}"

    def end(self, kill: bool) -> None:
        """Close the child's input, or kill it at once; the pipes are closed and it is waited for."""
        self._orders.put(None)
        if kill:
            self._over.set()
            self.child.kill()
        try:
            self.child.wait(None if kill else 5)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        self._over.set()
        for job in self._jobs:
            job.join(1)
        for pipe in (self.child.stdin, self.child.stdout, self.child.stderr):
            if pipe is not None and not pipe.closed:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was still unsent went down with the child


class Worker:
    """A long-lived worker process for one pipeline, replaced whenever it fails or grows old.

    One call of :meth:`analyse` at a time. ``pipeline_name`` is what runs, once started;
    ``fault`` says why the wanted pipeline could not be had and a blank one took its place.
    """

    def __init__(
        self, pipeline: str, line: Sequence[str] | None = None, ceiling: int = CEILING, lifetime: int = LIFETIME
    ) -> None:
        self.pipeline = pipeline
        self.pipeline_name = ""
        self.fault: UserError | None = None
        self.started = 0
        self._line = list(line) if line is not None else command(pipeline)
        self._ceiling = ceiling
        self._lifetime = lifetime
        self._process: _Process | None = None
        self._served = 0
        self._up = False

    def start(self) -> None:
        """Start the process if none runs; it loads the pipeline while the caller goes on."""
        if self._process is None:
            try:
                self._process = _Process(self._line)
            except OSError as error:
                raise UserError("worker-failed", reason=error.strerror or "") from error
            self.started += 1
            self._up = False
            self._served = 0

    def stop(self, kill: bool = False) -> None:
        """End the process; quickly with ``kill``."""
        process, self._process = self._process, None
        if process is not None:
            process.end(kill)

    def __enter__(self) -> Worker:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(kill=True)

    def analyse(
        self, articles: Iterable[Article], progress: Progress | None = None, names: Sequence[str] | None = None
    ) -> Iterator[Findings | Problem]:
        """Findings, or a problem, for each of ``articles`` in order; at most 24 are in the pipe.

        After a crash those in the pipe are tried again one by one; one that ends a process
        alone is given up. :class:`Cancelled` kills the process; UserError ``worker-failed``
        when no process comes up at all.
        """
        waiting = list(articles)
        total = len(waiting)
        todo = deque(waiting)
        batch = _Batch()
        progress = progress or Silent()
        done = 0
        try:
            while todo or batch.sent:
                self._feed(todo, batch, names)
                answer = self._next(progress, batch)
                if answer is not None:
                    done += 1
                    progress.step(done, total)
                    yield answer
                elif batch.again:
                    todo.extendleft(reversed(batch.again))
                    batch.again.clear()
        finally:
            if batch.sent:
                self.stop(kill=True)

    def _feed(self, todo: deque[Article], batch: _Batch, names: Sequence[str] | None) -> None:
        """Fill the pipe: one article at a time while crashed ones are looked into."""
        if self._served >= self._lifetime and not batch.sent:
            self.stop()
        self.start()
        assert self._process is not None
        while todo and self._served < self._lifetime:
            room = 1 if todo[0].id in batch.suspects or any(a.id in batch.suspects for a in batch.sent) else IN_FLIGHT
            if len(batch.sent) >= room:
                return
            article = todo.popleft()
            self._process.ask({"article": wire.from_article(article), "names": None if names is None else list(names)})
            batch.sent.append(article)
            self._served += 1

    def _next(self, progress: Progress, batch: _Batch) -> Findings | Problem | None:
        """The next answer; None when the process was new or ended and articles go again."""
        process = self._process
        assert process is not None
        since = time.monotonic()
        while True:
            if progress.cancelled:
                self.stop(kill=True)
                batch.sent.clear()
                raise Cancelled
            try:
                message = process.answers.get(timeout=_TICK)
            except queue.Empty:
                late = time.monotonic() - since > PATIENCE
                big = resident(process.child.pid) > self._ceiling
                if late or big:
                    return self._ended(batch, "analysis-too-slow" if late else "analysis-too-big")
                continue
            if message is None:
                return self._ended(batch, "analysis-crashed")
            try:
                if self._up:
                    found = wire.to_findings(message["findings"], batch.sent[0])
                    batch.sent.popleft()
                    if resident(process.child.pid) > self._ceiling:
                        self._served = self._lifetime  # it answers still: let it finish, then replace it
                    return found
                self._greet(message["ready"])
            except (ValueError, TypeError, KeyError, AttributeError):
                return self._ended(batch, "analysis-crashed", "rubbish")
            since = time.monotonic()

    def _greet(self, ready: wire.Message) -> None:
        fault = ready.get("fault")
        self.fault = UserError(str(fault["code"]), **fault["values"]) if fault else None
        self.pipeline_name = str(ready.get("pipeline", ""))
        self._up = True

    def _ended(self, batch: _Batch, code: str, reason: str = "") -> Problem | None:
        """The process is gone or must go: give up the one article that did it alone, try the rest again."""
        assert self._process is not None
        came_up = self._up
        if code == "analysis-crashed" and not reason:
            reason = self._process.last_error()
        status = self._process.child.poll()
        logs.note("worker-ended", code=code, exit=-999 if status is None else status, waiting=len(batch.sent))
        self.stop(kill=True)
        if not came_up:
            batch.sent.clear()
            raise UserError("worker-failed", reason=reason)
        if len(batch.sent) == 1 and batch.sent[0].id in batch.suspects:
            article = batch.sent.popleft()
            return Problem(article.id, code, {"title": article.title, "reason": reason})
        batch.suspects.update(article.id for article in batch.sent)
        batch.again = list(batch.sent)
        batch.sent.clear()
        return None


@dataclass(slots=True)
class _Batch:
    """How one call of ``analyse`` stands: what is in the pipe, and who may have ended a process."""

    sent: deque[Article] = field(default_factory=deque)
    again: list[Article] = field(default_factory=list)
    suspects: set[str] = field(default_factory=set)
