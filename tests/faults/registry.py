"""Rows of the fault plan: what is provoked, how often, and what came of it."""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

TIMED = "GLOSSATOR_TIMED"


def timed() -> bool:
    """Whether times are judged: at night, on a machine of one's own. A push may run beside anything."""
    return os.environ.get(TIMED) == "1"


@dataclass
class Result:
    """What came of a row. ``lost`` and ``corrupt`` count cases, ``slowest`` is seconds of the row's own measure.

    ``wrong`` says in words what must not be; ``facts`` are figures for the report.
    """

    cases: int = 0
    lost: int = 0
    corrupt: int = 0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Whether all is as it must be."""
        return not (self.lost or self.corrupt or self.wrong)


@dataclass(frozen=True)
class Row:
    """A row of the plan: its number and name, cases at every push and every night, and what runs them.

    ``run`` gets the number of cases and a folder of its own on a real disk.
    """

    number: int
    name: str
    says: str
    push: int
    night: int
    run: Callable[[int, Path], Result]


def rows() -> list[Row]:
    """Every row of every module in the folder ``rows``, by number."""
    found: list[Row] = []
    for file in sorted((Path(__file__).parent / "rows").glob("*.py")):
        found += importlib.import_module(f"faults.rows.{file.stem}").ROWS
    return sorted(found, key=lambda row: (row.number, row.name))


def run(row: Row, count: int, folder: Path) -> dict[str, object]:
    """Run one row and answer its figures as plain values."""
    begun = time.perf_counter()
    result = row.run(count, folder)
    return {
        "number": row.number,
        "name": row.name,
        "says": row.says,
        "wanted": count,
        "good": result.good,
        "seconds": round(time.perf_counter() - begun, 1),
        **asdict(result),
    }
