"""A quotation as one thing: its pieces, its cue and its speaker, gathered from spans and links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from glossator.core.model.link import Link
from glossator.core.model.span import Layer, Span, State


class QuoteKind(StrEnum):
    """How much of a quotation stands in marks."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
    SCARE = "scare"


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation: ``pieces`` in order of the text (at least one), the first one heads the links."""

    pieces: tuple[Span, ...]
    kind: str
    speaker: Span | None
    speaker_name: str
    cue: Span | None
    links: tuple[Link, ...]

    @property
    def id(self) -> str:
        """The id of its first piece."""
        return self.pieces[0].id

    @property
    def start(self) -> int:
        """Where it begins, in code points."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Where its last piece ends, in code points."""
        return self.pieces[-1].end

    @property
    def state(self) -> State:
        """The state of its first piece."""
        return self.pieces[0].state


def gather(spans: Iterable[Span], links: Iterable[Link]) -> tuple[Quote, ...]:
    """Quotations made of the quote spans and their links, in order of the text.

    A link whose other end is missing, or that was rejected, is left out.
    """
    by_id = {span.id: span for span in spans}
    by_head: dict[str, list[Link]] = {}
    further: set[str] = set()
    for link in links:
        if link.state is State.REJECTED or link.head not in by_id or link.tail not in by_id:
            continue
        by_head.setdefault(link.head, []).append(link)
        if link.kind == "piece":
            further.add(link.tail)
    found: list[Quote] = []
    for span in by_id.values():
        if span.layer != Layer.QUOTE or span.id in further:
            continue
        mine = by_head.get(span.id, [])
        pieces = sorted(
            [span, *(by_id[link.tail] for link in mine if link.kind == "piece")], key=lambda s: (s.start, s.end)
        )
        speaker = next((link for link in mine if link.kind == "speaker"), None)
        cue = next((link for link in mine if link.kind == "cue"), None)
        speaker_span = by_id[speaker.tail] if speaker else None
        name = (speaker.value("name") if speaker else "") or (speaker_span.text if speaker_span else "")
        found.append(
            Quote(
                (span, *(p for p in pieces if p is not span)),
                span.value("kind", QuoteKind.DIRECT),
                speaker_span,
                name,
                by_id[cue.tail] if cue else None,
                tuple(mine),
            )
        )
    return tuple(sorted(found, key=lambda quote: (quote.start, quote.end)))
