"""CoNLL-2003 with IOB2: a token a line, ``TOKEN POS CHUNK TAG``, a blank line after each sentence.

Shape: Tjong Kim Sang and De Meulder, "Introduction to the CoNLL-2003 Shared Task" (2003), with
IOB2 tags, as spaCy's converter and seqeval read it. Part of speech and chunk are ``_``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossator.core.export.base import Options
from glossator.core.export.visible import table, wanted
from glossator.core.export.writing import replacing
from glossator.core.model.analysis import Token
from glossator.core.model.bundle import Bundle
from glossator.core.model.overlap import longest_first, snapped
from glossator.core.model.span import Layer, Span
from glossator.core.progress import Progress, check

START = "-DOCSTART- -X- O O\n\n"


@dataclass(frozen=True)
class ConllOptions(Options):
    """Nothing more to choose."""


@dataclass(frozen=True)
class Conll:
    """Holds the flat layer of entities only."""

    name: str = "conll"
    title: str = "CoNLL-2003 (IOB2)"
    suffix: str = ".conll"
    options: type[Options] = ConllOptions

    def losses(self, bundle: Bundle, options: Options) -> Mapping[str, int]:
        """Everything but flat entities on token bounds."""
        tokens, kept = table(bundle, options), wanted(bundle, options)
        entities = [span for span in kept.spans if span.layer == Layer.ENTITY]
        return {
            "overlapping entities": len(entities) - len(flat(entities)),
            "entities grown to whole tokens": sum(off_bounds(span, tokens) for span in flat(entities)),
            "spans of other layers": len(kept.spans) - len(entities),
            "links between spans": len(kept.links),
            "notes": len(kept.notes),
            "tags": len(kept.tags),
        }

    def write(self, bundles: Iterable[Bundle], target: Path, options: Any, progress: Progress) -> int:
        """UTF-8, ``\\n``; an article begins with its ``-DOCSTART-`` line."""
        count = 0
        with replacing(target) as out:
            for bundle in bundles:
                check(progress)
                out.write(page(bundle, options).encode("utf-8"))
                count += 1
        return count


def flat(entities: Sequence[Span]) -> list[Span]:
    """The entities that stay when none may overlap: the longest win."""
    return longest_first(entities)


def off_bounds(span: Span, tokens: Sequence[Token]) -> bool:
    """Whether a span begins or ends within a token."""
    return snapped(span.start, span.end, tokens) != (span.start, span.end)


def tags(entities: Sequence[Span], tokens: Sequence[Token]) -> list[str]:
    """An IOB2 tag for each token. A token that two entities share is the first one's."""
    found = ["O"] * len(tokens)
    at = 0
    for span in flat(entities):
        while at < len(tokens) and tokens[at].end <= span.start:
            at += 1
        prefix = "B"
        k = at
        while k < len(tokens) and tokens[k].start < span.end:
            if found[k] == "O":
                found[k] = f"{prefix}-{span.label.replace(' ', '_')}"
                prefix = "I"
            k += 1
    return found


def page(bundle: Bundle, options: Options) -> str:
    """One article's lines. Blanks inside a token would break a column: they become ``_``."""
    tokens, kept = table(bundle, options), wanted(bundle, options)
    text = kept.article.text
    marks = tags([span for span in kept.spans if span.layer == Layer.ENTITY], tokens)
    lines: list[str] = []
    for token, mark in zip(tokens, marks, strict=True):
        word = "_".join(text[token.start : token.end].split())
        if not word:
            continue
        if token.sentence and lines and not mark.startswith("I-"):
            lines.append("")
        lines.append(f"{word} _ _ {mark}")
    return START + "\n".join(lines) + ("\n\n" if lines else "")
