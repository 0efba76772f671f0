"""What of a bundle leaves the program: state, furniture, and the tokens every format shares."""

from __future__ import annotations

from collections.abc import Sequence
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
