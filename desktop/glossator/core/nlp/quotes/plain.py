"""A plain text as an article, for texts that come without a page around them."""

from __future__ import annotations

import re

from glossator.core.model.article import Article
from glossator.core.model.block import Block, Kind

_LINE = re.compile(r"\S(?:[^\n]*\S)?")


def plain_article(id: str, text: str) -> Article:
    """An article with one paragraph for each line that is not blank; ``text`` is kept as it is.

    Offsets into it are those of ``text``, in code points. Nothing is taken for a heading
    or for furniture.
    """
    blocks = tuple(Block(m.start(), m.end(), Kind.PARAGRAPH) for m in _LINE.finditer(text))
    return Article(id, 0, "", "", "", "en", "", "", 0, "", text, blocks)
