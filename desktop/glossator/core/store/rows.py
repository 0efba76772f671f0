"""Rows in and out of tables, for every row type alike, and the single write."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, cast

from glossator.core.errors import StaleChange
from glossator.core.model.article import Article
from glossator.core.model.change import Row, key
from glossator.core.model.link import Link
from glossator.core.model.quote import QuoteKind
from glossator.core.model.span import Layer, Span, State
from glossator.core.model.tag import Stage
from glossator.core.store import codec, tables

CHUNK = 500
"""Ids in one query, well below SQLite's ceiling of variables."""


def digest(text: str) -> str:
    """SHA-256 (hex) of a text, kept beside it to notice a flipped bit."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def words(text: str) -> int:
    """How many words a text has, parted by blanks."""
    return len(text.split())


def quoted(span: Span) -> str:
    """The kind of a quotation's piece, "" for any other span."""
    return span.value("kind", QuoteKind.DIRECT) if span.layer == Layer.QUOTE else ""


def _pack_path(path: str) -> str | bytes:
    """A path that is not Unicode is kept as its bytes."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")
    return path


def unpack_path(path: str | bytes) -> str:
    """The path that was stored, whichever way."""
    return path if isinstance(path, str) else path.decode("utf-8", "surrogatepass")


def _pack_text(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def _unpack_text(packed: bytes) -> str:
    try:
        return zlib.decompress(packed).decode("utf-8", "surrogatepass")
    except zlib.error as error:
        raise ValueError("damaged source") from error


_PACK: dict[str, Callable[[Any], Any]] = {
    "blocks": codec.pack_blocks,
    "values": codec.pack_values,
    "state": str,
    "stage": str,
    "layer": str,
    "path": _pack_path,
    "Source.text": _pack_text,
}
_UNPACK: dict[str, Callable[[Any], Any]] = {
    "blocks": codec.unpack_blocks,
    "values": codec.unpack_values,
    "state": State,
    "stage": Stage,
    "path": unpack_path,
    "Source.text": _unpack_text,
}


@cache
def _converters(row: str, way: str) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    """The fields of a row type, each with what packs or unpacks it."""
    table = _PACK if way == "pack" else _UNPACK
    return tuple((name, table.get(f"{row}.{name}") or table.get(name)) for name in codec.FIELDS[row])


@dataclass(frozen=True)
class Shape:
    """How one row type lies in its table: ``columns`` are its fields, ``kept`` what is computed on writing."""

    name: str
    table: Any
    kept: tuple[tuple[str, Callable[[Any], Any]], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are fields of the row, in order of the fields."""
        return codec.FIELDS[self.name]

    def select(self) -> Any:
        """A query for whole rows; read its answers with :meth:`take`."""
        return self.table.select(*(getattr(self.table, column) for column in self.columns))

    def put(self, row: Row) -> tuple[Any, ...]:
        """The values of ``row`` for its columns and the kept ones."""
        converters = _converters(self.name, "pack")
        return (
            *(pack(getattr(row, name)) if pack else getattr(row, name) for name, pack in converters),
            *(compute(row) for _, compute in self.kept),
        )

    def take(self, values: Sequence[Any]) -> Row:
        """The row that :meth:`select` answered; raises ValueError on damage."""
        made: Callable[..., Row] = codec.ROW_TYPES[self.name]
        converters = _converters(self.name, "unpack")
        return made(*(read(value) if read else value for value, (_, read) in zip(values, converters, strict=True)))

    @property
    def _all(self) -> tuple[str, ...]:
        return (*self.columns, *(name for name, _ in self.kept))

    @property
    def insert(self) -> str:
        """SQL that adds one row."""
        names = ",".join(f'"{name}"' for name in self._all)
        return f'INSERT INTO "{self.table._meta.table_name}"({names}) VALUES({",".join("?" * len(self._all))})'

    @property
    def update(self) -> str:
        """SQL that replaces the values of one row; the id comes last."""
        names = ",".join(f'"{name}"=?' for name in self._all)
        return f'UPDATE "{self.table._meta.table_name}" SET {names} WHERE id=?'

    @property
    def delete(self) -> str:
        """SQL that takes one row away."""
        return f'DELETE FROM "{self.table._meta.table_name}" WHERE id=?'


SHAPES: dict[str, Shape] = {
    shape.name: shape
    for shape in (
        Shape("Source", tables.SourceTable),
        Shape(
            "Article",
            tables.ArticleTable,
            (
                ("words", lambda row: words(cast(Article, row).text)),
                ("digest", lambda row: digest(cast(Article, row).text)),
            ),
        ),
        Shape("Analysis", tables.AnalysisTable),
        Shape(
            "Span",
            tables.SpanTable,
            (
                ("quoted", lambda row: quoted(cast(Span, row))),
                ("words", lambda row: words(cast(Span, row).text) if cast(Span, row).layer == Layer.QUOTE else 0),
            ),
        ),
        Shape("Link", tables.LinkTable, (("name", lambda row: cast(Link, row).value("name")),)),
        Shape("Label", tables.LabelTable),
        Shape("Note", tables.NoteTable),
        Shape("Tag", tables.TagTable),
        Shape("Standing", tables.StandingTable),
        Shape("Person", tables.PersonTable),
        Shape("Alias", tables.AliasTable),
    )
}


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """``ids`` in lists that fit one query."""
    rest = iter(ids)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def replace(connection: Any, before: Sequence[Row], after: Sequence[Row]) -> None:
    """The single write: ``before`` must be what is stored, then goes; ``after`` comes.

    A row in both (by type and id) is updated in place. The caller holds the transaction.
    Raises StaleChange when a row of ``before`` is not stored exactly so, the driver's
    IntegrityError when a row of ``after`` is there already.
    """
    check(connection, before)
    going = {key(row): row for row in before}
    coming = {key(row): row for row in after}
    if len(going) < len(before) or len(coming) < len(after):
        raise ValueError("a change names the same row twice")
    names = list(SHAPES)
    for name in reversed(names):
        gone = [(row.id,) for k, row in going.items() if k[0] == name and k not in coming]
        if gone:
            connection.executemany(SHAPES[name].delete, gone)
    for name in names:
        shape = SHAPES[name]
        changed = [(*shape.put(row), row.id) for k, row in coming.items() if k[0] == name and k in going]
        new = [shape.put(row) for k, row in coming.items() if k[0] == name and k not in going]
        if changed:
            connection.executemany(shape.update, changed)
        if new:
            connection.executemany(shape.insert, new)


def check(connection: Any, before: Sequence[Row]) -> None:
    """Raise StaleChange unless every row of ``before`` is stored exactly so."""
    by_type: dict[str, dict[str, Row]] = {}
    for row in before:
        by_type.setdefault(type(row).__name__, {})[row.id] = row
    for name, expected in by_type.items():
        shape = SHAPES[name]
        for ids in chunks(expected):
            sql, parameters = shape.select().where(shape.table.id.in_(ids)).sql()
            stored = {row.id: row for row in map(shape.take, connection.execute(sql, parameters))}
            if any(stored.get(one) != expected[one] for one in ids):
                raise StaleChange
