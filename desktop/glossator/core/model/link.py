"""A link between two spans of one article."""

from __future__ import annotations

from dataclasses import dataclass

from glossator.core.model.span import State, Values


@dataclass(frozen=True, slots=True)
class Link:
    """From a quotation's first piece to its speaker, its cue or a further piece.

    ``kind`` is ``speaker``, ``cue`` or ``piece``; ``head`` and ``tail`` are span ids.
    A speaker link's value ``name`` is the fullest name of who speaks.
    """

    id: str
    article: str
    kind: str
    head: str
    tail: str
    origin: str
    state: State
    score: float | None = None
    values: Values = ()

    def value(self, name: str, default: str = "") -> str:
        """The value called ``name``."""
        return next((value for key, value in self.values if key == name), default)
