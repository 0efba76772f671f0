"""What SQLite itself finds wrong in a file."""

from __future__ import annotations

from typing import Any


def damage(connection: Any, deep: bool) -> list[str]:
    """What SQLite itself finds wrong, at most 20 findings.

    The quick check goes table by table: over the whole file it would compare the search
    index with every text, seconds in a big project.
    """
    if deep:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
        return [] if found == ["ok"] else found
    found = []
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type='table' AND rootpage > 0").fetchall()
    if not tables:
        return ["no tables"]
    for (name,) in tables:
        quoted = name.replace('"', '""')
        answer = [row[0] for row in connection.execute(f'PRAGMA quick_check("{quoted}")')]
        found += [] if answer == ["ok"] else answer
    return found[:20]
