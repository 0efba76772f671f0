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
from faults.work import Editor, last_seq, problems, prose, seed
from glossator.core.errors import UserError
from glossator.core.model.change import Change
from glossator.core.store.database import Store
from pictures import picture

_ACTS = 5
_TRUE = {
    "full": {"disk-full"},
    "broken": {"cannot-save", "project-unreadable", "project-locked"},
    "unsynced": {"cannot-save"},
}
"""What each fault may be told as: never as damage, which it is not."""
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


def _session(storage: Storage, path: Path, fault: _Fault, variant: int, codes: set[str]) -> int:
    """Acts under the fault, big imports first, random ones in later variants; how many were acknowledged."""
    rng, acked, store = random.Random(variant), 0, None
    storage.fails = fault
    try:
        store = Store.open(path)
        editor = Editor(store, rng)
        for number in range(_ACTS + 4 * variant):
            try:
                if variant == 0 or number % 6 == 0:
                    article, spans = picture(f"[Ada](PERSON) left. {prose(rng, 700)}")
                    acked += bool(store.apply(Change("Import", (), (article, *spans)), "me"))
                else:
                    acked += bool(editor.act())
            except UserError as error:
                codes.add(error.code)
    except UserError as error:
        codes.add(error.code)
    finally:
        storage.fails = None
        if store is not None:
            store.close()
    return acked


def _judge(result: Result, path: Path, case: str, wanted: int) -> None:
    """Nothing acknowledged is lost, nothing refused is there, and the file is in order."""
    found = problems(path)
    if found:
        result.corrupt += 1
        result.wrong.append(f"{case}: {found[0]}")
        return
    there = last_seq(path)
    result.lost += there < wanted
    if there != wanted:
        result.wrong.append(f"{case}: {there} acts are there, {wanted} were acknowledged")


def run(count: int, folder: Path) -> Result:
    """For every n a fault of each kind, once and sticky, until every call failed; then longer sessions."""
    result, storage = Result(), Storage()
    base = folder / "base.glossator"
    seed(base, 5, 60)
    first, codes = last_seq(base), {kind: set[str]() for kind in _KINDS}
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    ended: list[str] = []
    for variant in itertools.count():
        ways = list(itertools.product(_KINDS, (False, True)))
        for at in itertools.count(1):
            for way in list(ways):
                if result.cases >= count:
                    break
                box = Path(tempfile.mkdtemp(dir=memory))
                try:
                    path = Path(shutil.copyfile(base, box / "c.glossator"))
                    fault = _Fault(way[0], at, way[1])
                    begun = time.perf_counter()
                    acked = _session(storage, path, fault, variant, codes[way[0]])
                    result.slowest = max(result.slowest, time.perf_counter() - begun)
                    if fault.seen < at:
                        ways.remove(way)
                        continue
                    result.cases += 1
                    _judge(result, path, f"session {variant}, {way}, call {at}", first + acked)
                finally:
                    shutil.rmtree(box)
            if not ways or result.cases >= count:
                break
        ended.append(f"{_ACTS + 4 * variant} acts: {at} calls")
        if result.cases >= count:
            break
    result.facts = {"told as": {kind: sorted(found) for kind, found in codes.items()}, "sessions": ended}
    for kind, found in codes.items():
        if not found or found - _TRUE[kind]:
            result.wrong.append(f"{kind} was told as {sorted(found)}")
    return result


ROWS = (Row(4, "failing", "the n-th read, write or sync fails", 300, 4300, run),)
