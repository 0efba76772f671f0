"""The window: where the rooms are laid out and tied together."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow

from glossator.core.errors import AppError, UserError
from glossator.core.model.label import Label
from glossator.core.model.span import Layer, Span, State
from glossator.core.model.tag import Stage, Tag
from glossator.core.service.annotator import Changed
from glossator.core.service.library import Project
from glossator.core.settings import Settings
from glossator.sentences import sentence
from glossator.ui.bridge import Bridge
from glossator.ui.jobs import Job, Lane
from glossator.ui.widgets.asker import Asker
from glossator.ui.window.analysing import Analysing
from glossator.ui.window.desk import Desk, Moved
from glossator.ui.window.dialogs import Dialogs
from glossator.ui.window.exporting import Exporting
from glossator.ui.window.importing import Importing
from glossator.ui.window.keeping import Keeping
from glossator.ui.window.layout import Rooms
from glossator.ui.window.menus import Menus
from glossator.ui.window.people import PeopleRoom
from glossator.ui.window.shelf import Shelf
from glossator.ui.window.status import Status
from glossator.ui.window.steps import Steps
from glossator.ui.window.view import View
from glossator.ui.window.voices import VoicesRoom


class MainWindow(QMainWindow):
    """Shows one project. Acts go through ``desk``; what happened comes back as ``changed``."""

    def __init__(self, project: Project, settings: Settings, asker: Asker) -> None:
        super().__init__()
        self.project, self.settings, self.asker = project, settings, asker
        self.setAcceptDrops(True)
        self.lane = Lane("work", self)
        self.desk = Desk(project, self)
        self.steps = Steps(self.desk)
        self.importing, self.exporting = Importing(self), Exporting(self)
        self.analysing, self.dialogs = Analysing(self), Dialogs(self)
        self.shelf, self.view, self.keeping = Shelf(self), View(self), Keeping(self)
        self.voices, self.people = VoicesRoom(self), PeopleRoom(self)
        self.rooms = Rooms(self)
        self.page = self.rooms.page
        self.setCentralWidget(self.rooms.splitter)
        self.status = Status(self)
        self.setStatusBar(self.status)
        self.menus = Menus(self)
        self.menus.read_in([self.page, self.rooms.labels, *self.rooms.spans.lists()])
        self._bridge = Bridge(project, self)
        self.is_shut = False
        self._connect()
        self.view.apply()
        self._refresh_labels()
        self.shelf.refresh()
        self._restore()

    # ---- ties ---------------------------------------------------------------------------------------

    def _tie_project(self) -> None:
        self.status.set_read_only(self.project.store.read_only)
        self.keeping.tie(self.project)
        self._bridge.changed.connect(self._on_changed)
        for lane in (self.lane, self.analysing.lane):
            lane.started.connect(self._on_job_started)
            lane.emptied.connect(self._on_lane_emptied)

    def _connect(self) -> None:
        rooms, desk, page = self.rooms, self.desk, self.page
        self._tie_project()
        desk.article_shown.connect(self._on_article_shown)
        desk.rows_changed.connect(self._on_rows_changed)
        desk.selection_changed.connect(self._on_selection_changed)
        desk.refused.connect(self.refuse)
        desk.said.connect(self.say)
        desk.picking_changed.connect(self._on_picking_changed)
        desk.name_wanted.connect(self.name_speaker)
        page.range_selected.connect(desk.select_range)
        page.place_picked.connect(desk.take_pick)
        page.span_selected.connect(self._on_page_span)
        page.span_resized.connect(desk.resize)
        library, search, spans, details = rooms.library, rooms.search, rooms.spans, rooms.details
        library.article_chosen.connect(self.show_article)
        library.filter_changed.connect(self.shelf.refresh)
        library.open_requested.connect(self.importing.open_files)
        library.files_dropped.connect(self.importing.read)
        library.removal_requested.connect(self.keeping.remove_for_good)
        library.trash_requested.connect(lambda ids: self.shelf.set_stages(ids, Stage.TRASHED))
        library.restore_requested.connect(lambda ids: self.shelf.set_stages(ids, Stage.STARTED))
        library.stage_requested.connect(self.shelf.set_stages)
        library.tag_requested.connect(self.dialogs.add_tags)
        library.analyse_requested.connect(lambda ids: self.analysing.analyse(ids))
        search.searched.connect(self.shelf.search)
        search.hit_chosen.connect(self.shelf.open_hit)
        rooms.labels.label_chosen.connect(self.label)
        rooms.labels.edit_requested.connect(self.dialogs.edit_labels)
        for panel in (spans, details):
            panel.accept_requested.connect(lambda ids: desk.decide(ids, State.ACCEPTED))
            panel.reject_requested.connect(lambda ids: desk.decide(ids, State.REJECTED))
            panel.delete_requested.connect(desk.delete_spans)
            panel.span_chosen.connect(self.choose_span)
        details.label_changed.connect(desk.relabel)
        details.speaker_named.connect(desk.name_speaker)
        details.speaker_from_selection_requested.connect(self._speaker_from_selection)
        details.note_edited.connect(lambda span, text: desk.write_note(span, text))
        details.article_note_edited.connect(lambda article, text: desk.write_note("", text, article))
        details.tags_edited.connect(desk.set_tags_of)
        details.stage_requested.connect(self.shelf.set_stages)
        self.status.stop_requested.connect(self.cancel_jobs)

    # ---- what follows a change ------------------------------------------------------------------------

    def _on_changed(self, changed: Changed) -> None:
        had = set(self.desk.labels)
        self.desk.on_changed(changed)
        rows = (*changed.change.before, *changed.change.after)
        if any(isinstance(row, Label) for row in rows) or set(self.desk.labels) != had:
            self._refresh_labels()
        if any(isinstance(row, Tag) for row in rows):
            self.rooms.details.set_tag_names([name for name, _ in self.project.reader.all_tags()])
        self.status.set_saved(True)
        self.voices.on_changed()
        self.people.on_changed()
        self.exporting.checking.on_changed(changed.change.articles)
        self.shelf.touch(changed.change.articles)
        self._refresh_actions()

    def _refresh_labels(self) -> None:
        labels = tuple(sorted(self.desk.labels.values(), key=lambda label: label.place))
        self.rooms.labels.set_labels(labels)
        self.rooms.details.set_labels(labels)
        self.rooms.spans.set_labels(self.desk.labels)
        self.page.set_labels(self.desk.labels)
        self.menus.set_labels(labels)

    def _on_article_shown(self) -> None:
        desk = self.desk
        self.page.set_article(desk.article, desk.spans, desk.links, desk.tokens, desk.labels, desk.noted())
        self.rooms.spans.set_rows(desk.spans, desk.links)
        self.rooms.library.set_current(desk.article.id if desk.article else "")
        self._offer_names()
        self.voices.on_article_shown()
        title = desk.article.title if desk.article else ""
        self.setWindowTitle(f"{title} — Glossator" if title else "Glossator")
        if desk.article is not None and not self.is_shut:
            self.project_setting("last_article", desk.article.id)

    def _offer_names(self) -> None:
        """Who may speak: those who do already, then the other people of the article."""
        desk = self.desk
        names = [quote.speaker_name for quote in desk.quotes]
        names += [span.text for span in desk.living() if span.label in ("PERSON", "ORG")]
        self.rooms.details.set_names([name for name in dict.fromkeys(" ".join(n.split()) for n in names) if name])

    def project_setting(self, name: str, value: str) -> None:
        """Keep a small fact of the window in the project, where it may be written."""
        if not self.project.store.read_only and self.project.reader.setting(name) != value:
            self.project.store.set_setting(name, value)

    def _on_rows_changed(self, moved: Moved) -> None:
        self.page.look.noted = self.desk.noted()
        self.page.update_rows(moved.gone, moved.come, self.desk.links)
        if moved.tokens:
            self.page.snapper = self.rooms.snapper(self.desk)
        self._offer_names()
        self.rooms.spans.update_rows(moved.gone, moved.come, moved.gone_links, moved.come_links)

    def _on_selection_changed(self) -> None:
        desk = self.desk
        shown = self.page.selected_span()
        if desk.selected is not None and (shown is None or shown.id != desk.selected.id):
            self.page.select_span(desk.selected.id)
        elif desk.selected is None and shown is not None:
            self.page.select_none()
        if desk.selected is None and desk.range is None:
            self.page.clear_text_selection()
        self._show_details()
        self.rooms.labels.set_active(self._active_label())
        self.rooms.spans.set_current(desk.selected.id if desk.selected else "")
        self._refresh_actions()

    def _active_label(self) -> str:
        desk = self.desk
        if desk.selected is not None:
            return desk.selected.label
        return desk.brush.id if desk.brush else ""

    def _show_details(self) -> None:
        desk, details = self.desk, self.rooms.details
        notes = {note.span: note.text for note in desk.notes}
        if desk.article is None:
            details.show_nothing()
        elif desk.selected is not None:
            one = desk.selected
            quote = next((q for q in desk.quotes if one in (*q.pieces, q.speaker, q.cue)), None)
            details.show_span(one, notes.get(one.id, ""), quote)
        else:
            source = self.project.reader.source(desk.article.source)
            tags = [tag.name for tag in desk.tags]
            details.show_article(desk.article, tags, notes.get("", ""), desk.stage, source.path if source else "")

    def _refresh_actions(self) -> None:
        desk, history = self.desk, self.project.history
        undo, redo = history.undo_title, history.redo_title
        have = {
            "article": desk.article is not None,
            "span": desk.selected is not None,
            "range": desk.range is not None,
            "quote": desk.quote() is not None,
            "undo": bool(undo),
            "redo": bool(redo),
            "job": bool(self.lane.jobs or self.analysing.lane.jobs),
        }
        self.menus.refresh({name for name, there in have.items() if there}, undo, redo)

    # ---- gestures ---------------------------------------------------------------------------------------

    def show_article(self, article_id: str) -> None:
        """Put an article on the page."""
        if self.desk.article is None or self.desk.article.id != article_id:
            self.rooms.details.flush()
            self.desk.show_article(article_id)

    def choose_span(self, span_id: str) -> None:
        """A panel chose a span."""
        self.desk.select_span(next((s for s in self.desk.spans if s.id == span_id), None))

    def _on_page_span(self, span: Span | None) -> None:
        if span is None and self.desk.selected is None:
            return
        if span is None or self.desk.selected is None or span.id != self.desk.selected.id:
            self.desk.select_span(span)

    def label(self, key: str) -> None:
        """A label's key or chip."""
        if key in self.desk.labels:
            self.view.focus_page()
            self.desk.label(self.desk.labels[key])

    def _speaker_from_selection(self, quote_id: str) -> None:
        speaker = next((label for label in self.desk.labels.values() if label.layer == Layer.SPEAKER), None)
        if speaker is None or self.desk.range is None:
            self.say("Select who speaks in the text, then press S.")
        else:
            self.desk.connect_to(quote_id, speaker)

    def _on_picking_changed(self) -> None:
        label = self.desk.picking
        self.page.set_picking(label is not None)
        if label is not None and label.layer == Layer.SPEAKER:
            self.say("Click who says it · S for a name · Esc to leave")
        elif label is not None:
            self.say("Click the word that introduces it · Esc to leave")
        else:
            self.say("")

    def name_speaker(self) -> None:
        """The speaker's name gets the keys, with the names of the article offered."""
        quote = self.desk.quote()
        if quote is None:
            return
        if self.desk.selected is None or self.desk.selected.id not in {p.id for p in quote.pieces}:
            self.desk.select_span(quote.pieces[0])
        self.rooms.details.focus_speaker()

    def accept_all(self) -> None:
        """Accept what the panel of spans shows."""
        self.rooms.spans.accept_all()

    def reject_all(self) -> None:
        """Reject what the panel of spans shows."""
        self.rooms.spans.reject_all()

    # ---- another project ------------------------------------------------------------------------------

    def use_project(self, project: Project) -> None:
        """Go on with another project; the one before is closed when its work has stopped."""
        self.leave_project()
        self.enter_project(project)

    def leave_project(self) -> None:
        """Stop all work on the project and close it; :meth:`enter_project` must follow."""
        self.rooms.details.flush()
        self.voices.forget()
        self.people.forget()
        self.exporting.checking.forget()
        self.cancel_jobs()
        self.analysing.close()
        self.lane.close()
        self._bridge.close()
        self.project.close()

    def enter_project(self, project: Project) -> None:
        """Show a project, after the one before was left."""
        self.project = project
        self.lane = Lane("work", self)
        self.analysing = Analysing(self)
        self._bridge = Bridge(project, self)
        self._tie_project()
        self.desk.use_project(project)
        self._refresh_labels()
        self.view.apply()
        self.shelf.refresh()
        self._show_first()

    # ---- work ---------------------------------------------------------------------------------------------

    def run(self, job: Job, lane: Lane | None = None) -> None:
        """Do a job in the background and show how far it is."""
        job.failed.connect(self.on_failed)
        (lane or self.lane).add(job)

    def _on_job_started(self, job: Job) -> None:
        if job.title not in ("Searching", "Reading voices", "Reading people"):
            self.status.watch(job)
        self._refresh_actions()

    def _on_lane_emptied(self) -> None:
        if self.is_shut:
            return
        if not (self.lane.jobs or self.analysing.lane.jobs):
            self.status.rest()
        self._refresh_actions()

    def on_failed(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self.refuse(error)
        else:
            raise error

    def cancel_jobs(self) -> None:
        """Stop what runs."""
        self.lane.cancel()
        self.analysing.lane.cancel()

    def say(self, text: str) -> None:
        """One line at the bottom."""
        self.status.say(text)

    def refuse(self, error: AppError) -> None:
        """Say what did not work; a failed save is said in a box and stays on the screen."""
        text = sentence(error)
        self.say(text)
        if isinstance(error, UserError) and error.code in ("cannot-save", "disk-full", "project-read-only"):
            self.status.set_saved(False)
            if self.project.store.read_only:  # said once in the status bar; a box for each key would be in the way
                return
            self.asker.tell("Not saved", text)

    # ---- coming and going ------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Files and folders may come in."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Read what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.importing.read(paths)

    def _restore(self) -> None:
        kept = QSettings()
        geometry = kept.value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        else:
            self.resize(1500, 940)
        self._show_first()

    def _show_first(self) -> None:
        last = self.project.reader.setting("last_article") or ""
        lines = self.rooms.library.visible_ids()
        first = last if last in lines else (lines[0] if lines else "")
        self.desk.show_article(first)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Keep what is being typed, stop the work, close the project."""
        QSettings().setValue("geometry", self.saveGeometry())
        self.shut()
        super().closeEvent(event)

    def shut(self, *, close_project: bool = True) -> None:
        """Let go of everything; a second call does nothing."""
        if self.is_shut:
            return
        self.rooms.details.flush()
        self.is_shut = True
        self.shelf.stop()
        self.voices.forget()
        self.people.forget()
        self.exporting.checking.forget()
        self.analysing.close()
        self.lane.close()
        self._bridge.close()
        if close_project:
            self.project.close()
