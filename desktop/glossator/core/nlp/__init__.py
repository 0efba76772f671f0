"""What a machine finds in an article: analysers over one parse, in this process or in a worker.

Importing this room imports neither spaCy nor numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from glossator.core.model.analysis import Analysis, pack
from glossator.core.model.article import Article
from glossator.core.model.link import Link
from glossator.core.model.span import Span
from glossator.core.nlp.base import Analyser, Findings
from glossator.core.nlp.convert import parse, table
from glossator.core.nlp.entities import Entities
from glossator.core.nlp.language import language_of
from glossator.core.nlp.pipeline import BLANK, DEFAULT, Pipeline, installed, load, suited
from glossator.core.nlp.quotes import Quotes
from glossator.core.nlp.quotes.wordlists import check_own as check_own_words
from glossator.core.plugins import Registry

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = [
    "ANALYSERS",
    "BLANK",
    "DEFAULT",
    "Findings",
    "Pipeline",
    "check_own_words",
    "installed",
    "load",
    "parsed",
    "run",
    "run_many",
]

ANALYSERS: Registry[Analyser] = Registry("glossator.analysers", (Entities(), Quotes()))


def run(article: Article, pipeline: Pipeline, names: Sequence[str] | None = None) -> Findings:
    """What the analysers called ``names`` (None: all) find in ``article``, in this process."""
    return next(run_many([article], pipeline, names))


def run_many(articles: Iterable[Article], pipeline: Pipeline, names: Sequence[str] | None = None) -> Iterator[Findings]:
    """Findings of each article in turn; the pipeline takes them together, which is faster."""
    analysers = list(ANALYSERS) if names is None else [ANALYSERS.get(name) for name in names]
    for article, doc, used in parsed(articles, pipeline):
        yield _findings(article, doc, used, analysers)


def parsed(articles: Iterable[Article], pipeline: Pipeline) -> Iterator[tuple[Article, Doc, Pipeline]]:
    """Each article with its parse, and what parsed it: a blank pipeline where ``pipeline`` is of another language."""
    with_language = ((article, language_of(article)) for article in articles)
    for language, group in groupby(with_language, key=lambda pair: pair[1]):
        used = suited(pipeline, language)
        for article, doc in parse((article for article, _ in group), used):
            yield article, doc, used


def _findings(article: Article, doc: Doc, pipeline: Pipeline, analysers: Sequence[Analyser]) -> Findings:
    spans: list[Span] = []
    links: list[Link] = []
    made_by = f"{pipeline.name}@{pipeline.version}"
    for analyser in analysers:
        some, joined = analyser.from_doc(article, doc, f"{analyser.name}@{analyser.version} {made_by}")
        spans += some
        links += joined
    made = datetime.now(UTC).isoformat(timespec="seconds")
    analysis = Analysis(article.id, article.revision, made_by, made, pack(table(article, doc)))
    return Findings(article.id, article.revision, tuple(spans), tuple(links), analysis)
