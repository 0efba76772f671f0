"""Glossator's own JSONL, all of it: blocks, spans, quotations with their links, tags, notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    sureness,
    table,
    whole,
    words,
)
from glossator.core.interchange.units import Unit, converted

FORMAT = "glossator-jsonl"
_UNITS = {"codepoint": Unit.CODE_POINTS, "utf-16": Unit.UTF16, "byte": Unit.BYTES}


class Jsonl:
    """The unit of offsets stands in each line."""

    name = "jsonl"
    title = "Glossator JSON Lines"

    def read(self, path: Path) -> ForeignFile:
        """UserError annotations-unreadable, file-missing, file-too-large."""
        data = loaded(path)
        return in_each(path, data, json_lines(path, decoded(path, data)), _article)


def _article(row: Mapping[str, Any]) -> ForeignArticle:
    text = row.get("text")
    if row.get("format") != FORMAT or not isinstance(text, str):
        raise Malformed(f"it is not {FORMAT}")
    unit = _UNITS.get(words(row.get("offset_unit", "codepoint")))
    if unit is None:
        raise Malformed(f"unknown unit of offsets {row['offset_unit']}")
    spans, problems = converted(text, [_span(table(one)) for one in rows(row.get("spans"))], unit)
    meta = table(row.get("meta") or {})
    return ForeignArticle(
        text,
        words(row.get("title")),
        words(meta.get("byline")),
        words(meta.get("date")),
        words(meta.get("language")),
        words(meta.get("address")),
        spans,
        links_of(row, spans),
        tuple(words(tag) for tag in rows(row.get("tags"))),
        notes_of(row),
        tuple(_block(table(one)) for one in rows(row.get("blocks"))) if unit is Unit.CODE_POINTS else (),
        problems,
    )


def _span(told: Mapping[str, Any]) -> ForeignSpan:
    return ForeignSpan(
        words(told.get("id")),
        whole(told.get("start")),
        whole(told.get("end")),
        words(told.get("label")),
        words(told.get("layer")),
        words(told.get("text")),
        sureness(told.get("score")),
        told.get("state") == "suggested",
        words(told.get("origin")),
        tuple(sorted((str(k), words(v)) for k, v in table(told.get("values") or {}).items())),
    )


def _block(told: Mapping[str, Any]) -> tuple[int, int, str, int]:
    return whole(told.get("start")), whole(told.get("end")), words(told.get("kind")), whole(told.get("level", 0))


def links_of(row: Mapping[str, Any], spans: Iterable[ForeignSpan]) -> tuple[ForeignLink, ...]:
    """The links that the quotations of ``row`` stand for: their ends are found among ``spans`` by place and layer."""
    by_place = {(span.start, span.end, span.layer): span for span in spans}
    found: list[ForeignLink] = []
    for quote in map(table, rows(row.get("quotes"))):
        pieces = [_at(by_place, table(one), "quote") for one in rows(quote.get("pieces"))]
        first = next((one for one in pieces if one and one.id == quote.get("id")), pieces[0] if pieces else None)
        if first is None:
            continue
        suggested = quote.get("state") == "suggested"
        for other in pieces:
            if other and other is not first:
                found.append(ForeignLink("piece", first.id, other.id, suggested=suggested))
        for kind in ("speaker", "cue"):
            told = quote.get(kind)
            end = _at(by_place, table(told), kind) or _at(by_place, table(told), "entity") if told else None
            if end:
                name = words(table(told).get("name")) if kind == "speaker" else ""
                loose = suggested or end.suggested
                found.append(ForeignLink(kind, first.id, end.id, "" if name == end.text else name, loose))
    return tuple(found)


def _at(by_place: Mapping[tuple[int, int, str], ForeignSpan], told: Mapping[str, Any], layer: str) -> Any:
    return by_place.get((whole(told.get("start", -1)), whole(told.get("end", -1)), layer))


def notes_of(row: Mapping[str, Any]) -> tuple[ForeignNote, ...]:
    """The notes of ``row``."""
    return tuple(ForeignNote(words(n.get("span")), words(n.get("text"))) for n in map(table, rows(row.get("notes"))))
