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
        self._ids = [line.id for line in reader.articles()]
        self._addresses: dict[str, str] | None = None

    def find(self, foreign: ForeignArticle) -> Article | None:
        """The article named by ``source``, else the only one that holds every quotation; None if there is none."""
        if foreign.source.startswith(_OWN):
            ident = unquote(foreign.source.removeprefix(_OWN))
            if ident in self._ids:
                return self._reader.article(ident)
        named = self._named().get(_plain(foreign.source), "")
        return self._reader.article(named) if named else self._holding(foreign)

    def _named(self) -> dict[str, str]:
        """Ids by web address; of two articles with the same one the newer."""
        if self._addresses is None:
            articles = filter(None, map(self._reader.article, reversed(self._ids)))
            self._addresses = {_plain(one.address): one.id for one in articles if _plain(one.address)}
        return self._addresses

    def _holding(self, foreign: ForeignArticle) -> Article | None:
        """The only article in which all the quoted words stand."""
        told = {quoted.span.text for quoted in foreign.quoted} - {""}
        found: Article | None = None
        for article in filter(None, map(self._reader.article, self._ids if told else ())):
            if all(words in article.text for words in told):
                if found is not None:
                    return None
                found = article
        return found


def _plain(address: str) -> str:
    """A web address without its scheme, its fragment and the slash at its end."""
    return address.partition("#")[0].partition("://")[2].rstrip("/").removeprefix("www.")
