"""Which article of the project is meant by a file that quotes a text and does not hold it."""

from __future__ import annotations

from urllib.parse import unquote

from glossator.core.interchange.base import ForeignArticle
from glossator.core.model.article import Article
from glossator.core.store.reader import Reader

_OWN = "urn:glossator:article:"


class KnownSources:
    """Articles that are not in the trash by id, by web address, or by the words that are quoted."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._lines = reader.articles()

    def find(self, foreign: ForeignArticle) -> Article | None:
        """The article named by ``source``, else the only one that holds every quotation; None if there is none."""
        if foreign.source.startswith(_OWN):
            ident = unquote(foreign.source.removeprefix(_OWN))
            if any(line.id == ident for line in self._lines):
                return self._reader.article(ident)
        address, told = _plain(foreign.source), {quoted.span.text for quoted in foreign.quoted} - {""}
        holding: list[Article] = []
        for line in self._lines:
            article = self._reader.article(line.id)
            if article is None:
                continue
            if address and _plain(article.address) == address:
                return article
            if told and all(words in article.text for words in told):
                holding.append(article)
        return holding[0] if len(holding) == 1 else None


def _plain(address: str) -> str:
    """A web address without its scheme, its fragment and the slash at its end."""
    return address.partition("#")[0].partition("://")[2].rstrip("/").removeprefix("www.")
