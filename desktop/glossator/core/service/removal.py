"""Removing articles: into the trash, which undo takes back, or for good, which nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from glossator.core import logs
from glossator.core.errors import UserError
from glossator.core.model.change import Change, Row, merged
from glossator.core.model.tag import Stage
from glossator.core.service.annotator import Changed
from glossator.core.service.changes import set_stage
from glossator.core.service.library import Project

__all__ = ["Removed", "remove_for_good", "to_trash"]


@dataclass(frozen=True, slots=True)
class Removed:
    """What became of a removal.

    ``copies`` are files that may still hold the articles (backups, copies made before an
    upgrade); only the person may decide about these. ``clean`` is false while somebody
    else reads the project: the last old pages then go when it is closed.
    """

    articles: tuple[str, ...]
    copies: tuple[str, ...]
    clean: bool


def to_trash(project: Project, ids: Sequence[str]) -> int:
    """Put articles into the trash as one undoable act; how many were not there yet. UserError article-unknown."""
    whole = Change("Move to trash")
    for one in ids:
        if project.reader.article(one) is None:
            raise UserError("article-unknown", id=one)
        whole = merged(whole, set_stage(one, Stage.TRASHED, project.reader.standing(one)))
    project.apply(whole)
    return len(whole.after)


def remove_for_good(project: Project, ids: Sequence[str]) -> Removed:
    """Take articles and all that is said of them out of the project file, so that no byte of them is left in it.

    Their text also goes from the search index and from the history: acts on them stay as
    empty steps of undo. UserError ``article-unknown`` before anything is written,
    ``project-read-only``, ``disk-full``, ``cannot-save``.
    """
    ids = tuple(dict.fromkeys(ids))
    rows = [row for one in ids for row in _rows(project, one)]
    seq, clean = project.store.purge(ids, project.annotator.author)
    logs.note("removed", number=len(ids), clean=clean)
    project.annotator.changed.emit(Changed(Change("Remove for good", tuple(rows)), seq, "machine"))
    return Removed(ids, tuple(map(str, project.store.copies_with(ids))), clean)


def _rows(project: Project, one: str) -> list[Row]:
    """What is stored of an article; nothing when only the history remembers it."""
    reader = project.reader
    single = (reader.article(one), reader.analysis(one), reader.standing(one))
    rows: list[Row] = [row for row in single if row is not None]
    return [*rows, *reader.spans(one), *reader.links(one), *reader.notes(one), *reader.tags(one)]
