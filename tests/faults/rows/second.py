"""Row 7: a second instance is told who holds the project; a dead holder holds nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from faults.registry import Result, Row
from faults.work import problems, seed
from glossator.core.errors import UserError
from glossator.core.store import backup
from glossator.core.store.database import Store
from glossator.sentences import sentence

_HOLD = """
import sys
from pathlib import Path
from glossator.core.store.database import Store
store = Store.open(Path(sys.argv[1])); store.set_setting("held", "yes")
print("held", flush=True); sys.stdin.read()
"""


def _holder(path: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    return holder


def _refused(path: Path, says: str) -> list[str]:
    try:
        Store.open(path).close()
    except UserError as error:
        told = sentence(error)
        return [] if error.code == "project-locked" and says in told else [f"said: {told}"]
    return ["a second writer got in"]


def _told_who(path: Path) -> list[str]:
    """Refused with process and computer; reading is free; restoring is refused too."""
    holder = _holder(path)
    try:
        wrong = _refused(path, f"process {holder.pid} on {socket.gethostname()}")
        reader = Store.open(path, read_only=True)
        if not reader.reader().article_ids():
            wrong.append("a second reader saw nothing")
        reader.close()
        try:
            backup.restore(path, backup.make(path, backup.HAND).path)
            wrong.append("a project in use was replaced")
        except UserError as error:
            wrong += [] if error.code == "project-locked" else [error.code]
        return wrong
    finally:
        holder.communicate("")


def _killed(path: Path) -> list[str]:
    """After a kill the next start gets it by itself, with all that was said to be saved."""
    holder = _holder(path)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    for pipe in (holder.stdin, holder.stdout):
        pipe.close()  # type: ignore[union-attr]
    wrong = [] if Path(f"{path}.lock").exists() else ["no lock file was left to be stale"]
    store = Store.open(path)
    if store.reader().setting("held") != "yes":
        wrong.append("what was saved is gone")
    store.close()
    return wrong + problems(path)


def _pid_reused(path: Path) -> list[str]:
    """A stale lock that names a living process, as after a restart of the computer."""
    Path(f"{path}.lock").write_text(f"process {os.getppid()} on {socket.gethostname()}")
    Store.open(path).close()
    return [] if not Path(f"{path}.lock").exists() else ["the stale lock stayed"]


def _other_name(path: Path) -> list[str]:
    """The same file by another name is the same project to SQLite, and to readers of this process."""
    other = path.with_name("link.glossator")
    other.symlink_to(path)
    store = Store.open(path)
    try:
        reader = Store.open(other, read_only=True)
        same = reader.reader().article_ids() == store.reader().article_ids()
        reader.close()
        store.set_setting("after", "yes")
        return [] if same else ["another name shows another project"]
    finally:
        store.close()


def run(count: int, folder: Path) -> Result:
    """The four cases, again and again until there are ``count``."""
    result = Result()
    cases = (_told_who, _killed, _pid_reused, _other_name)
    for number in range(count):
        path = folder / f"s{number}.glossator"
        seed(path, 2, 30)
        begun = time.perf_counter()
        found = cases[number % 4](path)
        result.slowest = max(result.slowest, time.perf_counter() - begun)
        result.cases += 1
        result.wrong += [f"{cases[number % 4].__name__}: {one}" for one in found]
        for other in folder.glob("*link*"):
            other.unlink()
    return result


ROWS = (Row(7, "second", "a second instance, stale locks, a killed holder", 4, 4, run),)
