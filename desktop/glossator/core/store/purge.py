"""Taking articles out for good: out of the tables, the search index, the journal and the file's free pages.

This is the one write that no journal entry can take back. The journal stays in order:
entries keep their numbers and kinds, rows of the removed articles are cut out of them,
and so is every word of a title that quoted them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from glossator.core.model.article import Article, Source
from glossator.core.model.change import Change, Row, article_of
from glossator.core.model.link import Link
from glossator.core.model.person import Alias, Person
from glossator.core.model.span import Span
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


@dataclass(frozen=True)
class _Scrub:
    """What goes: articles; sources with them or only their text; names that nothing else holds, and what becomes
    of the people who went by these (their new name, or "" for those who have no name left)."""

    articles: frozenset[str]
    sources: frozenset[str]
    texts: frozenset[str]
    names: frozenset[str] = frozenset()
    people: Mapping[str, str] = field(default_factory=dict)

    def kept(self, rows: Sequence[Row]) -> tuple[Row, ...]:
        """What is left of ``rows``."""
        return tuple(row for row in map(self._of, rows) if row is not None)

    def _of(self, row: Row) -> Row | None:
        if isinstance(row, Source):
            return None if row.id in self.sources else replace(row, text="") if row.id in self.texts else row
        if isinstance(row, Alias):
            return None if row.id in self.names else row
        if isinstance(row, Person) and row.name in self.names:
            name = self.people.get(row.id, "")
            return replace(row, name=name) if name else None
        return None if article_of(row) in self.articles else row


def purge(connection: Any, ids: Sequence[str], who: str) -> int:
    """Take ``ids`` out, in the caller's transaction; the number of the entry that says so.

    A source goes with its last article; while others of its file stay, only its text
    goes, since that is the text of all of them. Names that a person joined stay only
    where another article has them.
    """
    gone = set(ids)
    changes = [change for _, _, change in _entries(connection, gone)]
    ours, shared = _sources(connection, gone, changes)
    names = _names(row for change in changes for row in (*change.before, *change.after) if article_of(row) in gone)
    entries = _entries(connection, gone | _siblings(connection, shared))
    connection.execute("INSERT INTO article_fts(article_fts, rank) VALUES('secure-delete', 1)")
    _delete(connection, ids, ours, shared)
    names, people = _forget(connection, names)
    scrub = _Scrub(frozenset(gone), frozenset(ours), frozenset(shared), frozenset(names), people)
    for seq, title, change in entries:
        _rewrite(connection, seq, title, change, scrub)
    _rename_undos(connection, gone)
    connection.execute("INSERT INTO article_fts(article_fts) VALUES('optimize')")
    connection.execute("INSERT INTO article_fts(article_fts, rank) VALUES('secure-delete', 0)")
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    cursor = connection.execute(
        'INSERT INTO journal(at, who, kind, title, "group", target, articles, payload) VALUES(?,?,?,?,?,?,?,?)',
        (at, who, "machine", TITLE, "", None, "[]", codec.encode(Change(TITLE))),
    )
    return int(cursor.lastrowid)


def _delete(connection: Any, ids: Sequence[str], ours: set[str], shared: set[str]) -> None:
    for one in ids:
        for table in _OF_ARTICLE:
            column = "id" if table in ("analysis", "standing") else "article"
            connection.execute(f'DELETE FROM "{table}" WHERE {column} = ?', (one,))
        connection.execute("DELETE FROM article WHERE id = ?", (one,))
        connection.execute("DELETE FROM setting WHERE value = ?", (one,))
    for sha in ours:
        connection.execute("DELETE FROM source WHERE id = ?", (sha,))
    for sha in shared:
        connection.execute("UPDATE source SET text = ? WHERE id = ?", (_blank_text(), sha))


def _names(rows: Iterable[Row]) -> set[str]:
    """Names that rows of articles hold, as they are written."""
    found: set[str] = set()
    for row in rows:
        if isinstance(row, Span):
            found |= {row.text, " ".join(row.text.split())}
        elif isinstance(row, Link):
            found.add(row.value("name"))
    return found


def _forget(connection: Any, names: set[str]) -> tuple[set[str], dict[str, str]]:
    """Take away the names that no article has any more: (these, people who went by them → their name now or "")."""
    left = "SELECT 1 FROM span WHERE text = ? UNION ALL SELECT 1 FROM link WHERE name = ? LIMIT 1"
    gone = {one for one in names if connection.execute(left, (one, one)).fetchone() is None}
    people: dict[str, str] = {}
    for one in gone:
        known_as = connection.execute("SELECT person FROM alias WHERE id = ?", (one,)).fetchone()
        connection.execute("DELETE FROM alias WHERE id = ?", (one,))
        called = connection.execute("SELECT id FROM person WHERE name = ?", (one,)).fetchall()
        people.update((person, "") for (person,) in [*called, *filter(None, [known_as])])
    for person in people:
        others = connection.execute("SELECT id FROM alias WHERE person = ? ORDER BY length(id) DESC, id", (person,))
        people[person] = next((name for (name,) in others.fetchall() if name not in gone), "")
        if not people[person]:
            connection.execute("DELETE FROM person WHERE id = ?", (person,))
            continue
        (name,) = connection.execute("SELECT name FROM person WHERE id = ?", (person,)).fetchone() or ("",)
        if name in gone:
            connection.execute("UPDATE person SET name = ? WHERE id = ?", (people[person], person))
    return gone, people


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


def _rewrite(connection: Any, seq: int, title: str, change: Change, scrub: _Scrub) -> None:
    kept = replace(change, before=scrub.kept(change.before), after=scrub.kept(change.after))
    if (kept.before, kept.after) == (change.before, change.after):
        return
    title = _QUOTED.sub("“…”", title) if kept else GONE
    payload = codec.encode(replace(kept, title=title))
    articles = json.dumps(sorted(kept.articles), separators=(",", ":"))
    connection.execute(
        "UPDATE journal SET title = ?, articles = ?, payload = ? WHERE seq = ?", (title, articles, payload, seq)
    )
    connection.execute("UPDATE journal SET title = ? WHERE target = ?", (title, seq))


def _rename_undos(connection: Any, gone: set[str]) -> None:
    """Undo and redo carry no rows, but the title and the articles of what they took back."""
    asked = "SELECT seq, title, articles FROM journal WHERE payload IS NULL"
    for seq, title, articles in connection.execute(asked).fetchall():
        ids = json.loads(articles)
        kept = [one for one in ids if one not in gone]
        if kept != ids:
            row = (_QUOTED.sub("“…”", title) if kept else GONE, json.dumps(kept, separators=(",", ":")), seq)
            connection.execute("UPDATE journal SET title = ?, articles = ? WHERE seq = ?", row)


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
