"""An open project, wired: the store, the door for changes, the history, and imports."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from glossator.core.errors import UserError
from glossator.core.model.change import Change, Row
from glossator.core.model.ids import new_id
from glossator.core.progress import Progress, check
from glossator.core.reading import read_apart
from glossator.core.reading.base import Failure, Reading, files_in
from glossator.core.service.annotator import Annotator
from glossator.core.service.changes import short
from glossator.core.service.history import History
from glossator.core.service.keeping import Keeper
from glossator.core.service.labels import built_in
from glossator.core.store.articles import ListFilter
from glossator.core.store.database import Store
from glossator.core.store.reader import Reader

__all__ = ["BATCH", "Failure", "Imported", "ListFilter", "Project", "Reading", "author_name"]

BATCH = 20
"""Articles in one write of machine work, so that a person's act never waits long."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a batch of files. ``known`` are paths whose bytes the project has already.

    ``group`` names the act in the history: the first analysis of these articles joins it,
    so that one undo takes back both.
    """

    articles: tuple[str, ...]
    known: tuple[str, ...]
    failures: tuple[Failure, ...]
    group: str = ""


def author_name() -> str:
    """Who is at work, as the system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "me"


class Project:
    """One project file, open. Closing waits for what is still being written."""

    def __init__(self, store: Store, author: str = "") -> None:
        self.store = store
        self.annotator = Annotator(store, author or author_name())
        self.history = History(self.annotator)
        self.keeper: Keeper | None = None
        if not store.read_only:
            self.keeper = Keeper(store)
            self.annotator.before_bulk = self.keeper.before_bulk
            self.keeper.start()

    @classmethod
    def open(cls, path: Path, *, create: bool = False, read_only: bool = False, author: str = "") -> Project:
        """Open a project, or make a new one with the news labels when ``create`` and there is none."""
        if create and not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            project = cls(Store.create(path), author)
            project.annotator.apply(Change("Labels", (), built_in()), kind="machine")
            return project
        return cls(Store.open(path, read_only=read_only), author)

    @property
    def path(self) -> Path:
        """Where the project lies."""
        return self.store.path

    @property
    def reader(self) -> Reader:
        """Queries, over this thread's own read-only connection."""
        return self.store.reader()

    def apply(self, change: Change) -> int:
        """A person's act, through the only door."""
        return self.annotator.apply(change)

    def close(self) -> None:
        """Finish what is queued, and a backup that is being made, and close."""
        if self.keeper is not None:
            self.keeper.stop()
        self.store.close()

    # ---- importing ------------------------------------------------------------------------------

    def read(
        self, paths: Sequence[Path], progress: Progress, reader: Callable[[Path, Progress], Reading] = read_apart
    ) -> tuple[list[Reading], list[Failure]]:
        """Read files and folders, each file in a process of its own; nothing is stored.

        A file that fails is listed and the rest goes on. Cancelled raises.
        """
        readings: list[Reading] = []
        failures: list[Failure] = []
        files = files_in(paths)
        for number, path in enumerate(files):
            check(progress)
            progress.step(number, len(files), path.name)
            try:
                readings.append(reader(path, progress))
            except UserError as error:
                if error.code == "cancelled":
                    raise
                failures.append(Failure(str(path), error.code, {"path": str(path), **error.values}))
        progress.step(len(files), len(files))
        return readings, failures

    def known(self, readings: Iterable[Reading]) -> set[str]:
        """Hashes of those files that the project has already."""
        return self.reader.sources_with([reading.source.id for reading in readings])

    def add(self, readings: Sequence[Reading], failures: Sequence[Failure] = ()) -> Imported:
        """Store what was read, as one undoable act; files that are there already are left out."""
        known = self.known(readings)
        rows: list[Row] = []
        ids: list[str] = []
        again: list[str] = []
        for reading in readings:
            if reading.source.id in known:
                again.append(reading.source.path)
                continue
            known.add(reading.source.id)
            rows += [reading.source, *reading.articles]
            ids += [article.id for article in reading.articles]
        group = f"import-{new_id()}"
        if rows:
            first = next(r.articles[0].title for r in readings if r.articles and r.articles[0].id == ids[0])
            title = f"Import “{short(first)}”" if len(ids) == 1 else f"Import {len(ids)} articles"
            self.apply(Change(title, (), tuple(rows), group))
        return Imported(tuple(ids), tuple(again), tuple(failures), group)

    def import_(self, paths: Sequence[Path], progress: Progress) -> Imported:
        """Read and store in one go, as scripts do."""
        readings, failures = self.read(paths, progress)
        return self.add(readings, failures)
