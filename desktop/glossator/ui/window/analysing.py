"""Marking articles in the background: one worker process, started when first needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from glossator.core.errors import UserError
from glossator.core.service import analysis
from glossator.core.service.analysis import Analysed, Worker
from glossator.ui.jobs import Job, Lane

if TYPE_CHECKING:
    from glossator.ui.window.main_window import MainWindow


class Analysing(QObject):
    """Owns the worker process; it lives as long as the window, idle between jobs."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._worker: Worker | None = None
        self._pipeline = ""
        self.lane = Lane("analysis", self)

    def analyse_article(self) -> None:
        """Mark the article on the desk (again)."""
        article = self._window.desk.article
        if article is not None:
            self.analyse([article.id])

    def analyse_all(self) -> None:
        """Mark every article that is not marked yet."""
        ids = [line.id for line in self._window.project.reader.articles() if not line.analysed]
        if ids:
            self.analyse(ids)
        else:
            self._window.say("Every article is analysed already.")

    def analyse(self, ids: Sequence[str], group: str = "") -> None:
        """Mark these articles; an import's ``group`` makes it one act with the import."""
        project, wanted = self._window.project, list(ids)
        worker = self._ready()
        job = Job("Analysing", lambda progress: analysis.run(project, wanted, worker, progress, group))
        job.done.connect(self._on_done)
        self._window.run(job, self.lane)

    def _ready(self) -> Worker:
        pipeline = self._window.settings.pipeline
        if self._worker is not None and pipeline != self._pipeline:
            self._worker.stop()
            self._worker = None
        if self._worker is None:
            self._worker, self._pipeline = Worker(pipeline), pipeline
        return self._worker

    def _on_done(self, done: Analysed) -> None:
        count = len(done.articles)
        if count or not done.problems:
            self._window.say(f"{count} article{'s' if count != 1 else ''} analysed")
        for problem in {p.code: p for p in done.problems}.values():
            self._window.refuse(UserError(problem.code, **problem.values))

    def close(self) -> None:
        """Stop what runs, then the process."""
        self.lane.cancel()
        if self._worker is not None:
            self._worker.stop()
        self.lane.close()
