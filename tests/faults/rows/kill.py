"""Row 1: the process is killed while it opens, recovers, edits and backs up."""

from __future__ import annotations

import contextlib
import os
import random
import selectors
import signal
import threading
import time
from pathlib import Path

from faults.registry import Result, Row
from faults.work import Editor, last_seq, problems, quiet_threads, seed
from glossator.core.errors import AppError
from glossator.core.store import backup
from glossator.core.store.database import Store


def _edit_for_ever(path: Path, told: int, number: int) -> None:
    """In the child: act after act, each number written to ``told`` once it is acknowledged."""
    quiet_threads()
    store = Store.open(path)
    editor = Editor(store, random.Random(number))

    def backups() -> None:
        while True:
            with contextlib.suppress(AppError):
                backup.make(path, backup.AUTO)
                for old in backup.listed(path)[3:]:
                    old.path.unlink()
            time.sleep(0.02)

    threading.Thread(target=backups, daemon=True).start()
    editor.annotator.changed.connect(lambda changed: os.write(told, b"%d\n" % changed.seq) and None)
    while True:
        editor.act()


def _round(path: Path, rng: random.Random) -> int:
    """Start a child, kill it at a random moment; the last acknowledged number, 0 when there was none."""
    told, telling = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(told)
            _edit_for_ever(path, telling, rng.randrange(1 << 30))
        finally:
            os._exit(1)
    os.close(telling)
    os.set_blocking(told, False)
    early = rng.random() < 0.25
    deadline = time.perf_counter() + (rng.uniform(0.0, 0.06) if early else 10.0)
    data, armed = b"", early
    with selectors.DefaultSelector() as waiting:
        waiting.register(told, selectors.EVENT_READ)
        while (left := deadline - time.perf_counter()) > 0:
            if waiting.select(left):
                some = os.read(told, 65536)
                data += some
                if not some:
                    break
                if not armed:
                    armed, deadline = True, time.perf_counter() + rng.uniform(0.0, 0.15)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.set_blocking(told, True)
    while some := os.read(told, 65536):
        data += some
    os.close(told)
    lines = data.split(b"\n")[:-1]
    return int(lines[-1]) if lines else 0


def run(count: int, folder: Path) -> Result:
    """Kill ``count`` times; a new project every 40 rounds keeps the journal short."""
    result, rng = Result(), random.Random(1)
    acts = early = logs = copies = 0
    for number in range(count):
        if number % 40 == 0:
            path = folder / f"k{number}.glossator"
            seed(path, 8)
            before = last_seq(path)
        told = _round(path, rng)
        early += told == 0
        log = Path(f"{path}-wal")
        logs += log.exists() and log.stat().st_size > 0
        if rng.random() < 0.5:  # a reboot has no shared memory
            Path(f"{path}-shm").unlink(missing_ok=True)
        begun = time.perf_counter()
        found = problems(path)
        result.slowest = max(result.slowest, time.perf_counter() - begun)
        now = last_seq(path)
        result.cases += 1
        result.corrupt += bool(found)
        result.wrong += [f"round {number}: {one}" for one in found]
        if now < told:
            result.lost += 1
            result.wrong.append(f"round {number}: lost {told - now}")
        if now > max(told, before) + 1:
            result.wrong.append(f"round {number}: {now - max(told, before)} acts nobody was told of")
        for one in backup.listed(path):
            copies += 1
            if bad := problems(one.path):
                result.corrupt += 1
                result.wrong.append(f"round {number}: backup {bad[0]}")
        acts += now - before
        before = now
    result.facts = {"acts": acts, "before the first act": early, "logs left": logs, "backups checked": copies}
    return result


ROWS = (Row(1, "kill", "kill -9 while editing, opening, recovering, backing up", 40, 400, run),)
