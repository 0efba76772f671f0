"""What of a bundle leaves the program: state, furniture, and the tokens every format shares."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from glossator.core.errors import UserError
from glossator.core.export.base import Options
from glossator.core.export.visible import visible
from glossator.core.model.analysis import Token, unpack
from glossator.core.model.bundle import Bundle
from glossator.core.model.overlap import reading_order
from glossator.core.model.span import State
from glossator.core.model.tokenize import tokens as plain_tokens


def _current(bundle: Bundle) -> Bundle:
    """``bundle`` without an analysis that speaks of another revision of the text."""
    if bundle.analysis is not None and bundle.analysis.revision != bundle.article.revision:
        return replace(bundle, analysis=None)
    return bundle


def chosen(bundle: Bundle, options: Options) -> Bundle:
    """Accepted rows (and suggested ones if asked; never rejected ones), furniture hidden.

    Spans come in reading order. A link stays only if both its ends do, a note on a span
    only if the span does. UserError ``tokens-damaged``.
    """
    states = {State.ACCEPTED, State.SUGGESTED} if options.suggestions else {State.ACCEPTED}
    spans = [span for span in bundle.spans if span.state in states and span.start < span.end]
    ids = {span.id for span in spans}
    rows = replace(
        _current(bundle),
        spans=tuple(reading_order(spans)),
        links=tuple(k for k in bundle.links if k.state in states and k.head in ids and k.tail in ids),
        notes=tuple(note for note in bundle.notes if not note.span or note.span in ids),
    )
    try:
        return visible(rows, options.furniture)
    except ValueError as error:
        raise UserError("tokens-damaged", title=bundle.article.title) from error


def narrowed(
    bundle: Bundle, labels: Collection[str] = (), layers: Collection[str] = (), authors: Collection[str] = ()
) -> Bundle:
    """``bundle`` with only the spans of these labels, layers and authors (each empty: any), and what hangs on them.

    An author is a person's name, or an analyser's with or without its version.
    """
    if not (labels or layers or authors):
        return bundle
    spans = tuple(
        span
        for span in bundle.spans
        if (not labels or span.label in labels)
        and (not layers or span.layer in layers)
        and (not authors or not authors_of(span.origin).isdisjoint(authors))
    )
    ids = {span.id for span in spans}
    return replace(
        bundle,
        spans=spans,
        links=tuple(link for link in bundle.links if link.head in ids and link.tail in ids),
        notes=tuple(note for note in bundle.notes if not note.span or note.span in ids),
    )


def authors_of(origin: str) -> set[str]:
    """The names by which who made a row may be called: ``kim`` of ``human:kim``, ``names`` and ``names@1``."""
    if origin.startswith("human:"):
        return {origin, origin.removeprefix("human:")}
    first = origin.split(" ")[0]
    return {origin, first, first.partition("@")[0]}


def table(bundle: Bundle) -> list[Token]:
    """The tokens of ``bundle`` that are not blank, in order and apart.

    Stored ones if there are any, else simple ones. The first begins a sentence.
    UserError ``tokens-damaged``.
    """
    text = bundle.article.text
    try:
        stored: Sequence[Token] = unpack(bundle.analysis.tokens) if bundle.analysis else plain_tokens(text)
    except ValueError as error:
        raise UserError("tokens-damaged", title=bundle.article.title) from error
    found: list[Token] = []
    begins = True
    last = 0
    for token in stored:
        start, end = max(token.start, last), min(token.end, len(text))
        begins = begins or token.sentence
        if start < end and not text[start:end].isspace():
            found.append(Token(start, end, begins))
            begins, last = False, end
    return found


def unreachable_notes(bundle: Bundle, kept: Bundle) -> int:
    """How many notes of ``bundle`` are not in ``kept``, because their span is not."""
    return len(bundle.notes) - len(kept.notes)
