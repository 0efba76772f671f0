"""A labelled stretch of text, made by a person or suggested by a machine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Values = tuple[tuple[str, str], ...]
"""A small frozen mapping: pairs in order of their names."""


class State(StrEnum):
    """What a person has said of a row."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Layer(StrEnum):
    """Layers that the program itself knows; a label may belong to any other name too."""

    ENTITY = "entity"
    QUOTE = "quote"
    CUE = "cue"
    SPEAKER = "speaker"
    HIGHLIGHT = "highlight"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch ``[start, end)`` of an article, in Unicode code points.

    ``label`` is a key of the schema, ``origin`` is ``human:NAME`` or
    ``ANALYSER@VERSION PIPELINE@VERSION``, ``text`` the covered characters (for search,
    export, and for finding the place again), ``score`` 0 to 1 or None. ``values`` holds
    small facts such as a quotation's kind.
    """

    id: str
    article: str
    revision: int
    start: int
    end: int
    label: str
    layer: str
    origin: str
    state: State
    text: str
    score: float | None = None
    values: Values = ()

    def value(self, name: str, default: str = "") -> str:
        """The value called ``name``."""
        return next((value for key, value in self.values if key == name), default)

    @property
    def is_human(self) -> bool:
        """Whether a person made it."""
        return self.origin.startswith("human:")
