"""What SQLite itself finds wrong in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from glossator.core.store.connection import driver

IOERR = 10
_CODE = re.compile(r"error code=(\d+)")


def damage(connection: Any, deep: bool) -> list[str]:
    """What SQLite itself finds wrong, at most 20 findings.

    The quick check goes table by table: over the whole file it would compare the search
    index with every text, seconds in a big project. A page that the disk does not give is
    no damage of the file: that raises the driver's error with SQLite's code.
    """
    if deep:
        return _told(connection.execute("PRAGMA integrity_check(20)"))
    found: list[str] = []
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type='table' AND rootpage > 0").fetchall()
    if not tables:
        return ["no tables"]
    for (name,) in tables:
        quoted = name.replace('"', '""')
        found += _told(connection.execute(f'PRAGMA quick_check("{quoted}")'))
    return found[:20]


def _told(rows: Iterable[tuple[str]]) -> list[str]:
    found = [line for (line,) in rows if line != "ok"]
    for line in found:
        code = _CODE.search(line)
        if code is not None and int(code[1]) & 0xFF == IOERR:
            error = driver.OperationalError(line)
            error.sqlite_errorcode = int(code[1])
            raise error
    return found
