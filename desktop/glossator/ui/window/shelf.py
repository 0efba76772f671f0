"""The list of articles: it follows every change, is searched, and says which article is next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from glossator.core.model.change import Change
from glossator.core.model.tag import Stage
from glossator.core.service import changes
from glossator.core.service.library import ListFilter
from glossator.ui.jobs import Job

if TYPE_CHECKING:
    from glossator.ui.window.main_window import MainWindow

SOON = 60
"""Milliseconds after which the list follows a change; many changes make one look-up."""

FEW = 200
"""Articles that are looked up by themselves; when more have changed the whole list is read."""


class Shelf(QObject):
    """Keeps the library's panel true and moves along it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._touched: set[str] = set()
        self._soon = QTimer(self, interval=SOON, singleShot=True)
        self._soon.timeout.connect(self._follow)

    # ---- following what was stored ----------------------------------------------------------------

    def touch(self, articles: Iterable[str]) -> None:
        """These articles changed: show it soon."""
        self._touched.update(articles)
        if not self._soon.isActive():
            self._soon.start()

    def stop(self) -> None:
        """Follow nothing any more: the project is being closed."""
        self._soon.stop()
        self._touched.clear()

    def _follow(self) -> None:
        """The lines of the articles that changed, or all lines when some are new."""
        library, ids = self._window.rooms.library, tuple(self._touched)
        if len(ids) > FEW or any(library.model.row(one) is None for one in ids):
            self.refresh()
            return
        self._touched.clear()
        lines = self._window.project.reader.articles(replace(self._filter(), ids=ids))
        library.put_articles(lines)
        library.remove_articles(sorted(set(ids) - {line.id for line in lines}))

    def _filter(self) -> ListFilter:
        return ListFilter(trashed=self._window.rooms.library.stage.currentData() == Stage.TRASHED)

    def refresh(self, *_: object) -> None:
        """Read the whole list anew."""
        window = self._window
        if window.is_shut:
            return
        self._touched.clear()
        window.rooms.library.set_articles(window.project.reader.articles(self._filter()))
        window.rooms.library.set_current(window.desk.article.id if window.desk.article else "")
        window.rooms.details.set_tag_names([name for name, _ in window.project.reader.all_tags()])

    # ---- searching and going about --------------------------------------------------------------------

    def search(self, text: str) -> None:
        """Full text of every article; the answer is shown when the lane has it."""
        window = self._window
        job = Job("Searching", lambda progress: window.project.reader.search(text))
        job.done.connect(lambda hits: window.rooms.search.set_hits(text, hits))
        job.failed.connect(window.on_failed)
        window.lane.add(job)

    def open_hit(self, article_id: str, text: str) -> None:
        """Show an article that was found, at the words looked for."""
        self._window.show_article(article_id)
        self._window.rooms.find_in_page(text)

    def next_article(self) -> None:
        """The next one in the list."""
        self._step(1)

    def previous_article(self) -> None:
        """The one before in the list."""
        self._step(-1)

    def _step(self, by: int) -> None:
        found = self._window.rooms.library.step(by)
        if found:
            self._window.show_article(found)
        else:
            self._window.say("No further article in the list.")

    def done_and_next(self) -> None:
        """This article is done; on to the next."""
        self._window.desk.set_stage(Stage.DONE)
        self._step(1)

    def set_stages(self, ids: Sequence[str], stage: str) -> None:
        """Say how far articles have come, as one act."""
        reader = self._window.project.reader
        whole = Change("")
        for one in ids:
            article = reader.article(one)
            made = changes.set_stage(one, Stage(stage), reader.standing(one), article.title if article else "")
            whole = Change(whole.title or made.title, whole.before + made.before, whole.after + made.after)
        if len(ids) > 1:
            whole = replace(whole, title=f"{whole.title.split(' “')[0]}: {len(ids)} articles")
        self._window.desk.act(lambda: whole)
