"""Row 9: an upgrade is killed at any moment; the file is the old one or the new one, never between."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from faults.registry import Result, Row
from faults.work import problems, seed
from glossator.core.errors import UserError
from glossator.core.store import integrity, migrate, opening
from glossator.core.store.connection import driver
from glossator.core.store.database import Store

_STORED = Path(__file__).resolve().parents[2] / "migrations"
_OLD = migrate.SCHEMA_VERSION
_NEW = _OLD + 1


def _steps() -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Today's steps and one more, of the riskiest kind: the table everything points at is built anew."""
    newest = migrate.newest_schema()
    (table,) = (sql for kind, name, _, sql in newest if (kind, name) == ("table", "article"))
    again = [sql for kind, _, of, sql in newest if of == "article" and kind in ("index", "trigger") and sql]
    with closing(driver.connect(":memory:")) as connection:
        connection.execute(table)
        columns = ", ".join(f'"{row[1]}"' for row in connection.execute("PRAGMA table_info(article)"))
    rebuilt = (
        table.replace("article", "fresh", 1),
        f"INSERT INTO fresh({columns}) SELECT {columns} FROM article",
        "DROP TABLE article",
        "ALTER TABLE fresh RENAME TO article",
        *again,
    )
    return (*migrate.STEPS, (_NEW, rebuilt))


def _pretend(steps: tuple[tuple[int, tuple[str, ...]], ...]) -> None:
    """Be the next version of the program."""
    migrate.STEPS = steps
    for module in (migrate, opening, integrity):
        module.SCHEMA_VERSION = _NEW


def _counts(path: Path) -> tuple[int, tuple[int, ...]]:
    connection = driver.connect(str(path))
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        return version, tuple(
            int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in ("article", "span", "note", "tag", "journal", "tally")
        )
    finally:
        connection.close()


def _killed(path: Path, after: float) -> None:
    ready, say = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(say, b"go")
            Store.open(path).close()
            time.sleep(60)
        finally:
            os._exit(1)
    os.read(ready, 2)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(ready)
    os.close(say)


def _judge(result: Result, path: Path, wanted: tuple[int, ...], came: Counter[str]) -> None:
    version, counts = _counts(path)
    came["new" if version == _NEW else "old" if version == _OLD else "between"] += 1
    copies = list(path.parent.glob(f"{path.stem}.version-*"))
    if counts != wanted or version not in (_OLD, _NEW):
        result.lost += 1
        result.wrong.append(f"version {version} with {counts} rows instead of {wanted}")
    if version == _NEW and not copies:
        result.wrong.append("upgraded without a copy")
    for copy in copies:
        if _counts(copy) != (_OLD, wanted):
            result.corrupt += 1
            result.wrong.append("a copy is not whole")
    Store.open(path).close()  # the next start ends what was begun
    if found := problems(path):
        result.corrupt += 1
        result.wrong.append(found[0])
    if _counts(path) != (_NEW, wanted):
        result.wrong.append("the next start did not upgrade")


def _older_program(result: Result, path: Path, steps: tuple[tuple[int, tuple[str, ...]], ...]) -> None:
    """The program of before refuses the new file and does not touch it."""
    before = path.read_bytes()
    for module in (migrate, opening, integrity):
        module.SCHEMA_VERSION = _OLD
    try:
        Store.open(path).close()
        result.wrong.append("an older program opened a newer file")
    except UserError as error:
        if error.code != "project-newer" or path.read_bytes() != before:
            result.wrong.append(f"an older program said {error.code}")
    _pretend(steps)


def run(count: int, folder: Path) -> Result:
    """``count`` kills, each at another moment; then every stored old version, and an older program."""
    result, rng = Result(), random.Random(2)
    came: Counter[str] = Counter()
    base = folder / "base.glossator"
    seed(base, 60, 400)
    _, wanted = _counts(base)
    steps = _steps()
    _pretend(steps)
    trial = Path(shutil.copyfile(base, folder / "trial.glossator"))
    begun = time.perf_counter()
    Store.open(trial).close()
    result.slowest = time.perf_counter() - begun
    for number in range(count):
        box = folder / str(number)
        box.mkdir()
        path = Path(shutil.copyfile(base, box / "m.glossator"))
        _killed(path, rng.uniform(0, result.slowest * 1.3))
        _judge(result, path, wanted, came)
        result.cases += 1
        shutil.rmtree(box)
    for stored in sorted(_STORED.glob("v*.glossator")):
        old = Path(shutil.copyfile(stored, folder / stored.name))
        Store.open(old).close()
        result.wrong += [f"{stored.name}: {one}" for one in problems(old)]
    _older_program(result, trial, steps)
    result.facts = {**came, "stored versions": len(list(_STORED.glob("v*.glossator")))}
    return result


ROWS = (Row(9, "upgrade", "an upgrade is killed: old or new, a copy first, nothing lost", 20, 200, run),)
