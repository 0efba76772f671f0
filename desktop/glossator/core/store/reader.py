"""All questions one can ask of a project, over one thread's read-only connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar, cast

import peewee

from glossator.core.model.analysis import Analysis
from glossator.core.model.article import Article, Source
from glossator.core.model.bundle import Bundle
from glossator.core.model.change import Change, Row
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.note import Note
from glossator.core.model.person import Alias, Person
from glossator.core.model.span import Span
from glossator.core.model.tag import Stage, Standing, Tag
from glossator.core.store import articles, journal, people, search, spans, voices
from glossator.core.store.articles import ArticleLine, ListFilter
from glossator.core.store.history import Entry
from glossator.core.store.people import Mentioned
from glossator.core.store.search import Hit
from glossator.core.store.session import Session
from glossator.core.store.voices import Said, VoiceCount

R = TypeVar("R", bound=Row)

_COUNTED = {
    "articles": "article",
    "spans": "span",
    "links": "link",
    "notes": "note",
    "tags": "tag",
    "journal": "journal",
}


class Reader:
    """Answers are frozen values and never change under the caller.

    Any question may raise UserError ``project-damaged`` or ``project-locked``.
    """

    def __init__(self, database: peewee.SqliteDatabase, path: Path) -> None:
        self._session = Session(database, path)

    def snapshot(self) -> AbstractContextManager[None]:
        """All questions inside see the project at one moment."""
        return self._session.snapshot()

    def articles(self, filter: ListFilter = ListFilter()) -> list[ArticleLine]:  # noqa: B008 - frozen
        """The list of articles, newest added first."""
        return articles.lines(self._session, filter)

    def article(self, id: str) -> Article | None:
        """The article with this id."""
        return articles.article(self._session, id)

    def source(self, sha: str) -> Source | None:
        """The source with this SHA-256."""
        return articles.source(self._session, sha)

    def article_ids(self) -> list[str]:
        """All articles, trashed ones too, in the order in which they were added."""
        return articles.ids(self._session)

    def spans(self, article: str) -> tuple[Span, ...]:
        """Its spans by start, the longer first, rejected ones too."""
        return spans.of_article(self._session, "Span", article)

    def links(self, article: str) -> tuple[Link, ...]:
        """Its links."""
        return spans.of_article(self._session, "Link", article)

    def notes(self, article: str) -> tuple[Note, ...]:
        """Its notes, the oldest first."""
        return spans.of_article(self._session, "Note", article)

    def tags(self, article: str) -> tuple[Tag, ...]:
        """Its tags by name."""
        return spans.of_article(self._session, "Tag", article)

    def standing(self, article: str) -> Standing | None:
        """How far it has come; None means new."""
        return self.row(Standing, article)

    def analysis(self, article: str) -> Analysis | None:
        """What a pipeline made of it."""
        return self.row(Analysis, article)

    def labels(self) -> tuple[Label, ...]:
        """The palette by place."""
        return spans.labels(self._session)

    def all_tags(self) -> list[tuple[str, int]]:
        """Every tag with the number of its articles, by name."""
        return spans.tag_names(self._session)

    def bundle(self, article: str) -> Bundle:
        """The article and all its rows at one moment; LookupError when it is not there."""
        with self.snapshot():
            found = self.article(article)
            if found is None:
                raise LookupError(article)
            standing = self.standing(article)
            return Bundle(
                found,
                self.source(found.source),
                self.analysis(article),
                self.spans(article),
                self.links(article),
                self.notes(article),
                tuple(dict.fromkeys(tag.name for tag in self.tags(article))),
                standing.stage if standing else Stage.NEW,
                self.labels(),
            )

    def row(self, type: type[R], id: str) -> R | None:
        """The row of this type with this id."""
        return cast(R | None, spans.by_id(self._session, type.__name__, id))

    def sources_with(self, shas: Iterable[str]) -> set[str]:
        """Those of the SHA-256 that the project has."""
        return articles.known_sources(self._session, shas)

    def articles_of_source(self, sha: str) -> list[str]:
        """Ids of a source's articles, in its order."""
        return articles.of_source(self._session, sha)

    def search(self, query: str, limit: int = 50) -> list[Hit]:
        """The best articles for a person's words, the best first; any text is safe."""
        return search.search(self._session, query, limit)

    def voice_counts(self, article: str = "", digits: int = 7) -> list[VoiceCount]:
        """What every voice says in one article or in all, by the first ``digits`` characters of the dates."""
        return voices.counts(self._session, article, digits)

    def dates(self) -> tuple[str, str]:
        """The first and the last date of articles, "" when none is dated."""
        return voices.dates(self._session)

    def said(self, names: Sequence[str], article: str = "", limit: int = -1) -> list[Said]:
        """What those who go by ``names`` say, by date and place; ``names`` empty: what nobody is known to say."""
        if not names:
            return voices.unspoken(self._session, article, limit)
        return voices.of_names(self._session, names, article, limit)

    def said_in(self, articles: Sequence[str]) -> list[Said]:
        """Every quotation of these articles, by date and place."""
        return voices.of_articles(self._session, articles)

    def in_context(self, said: Sequence[Said], around: int = 160) -> list[Said]:
        """The same quotations with up to ``around`` code points of their paragraphs on either side."""
        return voices.in_context(self._session, said, around)

    def mentioned(self) -> list[Mentioned]:
        """Every name that is marked as a person or organisation."""
        return people.mentioned(self._session)

    def articles_of_people(self) -> dict[str, int]:
        """Id of each person of the ledger → number of articles."""
        return people.articles_of_people(self._session)

    def persons(self) -> tuple[Person, ...]:
        """Who goes by several names."""
        return people.persons(self._session)

    def aliases(self) -> tuple[Alias, ...]:
        """Which name means whom."""
        return people.aliases(self._session)

    def speaker_links(self, names: Iterable[str]) -> list[tuple[Link, str]]:
        """Links to speakers called one of ``names``, each with the words of the mention."""
        return people.speaker_links(self._session, names)

    def setting(self, name: str) -> str | None:
        """What the project keeps under ``name``."""
        found = self._session.one("SELECT value FROM setting WHERE name = ?", (name,))
        return str(found[0]) if found else None

    def history(self, limit: int | None = 1000) -> list[Entry]:
        """The last entries of the journal, the oldest first; groups are never cut in two."""
        return journal.entries(self._session, limit)

    def change_at(self, seq: int) -> Change:
        """What entry ``seq`` did; LookupError for undo, redo and unknown ones."""
        return journal.change_at(self._session, seq)

    def change_of(self, seqs: Iterable[int]) -> Change:
        """One change that does what these entries did."""
        return journal.change_of(self._session, seqs)

    def last_seq(self) -> int:
        """The newest entry's number, 0 when there is none."""
        return journal.last_seq(self._session)

    def counts(self) -> dict[str, int]:
        """Rows of articles, spans, links, notes, tags and journal."""
        names = ", ".join(f"(SELECT count(*) FROM {table})" for table in _COUNTED.values())
        found = self._session.ask(f"SELECT {names}")[0]
        return dict(zip(_COUNTED, found, strict=True))

    def close(self) -> None:
        """Close the connection."""
        self._session.close()
