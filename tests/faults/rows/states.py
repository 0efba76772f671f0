"""Row 5: fifteen states a file may be in; the verdict, nothing written, and a way out."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from faults.registry import Result, Row
from faults.work import content, problems, seed
from glossator.core.errors import UserError
from glossator.core.service.recovery import recover
from glossator.core.store import backup
from glossator.core.store.connection import driver
from glossator.core.store.database import Store

_NOBODY = 65534
_HOLD = """
import sys, peewee
c = peewee.sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("PRAGMA locking_mode=" + sys.argv[2]); c.execute("BEGIN IMMEDIATE")
c.execute("INSERT OR REPLACE INTO setting VALUES('held', 'yes')")
print("held", flush=True); sys.stdin.read()
"""


@dataclass(frozen=True)
class State:
    """How to get there, the code it is refused with ("" opens), and the ways out: read, restore, recover."""

    name: str
    spoil: Callable[[Path], object]
    code: str
    ways: tuple[str, ...] = ()
    holds: str = ""
    nobody: bool = False


def _header(path: Path, at: int, value: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(struct.pack(">i", value))


def _page(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(bytes(4096))


def _strange(path: Path) -> None:
    path.unlink()
    connection = driver.connect(str(path))
    connection.execute("CREATE TABLE mine(x)")
    connection.commit()
    connection.close()


def _left_log(path: Path) -> None:
    """As a killed process leaves it: an act that is only in the log."""
    store = Store.open(path)
    store.set_setting("in the log", "yes")
    copies = {end: Path(f"{path}{end}").read_bytes() for end in ("-wal", "-shm")}
    middle = path.with_name("middle")
    shutil.copyfile(path, middle)
    store.close()
    middle.replace(path)
    for end, data in copies.items():
        Path(f"{path}{end}").write_bytes(data)


def _read_only_with_log(path: Path) -> None:
    _left_log(path)
    path.chmod(0o444)
    path.parent.chmod(0o555)


def _locked_folder(path: Path) -> None:
    path.parent.chmod(0o555)


_DAMAGED = ("restore", "recover")
STATES = (
    State("in order", lambda path: None, "", ("read",)),
    State("missing", lambda path: path.unlink(), "project-missing", ("restore",)),
    State("empty", lambda path: path.write_bytes(b""), "project-foreign", ("restore",)),
    State("a text", lambda path: path.write_text("hello " * 100), "project-foreign", ("restore",)),
    State("someone else's database", _strange, "project-foreign", ("restore",)),
    State("newer", lambda path: _header(path, 60, 99), "project-newer", ("restore",)),
    State("no version", lambda path: _header(path, 60, 0), "project-damaged", _DAMAGED),
    State("cut to half", lambda path: os.truncate(path, path.stat().st_size // 2), "project-damaged", _DAMAGED),
    State("one page zeroed", _page, "project-damaged", _DAMAGED),
    State("held by another program", lambda path: None, "project-locked", (), "EXCLUSIVE"),
    State("another program writes", lambda path: None, "project-locked", ("read",), "NORMAL"),
    State("read-only file", lambda path: path.chmod(0o444), "project-read-only", ("read",)),
    State("read-only folder", _locked_folder, "project-read-only", ("read",), "", True),
    State("may not be read", lambda path: path.chmod(0), "project-unreadable", (), "", True),
    State("read-only folder with a log", _read_only_with_log, "project-read-only", ("read",), "", True),
)


def _look(folder: Path) -> dict[str, str]:
    """Names, rights and bytes of a folder, shared memory left out: it is no content."""
    return {
        one.name: f"{stat.S_IMODE(one.stat().st_mode):o} {hashlib.sha256(one.read_bytes()).hexdigest()}"
        for one in folder.iterdir()
        if one.is_file() and not one.name.endswith("-shm")
    }


def _open(path: Path, read_only: bool) -> str:
    """The code of the refusal, "" when it opens and can be asked."""
    try:
        store = Store.open(path, read_only=read_only)
        answer = "" if store.reader().article_ids() else "no articles"
        store.close()
        return answer
    except UserError as error:
        return error.code


def _as_nobody(path: Path, read_only: bool) -> str:
    """The same in a child without rights, since root may do anything."""
    told, telling = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgid(_NOBODY)
                os.setuid(_NOBODY)
            os.write(telling, (_open(path, read_only) or "opened").encode())
        finally:
            os._exit(0)
    os.close(telling)
    with os.fdopen(told, "rb") as answer:
        said = answer.read().decode()
    os.waitpid(child, 0)
    return "" if said == "opened" else said


def _ways_out(state: State, path: Path, opened: Callable[[Path, bool], str], truth: str | None) -> list[str]:
    wrong = []
    if "read" in state.ways and (said := opened(path, True)):
        wrong.append(f"cannot be read: {said}")
    if "recover" in state.ways:
        new = path.with_name("new.glossator")
        found = recover(path, new)
        if found.rows.get("Article", 0) < 1 or problems(new):
            wrong.append("nothing was recovered")
        new.unlink()
    if "restore" in state.ways:
        (copy,) = backup.listed(path)
        backup.restore(path, copy.path)
        if content(path) != truth:
            wrong.append("what was put back is not what was backed up")
    return wrong


def _one(state: State, base: Path, folder: Path) -> list[str]:
    folder.mkdir()
    path = Path(shutil.copyfile(base, folder / "p.glossator"))
    shutil.copytree(backup.folder_of(base), backup.folder_of(path))
    for one in (folder, path):
        os.chown(one, _NOBODY, _NOBODY) if os.getuid() == 0 else None
    truth = content(base)
    state.spoil(path)
    holder = None
    if state.holds:
        holder = subprocess.Popen(
            [sys.executable, "-c", _HOLD, str(path), state.holds],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        holder.stdout.readline()  # type: ignore[union-attr]
    try:
        opened = _as_nobody if state.nobody else _open
        before = _look(folder)
        said = opened(path, False)
        wrong = [] if said == state.code else [f"said {said!r}, not {state.code!r}"]
        if state.code and _look(folder) != before:
            wrong.append("something was written")
        return wrong + _ways_out(state, path, opened, truth)
    finally:
        folder.chmod(0o755)
        if holder is not None:
            holder.communicate("")


def run(count: int, folder: Path) -> Result:
    """Every state once; ``count`` is how many there are."""
    result = Result()
    for place in (folder, *folder.parents):
        if os.getuid() == 0 and place.stat().st_uid == 0 and str(place).startswith(tempfile.gettempdir() + os.sep):
            place.chmod(0o755)
    base = folder / "base.glossator"
    seed(base, 60, 300)
    backup.make(base, backup.HAND)
    for number, state in enumerate(STATES):
        begun = time.perf_counter()
        found = _one(state, base, folder / str(number))
        result.slowest = max(result.slowest, time.perf_counter() - begun)
        result.cases += 1
        result.wrong += [f"{state.name}: {one}" for one in found]
    return result


ROWS = (Row(5, "states", "fifteen states of a file", 15, 15, run),)
