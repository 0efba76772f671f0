"""The check before an export in the window: looked for in the background, mended as acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from glossator.core.errors import AppError
from glossator.core.model.change import Change
from glossator.core.service import exporting, preflight
from glossator.core.service.preflight import OF_SPANS, Finding, Report, Wanted
from glossator.sentences import sentence
from glossator.ui.jobs import Job

if TYPE_CHECKING:
    from glossator.ui.dialogs.preflight import PreflightDialog
    from glossator.ui.window.main_window import MainWindow


class PreflightRoom(QObject):
    """Holds the dialog; answers of jobs for an earlier check or another project are dropped."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: PreflightDialog | None = None
        self._wanted = Wanted()
        self._ids: list[str] | None = None
        self._asked = 0
        self._job: Job | None = None

    def show(self, wanted: Wanted | None = None, ids: list[str] | None = None) -> None:
        """Check these articles (None: all) for a format (None: for none in particular)."""
        from glossator.ui.dialogs.preflight import PreflightDialog

        if self.dialog is None:
            self.dialog = PreflightDialog(self._window)
            self.dialog.place_chosen.connect(self.go_to)
            self.dialog.fix_requested.connect(self.fix)
            self.dialog.keep_requested.connect(self.keep)
            self.dialog.check_requested.connect(self.check)
            self.dialog.forget_requested.connect(self.forget_exceptions)
            self.dialog.stop_requested.connect(self.stop)
            self.dialog.export_requested.connect(self.export)
            self.dialog.finished.connect(lambda _: self.stop())
        self._wanted, self._ids = wanted or Wanted(), ids
        self.dialog.set_purpose(self._purpose())
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.view.setFocus()
        self.check()

    def _purpose(self) -> str:
        """For what it is looked, in a few words."""
        titles = {one.name: one.title for one in exporting.formats()}
        if self._wanted.name:
            return f"For {titles[self._wanted.name]}"
        return "For any format; the export dialog checks for the one that you choose there."

    # ---- checking ---------------------------------------------------------------------------------

    def check(self) -> None:
        """Look at all articles again."""
        self.stop()
        if self.dialog is None:
            return
        self._asked += 1
        project, asked, wanted, ids = self._window.project, self._asked, self._wanted, self._ids
        job = Job("Checking articles", lambda progress: preflight.look(project, wanted, progress, ids))
        job.progressed.connect(lambda done, total, _: self._on_progress(asked, done, total))
        job.done.connect(lambda report: self._on_report(asked, report))
        job.ended.connect(lambda: self._on_ended(asked))
        self._job = job
        self.dialog.set_running(True)
        self._window.run(job)

    def stop(self) -> None:
        """Stop a check that is under way; what was found before stays."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if self.dialog is not None:
            self.dialog.set_running(False)

    def forget(self) -> None:
        """Another project, or the end: what is under way concerns nobody any more."""
        self._asked += 1
        self.stop()
        if self.dialog is not None:
            self.dialog.set_report(Report((), 0, 0))
            self.dialog.close()

    def _on_progress(self, asked: int, done: int, total: int) -> None:
        if asked == self._asked and self.dialog is not None and self._job is not None:
            self.dialog.set_progress(done, total)

    def _on_report(self, asked: int, report: Report) -> None:
        if asked == self._asked and self.dialog is not None:
            self.dialog.set_report(report)

    def _on_ended(self, asked: int) -> None:
        if asked == self._asked and self.dialog is not None:
            self._job = None
            self.dialog.set_running(False)

    def on_changed(self, articles: frozenset[str]) -> None:
        """Look again at the articles that were changed, by whomever, if anybody looks."""
        mine = sorted(articles if self._ids is None else articles & set(self._ids))
        if self.dialog is None or not self.dialog.isVisible() or self._job is not None or not mine:
            return
        project, asked, wanted = self._window.project, self._asked, self._wanted
        job = Job("Checking articles", lambda progress: preflight.look_at(project, wanted, mine, progress))
        job.done.connect(lambda found: self._on_looked_at(asked, mine, found))
        self._window.run(job)

    def _on_looked_at(self, asked: int, articles: Sequence[str], found: Sequence[Finding]) -> None:
        if asked == self._asked and self.dialog is not None:
            self.dialog.replace(articles, OF_SPANS, found)

    # ---- acting -----------------------------------------------------------------------------------

    def go_to(self, finding: Finding) -> None:
        """Show a finding on the page."""
        self._window.show_article(finding.article)
        if finding.spans:
            self._window.choose_span(finding.spans[0])

    def fix(self, findings: list[Finding]) -> None:
        """Make the change in the background, then store it as one act."""
        project = self._window.project
        job = Job("Checking articles", lambda progress: preflight.mend(project, findings))
        job.done.connect(self._on_mended)
        job.failed.connect(self._on_refused)
        self._window.lane.add(job)

    def _on_mended(self, change: Change) -> None:
        if self._window.desk.act(lambda: change):
            self._window.say(f"{change.title}. Ctrl+Z takes it back.")
        elif self.dialog is not None:
            self.dialog.problem.say("It was changed in the meantime: check again.")

    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        if self.dialog is not None:
            self.dialog.problem.say(sentence(error))

    def keep(self, findings: list[Finding]) -> None:
        """Remember these as exceptions."""
        try:
            preflight.keep(self._window.project, findings)
        except AppError as error:
            self._on_refused(error)
            return
        if self.dialog is not None:
            self.dialog.remove(findings)

    def forget_exceptions(self) -> None:
        """Tell everything again."""
        try:
            preflight.forget(self._window.project)
        except AppError as error:
            self._on_refused(error)
            return
        self.check()

    def export(self) -> None:
        """On to the export, with the format that was checked for."""
        self._window.exporting.export(self._wanted.name)
