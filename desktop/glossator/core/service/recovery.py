"""When a project file is damaged: what is wrong, mending it, and saving what is whole into a new file."""

from __future__ import annotations

import contextlib
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from glossator.core.errors import UserError
from glossator.core.model.change import Change, Row, article_of
from glossator.core.progress import Progress, Silent, check
from glossator.core.service import exporting
from glossator.core.service.library import Project
from glossator.core.store import backup, integrity, repair
from glossator.core.store.backup import Backup
from glossator.core.store.database import Store
from glossator.core.store.integrity import Problem
from glossator.core.store.salvage import salvage

__all__ = ["Problem", "Recovered", "Repaired", "recover", "repair_project"]

_AT_ONCE = 50
"""Articles with all their rows in one write."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """``found`` problems, what was mended (codes of :func:`glossator.core.store.repair.repair`), what is left."""

    found: tuple[Problem, ...]
    mended: tuple[str, ...]
    left: tuple[Problem, ...]
    backup: Backup | None


@dataclass(frozen=True, slots=True)
class Recovered:
    """What the new project holds, rows counted by type; ``lost`` names rows of the old one that could not be had."""

    path: Path
    rows: dict[str, int]
    lost: tuple[str, ...]
    unreadable_entries: int
    exported: int


def repair_project(path: Path) -> Repaired:
    """Check a closed project as a whole and mend what can be derived, after a backup.

    Nothing is written when nothing is wrong. Raises UserError ``project-…`` (damaged too
    far: :func:`recover` is the way), ``disk-full``, ``backup-failed``, ``cannot-save``.
    """
    found = integrity.check(path, deep=True)
    if not found:
        return Repaired((), (), (), None)
    try:
        made = backup.make(path, backup.REPAIR)
    except UserError as error:
        if error.code != "backup-failed":
            raise
        made = backup.make_as_it_is(path)  # a copy of damage is damaged; it is kept as it is all the same
    mended = repair.repair(path)
    return Repaired(tuple(found), tuple(mended), tuple(integrity.check(path, deep=True)), made)


def recover(damaged: Path, to: Path, jsonl: Path | None = None, progress: Progress = Silent()) -> Recovered:  # noqa: B008
    """Save every article that is whole, with all that is said of it, into a new project, and a JSONL file if asked.

    The damaged file is only read. The new project's history begins anew. Raises UserError
    ``project-missing``, ``project-locked``, ``nothing-to-recover``, ``project-exists``,
    ``cannot-write``, ``disk-full``; then there is no new file.
    """
    if to.exists():
        raise UserError("project-exists", path=str(to))
    with tempfile.TemporaryDirectory(prefix="glossator-recover-") as scratch:
        saved = salvage(damaged, Path(scratch))
    check(progress)
    try:
        _write(to, saved.rows.values(), saved.settings, progress)
        exported = _export(to, jsonl, progress) if jsonl is not None else 0
    except BaseException:
        for end in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                Path(f"{to}{end}").unlink()
        raise
    counts = Counter(type(row).__name__ for row in saved.rows.values())
    lost = tuple(sorted(f"{kind} {one}" for kind, one in saved.lost))
    return Recovered(to, dict(counts), lost, saved.unreadable_entries, exported)


def _write(to: Path, rows: Iterable[Row], settings: dict[str, str], progress: Progress) -> None:
    """A new project with these rows, an article's rows always in the same write."""
    by_article: dict[str, list[Row]] = {}
    for row in rows:
        by_article.setdefault(article_of(row), []).append(row)
    loose = by_article.pop("", [])
    store = Store.create(to)
    try:
        store.apply(Change("Recovered", (), tuple(loose)), "recovery", "machine")
        done = 0
        for some in _chunks(by_article):
            check(progress)
            together = tuple(row for one in some for row in by_article[one])
            store.apply(Change("Recovered", (), together), "recovery", "machine")
            done += len(some)
            progress.step(done, len(by_article))
        for name, value in settings.items():
            store.set_setting(name, value)
    finally:
        store.close()


def _export(to: Path, jsonl: Path, progress: Progress) -> int:
    project = Project.open(to, read_only=True)
    try:
        options = next(one for one in exporting.formats() if one.name == "jsonl").options()
        ids = project.reader.article_ids()
        return exporting.export(project, "jsonl", jsonl, progress, options, ids).articles
    finally:
        project.close()


def _chunks(names: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
