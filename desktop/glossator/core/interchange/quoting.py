"""Where quoted words stand in a text: at the place that is told if they do, else where their surroundings say.

Source: Web Annotation Data Model, 4.2.4 (Text Quote Selector) and 4.2.5 (Text Position Selector).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from glossator.core.interchange.base import ForeignArticle, ForeignSpan, Problem, Quoted, with_problems
from glossator.core.interchange.units import Unit, converter, lost, recognised

_MOST = 2000
"""Places of one quotation that are compared; more tell nothing of where it belongs."""


def settled(article: ForeignArticle, text: str) -> ForeignArticle:
    """``article`` with ``text``, and those of its quoted spans that stand in it; the others are problems."""
    spans, problems = placed(text, article.quoted)
    return with_problems(replace(article, text=text, spans=(*article.spans, *spans), quoted=()), problems)


def placed(text: str, told: Iterable[Quoted]) -> tuple[list[ForeignSpan], list[Problem]]:
    """Every span whose place is certain, in code points; positions may count any unit that the words prove."""
    waiting = list(told)
    stated = [(q.span.start, q.span.end, q.span.text) for q in waiting if q.span.start >= 0 and q.span.text]
    convert = converter(text, recognised(text, stated) if stated else Unit.CODE_POINTS)
    spans: list[ForeignSpan] = []
    problems: list[Problem] = []
    for quoted in waiting:
        where = _place(text, quoted, convert)
        if where is not None:
            spans.append(replace(quoted.span, start=where[0], end=where[1], text=text[where[0] : where[1]]))
        else:
            said = quoted.span.text
            code = (
                "annotation-outside" if not said else "annotation-unclear" if said in text else "annotation-not-found"
            )
            problems.append(lost(quoted.span, code))
    return spans, problems


def _place(text: str, quoted: Quoted, convert: Callable[[int], int | None]) -> tuple[int, int] | None:
    span = quoted.span
    start, end = convert(span.start), convert(span.end)
    hint = None
    if start is not None and end is not None and start < end:
        if not span.text or text[start:end] == span.text:
            return start, end
        hint = start
    return _found(text, quoted, hint) if span.text else None


def _found(text: str, quoted: Quoted, hint: int | None) -> tuple[int, int] | None:
    """The place whose surroundings agree most; of equals the nearest to ``hint``, else none of them."""
    words = quoted.span.text
    places = list(_occurrences(text, words))
    if not places:
        return None
    fits = [_fit(text, at, at + len(words), quoted) for at in places]
    best = [at for at, fit in zip(places, fits, strict=True) if fit == max(fits)]
    if len(best) > 1 and hint is None:
        return None
    at = best[0] if hint is None else min(best, key=lambda one: abs(one - hint))
    return at, at + len(words)


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    for _ in range(_MOST):
        if at < 0:
            return
        yield at
        at = text.find(words, at + 1)


def _fit(text: str, start: int, end: int, quoted: Quoted) -> int:
    """Characters of the surroundings that are as told, counted from the quotation outwards."""
    before = _common(reversed(text[max(0, start - len(quoted.before)) : start]), reversed(quoted.before))
    return before + _common(text[end : end + len(quoted.after)], quoted.after)


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
