"""Taking articles out for good: out of the tables, the search index, the journal and the file's free pages.

This is the one write that no journal entry can take back. The journal stays in order:
entries keep their numbers and kinds, rows of the removed articles are cut out of them,
and so is every word of a title that quoted them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from glossator.core.model.article import Article, Source
from glossator.core.model.change import Change, Row
from glossator.core.store import codec
from glossator.core.store.connection import driver, uri
from glossator.core.store.opening import OPEN_HERE, Verdict, inspect
from glossator.core.store.rows import SHAPES

TITLE = "Remove for good"
GONE = "An act on what was removed"
_QUOTED = re.compile("“.*”", re.DOTALL)
_OF_ARTICLE = ("analysis", "span", "link", "note", "tag", "standing")


def known(connection: Any, ids: Sequence[str]) -> set[str]:
    """Those of ``ids`` that are stored, or were and can still be brought back by undo."""
    found = set()
    for one in ids:
        asked = "SELECT 1 FROM article WHERE id = ? UNION ALL SELECT 1 FROM journal WHERE articles LIKE ? LIMIT 1"
        if connection.execute(asked, (one, f'%"{one}"%')).fetchone():
            found.add(one)
    return found


def purge(connection: Any, ids: Sequence[str], who: str) -> int:
    """Take ``ids`` out, in the caller's transaction; the number of the entry that says so.

    A source goes with its last article; while others of its file stay, only its text
    goes, since that is the text of all of them.
    """
    gone = set(ids)
    entries = _entries(connection, gone)
    ours, shared = _sources(connection, gone, [change for _, _, change in entries])
    entries = _entries(connection, gone | _siblings(connection, shared))
    connection.execute("INSERT INTO article_fts(article_fts, rank) VALUES('secure-delete', 1)")
    for one in ids:
        for table in _OF_ARTICLE:
            column = "id" if table in ("analysis", "standing") else "article"
            connection.execute(f'DELETE FROM "{table}" WHERE {column} = ?', (one,))
        connection.execute("DELETE FROM article WHERE id = ?", (one,))
        connection.execute("DELETE FROM setting WHERE value = ?", (one,))
    for sha in ours:
        connection.execute("DELETE FROM source WHERE id = ?", (sha,))
    blank = _blank_text()
    for sha in shared:
        connection.execute("UPDATE source SET text = ? WHERE id = ?", (blank, sha))
    for seq, title, change in entries:
        _rewrite(connection, seq, title, change, gone, (ours, shared))
    _rename_undos(connection, gone)
    connection.execute("INSERT INTO article_fts(article_fts) VALUES('optimize')")
    connection.execute("INSERT INTO article_fts(article_fts, rank) VALUES('secure-delete', 0)")
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    cursor = connection.execute(
        'INSERT INTO journal(at, who, kind, title, "group", target, articles, payload) VALUES(?,?,?,?,?,?,?,?)',
        (at, who, "machine", TITLE, "", None, "[]", codec.encode(Change(TITLE))),
    )
    return int(cursor.lastrowid)


def _blank_text() -> Any:
    """An empty text as the table of sources holds it."""
    row = Source("", "", "", 0, "", "")
    return SHAPES["Source"].put(row)[SHAPES["Source"].columns.index("text")]


def tidy(connection: Any) -> int:
    """Write the file anew without its free pages, and empty the log: 1 when no old page is left, else 0.

    Not in a transaction. Somebody who reads at this moment keeps the log's old pages
    until the project is closed.
    """
    connection.execute("VACUUM")
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return int(not busy)


def _entries(connection: Any, ids: set[str]) -> list[tuple[int, str, Change]]:
    """Entries that may hold rows of these articles or a source of theirs."""
    found = []
    asked = "SELECT seq, title, articles, payload FROM journal WHERE payload IS NOT NULL"
    for seq, title, articles, payload in connection.execute(asked):
        if articles == "[]" or ids.intersection(json.loads(articles)):
            found.append((seq, title, codec.decode(payload)))
    return found


def _sources(connection: Any, gone: set[str], changes: Sequence[Change]) -> tuple[set[str], set[str]]:
    """Sources that have no other article, and those that have."""
    there = [row for change in changes for row in (*change.before, *change.after) if isinstance(row, Article)]
    mine = {row.source for row in there if row.id in gone}
    for one in gone:
        mine |= {sha for (sha,) in connection.execute("SELECT source FROM article WHERE id = ?", (one,))}
    others = {row.source for row in there if row.id not in gone}
    for sha in mine:
        stored = {one for (one,) in connection.execute("SELECT id FROM article WHERE source = ?", (sha,))}
        if stored - gone:
            others.add(sha)
    return mine - others, mine & others


def _siblings(connection: Any, sources: set[str]) -> set[str]:
    return {one for sha in sources for (one,) in connection.execute("SELECT id FROM article WHERE source = ?", (sha,))}


def _rewrite(
    connection: Any, seq: int, title: str, change: Change, gone: set[str], sources: tuple[set[str], set[str]]
) -> None:
    kept = replace(
        change,
        before=tuple(_kept(change.before, gone, *sources)),
        after=tuple(_kept(change.after, gone, *sources)),
    )
    if (kept.before, kept.after) == (change.before, change.after):
        return
    title = _QUOTED.sub("“…”", title) if kept else GONE
    payload = codec.encode(replace(kept, title=title))
    articles = json.dumps(sorted(kept.articles), separators=(",", ":"))
    connection.execute(
        "UPDATE journal SET title = ?, articles = ?, payload = ? WHERE seq = ?", (title, articles, payload, seq)
    )


def _rename_undos(connection: Any, gone: set[str]) -> None:
    """Undo and redo carry no rows, but the title and the articles of what they took back."""
    asked = "SELECT seq, title, articles FROM journal WHERE payload IS NULL"
    for seq, title, articles in connection.execute(asked).fetchall():
        ids = json.loads(articles)
        kept = [one for one in ids if one not in gone]
        if kept != ids:
            row = (_QUOTED.sub("“…”", title) if kept else GONE, json.dumps(kept, separators=(",", ":")), seq)
            connection.execute("UPDATE journal SET title = ?, articles = ? WHERE seq = ?", row)


def _kept(rows: Sequence[Row], gone: set[str], ours: set[str], shared: set[str]) -> Iterator[Row]:
    for row in rows:
        if isinstance(row, Source):
            if row.id not in ours:
                yield replace(row, text="") if row.id in shared else row
        elif row.article not in gone:
            yield row


def copies(project: Path, ids: Sequence[str]) -> list[Path]:
    """Files beside ``project`` that hold one of ``ids``, or that cannot be looked into; none is opened to write."""
    beside = [one for one in project.parent.glob(f"{_plain(project.stem)}*") if one != project]
    folders = [project.with_name(f"{project.name}.backups"), project.with_name("backups")]
    beside += [one for folder in folders if folder.is_dir() for one in folder.iterdir()]
    own = {f"{project.name}{end}" for end in ("-wal", "-shm", ".lock")}
    return sorted(one for one in beside if one.is_file() and one.name not in own and _holds(one, ids))


def _plain(name: str) -> str:
    return re.sub(r"([\[\]?*])", r"[\1]", name)


def _holds(path: Path, ids: Sequence[str]) -> bool:
    if "-wal" in path.name:
        return path.stat().st_size > 0
    if OPEN_HERE.holds(path):
        return True
    found = inspect(path).verdict
    if found in (Verdict.NOT_A_PROJECT, Verdict.MISSING):
        return False
    if found is not Verdict.OK:
        return True
    connection = driver.connect(uri(path, "mode=ro&immutable=1"), uri=True)
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        return bool(known(connection, ids))
    except driver.Error:
        return True
    finally:
        connection.close()
