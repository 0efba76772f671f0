"""Row 3: the disk is full, for real: a small file system, and a ceiling on the size of files."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from faults.registry import Result, Row, timed
from faults.work import problems
from glossator.core.errors import UserError
from glossator.core.model.change import Change
from glossator.core.store import backup
from glossator.core.store.database import Store
from pictures import picture


def _scene(folder: Path, free: Callable[[], object], codes: set[str], result: Result) -> None:
    """Fill, look, make room, go on, check."""
    path = folder / "full.glossator"
    store = Store.create(path)
    kept: list[str] = []
    refused = None
    while refused is None:
        article, _ = picture(os.urandom(15000).hex())
        begun = time.perf_counter()
        try:
            store.apply(Change("Import", (), (article,)), "me")
            kept.append(article.id)
        except UserError as error:
            refused = Change("Import", (), (article,))
            result.slowest = max(result.slowest, time.perf_counter() - begun)
            if error.code not in codes:
                result.wrong.append(f"told as {error.code}")
    if store.reader().article_ids() != kept:
        result.wrong.append("not readable while full")
    try:
        backup.make(path, backup.AUTO)
    except UserError as error:
        if error.code not in ("disk-full", "cannot-write", "cannot-save"):
            result.wrong.append(f"a backup was refused as {error.code}")
    if backup.folder_of(path).exists() and list(backup.folder_of(path).glob(".*")):
        result.wrong.append("half a backup was left")
    result.wrong += [f"a copy is damaged: {one.name}" for one in backup.listed(path) if problems(one.path)]
    free()
    store.apply(refused, "me")
    kept.append(refused.after[0].id)
    if store.reader().article_ids() != kept:
        result.lost += 1
    store.close()
    found = problems(path)
    result.corrupt += bool(found)
    result.wrong += found
    result.cases += 1


def _small_file_system(folder: Path, result: Result) -> bool:
    """On a tmpfs of 3 MiB; False when this computer does not let us mount one."""
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(folder)], capture_output=True)
    if done.returncode:
        return False
    try:
        ballast = folder / "ballast"
        ballast.write_bytes(b"x" * 900_000)
        _scene(folder, ballast.unlink, {"disk-full"}, result)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)
    return True


def _small_files(folder: Path, size: int, result: Result) -> None:
    """Files may not grow past ``size``: SQLite tells it as a failed write, since the disk is not full."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))

    def free() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))

    try:
        _scene(folder, free, {"disk-full", "cannot-save"}, result)
    finally:
        free()


def run(count: int, folder: Path) -> Result:
    """A full file system where one may be mounted, and ceilings of several sizes."""
    result = Result()
    mounted = folder / "mounted"
    mounted.mkdir()
    can = _small_file_system(mounted, result)
    for number in range(count - can):
        place = folder / str(number)
        place.mkdir()
        _small_files(place, 1_500_000 + 137_000 * number, result)
    result.facts = {"file systems filled": int(can)}
    if timed() and result.slowest > 1:
        result.wrong.append("the cause was told after more than a second")
    return result


ROWS = (Row(3, "full", "the disk is full", 2, 10, run),)
