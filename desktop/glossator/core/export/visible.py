"""What leaves the program: the rows a person wants, without what a site put around the article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate

from glossator.core.export.base import Options
from glossator.core.model.analysis import Token, unpack
from glossator.core.model.bundle import Bundle
from glossator.core.model.span import Span, State
from glossator.core.model.tokenize import tokens as plain_tokens


def wanted(bundle: Bundle, options: Options) -> Bundle:
    """``bundle`` with the accepted rows (and the undecided ones if chosen), cut as :func:`visible` does.

    Rejected rows never leave. A link goes with either of its spans, a note with its span.
    """
    states = {State.ACCEPTED, State.SUGGESTED} if options.suggestions else {State.ACCEPTED}
    kept = visible(bundle, options.furniture)
    spans = tuple(span for span in kept.spans if span.state in states)
    ids = {span.id for span in spans}
    links = tuple(k for k in kept.links if k.state in states and k.head in ids and k.tail in ids)
    notes = tuple(note for note in kept.notes if not note.span or note.span in ids)
    return replace(kept, spans=spans, links=links, notes=notes)


def cuts(bundle: Bundle) -> list[tuple[int, int]]:
    """The stretches that hidden blocks take, each with the line break that parts it from what stays."""
    text, found = bundle.article.text, []
    for block in bundle.article.hidden():
        start, end = block.start, block.end
        if text[end : end + 1] == "\n":
            end += 1
        elif text[start - 1 : start] == "\n" and start > (found[-1][1] if found else 0):
            start -= 1
        found.append((start, end))
    return found


def _moved(gone: Sequence[tuple[int, int]]) -> Callable[[int], int]:
    """Where a code point of the whole text stands when ``gone`` is cut."""
    starts = [start for start, _ in gone]
    before = [0, *accumulate(end - start for start, end in gone)]

    def move(offset: int) -> int:
        k = bisect_right(starts, offset)
        inside = max(0, gone[k - 1][1] - offset) if k else 0
        return offset - before[k] + inside

    return move


def visible(bundle: Bundle, furniture: bool) -> Bundle:
    """``bundle`` with its furniture cut from the text and every offset moved to fit.

    A span that lies in furniture goes; one that runs over it keeps what stays, and its
    covered text. Spans that become empty go. The token table is moved by :func:`table`.
    """
    gone = [] if furniture else cuts(bundle)
    if not gone:
        return bundle
    article, move = bundle.article, _moved(gone)
    ends = [0, *(end for _, end in gone)]
    starts = [*(start for start, _ in gone), len(article.text)]
    text = "".join(article.text[a:b] for a, b in zip(ends, starts, strict=True))
    hidden = set(article.hidden())
    blocks = tuple(replace(b, start=move(b.start), end=move(b.end)) for b in article.blocks if b not in hidden)
    spans = tuple(moved for span in bundle.spans if (moved := _span(span, move, text)) is not None)
    ids = {span.id for span in spans}
    return replace(
        bundle,
        article=replace(article, text=text, blocks=blocks),
        spans=spans,
        links=tuple(link for link in bundle.links if link.head in ids and link.tail in ids),
        notes=tuple(note for note in bundle.notes if not note.span or note.span in ids),
    )


def _span(span: Span, move: Callable[[int], int], text: str) -> Span | None:
    start, end = move(span.start), move(span.end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return replace(span, start=start, end=end, text=text[start:end]) if start < end else None


def table(bundle: Bundle, options: Options) -> list[Token]:
    """The tokens of what :func:`wanted` gives: the pipeline's where it has been, else our own."""
    if bundle.analysis is None:
        return plain_tokens(visible(bundle, options.furniture).article.text)
    gone = [] if options.furniture else cuts(bundle)
    found: list[Token] = []
    move = _moved(gone)
    begins = False
    for token in unpack(bundle.analysis.tokens):
        start, end = move(token.start), move(token.end)
        begins = begins or token.sentence
        if start < end:
            found.append(Token(start, end, begins))
            begins = False
    return found
