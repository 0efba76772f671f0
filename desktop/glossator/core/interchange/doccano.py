"""doccano's JSONL: triples under ``label`` or ``labels``, or entities with relations."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from glossator.core.interchange.base import (
    ForeignArticle,
    ForeignFile,
    ForeignLink,
    ForeignNote,
    ForeignSpan,
    Malformed,
    decoded,
    in_each,
    json_lines,
    loaded,
    rows,
    table,
    whole,
    words,
)
from glossator.core.interchange.units import Unit, converted


class Doccano:
    """Offsets are code points: the file tells no words to prove another unit."""

    name = "doccano"
    title = "doccano JSONL"

    def read(self, path: Path) -> ForeignFile:
        """UserError annotations-unreadable, file-missing, file-too-large."""
        data = loaded(path)
        return in_each(path, data, json_lines(path, decoded(path, data)), _article)


def _article(row: Mapping[str, Any]) -> ForeignArticle:
    text = row.get("text", row.get("data"))
    if not isinstance(text, str):
        raise Malformed("it has no text")
    told = [_entity(table(one)) for one in rows(row.get("entities"))]
    triples = [one for key in ("label", "labels") for one in rows(row.get(key))]
    tags = [one for one in triples if isinstance(one, str)]
    told += [_triple(rows(one), number) for number, one in enumerate(triples) if not isinstance(one, str)]
    spans, problems = converted(text, told, Unit.CODE_POINTS)
    links = tuple(
        ForeignLink(words(one.get("type")), words(one.get("from_id")), words(one.get("to_id")))
        for one in map(table, rows(row.get("relations")))
    )
    notes = tuple(ForeignNote("", words(one)) for one in rows(row.get("Comments") or row.get("comments")))
    tags += [words(one) for one in rows(row.get("tags"))]
    title = words(row.get("title"))
    return ForeignArticle(text, title, spans=spans, links=links, tags=tuple(tags), notes=notes, problems=problems)


def _entity(told: Mapping[str, Any]) -> ForeignSpan:
    start, end = whole(told.get("start_offset")), whole(told.get("end_offset"))
    return ForeignSpan(words(told.get("id")), start, end, words(told.get("label")))


def _triple(told: list[Any], number: int) -> ForeignSpan:
    if len(told) != 3:
        raise Malformed("a label needs a start, an end and a name")
    return ForeignSpan(f"label-{number}", whole(told[0]), whole(told[1]), words(told[2]))
