"""Paragraphs: an article's text cut into what is laid out at once.

Qt sees the article's text with some characters exchanged one for one (see ``shown``), so
that a position in Qt is a position in the article and no table of shifts is needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from glossator.core.model.block import Block, Kind

if TYPE_CHECKING:
    from glossator.core.model.article import Article
    from glossator.core.model.span import Span
    from glossator.ui.page.geometry import Piece

LONGEST = 8_000
"""Code points laid out at once: Qt's cost for one added span grows with its paragraph."""

_BREAKERS = re.compile("[\r\u2028\u2029\ufdd0\ufdd1]")
_SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*( )")


@dataclass(slots=True, eq=False)
class Paragraph:
    """One laid-out stretch: ``text`` begins at code point ``start`` of the article.

    ``lead`` is the length of the dateline that it begins with, in code points.
    ``listed`` says that the next one is of the same list or table.
    ``continues`` says that the next one is its other part (cut because it is long).
    ``number`` is that of its block in Qt's document. ``laid`` says that Qt has laid it out;
    ``spans`` and ``pieces`` are made when it is first seen. Qt's own layout is asked for
    when it is needed and never kept: the wrapper of one that died with its document would
    pass for whatever Qt puts at the same address next.
    """

    start: int
    text: str
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    lead: int = 0
    continues: bool = False
    listed: bool = False
    number: int = 0
    laid: bool = False
    spans: list[Span] | None = None
    pieces: list[Piece] | None = field(default=None, repr=False)

    @property
    def end(self) -> int:
        """Where its text ends, in code points of the article."""
        return self.start + len(self.text)

    @property
    def furniture(self) -> bool:
        """Whether it is hidden unless asked for."""
        return self.kind is Kind.FURNITURE

    @property
    def blank(self) -> bool:
        """Whether there is nothing to read in it."""
        return not self.text or self.text.isspace()


def shown(text: str) -> str:
    """``text`` as given to Qt, of the same length.

    Characters at which Qt would end a paragraph become line ends, and a paragraph longer
    than ``LONGEST`` is cut at a blank, if possible at the end of a sentence.
    """
    text = _BREAKERS.sub("\n", text)
    if len(text) <= LONGEST:
        return text
    return "\n".join(_cut(line) if len(line) > LONGEST else line for line in text.split("\n"))


def _cut(line: str) -> str:
    parts: list[str] = []
    at = 0
    while len(line) - at > LONGEST:
        limit = at + LONGEST
        ends = [match.start(1) for match in _SENTENCE_END.finditer(line, at + LONGEST // 2, limit)]
        cut = ends[-1] if ends else line.rfind(" ", at + 1, limit)
        if cut < 0:
            cut = line.find(" ", limit)
        if cut < 0:
            break
        parts.append(line[at:cut])
        at = cut + 1
    parts.append(line[at:])
    return "\n".join(parts)


def paragraphs(article: Article | None) -> tuple[str, list[Paragraph]]:
    """The text for Qt, and one paragraph for each of its lines."""
    if article is None:
        return "", [Paragraph(0, "")]
    text = shown(article.text)
    made: list[Paragraph] = []
    blocks, first, at = article.blocks, 0, 0
    for line in text.split("\n"):
        end = at + len(line)
        while first < len(blocks) and blocks[first].end <= at:
            first += 1
        last = first
        while last < len(blocks) and blocks[last].start < end:
            last += 1
        cut = end < len(text) and article.text[end] == " "
        made.append(_paragraph(at, line, blocks[first:last], cut))
        at = end + 1
    for number, paragraph in enumerate(made):
        paragraph.number = number
    _join_lists(made)
    return text, made


def _join_lists(made: list[Paragraph]) -> None:
    """Items of one list stand closer together, furniture and blank lines between them or not."""
    last: Paragraph | None = None
    for one in made:
        if one.blank or one.furniture:
            continue
        if last is not None and last.kind is one.kind and one.kind in (Kind.BULLET, Kind.TABLE):
            last.listed = True
        last = one


def _paragraph(start: int, line: str, blocks: tuple[Block, ...], cut: bool) -> Paragraph:
    made = Paragraph(start, line, continues=cut)
    if not blocks:
        return made
    main = blocks[-1]
    made.kind, made.level = main.kind, main.level
    if len(blocks) > 1 and blocks[0].kind is Kind.DATELINE:
        made.lead = blocks[0].end - start
    return made
