"""CoNLL-2003 columns with IOB2 or BILUO tags: one token a line, spans that do not overlap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from glossator.core.export.base import Options
from glossator.core.export.flat import (
    FLAT_CHOICES,
    OVERLAPS_HELP,
    Overlaps,
    Placed,
    flattened,
    of_layers,
    on_words,
)
from glossator.core.export.losses import (
    LINKS,
    NOTES,
    OTHER_LAYERS,
    OVERLAPS,
    SCORES,
    SUGGESTED,
    TAGS,
    VALUES,
    counted,
    fit,
    scores,
    suggested,
    values,
)
from glossator.core.export.selection import chosen, table
from glossator.core.export.streaming import one_file
from glossator.core.model.analysis import Token
from glossator.core.model.bundle import Bundle
from glossator.core.model.span import Layer
from glossator.core.progress import Progress

_DOCUMENT = "-DOCSTART- -X- O O\n\n"


class Scheme(StrEnum):
    """How tags say where a span begins and ends."""

    IOB2 = "IOB2"
    BILUO = "BILUO"


@dataclass(frozen=True)
class ConllOptions(Options):
    """Which layer the last column holds, and in which scheme."""

    layer: str = field(
        default=str(Layer.ENTITY),
        metadata={"help": "The layer of spans to write: entity, quote, …; several parted by commas."},
    )
    scheme: str = field(
        default=str(Scheme.IOB2),
        metadata={
            "choices": tuple((str(one), str(one)) for one in Scheme),
            "help": "Begin-inside-outside, or with last and single tokens marked too.",
        },
    )
    overlaps: str = field(default=str(Overlaps.LONGEST), metadata={"choices": FLAT_CHOICES, "help": OVERLAPS_HELP})


def flat(bundle: Bundle, options: ConllOptions, tokens: Sequence[Token]) -> list[Placed]:
    """The spans of the wanted layers on whole tokens, none overlapping another."""
    spans = of_layers(bundle.spans, options.layer)
    return flattened(on_words(spans, bundle.article.text, tokens), options.overlaps, options.layer)


def _words(word: str) -> list[str]:
    """A token as the column can hold it: one with blanks inside is parted there."""
    return re.split(r"\s+", word.strip())


def tag(scheme: str, label: str, first: bool, last: bool) -> str:
    """The tag of a token that is the first or last of its span, or neither."""
    if scheme == Scheme.BILUO and last:
        return f"{'U' if first else 'L'}-{label}"
    return f"{'B' if first else 'I'}-{label}"


def lines(text: str, tokens: Sequence[Token], spans: Sequence[Placed], scheme: str = Scheme.IOB2) -> Iterator[str]:
    """The lines of one article. A sentence's end inside a span is left out, so no span is cut."""
    at = 0
    first = True
    for token in tokens:
        while at < len(spans) and spans[at].end <= token.start:
            at += 1
        span = spans[at] if at < len(spans) and spans[at].start <= token.start else None
        begins = span is not None and span.start == token.start
        if token.sentence and not first and (span is None or begins):
            yield "\n"
        first = False
        found = _words(text[token.start : token.end])
        for k, word in enumerate(found, 1):
            told = "O"
            if span:
                last = token.end >= span.end and k == len(found)
                told = tag(scheme, "_".join(span.span.label.split()), begins, last)
            yield f"{word} -X- _ {told}\n"
            begins = False


def document(bundle: Bundle, options: ConllOptions) -> str:
    """A chosen bundle as text: the head line, its sentences, a blank line after each."""
    tokens = table(bundle)
    body = "".join(lines(bundle.article.text, tokens, flat(bundle, options, tokens), options.scheme))
    return _DOCUMENT + (body + "\n" if body else "")


class Conll:
    """Writes what spaCy, seqeval and Flair read as CoNLL-2003; part of speech and chunk are not given."""

    name = "conll"
    title = "CoNLL-2003 (IOB2, BILUO)"
    suffix = ".conll"
    options = ConllOptions

    def losses(self, bundle: Bundle, options: ConllOptions) -> Mapping[str, int]:
        """All but one flat layer; the blanks between words are lost for every article."""
        kept = chosen(bundle, options)
        text, tokens = kept.article.text, table(kept)
        spans = of_layers(kept.spans, options.layer)
        written = flat(kept, options, tokens)
        return counted(
            {
                **fit(spans, text, tokens),
                OVERLAPS: len(on_words(spans, text, tokens)) - len(written),
                OTHER_LAYERS: len(kept.spans) - len(spans),
                LINKS: len(kept.links),
                NOTES: len(bundle.notes),
                TAGS: len(kept.tags),
                SCORES: scores(placed.span for placed in written),
                SUGGESTED: suggested(placed.span for placed in written),
                VALUES: values(placed.span for placed in written),
            }
        )

    def write(self, bundles: Iterable[Bundle], target: Path, options: ConllOptions, progress: Progress) -> int:
        """Every article after its ``-DOCSTART-``. UserError as Replacement, Cancelled."""
        return one_file(bundles, target, options, progress, lambda b: document(b, options).encode("utf-8", "replace"))
