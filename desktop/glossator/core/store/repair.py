"""Mending what can be derived: the search index, tallies, indexes and triggers, and rows that the journal knows."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from glossator.core.errors import UserError
from glossator.core.model.change import Key, Row, key
from glossator.core.store import codec
from glossator.core.store.connection import driver, refusal, uri
from glossator.core.store.lock import ProjectLock
from glossator.core.store.migrate import SCHEMA_VERSION, newest_schema, schema
from glossator.core.store.opening import OPEN_HERE
from glossator.core.store.replay import HEADINGS, differences, entries, heading_of, payload, replay, row_digest, stored
from glossator.core.store.rows import SHAPES
from glossator.core.store.writer import in_transaction

_TALLY = """
    INSERT INTO tally(article, spans, suggested, quotes)
    SELECT article, sum(state <> 'rejected'), sum(state = 'suggested'), sum(layer = 'quote' AND state <> 'rejected')
    FROM span GROUP BY article
"""


def repair(path: Path) -> list[str]:
    """Mend a closed project in one transaction; answers what was mended, by code.

    Codes: ``shape`` (indexes and triggers made again), ``rows`` (written again as the
    journal has them), ``journal`` (headings of entries), ``indexes``, ``search-index``,
    ``counts``. Rows the journal does not know are left. The caller has made a backup.
    Raises UserError ``project-locked``,
    ``project-damaged``, ``disk-full`` or ``cannot-save``; then nothing was changed.
    """
    path = path.absolute()
    if OPEN_HERE.holds(path):
        raise UserError("project-locked", path=str(path), holder="this program")
    lock = ProjectLock(path)
    done: list[str] = []

    def act(connection: Any) -> int:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        wrong = set(schema(connection)) != set(newest_schema()) and version == SCHEMA_VERSION
        headings = _headings(connection)
        lost = {**_computed_anew(connection), **_lost_rows(connection)}
        triggers = [name for kind, name, *_ in schema(connection) if kind == "trigger"]
        for name in triggers:  # a damaged search index would refuse every row
            connection.execute(f'DROP TRIGGER "{name}"')
        _write(connection, lost)
        _mend_shape(connection)
        connection.execute("REINDEX")
        _rebuild_search(connection)
        connection.execute("DELETE FROM tally")
        connection.execute(_TALLY)
        done.extend(code for code, was in (("shape", wrong), ("rows", lost), ("journal", headings)) if was)
        done.extend(("indexes", "search-index", "counts"))
        return len(lost)

    try:
        with closing(driver.connect(uri(path, "mode=rw"), uri=True, isolation_level=None, timeout=5)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA synchronous=FULL")
            in_transaction(connection, act)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (driver.Error, UnicodeDecodeError) as error:
        raise refusal(error, path) from error
    finally:
        lock.release()
    return done


def _headings(connection: Any) -> int:
    """Write the headings of journal entries again where they are not what the entries carry; how many."""
    mended = 0
    for seq, _, packed, *heading in connection.execute(HEADINGS).fetchall():
        with contextlib.suppress(ValueError):
            right = heading_of(codec.decode(packed))
            if right != tuple(heading):
                connection.execute('UPDATE journal SET title=?, "group"=?, articles=? WHERE seq=?', (*right, seq))
                mended += 1
    return mended


def _computed_anew(connection: Any) -> dict[Key, Row]:
    """Rows beside which what is computed of them is wrong: writing them again mends that."""
    return {name: row for name, row, holds in stored(connection) if row is not None and not holds}


def _lost_rows(connection: Any) -> dict[Key, Row]:
    """Rows that are not as the journal has them, as they must be."""
    wanted = {name for code, name in differences(connection) if code in ("journal-differs", "row-lost")}
    if not wanted:
        return {}
    end = replay(entries(connection), lambda seq: payload(connection, seq))
    found: dict[Key, Row] = {}
    for (seq,) in connection.execute("SELECT seq FROM journal WHERE payload IS NOT NULL").fetchall():
        with contextlib.suppress(ValueError):
            change = payload(connection, seq)
            for row in (*change.before, *change.after):
                if key(row) in wanted and row_digest(row) == end.rows[key(row)][0]:
                    found[key(row)] = row
    return found


def _write(connection: Any, rows: dict[Key, Row]) -> None:
    for name in SHAPES:
        shape = SHAPES[name]
        for row in _of(name, rows):
            there = connection.execute(f'SELECT 1 FROM "{shape.table._meta.table_name}" WHERE id = ?', (row.id,))
            if there.fetchone():
                connection.execute(shape.update, (*shape.put(row), row.id))
            else:
                connection.execute(shape.insert, shape.put(row))


def _of(name: str, rows: dict[Key, Row]) -> Iterable[Row]:
    return [row for (kind, _), row in rows.items() if kind == name]


def _mend_shape(connection: Any) -> None:
    """Make indexes and triggers of today's shape that are not there."""
    have = {(kind, name) for kind, name, *_ in schema(connection)}
    for kind, name, _, sql in newest_schema():
        if kind in ("index", "trigger") and sql and (kind, name) not in have:
            connection.execute(sql)


def _rebuild_search(connection: Any) -> None:
    try:
        connection.execute("INSERT INTO article_fts(article_fts) VALUES('rebuild')")
    except driver.Error:
        sql = next(sql for _, name, _, sql in newest_schema() if name == "article_fts")
        connection.execute("DROP TABLE article_fts")
        connection.execute(sql)
        connection.execute("INSERT INTO article_fts(article_fts) VALUES('rebuild')")
