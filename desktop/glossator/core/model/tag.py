"""What a person says of an article as a whole: tags, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Tag:
    """A word on an article."""

    id: str
    article: str
    name: str


class Stage(StrEnum):
    """How far the work on an article has come."""

    NEW = "new"
    STARTED = "started"
    DONE = "done"
    TRASHED = "trashed"


@dataclass(frozen=True, slots=True)
class Standing:
    """An article's stage; one row an article, ``id`` is the article's. None stored means new."""

    id: str
    stage: Stage

    @property
    def article(self) -> str:
        """The article it speaks of."""
        return self.id
