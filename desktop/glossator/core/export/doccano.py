"""doccano's JSONL in both shapes: triples of old, entities and relations of today.

Offsets are code points (doccano's default; a project with "count grapheme clusters"
counts otherwise). Columns that doccano does not know go into its metadata.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Any

from glossator.core.export.flat import (
    ALL_CHOICES,
    OVERLAPS_HELP,
    LayeredOptions,
    Overlaps,
    Placed,
    flattened,
    of_layers,
)
from glossator.core.export.jsonline import dumped
from glossator.core.export.losses import (
    LAYERS,
    LINKS,
    NOTES,
    OTHER_LAYERS,
    OVERLAPS,
    SCORES,
    SPEAKERS,
    SUGGESTED,
    VALUES,
    counted,
    scores,
    speakers,
    suggested,
    values,
)
from glossator.core.export.record import meta
from glossator.core.export.selection import chosen
from glossator.core.export.streaming import one_file
from glossator.core.model.bundle import Bundle
from glossator.core.model.link import Link
from glossator.core.progress import Progress


class Style(StrEnum):
    """doccano's two shapes of a line."""

    OLD = "old"
    NEW = "new"


@dataclass(frozen=True)
class DoccanoOptions(LayeredOptions):
    """A project for sequence labelling takes the old shape, one with relations the new one."""

    style: str = field(
        default=str(Style.NEW),
        metadata={
            "choices": ((str(Style.NEW), "Entities and relations"), (str(Style.OLD), "Triples (sequence labelling)")),
            "help": "Relations need a doccano project that was made with relations.",
        },
    )
    overlaps: str = field(
        default=str(Overlaps.KEEP),
        metadata={
            "choices": ALL_CHOICES,
            "help": f"{OVERLAPS_HELP} doccano drops them itself unless the project allows them.",
        },
    )


def _selected(bundle: Bundle, options: DoccanoOptions) -> list[Placed]:
    spans = of_layers(bundle.spans, options.layers)
    return flattened([Placed(span.start, span.end, span) for span in spans], options.overlaps, options.layers)


def _linked(bundle: Bundle, written: Iterable[Placed]) -> list[Link]:
    ids = {placed.span.id for placed in written}
    return [link for link in bundle.links if link.head in ids and link.tail in ids]


def _new(bundle: Bundle, spans: list[Placed], ids: Iterator[int]) -> dict[str, Any]:
    """Numbers are unique in the file, as doccano's own export has them."""
    numbers = {placed.span.id: next(ids) for placed in spans}
    return {
        "entities": [
            {"id": numbers[p.span.id], "label": p.span.label, "start_offset": p.start, "end_offset": p.end}
            for p in spans
        ],
        "relations": [
            {"id": next(ids), "from_id": numbers[link.head], "to_id": numbers[link.tail], "type": link.kind}
            for link in _linked(bundle, spans)
        ],
    }


def example(bundle: Bundle, options: DoccanoOptions, ids: Iterator[int]) -> dict[str, Any]:
    """A chosen bundle as one line; ``ids`` numbers entities and relations."""
    article = bundle.article
    spans = _selected(bundle, options)
    if options.style == Style.OLD:
        body: dict[str, Any] = {"label": [[p.start, p.end, p.span.label] for p in spans]}
    else:
        body = _new(bundle, spans, ids)
    told = {"article": article.id, "title": article.title, "source": meta(bundle)["source"], "tags": list(bundle.tags)}
    return {"text": article.text, **body, **told}


class Doccano:
    """Writes what doccano imports as "JSONL" for sequence labelling, with or without relations."""

    name = "doccano"
    title = "doccano JSONL"
    suffix = ".doccano.jsonl"
    options = DoccanoOptions

    def losses(self, bundle: Bundle, options: DoccanoOptions) -> Mapping[str, int]:
        """A label and a place is all that a span has there; the old shape has no relations."""
        kept = chosen(bundle, options)
        spans = of_layers(kept.spans, options.layers)
        written = _selected(kept, options)
        links = _linked(kept, written) if options.style == Style.NEW else []
        return counted(
            {
                OTHER_LAYERS: len(kept.spans) - len(spans),
                OVERLAPS: len(spans) - len(written),
                LINKS: len(kept.links) - len(links),
                SPEAKERS: speakers(links),
                NOTES: len(bundle.notes),
                LAYERS: len({placed.span.layer for placed in written}),
                SCORES: scores(placed.span for placed in written),
                SUGGESTED: suggested(placed.span for placed in written),
                VALUES: values(placed.span for placed in written),
            }
        )

    def write(self, bundles: Iterable[Bundle], target: Path, options: DoccanoOptions, progress: Progress) -> int:
        """One line an article, in constant memory. UserError as Replacement, Cancelled."""
        ids = count(1)
        return one_file(bundles, target, options, progress, lambda bundle: dumped(example(bundle, options, ids)))
