"""Row 8: backups while editing slow no act and are exact; a restore is never undone by a log left behind."""

from __future__ import annotations

import os
import random
import shutil
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

from faults.registry import Result, Row, timed
from faults.work import content, problems, prose
from glossator.core.errors import UserError
from glossator.core.model.change import Change
from glossator.core.model.ids import new_id
from glossator.core.model.tag import Tag
from glossator.core.store import backup, copying
from glossator.core.store.database import Store
from pictures import picture

_ARTICLES, _WORDS = 400, 6000
"""About 20 MB: a backup takes long enough to meet many acts."""
_MOST = 0.02
"""Seconds that nine of ten acts stay below while a backup is made; the slowest hundredth is reported."""


def _big(path: Path) -> None:
    rng = random.Random(11)
    store = Store.create(path)
    text = prose(rng, _WORDS)
    for n in range(_ARTICLES // 20):
        rows = []
        for _ in range(20):
            article, spans = picture(f"[Ada](PERSON) said [“hi {n}”](QUOTE). {text[rng.randrange(500) :]}")
            rows += [article, *spans]
        store.apply(Change("Import", (), tuple(rows)), "me")
    store.close()


def _edited_meanwhile(store: Store, calm: list[float], busy: list[float]) -> list[str]:
    """Acts before and while a backup is made; the backup is what the project was at its entry."""
    article = store.reader().article_ids()[0]
    made: list[backup.Backup] = []
    span = store.reader().spans(article)[0]

    def act(times: list[float]) -> None:
        change = Change("Add", (), (replace(span, id=new_id()), Tag(new_id(), article, "x")))
        begun = time.perf_counter()
        store.apply(change, "me")
        times.append(time.perf_counter() - begun)
        time.sleep(0.002)  # a person, if a fast one

    for _ in range(60):
        act(calm)
    low = store.reader().last_seq()
    thread = threading.Thread(target=lambda: made.append(backup.make(store.path, backup.AUTO)))
    thread.start()
    while thread.is_alive():
        act(busy)
    high = store.reader().last_seq()
    if not made:
        return ["no backup was made"]
    (one,) = made
    wrong = [] if one.seq is not None and low <= one.seq <= high else [f"entry {one.seq} of {low} to {high}"]
    return wrong + problems(one.path)


def _put_back(store: Store, left: bool) -> list[str]:
    """Restore the newest backup, with the log of a killed process lying there."""
    path = store.path
    copy = backup.make(path, backup.HAND)
    truth = content(copy.path)
    store.apply(Change("Tag", (), (Tag(new_id(), store.reader().article_ids()[0], "after"),)), "me")
    log = Path(f"{path}-wal").read_bytes()
    store.close()
    if left:
        Path(f"{path}-wal").write_bytes(log)
    aside = backup.restore(path, copy.path)
    wrong = [] if content(path) == truth else ["what was put back is not what was backed up"]
    if aside is None or not aside.exists():
        wrong.append("the old file is gone")
    return wrong + problems(path)


def _restore_killed(store: Store, rng: random.Random) -> list[str]:
    """A killed restore leaves the old file, the new one, or none with the old one aside; and can be done again."""
    path = store.path
    copy = backup.make(path, backup.HAND)
    store.apply(Change("Tag", (), (Tag(new_id(), store.reader().article_ids()[0], "after"),)), "me")
    log = Path(f"{path}-wal").read_bytes()
    store.close()
    before, wanted = content(path), content(copy.path)
    Path(f"{path}-wal").write_bytes(log)
    child = os.fork()
    if child == 0:
        try:
            backup.restore(path, copy.path)
        finally:
            os._exit(0)
    time.sleep(rng.uniform(0, 0.8))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    wrong = []
    if path.exists():
        wrong += [] if content(path) in (before, wanted) else ["between old and new"]
    elif before not in [content(one.path) for one in backup.listed(path) if one.reason == backup.REPLACED]:
        wrong.append("neither old nor new")
    backup.restore(path, copy.path)
    return wrong + ([] if content(path) == wanted else ["it could not be done again"]) + problems(path)


def _full(store: Store) -> list[str]:
    """The disk is full when the copy is synced: no half copy stays, the project is as it was."""
    real, before = copying.sync, _names(store.path)

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    copying.sync = full
    try:
        backup.make(store.path, backup.AUTO)
        return ["a backup was made on a full disk"]
    except UserError as error:
        wrong = [] if error.code in ("cannot-write", "disk-full") else [error.code]
    finally:
        copying.sync = real
    if _names(store.path) != before:
        wrong.append("half a copy was left")
    return wrong


def _names(path: Path) -> set[str]:
    folder = backup.folder_of(path)
    return {one.name for one in folder.iterdir()} if folder.exists() else set()


def _share(times: list[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))] if times else 0.0


def run(count: int, folder: Path) -> Result:
    """In turn: a backup under edits, a restore (with and without a log left), a killed one, a full disk."""
    result = Result()
    base = folder / "base.glossator"
    _big(base)
    calm: list[float] = []
    busy: list[float] = []
    path = folder / "b.glossator"
    for number in range(count):
        if number % 12 == 0:
            shutil.rmtree(backup.folder_of(path), ignore_errors=True)
            shutil.copyfile(base, path)
        store = Store.open(path)
        turn = number % 4
        if turn == 0:
            found = _edited_meanwhile(store, calm, busy)
        elif turn == 1:
            found = _put_back(store, left=number % 8 == 1)
        elif turn == 2:
            found = _restore_killed(store, random.Random(number))
        else:
            found = _full(store)
        store.close()
        result.cases += 1
        result.wrong += [f"case {number}: {one}" for one in found]
    result.slowest = max(busy, default=0.0)
    result.facts = {
        "megabytes": round(base.stat().st_size / 1e6),
        "acts meanwhile": len(busy),
        "p50 ms calm, busy": [round(_share(times, 0.5) * 1000, 2) for times in (calm, busy)],
        "p99 ms calm, busy": [round(_share(times, 0.99) * 1000, 2) for times in (calm, busy)],
        "slowest ms calm, busy": [round(max(times) * 1000, 1) for times in (calm, busy)],
    }
    # A shared disk has bad spells of its own, with or without a backup: one act in ten would show ours.
    if timed() and _share(busy, 0.9) > max(_MOST, 2 * _share(calm, 0.9)):
        result.wrong.append(f"acts were slow: {result.facts}")
    return result


ROWS = (Row(8, "backups", "backups while editing, restores over a log left behind, a full disk", 6, 60, run),)
