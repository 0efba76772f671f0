"""An article without its furniture: the text is cut and every offset follows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate

from glossator.core.model.analysis import Analysis, Token, pack, unpack
from glossator.core.model.article import Article
from glossator.core.model.block import Kind
from glossator.core.model.bundle import Bundle
from glossator.core.model.overlap import trimmed
from glossator.core.model.span import Span

Cut = tuple[int, int]


class Cutting:
    """Where positions of a text go when the stretches ``cuts`` are taken out of it.

    ``cuts`` are ``[start, end)`` in code points, in order, and do not touch.
    """

    def __init__(self, cuts: tuple[Cut, ...]) -> None:
        self.cuts = cuts
        self._starts = [start for start, _ in cuts]
        self._gone = [0, *accumulate(end - start for start, end in cuts)]

    def moved(self, offset: int) -> int:
        """The new place of ``offset``; a place inside a cut goes to where the cut was."""
        k = bisect_right(self._starts, offset)
        gone = self._gone[k]
        if k and offset < self.cuts[k - 1][1]:
            gone -= self.cuts[k - 1][1] - offset
        return offset - gone

    def kept(self, text: str) -> str:
        """``text`` without the cuts."""
        pieces = []
        last = 0
        for start, end in self.cuts:
            pieces.append(text[last:start])
            last = end
        return "".join([*pieces, text[last:]])


def _joined(cuts: Iterable[Cut]) -> list[Cut]:
    found: list[Cut] = []
    for start, end in sorted(cuts):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def cutting(article: Article) -> Cutting:
    """The cuts that hide the article's furniture, each with the one separator that leads on from it.

    Furniture that shares a line with a dateline takes the space before it, so that the
    line still ends there.
    """
    text = article.text
    cuts: list[Cut] = []
    for block in article.hidden():
        start, end = block.start, block.end
        if start and text[start - 1] != "\n":
            start -= 1
        elif text[end : end + 1] == "\n":
            end += 1
        cuts.append((start, end))
    cuts = _joined(cuts)
    if cuts and cuts[-1][1] == len(text) and cuts[-1][0] and text[cuts[-1][0] - 1] == "\n":
        cuts[-1] = (cuts[-1][0] - 1, cuts[-1][1])
        cuts = _joined(cuts)
    return Cutting(tuple(cuts))


def _article(article: Article, cut: Cutting) -> Article:
    blocks = tuple(
        replace(block, start=cut.moved(block.start), end=cut.moved(block.end))
        for block in article.blocks
        if block.kind is not Kind.FURNITURE
    )
    return replace(article, text=cut.kept(article.text), blocks=blocks)


def _span(span: Span, cut: Cutting, text: str) -> Span | None:
    start, end = cut.moved(span.start), cut.moved(span.end)
    if end - start != span.end - span.start:
        start, end = trimmed(text, start, end)
    return replace(span, start=start, end=end, text=text[start:end]) if start < end else None


def _analysis(analysis: Analysis, cut: Cutting) -> Analysis:
    """The token table re-based; a sentence that begins inside a cut begins after it."""
    tokens: list[Token] = []
    begins = False
    for token in unpack(analysis.tokens):
        start, end = cut.moved(token.start), cut.moved(token.end)
        begins = begins or token.sentence
        if start < end:
            tokens.append(Token(start, end, begins))
            begins = False
    return replace(analysis, tokens=pack(tokens))


def visible(bundle: Bundle, furniture: bool = False) -> Bundle:
    """``bundle`` as a reader sees it; the same bundle if ``furniture`` is wanted or there is none.

    Spans that lie in furniture go, with their links and notes; a span that reaches into
    it is clipped. Raises ValueError on a damaged token table.
    """
    cut = cutting(bundle.article)
    if furniture or not cut.cuts:
        return bundle
    article = _article(bundle.article, cut)
    spans = tuple(filter(None, (_span(span, cut, article.text) for span in bundle.spans)))
    ids = {span.id for span in spans}
    return replace(
        bundle,
        article=article,
        analysis=_analysis(bundle.analysis, cut) if bundle.analysis else None,
        spans=spans,
        links=tuple(link for link in bundle.links if link.head in ids and link.tail in ids),
        notes=tuple(note for note in bundle.notes if not note.span or note.span in ids),
    )
