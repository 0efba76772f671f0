"""CoNLL-2003 columns with IOB2 tags: one token a line, one flat layer of spans."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from glossator.core.export.base import Options
from glossator.core.export.losses import LINKS, NOTES, OTHER_LAYERS, OVERLAPS, TAGS, counted, fit, on_tokens
from glossator.core.export.selection import chosen, table
from glossator.core.export.writing import Replacement
from glossator.core.model.analysis import Token
from glossator.core.model.bundle import Bundle
from glossator.core.model.overlap import longest_first
from glossator.core.model.span import Layer, Span
from glossator.core.progress import Progress, check

_DOCUMENT = "-DOCSTART- -X- O O\n\n"


@dataclass(frozen=True)
class ConllOptions(Options):
    """Which layer the last column holds."""

    layer: str = field(default=str(Layer.ENTITY), metadata={"help": "The layer of spans to write: entity, quote, …"})


@dataclass(frozen=True)
class _Placed:
    start: int
    end: int
    label: str


def _flat(spans: Sequence[Span], text: str, tokens: Sequence[Token]) -> list[_Placed]:
    """Spans on whole tokens, the longest first where they overlap."""
    placed = []
    for span in spans:
        where = on_tokens(span, text, tokens)
        if where:
            placed.append(_Placed(where[0], where[1], "_".join(span.label.split())))
    return longest_first(placed)


def _words(word: str) -> list[str]:
    """A token as the column can hold it: one with blanks inside is parted there."""
    return re.split(r"\s+", word.strip())


def lines(text: str, tokens: Sequence[Token], spans: Sequence[_Placed]) -> Iterator[str]:
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
        for word in _words(text[token.start : token.end]):
            tag = f"{'B' if begins else 'I'}-{span.label}" if span else "O"
            yield f"{word} -X- _ {tag}\n"
            begins = False


def document(bundle: Bundle, layer: str) -> str:
    """A chosen bundle as text: the head line, its sentences, a blank line after each."""
    text, tokens = bundle.article.text, table(bundle)
    spans = _flat([span for span in bundle.spans if span.layer == layer], text, tokens)
    body = "".join(lines(text, tokens, spans))
    return _DOCUMENT + (body + "\n" if body else "")


class Conll:
    """Writes what spaCy, seqeval and Flair read as CoNLL-2003; part of speech and chunk are not given."""

    name = "conll"
    title = "CoNLL-2003 (IOB2)"
    suffix = ".conll"
    options = ConllOptions

    def losses(self, bundle: Bundle, options: ConllOptions) -> Mapping[str, int]:
        """All but one flat layer; the blanks between words are lost for every article."""
        kept = chosen(bundle, options)
        text, tokens = kept.article.text, table(kept)
        spans = [span for span in kept.spans if span.layer == options.layer]
        found = fit(spans, text, tokens)
        placed = sum(1 for span in spans if on_tokens(span, text, tokens))
        return counted(
            {
                **found,
                OVERLAPS: placed - len(_flat(spans, text, tokens)),
                OTHER_LAYERS: len(kept.spans) - len(spans),
                LINKS: len(kept.links),
                NOTES: len(bundle.notes),
                TAGS: len(kept.tags),
            }
        )

    def write(self, bundles: Iterable[Bundle], target: Path, options: ConllOptions, progress: Progress) -> int:
        """Every article after its ``-DOCSTART-``. UserError as :class:`Replacement`, Cancelled."""
        total = operator.length_hint(bundles)
        done = 0
        with Replacement(target) as out:
            for bundle in bundles:
                check(progress)
                out.write(document(chosen(bundle, options), options.layer).encode("utf-8", "replace"))
                done += 1
                progress.step(done, total, bundle.article.title)
            check(progress)
        return done
