"""Prodigy's JSONL: a task an article with its tokens, spans, relations and choices.

Shapes as Prodigy documents them for ``ner.manual``, ``spans.manual``, ``rel.manual``
and ``choice``: offsets in code points, ``token_end`` inclusive.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from glossator.core.export.docbin import words
from glossator.core.export.flat import (
    ALL_CHOICES,
    OVERLAPS_HELP,
    LayeredOptions,
    Overlaps,
    Placed,
    flattened,
    of_layers,
    on_words,
)
from glossator.core.export.jsonline import dumped
from glossator.core.export.losses import (
    LINKS,
    NOTES,
    OTHER_LAYERS,
    OVERLAPS,
    VALUES,
    counted,
    fit,
    values,
)
from glossator.core.export.record import meta
from glossator.core.export.selection import chosen, table
from glossator.core.export.streaming import one_file
from glossator.core.model.analysis import Token
from glossator.core.model.bundle import Bundle
from glossator.core.model.span import State
from glossator.core.progress import Progress


@dataclass(frozen=True)
class ProdigyOptions(LayeredOptions):
    """What ``spans.manual`` can show; ``ner.manual`` needs a choice for overlaps."""

    overlaps: str = field(
        default=str(Overlaps.KEEP),
        metadata={
            "choices": ALL_CHOICES,
            "help": f"{OVERLAPS_HELP} Prodigy's ner.manual takes none, spans.manual all.",
        },
    )


def _selected(bundle: Bundle, options: ProdigyOptions, tokens: Sequence[Token]) -> list[Placed]:
    spans = of_layers(bundle.spans, options.layers)
    return flattened(on_words(spans, bundle.article.text, tokens), options.overlaps, options.layers)


def _tokens(text: str, tokens: Sequence[Token], spaces: Sequence[bool]) -> list[dict[str, Any]]:
    return [
        {"text": text[token.start : token.end], "start": token.start, "end": token.end, "id": k, "ws": space}
        for k, (token, space) in enumerate(zip(tokens, spaces, strict=True))
    ]


def _span(placed: Placed, starts: Sequence[int]) -> dict[str, Any]:
    span = placed.span
    made: dict[str, Any] = {
        "start": placed.start,
        "end": placed.end,
        "token_start": bisect_right(starts, placed.start) - 1,
        "token_end": bisect_left(starts, placed.end) - 1,
        "label": span.label,
        "id": span.id,
        "layer": str(span.layer),
    }
    if span.score is not None:
        made["score"] = span.score
    if span.state is State.SUGGESTED:
        made["state"] = str(span.state)
    return made


def _relations(bundle: Bundle, spans: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Links whose both ends are written; Prodigy names an end by its last token."""
    edge = ("start", "end", "token_start", "token_end", "label")
    found = []
    for link in bundle.links:
        if link.head in spans and link.tail in spans:
            head, child = spans[link.head], spans[link.tail]
            made: dict[str, Any] = {
                "head": head["token_end"],
                "child": child["token_end"],
                "head_span": {name: head[name] for name in edge},
                "child_span": {name: child[name] for name in edge},
                "label": link.kind,
            }
            if link.value("name"):
                made["name"] = link.value("name")
            found.append(made)
    return found


def task(bundle: Bundle, options: ProdigyOptions) -> dict[str, Any]:
    """A chosen bundle as one task; tags are the choices that were taken."""
    text, tokens = bundle.article.text, table(bundle)
    everything, spaces = words(text, tokens)
    starts = [token.start for token in everything]
    spans = {placed.span.id: _span(placed, starts) for placed in _selected(bundle, options, tokens)}
    made: dict[str, Any] = {
        "text": text,
        "tokens": _tokens(text, everything, spaces),
        "spans": list(spans.values()),
        "relations": _relations(bundle, spans),
        "meta": {"id": bundle.article.id, "title": bundle.article.title, "source": meta(bundle)["source"]},
        "answer": "accept",
    }
    if bundle.tags:
        made["options"] = [{"id": tag, "text": tag} for tag in bundle.tags]
        made["accept"] = list(bundle.tags)
    return made


class Prodigy:
    """Writes what ``prodigy db-in`` and the ``*.manual`` recipes read.

    Span ids, layers, scores and states stand in keys of ours, which Prodigy passes on.
    """

    name = "prodigy"
    title = "Prodigy JSONL"
    suffix = ".prodigy.jsonl"
    options = ProdigyOptions

    def losses(self, bundle: Bundle, options: ProdigyOptions) -> Mapping[str, int]:
        """Notes and facts of spans; edges inside words; what the options leave out."""
        kept = chosen(bundle, options)
        text, tokens = kept.article.text, table(kept)
        spans = of_layers(kept.spans, options.layers)
        written = _selected(kept, options, tokens)
        ids = {placed.span.id for placed in written}
        linked = sum(1 for link in kept.links if link.head in ids and link.tail in ids)
        return counted(
            {
                **fit(spans, text, tokens),
                OTHER_LAYERS: len(kept.spans) - len(spans),
                OVERLAPS: len(on_words(spans, text, tokens)) - len(written),
                LINKS: len(kept.links) - linked,
                NOTES: len(bundle.notes),
                VALUES: values(placed.span for placed in written),
            }
        )

    def write(self, bundles: Iterable[Bundle], target: Path, options: ProdigyOptions, progress: Progress) -> int:
        """One task an article, in constant memory. UserError as Replacement, Cancelled."""
        return one_file(bundles, target, options, progress, lambda bundle: dumped(task(bundle, options)))
