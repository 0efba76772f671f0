"""The log and the report of a fault: what helps to mend the program, and nothing that a person wrote.

Six of thirteen common exceptions print the text they worked on, `open()` prints the path,
and decoding errors carry it in their attributes. So neither log nor report ever holds a
message, an argument, a local value or a path: only types, our own codes, places in the
code, versions, ids, counts. Nothing is sent anywhere.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import logging
import os
import platform
import re
import sys
import sysconfig
import threading
import time
import traceback
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from glossator import __version__
from glossator.core.errors import UserError
from glossator.core.places import log_folder

LOG = "glossator.log"
FAULTS = "faults.log"
"""What the interpreter writes when it dies: places in the code only."""

BYTES, COPIES = 512 * 1024, 3
_LOGGER = "glossator.log"
_WORDS = {
    "code": re.compile(r"[a-z]{2,20}(-[a-z]{1,20}){1,5}"),
    "type": re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}"),
    "article": re.compile(r"[0-9a-f]{16}"),
    "version": re.compile(r"\d+(\.\d+){1,3}[a-z0-9.+]{0,12}"),
    "where": re.compile(r"[\w.-]{1,80}(/[\w.-]{1,80}){0,9}:\d+ [\w<>?]{1,80}"),
}
"""The only facts of a log line that are words, and what each may look like; all others are numbers."""

EVENTS = frozenset({"started", "fault", "qt-message", "worker-ended", "reader-ended", "removed"})

_THREADS = ("project-writer", "work", "analysis")
_PACKAGES = ("PySide6-Essentials", "spacy", "peewee", "pysqlite3", "lxml", "trafilatura", "numpy")


class _Private(RotatingFileHandler):
    """A rotating file that only its owner can read, whatever the umask."""

    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with contextlib.suppress(OSError):
            os.chmod(self.baseFilename, 0o600)  # noqa: PTH101 - one made by an older version may be open to others
        return os.fdopen(handle, "a", encoding="utf-8")


def start(folder: Path | None = None) -> Path | None:
    """Write the log into ``folder`` (default: the person's own); None where that cannot be.

    Libraries' own logs go nowhere: peewee's would hold the values of every query.
    """
    folder = folder or log_folder()
    logging.getLogger("peewee").setLevel(logging.WARNING)
    stop()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _Private(folder / LOG, maxBytes=BYTES, backupCount=COPIES, encoding="utf-8")
        _watch_for_death(folder / FAULTS)
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger(_LOGGER)
    logger.propagate = False
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    note("started", version=__version__)
    return folder / LOG


def stop() -> None:
    """Close the log; later lines go nowhere."""
    logger = logging.getLogger(_LOGGER)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    _watch_for_death(None)


def _watch_for_death(path: Path | None) -> None:
    global _deaths
    before, _deaths = _deaths, None
    if path is not None:
        handle = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        _deaths = os.fdopen(handle, "a", encoding="utf-8")
        faulthandler.enable(_deaths, all_threads=True)
    elif before is not None:
        faulthandler.disable()
        if sys.__stderr__ is not None:  # a program without a terminal may have none
            with contextlib.suppress(RuntimeError, ValueError, OSError):
                faulthandler.enable(sys.__stderr__)
    if before is not None:
        before.close()


_deaths: TextIOWrapper | None = None


def note(event: str, **facts: float | str) -> None:
    """One line in the log: ``event`` and facts that are numbers, or words of the few kinds that say nothing private.

    A word of another kind, or one that does not look like its kind, is written as ``?``.
    """
    logger = logging.getLogger(_LOGGER)
    if not logger.handlers:
        return
    line: dict[str, float | str] = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
    line["event"] = event if event in EVENTS else "?"
    line["thread"] = thread_name()
    for name, value in facts.items():
        if isinstance(value, int | float):
            line[name] = value
        else:
            pattern = _WORDS.get(name)
            line[name] = value if pattern is not None and pattern.fullmatch(value) else "?"
    logger.info(json.dumps(line))


def thread_name() -> str:
    """The calling thread by the names that this program gives; "other" for any other."""
    name = threading.current_thread().name
    if threading.current_thread() is threading.main_thread():
        return "main"
    return next((known for known in _THREADS if name.startswith(known)), "other")


def fault(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> str:
    """Note a fault in the log and give the report that a person may read, copy and keep."""
    place = next(iter([*places_of(trace)][-1:]), "elsewhere:0 ?")
    note("fault", type=type_name(kind), where=place, code=code_of(error) or "no-code")
    return report(kind, error, trace)


def report(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> str:
    """What a fault report holds: versions, the types of the chain of errors, their codes and places in the code."""
    lines = [
        f"Glossator {__version__}",
        f"Python {platform.python_version()} on {platform.system()} {platform.release()} {platform.machine()}",
        ", ".join(f"{name} {number}" for name, number in versions().items()),
        f"thread {thread_name()}, memory {_memory() >> 20} MiB",
    ]
    for depth, (one, what, where) in enumerate(_chain(kind, error, trace)):
        lines.append(("" if depth == 0 else "because of ") + _described(one, what))
        lines += [f"  {place}" for place in places_of(where)]
    return "\n".join(lines) + "\n"


def _described(kind: type[BaseException], error: BaseException | None) -> str:
    said = type_name(kind)
    if code := code_of(error):
        said += f" {code}"
    number = getattr(error, "sqlite_errorcode", None)
    if isinstance(number, int):
        said += f" (SQLite {number})"
    number = getattr(error, "errno", None)
    if isinstance(error, OSError) and isinstance(number, int):
        said += f" (errno {number})"
    return said


def type_name(kind: type[BaseException]) -> str:
    """An exception's class by its name; a class that a guest made at run time is only "guest's error"."""
    module = sys.modules.get(kind.__module__)
    known = getattr(module, kind.__qualname__, None) is kind
    return kind.__name__ if known and _WORDS["type"].fullmatch(kind.__name__) else "Unknown"


def code_of(error: BaseException | None) -> str:
    """The code of an error of ours, "" for all others."""
    if isinstance(error, UserError) and _WORDS["code"].fullmatch(error.code):
        return error.code
    return ""


def _chain(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> Iterator[tuple[type[BaseException], BaseException | None, TracebackType | None]]:
    yield kind, error, trace
    seen = {id(error)}
    for _ in range(4):
        before = error and (error.__cause__ or error.__context__)
        if before is None or id(before) in seen:
            return
        error = before
        seen.add(id(error))
        yield type(error), error, error.__traceback__


def places_of(trace: TracebackType | None) -> Iterator[str]:
    """``file:line function`` of each frame; code from anywhere but the program and its libraries is "elsewhere"."""
    for frame in traceback.StackSummary.extract(traceback.walk_tb(trace), lookup_lines=False)[-60:]:
        place = _known_file(frame.filename)
        told = f"{place}:{frame.lineno or 0} {frame.name}" if place else f"elsewhere:{frame.lineno or 0} ?"
        yield told if _WORDS["where"].fullmatch(told) else "elsewhere:0 ?"


def _known_file(name: str) -> str:
    """The file below the folder that it was installed in, "" for any other."""
    for root in _roots():
        if name.startswith(root):
            return name[len(root) :].lstrip("/\\").replace("\\", "/")
    return ""


@cache
def _roots() -> tuple[str, ...]:
    """Folders of code, the innermost first: what follows them in a path is public."""
    paths = sysconfig.get_paths()
    here = str(Path(__file__).resolve().parents[2])
    found = {here, *(paths[name] for name in ("purelib", "platlib", "stdlib", "platstdlib"))}
    return tuple(sorted((f"{one}{os.sep}" for one in found), key=len, reverse=True))


def versions() -> dict[str, str]:
    """Versions of the libraries that most faults come from, and of SQLite as it runs here."""
    found: dict[str, str] = {}
    for name in _PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            found[name] = version(name)
    driver = sys.modules.get("pysqlite3.dbapi2") or sys.modules.get("sqlite3.dbapi2")
    if driver is not None:
        found["SQLite"] = str(getattr(driver, "sqlite_version", "?"))
    return found


def _memory() -> int:
    import psutil

    try:
        return int(psutil.Process().memory_info().rss)
    except psutil.Error:
        return 0
