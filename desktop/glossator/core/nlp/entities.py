"""Names, places, dates: every entity the pipeline finds, trimmed and kept inside one block."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from glossator.core.model.article import Article
from glossator.core.model.link import Link
from glossator.core.model.overlap import trimmed
from glossator.core.model.span import Layer, Span
from glossator.core.nlp.convert import spoken, suggestion

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OWNER = re.compile(r"['’]s?$")
_EDGE = "\"“”„«»‘’' \t\u00a0,;:"


def edges(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` without blanks, marks and a possessive ``’s`` at its edges."""
    start, end = trimmed(text, start, end)
    owner = _OWNER.search(text, start, end)
    if owner:
        end = owner.start()
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


class Entities:
    """The pipeline's named entities, with the pipeline's own labels."""

    name = "entities"
    title = "Names, places and dates"
    version = 1
    layers: tuple[str, ...] = (Layer.ENTITY,)

    def from_doc(self, article: Article, doc: Doc, origin: str) -> tuple[tuple[Span, ...], tuple[Link, ...]]:
        """One span an entity; the pipeline gives no score, so there is none."""
        blocks = spoken(article)
        begins = [block.start for block in blocks]
        found: list[Span] = []
        for entity in doc.ents:
            start, end = edges(article.text, entity.start_char, entity.end_char)
            k = bisect_right(begins, start) - 1
            if start < end and k >= 0 and end <= blocks[k].end:
                found.append(suggestion(article, (start, end), entity.label_, Layer.ENTITY, origin))
        return tuple(found), ()
