"""Row 4: the n-th read, write or sync fails, once or from then on, for every n."""

from __future__ import annotations

import itertools
import random
import shutil
import tempfile
import time
from pathlib import Path

from faults.registry import Result, Row
from faults.storage import FULL, READ_FAILS, SYNC_FAILS, WRITE_FAILS, Storage
from faults.work import last_seq, problems, prose, seed
from glossator.core.errors import UserError
from glossator.core.model.change import Change
from glossator.core.store.connection import driver
from glossator.core.store.database import Store
from pictures import picture

_ACTS = 5
_TRUE = {"full": {"disk-full"}, "broken": {"cannot-save", "project-damaged", "project-unreadable", "project-locked"}}
_KINDS = {
    "full": {"write": FULL},
    "broken": {"write": WRITE_FAILS, "read": READ_FAILS},
    "unsynced": {"sync": SYNC_FAILS},
}


class _Fault:
    """Counts calls of its kind and fails the n-th, and with ``sticky`` every later one."""

    def __init__(self, kind: str, at: int, sticky: bool) -> None:
        self.codes, self.at, self.sticky, self.seen = _KINDS[kind], at, sticky, 0

    def __call__(self, what: str) -> int:
        code = self.codes.get(what, 0)
        if not code:
            return 0
        self.seen += 1
        return code if self.seen == self.at or (self.sticky and self.seen > self.at) else 0


def _session(storage: Storage, path: Path, fault: _Fault, codes: set[str]) -> tuple[list[str], list[str]]:
    """Acts under the fault: ids of those acknowledged and of those refused."""
    rng = random.Random(3)
    acked: list[str] = []
    failed: list[str] = []
    storage.fails = fault
    store = None
    try:
        store = Store.open(path)
        for _ in range(_ACTS):
            article, spans = picture(f"[Ada](PERSON) left. {prose(rng, 700)}")
            try:
                store.apply(Change("Import", (), (article, *spans)), "me")
                acked.append(article.id)
            except UserError as error:
                codes.add(error.code)
                failed.append(article.id)
    except UserError as error:
        codes.add(error.code)
    finally:
        storage.fails = None
        if store is not None:
            store.close()
    return acked, failed


def run(count: int, folder: Path) -> Result:
    """``count`` cases, turn by turn of each kind, once and sticky, until every call has failed or the count is full."""
    result, storage = Result(), Storage()
    base = folder / "base.glossator"
    seed(base, 5, 60)
    first = last_seq(base)
    codes: dict[str, set[str]] = {}
    open_ways = {(kind, sticky) for kind in _KINDS for sticky in (False, True)}
    unknown = 0
    for at in itertools.count(1):
        for way in sorted(open_ways):
            if result.cases >= count:
                break
            box = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
            try:
                path = Path(shutil.copyfile(base, box / "c.glossator"))
                fault = _Fault(way[0], at, way[1])
                begun = time.perf_counter()
                acked, failed = _session(storage, path, fault, codes.setdefault(way[0], set()))
                result.slowest = max(result.slowest, time.perf_counter() - begun)
                if fault.seen < at:
                    open_ways.discard(way)
                    continue
                result.cases += 1
                _judge(result, path, f"{way} {at}", acked, failed)
                unknown += last_seq(path) > first + len(acked)
            finally:
                shutil.rmtree(box)
        if result.cases >= count or not open_ways:
            break
    result.facts = {"told as": {kind: sorted(found) for kind, found in codes.items()}, "calls tried": at}
    if result.cases < count:
        result.facts["every call failed once"] = True
    for kind, found in codes.items():
        if kind in _TRUE and not found & _TRUE[kind]:
            result.wrong.append(f"{kind} was told as {sorted(found)}")
    return result


def _judge(result: Result, path: Path, case: str, acked: list[str], failed: list[str]) -> None:
    """Nothing acknowledged is lost, nothing refused is there, and the file is in order."""
    found = problems(path)
    if found:
        result.corrupt += 1
        result.wrong.append(f"{case}: {found[0]}")
        return
    connection = driver.connect(str(path))
    there = {one for (one,) in connection.execute("SELECT id FROM article")}
    connection.close()
    if set(acked) - there:
        result.lost += 1
        result.wrong.append(f"{case}: lost an acknowledged act")
    if there & set(failed):
        result.wrong.append(f"{case}: an act that was refused is there")


ROWS = (Row(4, "failing", "the n-th read, write or sync fails", 300, 4300, run),)
