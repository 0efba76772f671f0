"""From the window to a file that a person takes away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from glossator.core.service import exporting
from glossator.core.service.preflight import Wanted
from glossator.ui.jobs import Job
from glossator.ui.window.preflight import PreflightRoom

if TYPE_CHECKING:
    from glossator.core.service.exporting import Options
    from glossator.ui.window.main_window import MainWindow


class Exporting(QObject):
    """Asks what to export, writes it in the background, says what was lost."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.checking = PreflightRoom(window)

    def export(self, name: str = "") -> None:
        """Show the dialog, at the format ``name`` if there is one."""
        self._window.dialogs.ask_export(exporting.formats(), self.count_losses, self.write, self.check_for, name)

    def preflight(self) -> None:
        """Look for what a trainer would choke on, whatever the format."""
        self.checking.show()

    def check_for(self, name: str, options: Options, ids: list[str]) -> None:
        """Look for what a trainer would choke on in an export like this."""
        self.checking.show(Wanted(name, options), ids)

    def count_losses(self, name: str, options: Options, ids: list[str], then: Callable[[dict[str, int]], None]) -> Job:
        """Count in the background what the format would leave out, and hand it to ``then``."""
        project = self._window.project
        job = Job("Counting", lambda progress: exporting.losses(project, name, options, ids, progress))
        job.done.connect(then)
        job.failed.connect(self._window.refuse)
        return self._window.lane.add(job)

    def write(self, name: str, target: Path, options: Options, ids: list[str] | None, manifest: bool = False) -> None:
        """Write in the background."""
        project = self._window.project
        job = Job(
            "Exporting",
            lambda progress: exporting.export(project, name, target, progress, options, ids, manifest=manifest),
        )
        job.done.connect(self._on_written)
        self._window.run(job)

    def _on_written(self, done: exporting.Exported) -> None:
        lost = "".join(f"; {count} {what} left out or changed" for what, count in done.losses.items())
        plural = "s" if done.articles != 1 else ""
        self._window.say(f"{done.articles} article{plural} written to {done.target}{lost}")
