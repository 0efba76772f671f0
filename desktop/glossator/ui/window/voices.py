"""Voices in the window: read in the background, shown beside the page, named from there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from glossator.core.progress import Progress
from glossator.core.service import voice_files, voices
from glossator.core.service.library import Project
from glossator.core.service.voices import Said, Voices
from glossator.ui.jobs import Job
from glossator.ui.theme import Theme

if TYPE_CHECKING:
    from glossator.ui.dialogs.voices import VoicesDialog
    from glossator.ui.window.main_window import MainWindow

SOON = 150
"""Milliseconds after which voices follow a change."""

AT_MOST = 2_000
"""Quotations in one list; a voice that says more is read in its articles."""

PATTERNS = ("Table for spreadsheets (*.csv)", "JSON Lines (*.jsonl)")


class VoicesRoom(QObject):
    """Holds the dialog; answers of jobs for another scope or project are dropped."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: VoicesDialog | None = None
        self._asked = 0
        self._soon = QTimer(self, interval=SOON, singleShot=True)
        self._soon.timeout.connect(self.refresh)

    def show(self) -> None:
        """Show the voices of all articles."""
        from glossator.ui.dialogs.voices import VoicesDialog

        if self.dialog is None:
            self.dialog = VoicesDialog(self._window)
            panel = self.dialog.panel
            panel.scope_changed.connect(lambda _scope: self.refresh())
            panel.voice_chosen.connect(self.read)
            panel.said_chosen.connect(self.go_to)
            panel.named.connect(self.name)
            self.dialog.export.clicked.connect(self.export)
        self.apply_theme()
        self.dialog.show()
        self.dialog.raise_()
        self.refresh()

    def show_queue(self) -> None:
        """Go through the quotations without a speaker."""
        self.show()
        if self.dialog is not None:
            self.dialog.panel.show_queue()

    def apply_theme(self) -> None:
        """Use the window's colours."""
        if self.dialog is not None:
            self.dialog.panel.set_colors(Theme.named(self._window.settings.theme).label_colors)

    def on_changed(self) -> None:
        """Something was stored: read anew soon, if anybody looks."""
        if self.dialog is not None and self.dialog.isVisible() and not self._soon.isActive():
            self._soon.start()

    def on_article_shown(self) -> None:
        """Another article is on the page: the voices of "this article" are other ones now."""
        if self.dialog is not None and self.dialog.panel.table.scope.currentData():
            self.on_changed()

    def forget(self) -> None:
        """Another project, or the end: what is under way concerns nobody any more."""
        self._asked += 1
        self._soon.stop()
        if self.dialog is not None:
            self.dialog.close()

    # ---- reading ----------------------------------------------------------------------------------

    def _scope(self) -> str:
        """The id of the article whose voices are wanted, "" for all."""
        if self.dialog is None or not self.dialog.panel.table.scope.currentData():
            return ""
        return self._window.desk.article.id if self._window.desk.article else ""

    def _ask(self, function: Callable[[Project], Any], answer: Callable[[Any], None]) -> None:
        project, asked = self._window.project, self._asked
        job = Job("Reading voices", lambda progress: function(project))
        job.done.connect(lambda result: answer(result) if asked == self._asked and self.dialog is not None else None)
        self._window.run(job)

    def refresh(self) -> None:
        """Read the voices, what the chosen one says, and what nobody says."""
        self._asked += 1
        article = self._scope()
        self._ask(lambda project: voices.read_voices(project.reader, article), self._on_voices)
        self._ask(lambda project: _in_context(project, [], article), self._on_unspoken)

    def read(self, name: str) -> None:
        """Read what a voice says."""
        article = self._scope()
        self._ask(
            lambda project: (name, _in_context(project, voices.names_of(project.reader, name), article)), self._on_said
        )

    def _on_voices(self, found: Voices) -> None:
        if self.dialog is not None:
            panel = self.dialog.panel
            before = panel.current_voice()
            panel.set_voices(found)
            if before and before == panel.current_voice():
                self.read(before)
            elif not found.voices:
                panel.said.set_rows(())

    def _on_said(self, answer: tuple[str, list[Said]]) -> None:
        if self.dialog is not None:
            self.dialog.panel.set_said(*answer)

    def _on_unspoken(self, said: list[Said]) -> None:
        if self.dialog is not None:
            self.dialog.panel.set_unspoken(said)

    # ---- acting -----------------------------------------------------------------------------------

    def go_to(self, article: str, quote: str) -> None:
        """Show a quotation on the page."""
        self._window.show_article(article)
        self._window.choose_span(quote)
        if self.dialog is not None:
            self.dialog.panel.queue.set_names(self._window.rooms.details.span.offered())

    def name(self, article: str, quote: str, name: str) -> None:
        """Say who speaks a quotation of the queue; then the queue goes on by itself."""
        self.go_to(article, quote)
        self._window.desk.name_speaker(quote, name)
        named = next((one for one in self._window.desk.quotes if one.id == quote), None)
        if self.dialog is not None and (named is None or not named.speaker_name):
            self.dialog.panel.queue.problem.say(self._window.status.message)

    def export(self) -> None:
        """Write the quotations of the scope to a file that the person chooses."""
        article = self._scope()
        start = self._window.project.path.parent / "voices.csv"
        target = self._window.asker.choose_save("Export voices", start, PATTERNS)
        if target is None:
            return
        form = "jsonl" if target.suffix.lower() == ".jsonl" else "csv"
        path = target if target.suffix else target.with_suffix(voice_files.FORMATS[form])
        project, ids = self._window.project, [article] if article else None

        def write(progress: Progress) -> int:
            return voice_files.write_voices(project.reader, path, form, progress, ids)

        job = Job("Exporting voices", write)
        job.done.connect(lambda count: self._window.say(f"{count:,} quotations written to {path}"))
        self._window.run(job)


def _in_context(project: Project, names: list[str], article: str) -> list[Said]:
    """What is said under ``names`` (none: by nobody known), with what stands around it."""
    reader = project.reader
    with reader.snapshot():
        return reader.in_context(reader.said(names, article, AT_MOST))
