"""From a file of another annotation program to marks in the library: recognise, read, preview, one act."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from glossator.core.errors import AppError, UserError
from glossator.core.service import interchange
from glossator.sentences import sentence
from glossator.ui.jobs import Job
from glossator.ui.widgets.wording import counted

if TYPE_CHECKING:
    from glossator.core.service.interchange import Preview, Problem, Taken
    from glossator.ui.dialogs.annotations import AnnotationsDialog
    from glossator.ui.window.main_window import MainWindow

PATTERNS = (
    "Annotations (*.jsonl *.json *.jsonld *.ann *.tsv *.conll *.iob *.spacy *.xmi *.qdpx *.txt)",
    "All files (*)",
)


class ForeignImport(QObject):
    """Asks for a file, reads it in the background and hands on what the person chose."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def open_file(self) -> None:
        """Ask for files; formats that spread over a folder may be taken whole."""
        paths = self._window.asker.choose_files("Import annotations", PATTERNS)
        for path in paths:
            more = interchange.company(path) if len(paths) == 1 else 0
            whole = more and self._window.asker.confirm(
                "Import annotations",
                f"{counted(more, 'more file', 'more files')} of this kind lie in “{path.parent.name}”. "
                "Take the whole folder?",
                "Take the folder",
            )
            self.read(path.parent if whole else path)

    def open_folder(self) -> None:
        """Ask for a folder."""
        folder = self._window.asker.choose_folder("Import annotations of a folder")
        if folder:
            self.read(folder)

    def read(self, path: Path) -> None:
        """Recognise the format, read in the background and show the preview; without a format it is asked there."""
        names = interchange.guesses(path)
        if not names:
            self._show(path, "", None, "")
            return
        job = self._job(path, names[0])
        job.done.connect(lambda found: self._show(path, names[0], found, ""))
        job.failed.connect(lambda error: self._on_failed(path, names[0], error))
        self._window.lane.add(job)

    def _job(self, path: Path, name: str) -> Job:
        project = self._window.project
        return Job("Reading annotations", lambda progress: interchange.preview(project, path, name, progress))

    def _on_failed(self, path: Path, name: str, error: Exception) -> None:
        if isinstance(error, UserError) and error.code == "annotations-unreadable":
            self._show(path, name, None, sentence(error))
        else:
            self._window.on_failed(error)

    def _show(self, path: Path, name: str, found: Preview | None, why: str) -> None:
        """The dialog; another format is read behind it."""
        from glossator.ui.dialogs.annotations import AnnotationsDialog

        reading: list[Job] = []
        kept: list[Preview] = [found] if found else []

        def again(other: str) -> None:
            for job in reading:
                job.cancel()
            kept.clear()
            job = self._job(path, other)
            reading[:] = [job]
            dialog.set_busy()
            job.progressed.connect(dialog.set_progress)
            job.done.connect(lambda told: keep(job, told))
            job.failed.connect(lambda error: fail(job, error))
            self._window.lane.add(job)

        def keep(job: Job, told: Preview) -> None:
            if reading == [job]:
                kept[:] = [told]
                self._fill(dialog, told)

        def fail(job: Job, error: AppError) -> None:
            if reading == [job]:
                dialog.refuse(sentence(error))

        window = self._window
        labels = tuple(sorted(window.project.reader.labels(), key=lambda label: label.place))
        dialog = AnnotationsDialog(path.name or str(path), interchange.formats(), name, labels, again, window)
        if found:
            self._fill(dialog, found)
        else:
            dialog.refuse(why or "The format of this file was not recognised; choose it.")
        accepted = window.dialogs.ask(dialog)
        for job in reading:
            job.cancel()
        reading.clear()
        if accepted and kept:
            self.take(kept[0], dialog.mapping(), dialog.matches())

    def _fill(self, dialog: AnnotationsDialog, found: Preview) -> None:
        from glossator.ui.dialogs.annotations import Found

        dialog.set_found(Found(found.told, found.labels, _said(found.problems), found.known))

    def take(self, found: Preview, mapping: dict[str, str], match: bool) -> None:
        """Store in the background, as one act."""
        project = self._window.project
        job = Job(
            "Importing annotations",
            lambda progress: interchange.import_annotations(
                project, found.path, found.name, mapping, progress, match, found.file
            ),
        )
        job.done.connect(self._on_taken)
        self._window.run(job)

    def _on_taken(self, done: Taken) -> None:
        window = self._window
        window.say(summary(done))
        shown = [*done.articles, *done.matched]
        if shown:
            window.show_article(shown[0])
        if done.problems:
            told = "\n".join(f"{title}: {why}" if title else why for title, why in _said(done.problems))
            count = counted(len(done.problems), "thing", "things")
            text = f"{count} could not be placed. What belongs to an article is kept in a note on it."
            window.asker.tell("Import annotations", text, told)


def _said(problems: Sequence[tuple[str, Problem]]) -> list[tuple[str, str]]:
    """(title, sentence) of each."""
    return [(title, sentence(UserError(one.code, **one.values))) for title, one in problems]


def summary(done: Taken) -> str:
    """One line on what became of a file."""
    if done.known:
        return "This file is in the project already"
    parts = [f"{counted(sum(done.labels.values()), 'mark', 'marks')} imported"]
    parts += [f"{counted(len(done.articles), 'article', 'articles')} added"] if done.articles else []
    parts += [f"{counted(len(done.matched), 'article', 'articles')} of the project marked"] if done.matched else []
    parts += [f"{counted(done.there, 'mark', 'marks')} there before"] if done.there else []
    parts += [f"{counted(len(done.made), 'new label', 'new labels')}"] if done.made else []
    return ", ".join(parts)
