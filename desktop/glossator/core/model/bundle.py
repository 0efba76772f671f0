"""What an exporter receives: one article with all that is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from glossator.core.model.analysis import Analysis
from glossator.core.model.article import Article, Source
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.note import Note
from glossator.core.model.span import Span
from glossator.core.model.tag import Stage


@dataclass(frozen=True, slots=True)
class Bundle:
    """An article and its rows, as stored (rejected rows included; exporters choose).

    ``labels`` is the project's palette, for formats that write colours or a code book.
    """

    article: Article
    source: Source | None
    analysis: Analysis | None
    spans: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[Note, ...] = ()
    tags: tuple[str, ...] = ()
    stage: Stage = field(default=Stage.NEW)
    labels: tuple[Label, ...] = ()
