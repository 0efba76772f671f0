"""The window's dialogs: each is made when asked for, given values, and its answer handed on."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, qVersion
from PySide6.QtWidgets import QDialog

from glossator import __version__
from glossator.core.model.change import Change
from glossator.core.model.label import Label
from glossator.core.model.tag import Stage
from glossator.core.service import analysis
from glossator.core.service import labels as schema
from glossator.core.service.exporting import Choice
from glossator.core.service.library import Failure, Reading
from glossator.ui.jobs import Job
from glossator.ui.theme import Theme
from glossator.ui.window.importing import failure_lines
from glossator.ui.window.opening import open_project

if TYPE_CHECKING:
    from glossator.ui.window.main_window import MainWindow

PROJECTS = ("Glossator projects (*.glossator)",)


class Dialogs(QObject):
    """Knows which values each dialog wants; a dialog's module is imported when it is first shown."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def ask(self, dialog: QDialog) -> bool:
        """Show a dialog and wait; tests answer here."""
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return accepted

    def preview_import(
        self,
        readings: Sequence[Reading],
        failures: Sequence[Failure],
        add: Callable[[Sequence[Reading], Sequence[Failure]], None],
    ) -> None:
        """Show how files are split; what is ticked is added."""
        from glossator.ui.dialogs.import_ import ImportDialog

        window, current = self._window, list(readings)

        def resplit(which: int, starts: tuple[int, ...]) -> Reading:
            current[which] = window.importing.resplit(current[which], starts)
            return current[which]

        dialog = ImportDialog(readings, failure_lines(failures), window.project.known(readings), resplit, window)
        if self.ask(dialog):
            ticked = {reading.source.id for reading in dialog.chosen()}
            add([reading for reading in current if reading.source.id in ticked], failures)

    def ask_export(
        self,
        formats: Sequence[Any],
        count: Callable[[str, Any, list[str], Callable[[dict[str, int]], None]], Job],
        write: Callable[[str, Path, Any, list[str] | None, bool], None],
        check: Callable[[str, Any, list[str]], None] | None = None,
        name: str = "",
    ) -> None:
        """Ask for format, options, articles and place, then write; or ``check`` first. ``name`` is the format shown."""
        from glossator.ui.dialogs.export import ExportDialog, ExportRequest, losses_text, undecided_text

        window = self._window
        lines = window.project.reader.articles()
        by_id = {line.id: line for line in lines}
        which: dict[str, list[str]] = {
            "all": [line.id for line in reversed(lines)],
            "selected": [one for one in window.rooms.library.selected_ids() if one in by_id],
            "done": [line.id for line in reversed(lines) if line.stage == Stage.DONE],
        }
        counting: list[Job] = []

        def picked(request: ExportRequest) -> list[str]:
            """The articles that are meant."""
            tags, stages = filter(None, [request.tag]), filter(None, [request.stage])
            choice = Choice(tuple(tags), tuple(stages))
            return [one for one in which[request.which] if choice.takes(by_id[one].tags, by_id[one].stage)]

        def lost(request: ExportRequest) -> str:
            """What is known at once; the rest is told when it has been counted."""
            ids = picked(request)
            waiting = sum(by_id[one].suggested for one in ids)
            decided = sum(by_id[one].spans - by_id[one].suggested for one in ids)
            first = "" if request.options.suggestions or not waiting else undecided_text(decided, waiting)

            def tell(found: dict[str, int]) -> None:
                if counting and counting[-1] is job:
                    dialog.set_losses(f"{first} {losses_text(found)}".strip())

            for earlier in counting:
                earlier.cancel()
            job = count(request.name, request.options, ids, tell)
            counting[:] = [job]
            return first

        counts = {name: len(ids) for name, ids in which.items()}
        folder = window.project.path.parent
        tags = [tag for tag, _ in window.project.reader.all_tags()]
        dialog = ExportDialog(
            formats, counts, folder, "corpus", lost, window.asker, window, tags, lambda request: len(picked(request))
        )
        dialog.choose_format(name)
        accepted = self.ask(dialog)
        for job in counting:
            job.cancel()
        counting.clear()
        wanted = dialog.request()
        if dialog.wants_check and check is not None:
            check(wanted.name, wanted.options, picked(wanted))
        elif accepted:
            write(wanted.name, wanted.target, wanted.options, picked(wanted), wanted.manifest)

    def edit_labels(self) -> None:
        """Edit the label schema; one act."""
        from glossator.ui.dialogs.labels import LabelsDialog

        window = self._window
        old = window.project.reader.labels()
        used = schema.used(window.project)
        theme = Theme.named(window.settings.theme)
        dialog = LabelsDialog(old, used, theme.label_colors, window.asker, window)
        if self.ask(dialog):
            self.keep_labels(old, dialog.labels())

    def keep_labels(self, old: Sequence[Label], new: tuple[Label, ...]) -> None:
        """Store an edited schema as one act; a clash of keys is refused with a sentence."""

        def make() -> Change:
            schema.check_labels(new)
            placed = tuple(replace(label, place=place) for place, label in enumerate(new))
            have = {label.id: label for label in old}
            come = tuple(label for label in placed if have.get(label.id) != label)
            going = {label.id for label in placed}
            renewed = {label.id for label in come}
            gone = tuple(label for label in old if label.id not in going or label.id in renewed)
            rows = schema.rows_of_labels(self._window.project, {label.id for label in old} - going)
            return Change("Labels", (*gone, *rows), come)

        self._window.desk.act(make)

    def edit_settings(self) -> None:
        """Edit the settings, seen while one chooses."""
        from glossator.ui.dialogs.settings import SettingsDialog

        offers = {"pipeline": analysis.pipelines()}
        dialog = SettingsDialog(self._window.settings, self._window, offers)
        dialog.changed.connect(self._window.view.change)
        if self.ask(dialog):
            self._window.view.change(dialog.value())

    def show_keys(self) -> None:
        """The key sheet."""
        from glossator.ui.dialogs.keys import KeysDialog

        self.ask(KeysDialog(self._window.menus.rows(), self._window))

    def show_about(self) -> None:
        """Name, version, and what it stands on."""
        from glossator.ui.dialogs.about import AboutDialog

        parts = [
            ("Python", platform.python_version()),
            ("Qt", qVersion()),
            ("Project", str(self._window.project.path)),
            ("Licence", "MIT; see NOTICES.md for what it is built on"),
        ]
        text = "Read articles, mark who said what, take an annotated corpus away. It never goes online."
        self.ask(AboutDialog("Glossator", __version__, text, parts, self._window))

    def show_crash(self, report: str) -> None:
        """A report of our own bug; nothing is sent."""
        from glossator.ui.dialogs.crash import CrashDialog

        self.ask(CrashDialog(report, None, self._window.asker, self._window))

    def add_tags(self, ids: list[str]) -> None:
        """Ask for tags and add them to these articles."""
        said = self._window.asker.ask_text("Tags", "Tags to add, parted by commas:")
        for one in ids if said else ():
            have = [tag.name for tag in self._window.project.reader.tags(one)]
            self._window.desk.set_tags_of(one, [*have, *str(said).split(",")])

    def new_project(self) -> None:
        """Ask where, and go on with an empty project."""
        path = self._window.asker.choose_save(
            "New project", self._window.project.path.parent / "new.glossator", PROJECTS
        )
        if path is not None:
            self._switch(path if path.suffix else path.with_suffix(".glossator"), create=True)

    def open_project(self) -> None:
        """Ask which, and go on with it."""
        paths = self._window.asker.choose_files("Open project", PROJECTS)
        if paths:
            self._switch(paths[0], create=False)

    def _switch(self, path: Path, *, create: bool) -> None:
        project = open_project(path, self._window.asker, create=create, author=self._window.settings.author)
        if project is not None:
            self._window.use_project(project)
