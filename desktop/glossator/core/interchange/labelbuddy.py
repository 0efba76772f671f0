"""labelbuddy's JSON and JSON Lines: documents with ``start_char`` and ``end_char``, and bytes beside them.

Source: labelbuddy's documentation, "Importing and exporting documents and annotations".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from glossator.core.interchange.base import (
    ForeignArticle,
    ForeignFile,
    ForeignNote,
    ForeignSpan,
    Malformed,
    Problem,
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

_FACTS = {"author": "byline", "byline": "byline", "date": "published", "language": "language", "lang": "language",
          "url": "address", "address": "address"}  # fmt: skip


class Labelbuddy:
    """Offsets are code points; bytes of UTF-8 are taken where only they are told. Extra data becomes notes."""

    name = "labelbuddy"
    title = "labelbuddy JSON or JSON Lines"

    def read(self, path: Path) -> ForeignFile:
        """UserError annotations-unreadable, file-missing, file-too-large."""
        data = loaded(path)
        return in_each(path, data, _documents(path, decoded(path, data)), _article)


def _documents(path: Path, text: str) -> Iterator[tuple[int, Any]]:
    """(number, document): of an array, of one object, or of a line each."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        yield from json_lines(path, text)
        return
    yield from enumerate(value if isinstance(value, list) else [value], 1)


def _article(row: Mapping[str, Any]) -> ForeignArticle:
    text = row.get("text")
    if not isinstance(text, str):
        raise Malformed("it has no text: export with the texts")
    told = [table(one) for one in rows(row.get("annotations"))]
    if not told and "annotations" not in row and "metadata" not in row:
        raise Malformed("it has no annotations")
    spans: list[ForeignSpan] = []
    problems: list[Problem] = []
    notes: list[ForeignNote] = []
    for number, one in enumerate(told):
        ident = f"a{number}"
        unit, low, high = Unit.CODE_POINTS, one.get("start_char"), one.get("end_char")
        if low is None and high is None:
            unit, low, high = Unit.BYTES, one.get("start_byte"), one.get("end_byte")
        span = ForeignSpan(ident, whole(low), whole(high), words(one.get("label_name")))
        kept, lost = converted(text, [span], unit)
        spans += kept
        problems += lost
        if words(one.get("extra_data")).strip():
            notes.append(ForeignNote(ident, words(one.get("extra_data"))))
    facts = _facts(row.get("metadata"))
    title = words(row.get("display_title") or row.get("list_title") or facts.pop("title", ""))
    return ForeignArticle(
        text, title, spans=tuple(spans), notes=tuple(notes), problems=tuple(problems), **facts
    )  # fmt: skip


def _facts(metadata: Any) -> dict[str, Any]:
    """Title, byline, date, language and address, where the metadata call them so."""
    told = metadata if isinstance(metadata, dict) else {}
    found = {field: told[key] for key, field in _FACTS.items() if isinstance(told.get(key), str)}
    return {**found, **({"title": told["title"]} if isinstance(told.get("title"), str) else {})}
