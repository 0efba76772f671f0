"""JSON Lines, our own: an article a line with all that is said of it (described in docs/JSONL.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossator.core.export.base import Options
from glossator.core.export.visible import table, wanted
from glossator.core.export.writing import replacing
from glossator.core.model.bundle import Bundle
from glossator.core.model.overlap import reading_order
from glossator.core.model.quote import Quote, gather
from glossator.core.model.span import Span
from glossator.core.progress import Progress, check

VERSION = 1


@dataclass(frozen=True)
class JsonlOptions(Options):
    """Nothing more to choose."""


@dataclass(frozen=True)
class Jsonl:
    """Loses nothing."""

    name: str = "jsonl"
    title: str = "JSON Lines"
    suffix: str = ".jsonl"
    options: type[Options] = JsonlOptions

    def losses(self, bundle: Bundle, options: Options) -> Mapping[str, int]:
        """This format holds everything."""
        return {}

    def write(self, bundles: Iterable[Bundle], target: Path, options: Any, progress: Progress) -> int:
        """One line an article, UTF-8, ``\\n``."""
        count = 0
        with replacing(target) as out:
            for bundle in bundles:
                check(progress)
                text = json.dumps(line(bundle, options), ensure_ascii=False, separators=(",", ":"))
                out.write(text.encode("utf-8") + b"\n")
                count += 1
        return count


def line(bundle: Bundle, options: Options) -> dict[str, Any]:
    """What a line says of an article; offsets in code points, ends exclusive."""
    tokens = table(bundle, options)
    kept = wanted(bundle, options)
    article, source = kept.article, kept.source
    return {
        "format": "glossator-jsonl",
        "version": VERSION,
        "offset_unit": "codepoint",
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "blocks": [{"start": b.start, "end": b.end, "kind": str(b.kind), "level": b.level} for b in article.blocks],
        "tokens": [{"start": t.start, "end": t.end, "sentence": t.sentence} for t in tokens],
        "spans": [_span(span) for span in reading_order(kept.spans)],
        "quotes": [_quote(quote) for quote in gather(kept.spans, kept.links)],
        "tags": list(kept.tags),
        "notes": [{"span": n.span or None, "text": n.text, "author": n.author, "written": n.written} for n in kept.notes],
        "stage": str(kept.stage),
        "meta": {
            "source": source.path if source else "",
            "sha256": article.source,
            "encoding": source.encoding if source else "",
            "date": article.published,
            "byline": article.byline,
            "language": article.language,
            "address": article.address,
            "added": article.added,
            "part": article.part,
            "revision": article.revision,
            "pipeline": kept.analysis.pipeline if kept.analysis else "",
        },
    }


def _span(span: Span) -> dict[str, Any]:
    return {
        "id": span.id, "start": span.start, "end": span.end, "label": span.label, "layer": span.layer,
        "state": str(span.state), "origin": span.origin, "score": span.score, "text": span.text,
        "values": dict(span.values),
    }  # fmt: skip


def _place(span: Span) -> dict[str, Any]:
    return {"id": span.id, "start": span.start, "end": span.end, "text": span.text}


def _quote(quote: Quote) -> dict[str, Any]:
    speaker = {**_place(quote.speaker), "name": quote.speaker_name} if quote.speaker else None
    return {
        "id": quote.id,
        "start": quote.pieces[0].start,
        "end": max(piece.end for piece in quote.pieces),
        "kind": str(quote.kind),
        "state": str(quote.state),
        "score": quote.pieces[0].score,
        "pieces": [_place(piece) for piece in quote.pieces],
        "speaker": speaker,
        "cue": _place(quote.cue) if quote.cue else None,
    }
