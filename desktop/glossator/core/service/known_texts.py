"""Which article of the project has a text that comes from elsewhere, whole or as exports show it."""

from __future__ import annotations

import hashlib

from glossator.core.model.article import Article
from glossator.core.store.reader import Reader

Hidden = tuple[tuple[int, int], ...]
"""Stretches of an article, in code points, that the text from elsewhere does not have."""


def _print(text: str) -> bytes:
    """What two texts share that differ in blanks only."""
    return hashlib.blake2b("".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _visible(article: Article) -> tuple[str, Hidden]:
    hidden = tuple((block.start, block.end) for block in article.hidden())
    kept, last = [], 0
    for start, end in hidden:
        kept.append(article.text[last:start])
        last = end
    return "".join([*kept, article.text[last:]]), hidden


class KnownTexts:
    """Every article that is not in the trash by its letters: 16 bytes each in memory, and its id."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._found: dict[bytes, tuple[str, bool]] = {}
        for line in reversed(reader.articles()):
            article = reader.article(line.id)
            if article is not None:
                shown, hidden = _visible(article)
                self._found.setdefault(_print(article.text), (article.id, False))
                if hidden:
                    self._found.setdefault(_print(shown), (article.id, True))

    def find(self, text: str) -> tuple[Article, Hidden] | None:
        """The oldest article with the letters of ``text``, and what of it ``text`` leaves out."""
        ident, cut = self._found.get(_print(text), ("", False))
        article = self._reader.article(ident) if ident else None
        return (article, _visible(article)[1] if cut else ()) if article else None
