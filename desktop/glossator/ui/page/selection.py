"""What is chosen: stretches of text grown to whole tokens, and text taken out as it stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from glossator.core.model.analysis import Token
from glossator.core.model.overlap import snapped, trimmed
from glossator.core.model.span import Span
from glossator.core.model.tokenize import tokens as plain_tokens
from glossator.ui.page.paragraph import Paragraph


class Snapper:
    """Grows stretches of one text to whole tokens.

    Without tokens of an analysis it makes plain ones, of the lines in question only, so
    that opening a long article costs nothing.
    """

    def __init__(self, text: str, tokens: Sequence[Token] = ()) -> None:
        self._text = text
        self._tokens = tokens

    def _around(self, start: int, end: int) -> Sequence[Token]:
        if self._tokens:
            return self._tokens
        first = self._text.rfind("\n", 0, start) + 1
        last = self._text.find("\n", end)
        line = self._text[first : last if last >= 0 else len(self._text)]
        return [Token(token.start + first, token.end + first, token.sentence) for token in plain_tokens(line)]

    def grown(self, start: int, end: int) -> tuple[int, int]:
        """``[start, end)`` without blank edges, then grown to whole tokens; empty if it is all blank."""
        start, end = trimmed(self._text, start, end)
        return snapped(start, end, self._around(start, end)) if start < end else (start, end)

    def start_near(self, offset: int) -> int:
        """Where the token at or after ``offset`` begins: for the left edge of a span."""
        tokens = self._around(offset, offset)
        number = bisect_right(tokens, offset, key=lambda token: token.end)
        return tokens[number].start if number < len(tokens) else offset

    def end_near(self, offset: int) -> int:
        """Where the token at or before ``offset`` ends: for the right edge of a span."""
        tokens = self._around(offset, offset)
        number = bisect_left(tokens, offset, key=lambda token: token.start) - 1
        return tokens[number].end if number >= 0 else offset


def copied(text: str, paragraphs: Sequence[Paragraph], start: int, end: int, *, furniture: bool) -> str:
    """``text[start:end]`` as it stands in the article, without furniture unless it is shown."""
    if furniture or not any(one.furniture and one.start < end and start < one.end for one in paragraphs):
        return text[start:end]
    kept = [
        text[max(start, one.start) : min(end, one.end + 1)]
        for one in paragraphs
        if not one.furniture and one.start < end and start < one.end + 1
    ]
    return "".join(kept).rstrip("\n")


def next_span(
    spans: Sequence[Span], current: Span | None, offset: int, step: int, accept: Callable[[Span], bool] | None
) -> Span | None:
    """The span before or after ``current`` (else ``offset``) in reading order, out of those that ``accept`` takes.

    ``spans`` are in reading order; ``step`` is +1 or -1.
    """
    places = {span.id: number for number, span in enumerate(spans)}
    if current is not None and current.id in places:
        number = places[current.id] + step
    else:
        after = bisect_left(spans, offset, key=lambda span: span.start)
        number = after if step > 0 else after - 1
    while 0 <= number < len(spans):
        if accept is None or accept(spans[number]):
            return spans[number]
        number += step
    return None
