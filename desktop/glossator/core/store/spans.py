"""Queries for what is said of an article: spans, links, notes, tags, its standing and analysis."""

from __future__ import annotations

from typing import Any

from glossator.core.model.change import Row
from glossator.core.store.rows import SHAPES
from glossator.core.store.session import Session
from glossator.core.store.tables import LabelTable, LinkTable, NoteTable, SpanTable, TagTable

_ORDER: dict[str, tuple[Any, ...]] = {
    "Span": (SpanTable.start, SpanTable.end.desc(), SpanTable.id),
    "Link": (LinkTable.kind, LinkTable.id),
    "Note": (NoteTable.written, NoteTable.id),
    "Tag": (TagTable.name, TagTable.id),
}


def of_article(session: Session, name: str, article: str) -> tuple[Any, ...]:
    """The rows of type ``name`` (Span, Link, Note, Tag) of an article, in their reading order."""
    shape = SHAPES[name]
    query = shape.select().where(shape.table.article == article).order_by(*_ORDER[name])
    return tuple(session.taken(shape.take, values) for values in session.ask(query))


def by_id(session: Session, name: str, one: str) -> Row | None:
    """The row of type ``name`` with this id."""
    shape = SHAPES[name]
    found = session.one(shape.select().where(shape.table.id == one))
    made: Row | None = session.taken(shape.take, found) if found else None
    return made


def labels(session: Session) -> tuple[Any, ...]:
    """The palette by place."""
    shape = SHAPES["Label"]
    query = shape.select().order_by(LabelTable.place, LabelTable.id)
    return tuple(session.taken(shape.take, values) for values in session.ask(query))


def tag_names(session: Session) -> list[tuple[str, int]]:
    """Every tag with the number of articles that carry it, by name."""
    found = session.ask("SELECT name, count(DISTINCT article) FROM tag GROUP BY name ORDER BY name")
    return [(name, number) for name, number in found]
