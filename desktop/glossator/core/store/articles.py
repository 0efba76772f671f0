"""Queries for articles and the list of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from glossator.core.model.article import Article, Source
from glossator.core.model.tag import Stage
from glossator.core.store.rows import SHAPES, chunks, unpack_path
from glossator.core.store.session import Session
from glossator.core.store.tables import ArticleTable, SourceTable
from glossator.core.store.text_fold import fold


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Which articles a list shows.

    ``text`` is searched in title and byline without case and diacritics; ``stage`` and
    ``tag`` None mean any. Trashed articles show only with ``trashed``, and then alone.
    ``limit`` None means all; ``offset`` counts articles. ``ids`` None means any article.
    """

    text: str = ""
    stage: Stage | None = None
    tag: str | None = None
    trashed: bool = False
    limit: int | None = None
    offset: int = 0
    ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """What a list shows of an article.

    ``spans`` counts those not rejected, ``suggested`` those of them still undecided,
    ``quotes`` those of them in the quote layer (each piece counts).
    """

    id: str
    title: str
    published: str
    byline: str
    source_path: str
    stage: Stage
    tags: tuple[str, ...]
    spans: int
    suggested: int
    quotes: int
    words: int
    added: str
    analysed: bool


_LIST = """
    SELECT a.id, a.title, a.published, a.byline, s.path, coalesce(d.stage, 'new'), coalesce(t.spans, 0),
           coalesce(t.suggested, 0), coalesce(t.quotes, 0), a.words, a.added,
           EXISTS(SELECT 1 FROM analysis n WHERE n.id = a.id)
    FROM article a {index}
    LEFT JOIN source s ON s.id = a.source LEFT JOIN standing d ON d.id = a.id LEFT JOIN tally t ON t.article = a.id
    WHERE {where} ORDER BY a.added DESC, a.num DESC LIMIT ? OFFSET ?
"""


def lines(session: Session, wanted: ListFilter) -> list[ArticleLine]:
    """The list, newest added first.

    Counts are kept by triggers in ``tally`` and the list runs over a covering index, so
    neither texts nor spans are read: counting 100,000 articles' spans anew for every
    repaint would be seconds.
    """
    conditions = ["coalesce(d.stage, 'new') = 'trashed'" if wanted.trashed else "coalesce(d.stage, 'new') <> 'trashed'"]
    parameters: list[object] = []
    if wanted.stage is not None:
        conditions.append("coalesce(d.stage, 'new') = ?")
        parameters.append(str(wanted.stage))
    if wanted.tag is not None:
        conditions.append("a.id IN (SELECT article FROM tag WHERE name = ?)")
        parameters.append(wanted.tag)
    if wanted.ids is not None:
        conditions.append(f"a.id IN ({','.join('?' * len(wanted.ids))})")
        parameters.extend(wanted.ids)
    for word in fold(wanted.text).split():
        conditions.append("instr(fold(a.title || ' ' || a.byline), ?) > 0")
        parameters.append(word.encode("utf-8", "replace").decode("utf-8"))
    parameters += [-1 if wanted.limit is None else wanted.limit, wanted.offset]
    with session.snapshot():
        index = "INDEXED BY article_list" if wanted.ids is None else ""
        found = session.ask(_LIST.format(index=index, where=" AND ".join(conditions)), parameters)
        tags = _tags(session, wanted.ids)
    stages = {str(stage): stage for stage in Stage}
    return [
        ArticleLine(
            one, title, published, byline, unpack_path(path or ""), stages[stage], tags.get(one, ()),
            spans, suggested, quotes, words, added, bool(analysed),
        )
        for one, title, published, byline, path, stage, spans, suggested, quotes, words, added, analysed in found
    ]  # fmt: skip


def _tags(session: Session, ids: tuple[str, ...] | None) -> dict[str, tuple[str, ...]]:
    """Names of tags by article, in order; of these articles only, or of all."""
    only = "" if ids is None else f"WHERE article IN ({','.join('?' * len(ids))})"
    tags: dict[str, tuple[str, ...]] = {}
    for article, name in session.ask(
        f"SELECT DISTINCT article, name FROM tag {only} ORDER BY article, name", ids or ()
    ):
        tags[article] = (*tags.get(article, ()), name)
    return tags


def article(session: Session, one: str) -> Article | None:
    """The article with this id."""
    shape = SHAPES["Article"]
    found = session.one(shape.select().where(ArticleTable.id == one))
    made: Article | None = session.taken(shape.take, found) if found else None
    return made


def source(session: Session, one: str) -> Source | None:
    """The source with this SHA-256."""
    shape = SHAPES["Source"]
    found = session.one(shape.select().where(SourceTable.id == one))
    made: Source | None = session.taken(shape.take, found) if found else None
    return made


def ids(session: Session) -> list[str]:
    """All articles, trashed ones too, in the order in which they were added."""
    return [one for (one,) in session.ask("SELECT id FROM article ORDER BY added, num")]


def known_sources(session: Session, wanted: Iterable[str]) -> set[str]:
    """Those of the SHA-256 that the project has."""
    found: set[str] = set()
    for chunk in chunks(wanted):
        found.update(one for (one,) in session.ask(SourceTable.select(SourceTable.id).where(SourceTable.id.in_(chunk))))
    return found


def of_source(session: Session, sha: str) -> list[str]:
    """Ids of the articles of a source, in its order."""
    query = ArticleTable.select(ArticleTable.id).where(ArticleTable.source == sha).order_by(ArticleTable.part)
    return [one for (one,) in session.ask(query)]
