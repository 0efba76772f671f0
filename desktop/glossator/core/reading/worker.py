"""Reading in a process of its own, so that a hostile file ends that process and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict, fields
from pathlib import Path
from typing import IO, Any

import psutil

from glossator.core import logs
from glossator.core.errors import Cancelled, UserError
from glossator.core.model.article import Article, Source
from glossator.core.model.block import Block, Kind
from glossator.core.progress import Progress, Silent
from glossator.core.reading.base import Reading
from glossator.core.reading.sniff import looked_at, shown_path
from glossator.core.sealed import seal

SECONDS = 10.0
MEMORY = 512 << 20
"""Bytes of resident memory."""
ANSWER = 64 << 20
"""Bytes of JSON."""
_LOOK = 0.05
"""Seconds between two looks at the child's memory."""
_WRITES = 4 << 20
"""Bytes of one file that the child may write: Python's compiled modules, nothing else."""


def read_apart(
    path: Path,
    progress: Progress | None = None,
    *,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    answer: int = ANSWER,
    command: tuple[str, ...] = (),
) -> Reading:
    """What :func:`glossator.core.reading.read` gives, made in a short-lived child process.

    The child is killed after ``seconds``, above ``memory`` bytes of resident memory, when
    its answer passes ``answer`` bytes, and when ``progress`` is cancelled. UserError as
    ``read``, and reader-too-slow, reader-too-big, reader-failed; Cancelled. ``command``
    replaces the child, for tests.
    """
    progress = progress or Silent()
    looked_at(path)
    child = subprocess.Popen(
        [*(command or child_command()), os.fspath(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )
    said = _Said(child.stdout, answer)
    try:
        _watched(child, said, progress, time.monotonic() + seconds, memory, shown_path(path))
    finally:
        if child.poll() is None:
            child.kill()
        child.wait()
        said.join()
    return _reading(bytes(said.data), child.returncode, shown_path(path))


def child_command() -> tuple[str, ...]:
    """How the child is started: this Python, or the frozen program with ``--reading-worker``."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "--reading-worker")
    return (sys.executable, "-W", "ignore", "-m", "glossator.core.reading.worker")


class _Said(threading.Thread):
    """Takes the child's answer, up to a ceiling in bytes."""

    def __init__(self, pipe: IO[bytes] | None, ceiling: int) -> None:
        super().__init__(daemon=True)
        self.data = bytearray()
        self.too_much = False
        self._pipe = pipe
        self._ceiling = ceiling
        self.start()

    def run(self) -> None:
        """Read to the end, or to the ceiling."""
        if self._pipe is None:
            return
        with self._pipe as pipe:
            while chunk := pipe.read(1 << 16):
                self.data += chunk
                if len(self.data) > self._ceiling:
                    self.too_much = True
                    return


def _watched(
    child: subprocess.Popen[bytes], said: _Said, progress: Progress, until: float, memory: int, path: str
) -> None:
    try:
        seen = psutil.Process(child.pid)
    except psutil.NoSuchProcess:
        return
    while said.is_alive():
        said.join(_LOOK)
        if progress.cancelled:
            raise Cancelled
        if time.monotonic() > until:
            raise UserError("reader-too-slow", path=path)
        try:
            used = seen.memory_info().rss
        except psutil.Error:
            used = 0
        if used > memory:
            raise UserError("reader-too-big", path=path)
    if said.too_much:
        raise UserError("reader-too-big", path=path)
    try:
        child.wait(timeout=max(0.1, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise UserError("reader-too-slow", path=path) from None


def _environment() -> dict[str, str]:
    """Ours, with the folder of this package found first."""
    root = str(Path(__file__).resolve().parents[3])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}


def _reading(data: bytes, code: int, path: str) -> Reading:
    try:
        if code != 0:
            logs.note("reader-ended", exit=code, size=len(data))
            raise ValueError(code)
        said: Any = json.loads(data)
        if "error" in said:
            raise UserError(str(said["error"]), **{**said["values"], "path": path})
        return sound(Reading(Source(**said["source"]), tuple(_article(row) for row in said["articles"])))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise UserError("reader-failed", path=path) from None


def _article(row: dict[str, Any]) -> Article:
    blocks = tuple(Block(start, end, Kind(kind), level) for start, end, kind, level in row.pop("blocks"))
    return Article(**row, blocks=blocks)


def sound(reading: Reading) -> Reading:
    """``reading`` itself; ValueError unless its values have the types and places that the store relies on."""
    whole: tuple[Source | Article, ...] = (reading.source, *reading.articles)
    for thing in whole:
        for name, value in ((field.name, getattr(thing, field.name)) for field in fields(thing)):
            wanted = int if name in ("size", "revision", "part") else tuple if name == "blocks" else str
            if type(value) is not wanted:
                raise ValueError(name)
    if not reading.articles:
        raise ValueError("articles")
    for article in reading.articles:
        at = 0
        for block in article.blocks:
            if type(block.start) is not int or type(block.end) is not int or type(block.level) is not int:
                raise ValueError("blocks")
            if not at <= block.start < block.end <= len(article.text):
                raise ValueError("blocks")
            at = block.end
        if article.source != reading.source.id:
            raise ValueError("source")
    return reading


def answer_of(path: Path) -> dict[str, Any]:
    """What the child says of a file: its reading, or a UserError's code and values."""
    from glossator.core.reading import read

    try:
        reading = read(path, Silent())
    except UserError as error:
        return {"error": error.code, "values": {name: str(value) for name, value in error.values.items()}}
    except MemoryError:
        return {"error": "reader-too-big", "values": {}}
    except RecursionError:
        return {"error": "reader-failed", "values": {}}
    rows = []
    for article in reading.articles:
        row = {name: getattr(article, name) for name in Article.__slots__}
        row["blocks"] = [(b.start, b.end, b.kind, b.level) for b in article.blocks]
        rows.append(row)
    return {"source": asdict(reading.source), "articles": rows}


def _limited() -> None:
    """Ceilings that the system itself holds, where it can: the second wall behind the parent's watch.

    No core file, little processor time, nothing large written to disk. Addresses may be
    four times the resident memory, since libraries reserve more than they use.
    """
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (int(2 * SECONDS), int(2 * SECONDS) + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_WRITES, _WRITES))
    resource.setrlimit(resource.RLIMIT_AS, (4 * MEMORY, 4 * MEMORY))


def main(arguments: list[str]) -> int:
    """The child: one path in, one JSON answer out; whatever else is printed goes nowhere."""
    _limited()
    seal()
    own = os.dup(1)
    os.dup2(2, 1)
    with open(own, "wb") as out:  # noqa: PTH123 - a descriptor, not a path
        out.write(json.dumps(answer_of(Path(arguments[0]))).encode("ascii"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
