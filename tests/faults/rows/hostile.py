"""Rows 13 and 15: files that mean harm, and a person who changes their mind."""

from __future__ import annotations

from pathlib import Path

from faults import cancelling, hostile_storm
from faults.registry import Result, Row


def _hostile(count: int, folder: Path) -> Result:
    told = hostile_storm.run(folder, count, seed=count)
    wrong = [*told.wrong, *(["somebody was asked over the network"] if told.hits else [])]
    facts = {"read": told.imported, "refused": told.refused, "slowest": told.slowest_name, "connections": told.hits}
    return Result(told.cases, 0, 0, told.slowest, wrong, facts)


def _cancel(count: int, folder: Path) -> Result:
    half = (count + 1) // 2
    told = cancelling.run(folder, half, seed=count)
    every = [*told.imports, *told.analyses]
    facts = {"imports": len(told.imports), "analyses": len(told.analyses), "came to an end before": told.finished}
    return Result(2 * half, 0, 0, max(every, default=0.0), told.wrong, facts)


ROWS = [
    Row(13, "hostile", "damaged copies of hostile files, each through the reading process", 4, 2_000, _hostile),
    Row(15, "cancel", "an import or an analysis is cancelled at any moment", 2, 200, _cancel),
]
