"""Rows and changes as plain values: the fields of every row type, and a Change as zlib JSON.

Rows are written with the names of their fields, so a field that a later version adds
with a default reads old journals too.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from glossator.core.model.analysis import Analysis
from glossator.core.model.article import Article, Source
from glossator.core.model.block import Block, Kind
from glossator.core.model.change import Change, Row
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.note import Note
from glossator.core.model.person import Alias, Person
from glossator.core.model.span import Span, State, Values
from glossator.core.model.tag import Stage, Standing, Tag

VERSION = 1
ROW_TYPES: Mapping[str, type[Row]] = {
    one.__name__: one for one in (Source, Article, Analysis, Span, Link, Label, Note, Tag, Standing, Person, Alias)
}
FIELDS: Mapping[str, tuple[str, ...]] = {
    name: tuple(field.name for field in fields(row)) for name, row in ROW_TYPES.items()
}


def pack_blocks(blocks: tuple[Block, ...]) -> str:
    """Blocks as compact JSON: ``[[start,end,kind,level],…]``."""
    return json.dumps([[b.start, b.end, str(b.kind), b.level] for b in blocks], separators=(",", ":"))


def unpack_blocks(packed: str) -> tuple[Block, ...]:
    """Blocks of :func:`pack_blocks`; raises ValueError on damage."""
    return tuple(Block(start, end, Kind(kind), level) for start, end, kind, level in json.loads(packed))


def pack_values(values: Values) -> str:
    """A span's or link's values as compact JSON, their order kept."""
    return json.dumps(values, separators=(",", ":"), ensure_ascii=False) if values else "[]"


def unpack_values(packed: str) -> Values:
    """Values of :func:`pack_values`; raises ValueError on damage."""
    return tuple((name, value) for name, value in json.loads(packed)) if packed != "[]" else ()


_TO_JSON: dict[str, Callable[[Any], Any]] = {
    "blocks": pack_blocks,
    "values": pack_values,
    "tokens": lambda raw: base64.b64encode(raw).decode("ascii"),
}
_FROM_JSON: dict[str, Callable[[Any], Any]] = {
    "blocks": unpack_blocks,
    "values": unpack_values,
    "tokens": base64.b64decode,
    "state": State,
    "stage": Stage,
}


def encode(change: Change) -> bytes:
    """``change`` as zlib-compressed JSON."""
    whole = {
        "version": VERSION,
        "title": change.title,
        "group": change.group,
        "before": [_plain(row) for row in change.before],
        "after": [_plain(row) for row in change.after],
    }
    return zlib.compress(json.dumps(whole, separators=(",", ":")).encode("ascii"), 6)


def decode(payload: bytes) -> Change:
    """The change in ``payload``; raises ValueError when it is damaged."""
    try:
        whole = json.loads(zlib.decompress(payload))
        before, after = (tuple(_row(one) for one in whole[side]) for side in ("before", "after"))
        return Change(whole["title"], before, after, whole["group"])
    except (zlib.error, binascii.Error, KeyError, TypeError, AttributeError) as error:
        raise ValueError("damaged change") from error


def _plain(row: Row) -> dict[str, Any]:
    name = type(row).__name__
    plain: dict[str, Any] = {"row": name}
    for field in FIELDS[name]:
        value = getattr(row, field)
        plain[field] = _TO_JSON[field](value) if field in _TO_JSON else value
    return plain


def _row(plain: dict[str, Any]) -> Row:
    made: type[Row] = ROW_TYPES[plain.pop("row")]
    return made(**{name: _FROM_JSON[name](value) if name in _FROM_JSON else value for name, value in plain.items()})
