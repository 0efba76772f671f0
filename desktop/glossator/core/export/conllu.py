"""CoNLL-U: ten columns a token, spans in MISC, blanks between tokens kept.

The layer ``entity`` is ``NE=B-PERSON`` as spaCy reads it, others are ``Quote=B-QUOTE``
and so on; ``Offset=31:37`` are code points. Nothing is said of lemmas or syntax: HEAD
and DEPREL are ``_``. See universaldependencies.org/format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from glossator.core.export.conll import Scheme, tag
from glossator.core.export.flat import (
    FLAT_CHOICES,
    OVERLAPS_HELP,
    LayeredOptions,
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
from glossator.core.model.span import Layer, Span
from glossator.core.progress import Progress

_LINE_ENDS = dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\\n")
_SPACES = {**_LINE_ENDS, " ": "\\s", "\n": "\\n", "\t": "\\t", "\r": "\\r", "|": "\\p", "\\": "\\\\"}


@dataclass(frozen=True)
class ConlluOptions(LayeredOptions):
    """Each layer is flat for itself."""

    overlaps: str = field(
        default=str(Overlaps.LONGEST),
        metadata={
            "choices": FLAT_CHOICES,
            "help": f"{OVERLAPS_HELP} Spans of different layers never hinder each other.",
        },
    )


def key(layer: str) -> str:
    """The name in MISC: ``NE`` for entities, else the layer's name with a capital."""
    name = re.sub(r"[\s|=]+", "_", str(layer))
    return "NE" if layer == Layer.ENTITY else name[:1].upper() + name[1:]


def flat(bundle: Bundle, options: ConlluOptions, tokens: Sequence[Token]) -> dict[str, list[Placed]]:
    """The wanted spans on whole tokens, layer by layer, none overlapping another of its layer."""
    layers: dict[str, list[Span]] = {}
    for span in of_layers(bundle.spans, options.layers):
        layers.setdefault(str(span.layer), []).append(span)
    text = bundle.article.text
    return {layer: flattened(on_words(spans, text, tokens), options.overlaps) for layer, spans in layers.items()}


def _sentences(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    found: list[Token] = []
    for token in tokens:
        if token.sentence and found:
            yield found
            found = []
        found.append(token)
    if found:
        yield found


def _line(text: str) -> str:
    """Text that stays on its line and in its column."""
    return re.sub(r"[\s\x1c-\x1f\x85\u2028\u2029]", " ", text)


class _Misc:
    """The last column: marks of spans, place, and the blanks that follow."""

    def __init__(self, text: str, tokens: Sequence[Token], layers: Mapping[str, Sequence[Placed]]) -> None:
        self._text = text
        self._marks: dict[int, list[str]] = {}
        ends = {token.start: token.end for token in tokens}
        starts = sorted(ends)
        for layer, spans in layers.items():
            at = 0
            for start in starts:
                while at < len(spans) and spans[at].end <= start:
                    at += 1
                if at < len(spans) and spans[at].start <= start:
                    told = "_".join(re.split(r"[\s|]+", spans[at].span.label))
                    mark = tag(Scheme.IOB2, told, spans[at].start == start, ends[start] >= spans[at].end)
                    self._marks.setdefault(start, []).append(f"{key(layer)}={mark}")

    def column(self, token: Token, follower: int) -> str:
        """MISC of ``token``; ``follower`` is where the next one begins."""
        gap = self._text[token.end : follower]
        told = list(self._marks.get(token.start, ()))
        if not gap:
            told.append("SpaceAfter=No")
        elif gap != " ":
            told.append("SpacesAfter=" + "".join(_SPACES.get(c, c) for c in gap))
        # Last, since some readers strip the line, and a gap may be nothing but a no-break space.
        return "|".join([*told, f"Offset={token.start}:{token.end}"])


def document(bundle: Bundle, options: ConlluOptions) -> str:
    """A chosen bundle: comments, then its sentences, a blank line after each."""
    article, tokens = bundle.article, table(bundle)
    if not tokens:
        return ""
    misc = _Misc(article.text, tokens, flat(bundle, options, tokens))
    rows = [f"# newdoc id = {_line(article.id)}\n", f"# title = {_line(article.title)}\n"]
    follower = iter([*(token.start for token in tokens[1:]), len(article.text)])
    for number, sentence in enumerate(_sentences(tokens), 1):
        covered = article.text[sentence[0].start : sentence[-1].end]
        rows.append(f"# sent_id = {_line(article.id)}-{number}\n# text = {_line(covered)}\n")
        for k, token in enumerate(sentence, 1):
            form = _line(article.text[token.start : token.end])
            rows.append(f"{k}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc.column(token, next(follower))}\n")
        rows.append("\n")
    return "".join(rows)


class Conllu:
    """Writes what conllu, spaCy, UDPipe and the tools of Universal Dependencies read."""

    name = "conllu"
    title = "CoNLL-U"
    suffix = ".conllu"
    options = ConlluOptions

    def losses(self, bundle: Bundle, options: ConlluOptions) -> Mapping[str, int]:
        """Overlaps inside a layer, edges inside words, links, notes, tags and scores."""
        kept = chosen(bundle, options)
        text, tokens = kept.article.text, table(kept)
        spans = of_layers(kept.spans, options.layers)
        written = [placed for layer in flat(kept, options, tokens).values() for placed in layer]
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

    def write(self, bundles: Iterable[Bundle], target: Path, options: ConlluOptions, progress: Progress) -> int:
        """Every article after its ``# newdoc``; one without words is left out of the file, but counted.

        UserError as Replacement, Cancelled.
        """
        return one_file(bundles, target, options, progress, lambda b: document(b, options).encode("utf-8", "replace"))
