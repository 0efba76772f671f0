"""What an analyser is: it gets an article and its parse and gives rows, as suggestions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from glossator.core.model.analysis import Analysis
from glossator.core.model.article import Article
from glossator.core.model.link import Link
from glossator.core.model.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Findings:
    """What the analysers found in one article: rows in state ``suggested``, and its token table."""

    article: str
    revision: int
    spans: tuple[Span, ...]
    links: tuple[Link, ...]
    analysis: Analysis


class Analyser(Protocol):
    """Finds one kind of thing. It never sees the store or Qt."""

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def version(self) -> int: ...

    @property
    def layers(self) -> tuple[str, ...]: ...

    def from_doc(self, article: Article, doc: Doc, origin: str) -> tuple[tuple[Span, ...], tuple[Link, ...]]:
        """Rows found in ``article``; ``doc`` is its parse, with the same offsets."""
        ...
