"""What the page is to show at the moment, apart from the text and the spans themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.quote import Quote, QuoteKind, gather
from glossator.core.model.span import Layer, Span, State
from glossator.ui.hues import hues_of
from glossator.ui.page.typography import Typography
from glossator.ui.theme import LabelColors, Theme

LINED = frozenset({Layer.QUOTE, Layer.SPEAKER, Layer.CUE})
"""Layers drawn as lines under the text; every other layer is a fill behind it."""


@dataclass(slots=True, eq=False)
class Look:
    """Everything that layout and painter ask for; the page alone changes it.

    ``lit`` holds ids of spans that belong to the quotation under the hand, ``preview``
    the stretch that a dragged edge would give, ``speakers`` the name beside a quotation,
    ``under`` all spans below the pointer, ``voices`` the hue of who speaks for each span
    of a quotation, ``threads`` for each of its pieces its quotation's id and bounds.
    """

    theme: Theme
    type: Typography
    chips: bool = True
    furniture: bool = False
    caret: bool = False
    labels: Mapping[str, Label] = field(default_factory=dict)
    noted: frozenset[str] = frozenset()
    hidden_layers: frozenset[str] = frozenset()
    hovered: Span | None = None
    selected: Span | None = None
    preview: tuple[int, int] | None = None
    lit: frozenset[str] = frozenset()
    under: tuple[Span, ...] = ()
    speakers: dict[str, str] = field(default_factory=dict)
    voices: dict[str, int] = field(default_factory=dict)
    threads: dict[str, tuple[str, int, int]] = field(default_factory=dict)

    def take(self, spans: Iterable[Span], links: Iterable[Link]) -> None:
        """Learn the article's quotations: who speaks, in which colour, and what belongs together."""
        quotes = gather((span for span in spans if span.state is not State.REJECTED), links)
        self.speakers = {quote.id: quote.speaker_name for quote in quotes if quote.speaker_name}
        self.voices, self.threads = voices_of(quotes), threads_of(quotes)

    def draws(self, span: Span) -> bool:
        """Whether ``span`` is to be seen at all."""
        return span.state is not State.REJECTED and span.layer not in self.hidden_layers and span.start < span.end

    def fills(self, span: Span) -> bool:
        """Whether ``span`` is a fill behind the text (else a line under it)."""
        return span.layer not in LINED

    def has_chip(self, span: Span) -> bool:
        """Whether its label stands behind its last character."""
        return self.chips and span.layer not in LINED and span.layer != Layer.HIGHLIGHT

    def colors(self, span: Span) -> LabelColors:
        """The colours of its label; a label that is unknown gets a hue from its letters."""
        label = self.labels.get(span.label)
        return self.theme.label_colors(label.hue if label else 37 * sum(map(ord, span.label)))

    def name(self, span: Span) -> str:
        """What its label is called."""
        label = self.labels.get(span.label)
        return label.name if label and label.name else span.label


def voices_of(quotes: Sequence[Quote]) -> dict[str, int]:
    """Id of every piece, cue and speaker of a quotation whose speaker is known → the speaker's hue.

    A mention or cue that quotations share keeps the hue of the first.
    """
    hues = hues_of(quote.speaker_name for quote in quotes)
    made: dict[str, int] = {}
    for quote in quotes:
        if quote.speaker_name:
            for part in (*quote.pieces, quote.cue, quote.speaker):
                if part is not None:
                    made.setdefault(part.id, hues[quote.speaker_name])
    return made


def threads_of(quotes: Sequence[Quote]) -> dict[str, tuple[str, int, int]]:
    """Id of every piece → its quotation's id and where that begins and ends; marks around a mere word have none."""
    return {
        piece.id: (quote.id, min(p.start for p in quote.pieces), max(p.end for p in quote.pieces))
        for quote in quotes
        if quote.kind != QuoteKind.SCARE
        for piece in quote.pieces
    }


class Ties:
    """The links of an article, asked from the side of a span."""

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self._tails: dict[str, list[str]] = {}
        self._heads: dict[str, list[str]] = {}
        self._links = [link for link in links if link.state is not State.REJECTED]
        for link in self._links:
            self._tails.setdefault(link.head, []).append(link.tail)
            self._heads.setdefault(link.tail, []).append(link.head)

    def around(self, spans: Sequence[Span | None]) -> frozenset[str]:
        """Ids of all that belongs together with one of ``spans``, themselves included."""
        found: set[str] = set()
        for span in spans:
            if span is None or span.layer not in LINED:
                continue
            heads = self._heads.get(span.id, [span.id])
            found.update(heads)
            for head in heads:
                found.update(self._tails.get(head, ()))
        return frozenset(found)
