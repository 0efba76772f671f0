"""Looking for damage that SQLite does not notice."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from glossator.core.errors import UserError
from glossator.core.store import codec
from glossator.core.store.connection import code_of, driver, uri
from glossator.core.store.copying import duplicate
from glossator.core.store.migrate import SCHEMA_VERSION, newest_schema, schema
from glossator.core.store.opening import OPEN_HERE, may_write, require
from glossator.core.store.replay import HEADINGS, differences, heading_of
from glossator.core.store.rows import SHAPES, digest
from glossator.core.store.soundness import IOERR, damage


@dataclass(frozen=True, slots=True)
class Problem:
    """One inconsistency: ``code`` names it, ``detail`` says where, for a report."""

    code: str
    detail: str


_SPANS = """
    SELECT s.id FROM span s JOIN article a ON a.id = s.article
    WHERE s.revision = a.revision
      AND (s."end" > length(a.text) OR substr(a.text, s.start + 1, s."end" - s.start) <> s.text)
"""
_COUNTS = """
    SELECT a.id FROM article a LEFT JOIN tally t ON t.article = a.id LEFT JOIN
      (SELECT article, sum(state <> 'rejected') AS spans, sum(state = 'suggested') AS suggested,
              sum(layer = 'quote' AND state <> 'rejected') AS quotes FROM span GROUP BY article) s ON s.article = a.id
    WHERE (coalesce(t.spans, 0), coalesce(t.suggested, 0), coalesce(t.quotes, 0))
       <> (coalesce(s.spans, 0), coalesce(s.suggested, 0), coalesce(s.quotes, 0))
"""
_QUERIES = (("span-text", _SPANS), ("counts", _COUNTS))


def check(path: Path, deep: bool = False) -> list[Problem]:
    """Every inconsistency of a project, open or not; none when it is in order. Nothing is changed.

    Codes: ``structure``, ``keys``, ``shape``, ``search-index``, ``span-text``, ``digest``,
    ``counts``, ``row``, ``journal``. ``deep`` plays the whole journal too and compares:
    ``journal-gap``, ``journal-differs``, ``journal-lacks``, ``row-lost``, ``derived``.
    Raises UserError ``project-…`` when it cannot be opened at all.
    """
    path = path.absolute()
    require(path)
    if OPEN_HERE.holds(path):  # checking the search index locks the file, and acts would wait for that
        with (
            contextlib.suppress(driver.Error, OSError),
            tempfile.TemporaryDirectory(prefix="glossator-check-") as folder,
        ):
            copied = Path(folder) / path.name
            duplicate(path, copied)
            return _check(copied, deep, True)
    return _check(path, deep, may_write(path))


def _check(path: Path, deep: bool, writes: bool) -> list[Problem]:
    mode = "mode=rw" if writes else "mode=ro"
    connection = driver.connect(uri(path, mode), uri=True, isolation_level=None, timeout=5)
    try:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        found = [Problem("structure", line) for line in damage(connection, deep=True)]
        found += [Problem("keys", f"{row[0]} {row[1]}") for row in connection.execute("PRAGMA foreign_key_check")]
        if writes:
            found += _search_index(connection)
        for code, query in _QUERIES:
            found += [Problem(code, one) for (one,) in connection.execute(query)]
        found += [*_digests(connection), *_rows(connection), *_journal(connection)]
        return [*found, *_shape(connection), *(_replayed(connection) if deep else ())]
    except (driver.Error, UnicodeDecodeError, ValueError, OverflowError) as error:
        if code_of(error) & 0xFF == IOERR:  # the disk's fault, which says nothing of the file
            raise UserError("project-unreadable", path=str(path)) from error
        return [Problem("structure", str(error))]
    finally:
        connection.close()


def _search_index(connection: Any) -> Iterator[Problem]:
    """FTS5's own comparison with the texts: a command in the form of an INSERT that writes nothing."""
    try:
        connection.execute("INSERT INTO article_fts(article_fts, rank) VALUES('integrity-check', 1)")
    except driver.DatabaseError as error:
        yield Problem("search-index", str(error))


def _digests(connection: Any) -> Iterator[Problem]:
    for one, text, kept in connection.execute("SELECT id, text, digest FROM article"):
        if digest(text) != kept:
            yield Problem("digest", one)


def _shape(connection: Any) -> Iterator[Problem]:
    """Tables, indexes and triggers that are not those of a new project."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version == SCHEMA_VERSION:
        for kind, name, *_ in set(schema(connection)) ^ set(newest_schema()):
            yield Problem("shape", f"{kind} {name}")


def _replayed(connection: Any) -> Iterator[Problem]:
    """Where the tables are not what the journal made of them."""
    last = 0
    for (seq,) in connection.execute("SELECT seq FROM journal ORDER BY seq"):
        if seq != last + 1:
            yield Problem("journal-gap", str(last + 1))
        last = seq
    for code, (name, one) in differences(connection):
        yield Problem(code, f"{name} {one}")


def _rows(connection: Any) -> Iterator[Problem]:
    """Rows that cannot be read back."""
    for name, shape in SHAPES.items():
        if name == "Source":
            continue
        for values in connection.execute(shape.select().sql()[0]):
            try:
                shape.take(values)
            except (ValueError, TypeError):
                yield Problem("row", f"{name} {values[0]}")


def _journal(connection: Any) -> Iterator[Problem]:
    """Entries that cannot be read, or whose heading is not what they carry."""
    for seq, at, packed, *heading in connection.execute(HEADINGS):
        try:
            if heading_of(codec.decode(packed)) != tuple(heading) or datetime.fromisoformat(at).utcoffset():
                yield Problem("journal", str(seq))
        except (ValueError, TypeError):
            yield Problem("journal", str(seq))
