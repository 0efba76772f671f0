"""Label sets: read from TOML, checked, and turned into changes."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from glossator.core.errors import UserError
from glossator.core.model.change import Row
from glossator.core.model.label import Label, clashes
from glossator.core.places import resources

if TYPE_CHECKING:
    from glossator.core.service.library import Project


def read_labels(path: Path) -> tuple[Label, ...]:
    """The labels in a TOML file of ``[[label]]`` tables (key, name, layer, hue, shortcut, parent, guideline).

    Raises UserError ``labels-unreadable``, ``labels-without-key``, ``labels-twice`` or ``labels-clash``.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("label", [])
    except (OSError, ValueError) as error:
        raise UserError("labels-unreadable", path=str(path), why=type(error).__name__) from error
    labels: list[Label] = []
    for place, table in enumerate(tables):
        if not isinstance(table, dict) or not str(table.get("key", "")).strip():
            raise UserError("labels-without-key", path=str(path), number=place + 1)
        labels.append(_label(table, place))
    check_labels(tuple(labels))
    return tuple(labels)


def _label(table: dict[str, object], place: int) -> Label:
    key = str(table["key"]).strip()
    hue = table.get("hue", 30)
    return Label(
        id=key,
        name=str(table.get("name", key)),
        layer=str(table.get("layer", "entity")),
        hue=int(hue) % 360 if isinstance(hue, int | float) else 30,
        shortcut=str(table.get("shortcut", "")),
        parent=str(table.get("parent", "")),
        guideline=str(table.get("guideline", "")),
        place=place,
    )


def check_labels(labels: tuple[Label, ...]) -> None:
    """Raise UserError ``labels-twice`` or ``labels-clash`` where a set cannot be used."""
    keys = [label.id for label in labels]
    for key in keys:
        if keys.count(key) > 1:
            raise UserError("labels-twice", key=key)
    for one, other in clashes(labels):
        raise UserError("labels-clash", shortcut=one.shortcut, one=one.name, other=other.name)


def built_in(name: str = "news") -> tuple[Label, ...]:
    """A label set that came with the program."""
    return read_labels(resources() / "labels" / f"{name}.toml")


def used(project: Project) -> Counter[str]:
    """How many spans have each label, rejected ones too: they go with their label."""
    ids = project.reader.article_ids()
    return Counter(span.label for one in ids for span in project.reader.spans(one))


def rows_of_labels(project: Project, keys: set[str]) -> list[Row]:
    """Spans with these labels, with their links and notes: what goes when the labels go."""
    found: list[Row] = []
    for one in project.reader.article_ids() if keys else ():
        gone = {span.id: span for span in project.reader.spans(one) if span.label in keys}
        if gone:
            found += gone.values()
            found += [link for link in project.reader.links(one) if {link.head, link.tail} & gone.keys()]
            found += [note for note in project.reader.notes(one) if note.span in gone]
    return found
