"""Runs the rows of the fault plan: ``python -m tests.faults.nightly`` from the checkout's root.

    python -m tests.faults.nightly                    # the counts of every night, all rows
    python -m tests.faults.nightly --push             # the counts of every push
    python -m tests.faults.nightly --rows kill power  # some rows only
    python -m tests.faults.nightly --json out.json    # figures as JSON too

Each row runs in a process of its own. Exit code 1 when a row is not as it must be.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
for _place in (CHECKOUT / "tests", CHECKOUT / "desktop"):
    if str(_place) not in sys.path:
        sys.path.insert(0, str(_place))

from faults.registry import TIMED, rows, run  # noqa: E402 - the path comes first


def one_row(name: str, count: int) -> dict[str, object]:
    """Run one row in this process."""
    row = next(row for row in rows() if row.name == name)
    with tempfile.TemporaryDirectory(prefix=f"fault-{name}-") as folder:
        return run(row, count, Path(folder))


def apart(name: str, count: int, judge_times: bool = False) -> dict[str, object]:
    """Run one row in a process of its own; what it says on stderr is shown when it dies."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(CHECKOUT / "desktop"), str(CHECKOUT / "tests")))}
    environment[TIMED] = "1" if judge_times else "0"
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.nightly", "--inside", name, str(count)],
        cwd=CHECKOUT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        return {"name": name, "good": False, "wrong": [f"ended with {done.returncode}", done.stderr[-2000:]]}
    figures: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> int:
    """Run what was asked for and print one line a row."""
    parser = argparse.ArgumentParser(description="fault plan")
    parser.add_argument("--push", action="store_true", help="the counts of every push")
    parser.add_argument("--rows", nargs="*", default=None, help="names of rows (default: all)")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--inside", nargs=2, metavar=("ROW", "COUNT"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        print(json.dumps(one_row(asked.inside[0], int(asked.inside[1])), default=str))
        return 0
    figures = []
    print("| # | row | cases | lost | corrupt | slowest | time | |\n|---|---|---|---|---|---|---|---|", flush=True)
    for row in rows():
        if asked.rows is not None and row.name not in asked.rows:
            continue
        one = apart(row.name, row.push if asked.push else row.night, not asked.push)
        figures.append(one)
        cells = [row.number, row.name, *(one.get(key, "?") for key in ("cases", "lost", "corrupt"))]
        cells += [f"{float(str(one.get('slowest', 0))) * 1000:.0f} ms", f"{one.get('seconds', '?')} s"]
        print("| " + " | ".join(map(str, [*cells, "" if one["good"] else "WRONG"])) + " |", flush=True)
        if not one["good"]:
            print("\n".join(map(str, list(one["wrong"])[:5])), file=sys.stderr, flush=True)  # type: ignore[call-overload]
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1, default=str), encoding="utf-8")
    return 0 if all(one["good"] for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
