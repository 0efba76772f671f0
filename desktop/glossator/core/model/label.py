"""The labels a project uses, and the keys that give them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """One label. ``id`` is its key in the schema (``PERSON``), unique in a project.

    ``hue`` is 0 to 359 on the colour circle; the theme makes light and dark colours of
    it. ``shortcut`` is one character or "". ``layer`` says who may overlap whom.
    ``place`` orders the palette.
    """

    id: str
    name: str
    layer: str
    hue: int
    shortcut: str = ""
    parent: str = ""
    guideline: str = ""
    place: int = 0

    @property
    def article(self) -> str:
        """Labels belong to no article."""
        return ""


def clashes(labels: tuple[Label, ...]) -> tuple[tuple[Label, Label], ...]:
    """Pairs of labels that ask for the same key."""
    taken: dict[str, Label] = {}
    found: list[tuple[Label, Label]] = []
    for label in labels:
        if label.shortcut and label.shortcut in taken:
            found.append((taken[label.shortcut], label))
        elif label.shortcut:
            taken[label.shortcut] = label
    return tuple(found)
