"""One article as plain dictionaries: a line of Glossator's JSONL.

The schema is resources/schema/glossator-jsonl.schema.json.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from glossator.core.export.selection import table
from glossator.core.model.bundle import Bundle
from glossator.core.model.quote import Quote, gather
from glossator.core.model.span import Span

FORMAT = "glossator-jsonl"
VERSION = 1


def _stretch(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": text[span.start : span.end]}


def _span(span: Span, text: str) -> dict[str, Any]:
    return {
        "id": span.id,
        **_stretch(span, text),
        "label": span.label,
        "layer": str(span.layer),
        "state": str(span.state),
        "origin": span.origin,
        "score": span.score,
        "values": dict(span.values),
    }


def _quote(quote: Quote, text: str) -> dict[str, Any]:
    pieces = sorted(quote.pieces, key=lambda piece: (piece.start, piece.end))
    start, end = pieces[0].start, max(piece.end for piece in pieces)
    return {
        "id": quote.id,
        "start": start,
        "end": end,
        "text": text[start:end],
        "kind": str(quote.kind),
        "state": str(quote.state),
        "score": quote.pieces[0].score,
        "pieces": [{"start": piece.start, "end": piece.end} for piece in pieces],
        "speaker": {**_stretch(quote.speaker, text), "name": quote.speaker_name} if quote.speaker else None,
        "cue": _stretch(quote.cue, text) if quote.cue else None,
    }


def quotes(bundle: Bundle) -> list[dict[str, Any]]:
    """The quotations of a chosen bundle, in order of the text."""
    return [_quote(quote, bundle.article.text) for quote in gather(bundle.spans, bundle.links)]


def notes(bundle: Bundle) -> list[dict[str, Any]]:
    """The notes of a chosen bundle; ``span`` is None for a note on the article."""
    return [{"span": n.span or None, "text": n.text, "author": n.author, "written": n.written} for n in bundle.notes]


def meta(bundle: Bundle) -> dict[str, Any]:
    """Where the article comes from. Of the file only its name is told, not its folder."""
    article = bundle.article
    return {
        "source": re.split(r"[/\\]", bundle.source.path)[-1] if bundle.source else "",
        "date": article.published,
        "byline": article.byline,
        "sha256": article.source,
        "language": article.language,
        "address": article.address,
        "pipeline": bundle.analysis.pipeline if bundle.analysis else "",
        "revision": article.revision,
    }


def record(bundle: Bundle) -> Mapping[str, Any]:
    """The whole of a chosen bundle (see :func:`selection.chosen`), keys in the order of the schema."""
    article = bundle.article
    return {
        "format": FORMAT,
        "version": VERSION,
        "offset_unit": "codepoint",
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "blocks": [{"start": b.start, "end": b.end, "kind": str(b.kind), "level": b.level} for b in article.blocks],
        "tokens": [{"start": t.start, "end": t.end, "sentence": t.sentence} for t in table(bundle)],
        "spans": [_span(span, article.text) for span in bundle.spans],
        "quotes": quotes(bundle),
        "tags": list(bundle.tags),
        "notes": notes(bundle),
        "stage": str(bundle.stage),
        "meta": meta(bundle),
    }
