"""spaCy's DocBin, ready for training: entities flat and whole, every other layer as a span group."""

from __future__ import annotations

import json
import operator
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossator.core.export.base import Options
from glossator.core.export.losses import NOTES_OUT, counted, fit, on_tokens
from glossator.core.export.record import record
from glossator.core.export.selection import chosen, table, unreachable_notes
from glossator.core.export.writing import Replacement
from glossator.core.model.analysis import Token
from glossator.core.model.bundle import Bundle
from glossator.core.model.overlap import longest_first
from glossator.core.model.span import Layer
from glossator.core.model.span import Span as Row
from glossator.core.progress import Progress, check

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

ATTRIBUTES = ("ORTH", "SPACY", "ENT_IOB", "ENT_TYPE", "ENT_ID", "SENT_START")
_IN_DOC = ("text", "tokens", "spans")


def _blank(word: str) -> tuple[bool, str]:
    """A gap between two tokens as spaCy keeps it: a space after the first, and what is left of it."""
    return (True, word[1:]) if word.startswith(" ") else (False, word)


def words(text: str, tokens: Sequence[Token]) -> tuple[list[Token], list[bool]]:
    """All tokens of ``text`` and whether one space follows each: joined again they are ``text``.

    Runs of blanks that one space does not cover are tokens of their own.
    """
    found: list[Token] = []
    spaces: list[bool] = []
    last = 0
    for token in [*tokens, Token(len(text), len(text), False)]:
        gap, at = text[last : token.start], last
        if found and gap:
            spaces[-1], rest = _blank(gap)
            at += len(gap) - len(rest)
            gap = rest
        if gap:
            found.append(Token(at, token.start, False))
            spaces.append(False)
        if token.start < token.end:
            found.append(token)
            spaces.append(False)
        last = token.end
    return found, spaces


@dataclass(frozen=True)
class _Placed:
    """A span of spaCy by its code points: length is compared in characters, as for CoNLL."""

    start: int
    end: int
    span: Any


class _Placing:
    """Makes spaCy's spans of ours on one Doc."""

    def __init__(self, doc: Doc, text: str, tokens: Sequence[Token], all_tokens: Sequence[Token]) -> None:
        self._doc, self._text, self._tokens = doc, text, tokens
        self._starts = [token.start for token in all_tokens]

    def place(self, row: Row) -> Any | None:
        """``row`` on whole tokens with its id and label; None if it covers no token."""
        from spacy.tokens import Span

        where = on_tokens(row, self._text, self._tokens)
        if where is None:
            return None
        first = bisect_right(self._starts, where[0]) - 1
        return Span(self._doc, first, bisect_left(self._starts, where[1]), label=row.label, span_id=row.id)


def _groups(doc: Doc, rows: Sequence[Row], placing: _Placing) -> None:
    """Every layer as ``doc.spans[layer]``, and the flat selection of entities as ``doc.ents``."""
    from spacy.tokens import SpanGroup

    by_layer: dict[str, list[tuple[Row, Any]]] = {}
    for row in rows:
        span = placing.place(row)
        if span is not None:
            by_layer.setdefault(str(row.layer), []).append((row, span))
    for layer, pairs in by_layer.items():
        attributes = {
            "ids": [row.id for row, _ in pairs],
            "states": [str(row.state) for row, _ in pairs],
            "origins": [row.origin for row, _ in pairs],
            "scores": [row.score for row, _ in pairs],
        }
        doc.spans[layer] = SpanGroup(doc, name=layer, attrs=attributes, spans=[span for _, span in pairs])
    entities = [_Placed(span.start_char, span.end_char, span) for _, span in by_layer.get(Layer.ENTITY, [])]
    doc.set_ents([placed.span for placed in longest_first(entities)], default="outside")


def doc_of(bundle: Bundle, vocab: Vocab) -> Doc:
    """A chosen bundle as a Doc whose text is the article's, character for character."""
    from spacy.tokens import Doc

    text, tokens = bundle.article.text, table(bundle)
    everything, spaces = words(text, tokens)
    doc = Doc(
        vocab,
        words=[text[token.start : token.end] for token in everything],
        spaces=spaces,
        sent_starts=[k == 0 or token.sentence for k, token in enumerate(everything)],
    )
    _groups(doc, bundle.spans, _Placing(doc, text, tokens, everything))
    rest = {name: value for name, value in record(bundle).items() if name not in _IN_DOC}
    doc.user_data["id"] = bundle.article.id
    doc.user_data["title"] = bundle.article.title
    doc.user_data["glossator"] = json.dumps(rest, ensure_ascii=False)
    return doc


class DocBin:
    """Writes a ``.spacy`` file for ``spacy train`` and ``DocBin().from_disk``.

    Entities that overlap: the longest is in ``doc.ents``, all are in ``doc.spans["entity"]``.
    Quotations with their speakers and cues are JSON in ``doc.user_data["glossator"]``.
    """

    name = "docbin"
    title = "spaCy DocBin"
    suffix = ".spacy"
    options = Options

    def losses(self, bundle: Bundle, options: Options) -> Mapping[str, int]:
        """Edges inside words, and notes on spans that are not exported."""
        kept = chosen(bundle, options)
        found = fit(kept.spans, kept.article.text, table(kept))
        return counted({**found, NOTES_OUT: unreachable_notes(bundle, kept)})

    def write(self, bundles: Iterable[Bundle], target: Path, options: Options, progress: Progress) -> int:
        """All articles in one bin, held in memory until written. UserError as :class:`Replacement`, Cancelled."""
        from spacy.tokens import DocBin as Bin
        from spacy.vocab import Vocab

        total = operator.length_hint(bundles)
        vocab = Vocab()
        bin_ = Bin(attrs=ATTRIBUTES, store_user_data=True)
        with Replacement(target) as out:
            for done, bundle in enumerate(bundles, 1):
                check(progress)
                bin_.add(doc_of(chosen(bundle, options), vocab))
                progress.step(done, total, bundle.article.title)
            check(progress)
            out.write(bin_.to_bytes())
        return len(bin_)
