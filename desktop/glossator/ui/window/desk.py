"""The desk: the article in hand, what is selected in it, and every act on it.

Each act makes a Change and hands it to the project; the page and the panels follow
from the ``changed`` event, never from the act itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from glossator.core.errors import AppError
from glossator.core.model.analysis import Analysis, Token, unpack
from glossator.core.model.article import Article
from glossator.core.model.change import Change, Row
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.note import Note
from glossator.core.model.overlap import reading_order
from glossator.core.model.quote import Quote, QuoteKind, gather
from glossator.core.model.span import Layer, Span, State
from glossator.core.model.tag import Stage, Standing, Tag
from glossator.core.model.tokenize import tokens as plain_tokens
from glossator.core.service import changes
from glossator.core.service.annotator import Changed
from glossator.core.service.changes import short
from glossator.core.service.library import Project
from glossator.core.service.speaking import Scene, attach, name_speaker

ATTACHED = frozenset({Layer.QUOTE, Layer.SPEAKER, Layer.CUE})
"""Layers of a quotation's parts: with one of these selected, S and C look for a further part."""

R = TypeVar("R", Span, Link, Note, Tag)


@dataclass(frozen=True, slots=True)
class Moved:
    """Rows of the article in hand that went and that came; ``tokens``: whether it was analysed anew."""

    gone: tuple[Span, ...]
    come: tuple[Span, ...]
    gone_links: tuple[Link, ...]
    come_links: tuple[Link, ...]
    tokens: bool = False

    @classmethod
    def of(cls, change: Change, article_id: str) -> Moved:
        """What of ``change`` belongs to one article."""

        def mine(rows: tuple[Row, ...], kind: type[R]) -> tuple[R, ...]:
            return tuple(row for row in rows if isinstance(row, kind) and getattr(row, "article", "") == article_id)

        before, after = change.before, change.after
        return cls(
            mine(before, Span), mine(after, Span), mine(before, Link), mine(after, Link),
            any(isinstance(row, Analysis) for row in (*before, *after)),
        )  # fmt: skip


def exchanged(have: Sequence[R], change: Change, article_id: str, kind: type[R]) -> list[R]:
    """``have`` with what ``change`` does to rows of their kind in one article."""
    rows = {row.id: row for row in have}
    for row in change.before:
        if isinstance(row, kind):
            rows.pop(row.id, None)
    rows.update((row.id, row) for row in change.after if isinstance(row, kind) and row.article == article_id)
    return list(rows.values())


class Desk(QObject):
    """Holds one article at a time. All offsets are code points."""

    article_shown = Signal()
    rows_changed = Signal(object)
    selection_changed = Signal()
    picking_changed = Signal()
    name_wanted = Signal()
    refused = Signal(object)
    said = Signal(str)

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.labels: dict[str, Label] = {label.id: label for label in project.reader.labels()}
        self.article: Article | None = None
        self.spans: tuple[Span, ...] = ()
        self.links: tuple[Link, ...] = ()
        self.notes: tuple[Note, ...] = ()
        self.tags: tuple[Tag, ...] = ()
        self.stage = Stage.NEW
        self.tokens: Sequence[Token] = ()
        self.quotes: tuple[Quote, ...] = ()
        self.selected: Span | None = None
        self.range: tuple[int, int] | None = None
        self.brush: Label | None = None
        self.picking: Label | None = None
        self._quote_id = ""

    def use_project(self, project: Project) -> None:
        """Go on with another project, with an empty desk."""
        self.project = project
        self.labels = {label.id: label for label in project.reader.labels()}
        self.brush = None
        self.show_article("")

    # ---- what is on the desk --------------------------------------------------------------------

    def show_article(self, article_id: str) -> None:
        """Put an article on the desk; "" clears it."""
        self.article = self.project.reader.article(article_id) if article_id else None
        self.selected, self.range, self._quote_id = None, None, ""
        self.pick(None)
        self._load()
        self.article_shown.emit()
        self.selection_changed.emit()

    def _load(self) -> None:
        if self.article is None:
            self.spans, self.links, self.notes, self.tags, self.quotes = (), (), (), (), ()
            self.tokens, self.stage = (), Stage.NEW
            return
        reader, one = self.project.reader, self.article.id
        self.spans, self.links, self.notes = reader.spans(one), reader.links(one), reader.notes(one)
        self.tags = reader.tags(one)
        standing, analysis = reader.standing(one), reader.analysis(one)
        self.stage = standing.stage if standing else Stage.NEW
        self.tokens = unpack(analysis.tokens) if analysis else plain_tokens(self.article.text)
        self.quotes = gather((s for s in self.spans if s.state is not State.REJECTED), self.links)

    def _take(self, change: Change, one: str) -> None:
        """What the article's rows are after ``change``, without asking for all of them again."""
        text = self.article.text if self.article else ""
        self.spans = tuple(sorted(exchanged(self.spans, change, one, Span), key=lambda s: (s.start, -s.end, s.id)))
        self.links = tuple(sorted(exchanged(self.links, change, one, Link), key=lambda link: (link.kind, link.id)))
        self.notes = tuple(sorted(exchanged(self.notes, change, one, Note), key=lambda note: (note.written, note.id)))
        self.tags = tuple(sorted(exchanged(self.tags, change, one, Tag), key=lambda tag: (tag.name, tag.id)))
        for row in (*change.before, *change.after):
            if isinstance(row, Standing) and row.id == one:
                self.stage = row.stage if row in change.after else Stage.NEW
            elif isinstance(row, Analysis) and row.article == one:
                self.tokens = unpack(row.tokens) if row in change.after else plain_tokens(text)
        self.quotes = gather((s for s in self.spans if s.state is not State.REJECTED), self.links)

    def on_changed(self, changed: Changed) -> None:
        """Follow what was stored, by whomever."""
        rows: tuple[Row, ...] = (*changed.change.before, *changed.change.after)
        if any(isinstance(row, Label) for row in rows):
            self.labels = {label.id: label for label in self.project.reader.labels()}
        if self.article is None or self.article.id not in changed.change.articles:
            return
        if any(isinstance(row, Article) for row in rows):
            self.article = self.project.reader.article(self.article.id)
            if self.article is None:
                self.show_article("")
                return
            self._load()
        else:
            self._take(changed.change, self.article.id)
        if self.selected is not None:
            self.selected = next(
                (s for s in self.spans if s.id == self.selected.id and s.state != State.REJECTED), None
            )
        self.rows_changed.emit(Moved.of(changed.change, self.article.id))
        self.selection_changed.emit()

    def living(self) -> list[Span]:
        """The spans that are drawn, in reading order."""
        return reading_order([span for span in self.spans if span.state is not State.REJECTED])

    def noted(self) -> frozenset[str]:
        """Ids of the spans with a note."""
        return frozenset(note.span for note in self.notes if note.span)

    def quote(self) -> Quote | None:
        """The quotation selected, or the one selected last (for its speaker and cue)."""
        return next((q for q in self.quotes if any(p.id == self._quote_id for p in q.pieces)), None)

    # ---- selection --------------------------------------------------------------------------------

    def select_span(self, span: Span | None) -> None:
        """The person chose a span (or none)."""
        self.selected = span
        if span is not None:
            self.range = None
            if span.layer == Layer.QUOTE:
                self._quote_id = span.id
        self.selection_changed.emit()

    def select_range(self, start: int, end: int) -> None:
        """The person selected text; with a brush in hand it is labelled at once."""
        self.range = (start, end) if start < end else None
        if self.range is not None and self.picking is not None:
            self.take_pick(start, end)
            return
        if self.range is not None:
            self.selected = None
            if self.brush is not None:
                self.label(self.brush)
                return
        self.selection_changed.emit()

    def clear(self) -> None:
        """Let go of the selection and the brush; while a speaker or cue is picked, of that only."""
        if self.picking is not None:
            self.pick(None)
            return
        self.selected, self.range, self.brush = None, None, None
        self.selection_changed.emit()

    # ---- acts -------------------------------------------------------------------------------------

    def act(self, make: Callable[[], Change]) -> bool:
        """Make a change and store it; what is refused is said, and nothing has happened."""
        try:
            change = make()
            if change:
                self.project.apply(change)
            return bool(change)
        except AppError as error:
            self.refused.emit(error)
            return False

    def label(self, label: Label) -> None:
        """Label the selected text, or the selected span anew, or take the label as a brush."""
        if self.article is None:
            return
        attaches = label.layer in (Layer.SPEAKER, Layer.CUE) and self.quote() is not None
        if attaches and self.range is None and (self.selected is None or self.selected.layer in ATTACHED):
            self._pick_again(label)
        elif attaches and self._is_mention(self.selected) and label.layer == Layer.SPEAKER:
            assert self.selected is not None
            self._connect(label, self.selected.start, self.selected.end)
        elif self.range is None and self.selected is None:
            self.brush = None if self.brush == label else label
            self.selection_changed.emit()
        elif self.range is None and self.selected is not None:
            span = self.selected
            self.act(lambda: changes.relabel(span, label))
        elif attaches and self.range is not None:
            self._connect(label, *self.range)
        else:
            self._add(label)

    def _is_mention(self, span: Span | None) -> bool:
        """Whether a name is selected that may speak the quotation selected before."""
        return self.range is None and span is not None and span.layer == Layer.ENTITY

    # ---- picking who speaks -----------------------------------------------------------------------

    def pick(self, label: Label | None) -> None:
        """Wait for a click on who speaks (or on the cue, as ``label`` says); None leaves."""
        if label is not self.picking:
            self.picking = label
            self.picking_changed.emit()

    def _pick_again(self, label: Label) -> None:
        """The key once: pick by a click. The speaker's key again: pick by name."""
        if self.picking is None or self.picking.layer != label.layer:
            self.pick(label)
            return
        self.pick(None)
        if label.layer == Layer.SPEAKER:
            self.name_wanted.emit()

    def take_pick(self, start: int, end: int) -> None:
        """This stretch was clicked or selected while picking."""
        label = self.picking
        self.pick(None)
        if label is not None:
            self._connect(label, start, end)

    def _scene(self, article: Article) -> Scene:
        return Scene(article, self.spans, self.links, self.project.annotator.author)

    def _add(self, label: Label) -> None:
        article, chosen = self.article, self.range
        if article is None or chosen is None:
            return
        made = Change("")

        def make() -> Change:
            nonlocal made
            made = changes.add_span(article, *chosen, label, self.project.annotator.author, self.spans)
            return made

        self.act(make)
        self._choose(next((row.id for row in made.after if isinstance(row, Span)), ""))

    def _connect(self, label: Label, start: int, end: int) -> None:
        """This stretch speaks, or introduces, the quotation selected last."""
        article, quote = self.article, self.quote()
        if article is not None and quote is not None:
            if self.act(lambda: attach(self._scene(article), quote, start, end, label)):
                self.said.emit(f"“{short(article.text[start:end])}”: {label.name} of “{short(quote.pieces[0].text)}”")
            self._choose(quote.id)

    def connect_to(self, quote_id: str, label: Label) -> None:
        """The selected text speaks, or introduces, this quotation."""
        self._quote_id = quote_id
        if self.range is not None:
            self._connect(label, *self.range)

    def _choose(self, span_id: str) -> None:
        found = next((s for s in self.spans if s.id == span_id), None)
        if found is not None:
            self.range = None
            self.select_span(found)

    def relabel(self, span_id: str, label_id: str) -> None:
        """Give a span another label."""
        span, label = next((s for s in self.spans if s.id == span_id), None), self.labels.get(label_id)
        if span is not None and label is not None:
            self.act(lambda: changes.relabel(span, label))

    def resize(self, span_id: str, start: int, end: int) -> None:
        """An edge was dragged."""
        article, span = self.article, next((s for s in self.spans if s.id == span_id), None)
        if article is not None and span is not None:
            self.act(lambda: changes.resize(article, span, start, end))

    def decide(self, ids: Sequence[str], state: State) -> None:
        """Accept or reject spans by id."""
        wanted = set(ids)
        chosen = [span for span in self.spans if span.id in wanted and span.state is not state]
        if chosen:
            self.act(lambda: changes.decide(chosen, state, self.spans, self.links))

    def accept(self) -> None:
        """Accept the selected span and go to the next suggestion."""
        if self.selected is not None:
            at = self.selected
            self.decide([at.id], State.ACCEPTED)
            self.go(1, lambda s: s.state is State.SUGGESTED, at)

    def reject(self) -> None:
        """Reject the selected span and go to the next suggestion."""
        if self.selected is not None:
            at = self.selected
            self.decide([at.id], State.REJECTED)
            self.go(1, lambda s: s.state is State.SUGGESTED, at)

    def delete_spans(self, ids: Sequence[str]) -> None:
        """Delete spans by id (a machine's are rejected)."""
        wanted = set(ids)
        chosen = [span for span in self.spans if span.id in wanted]
        if chosen:
            self.act(lambda: changes.delete(chosen, self.spans, self.links, self.notes))

    def delete(self) -> None:
        """Delete the selected span."""
        if self.selected is not None:
            self.delete_spans([self.selected.id])

    def next_kind(self) -> None:
        """Direct, mixed, indirect, scare, and round again."""
        quote = self.quote()
        if quote is not None:
            kinds = [str(kind) for kind in QuoteKind]
            kind = kinds[(kinds.index(quote.kind) + 1) % len(kinds)] if quote.kind in kinds else kinds[0]
            self.act(lambda: changes.set_values(quote.pieces[0], f"Quotation is {kind}", kind=kind))

    def name_speaker(self, quote_id: str, name: str) -> None:
        """Say or correct who speaks a quotation."""
        article, quote = self.article, next((one for one in self.quotes if one.id == quote_id), None)
        label = next((one for one in self.labels.values() if one.layer == Layer.SPEAKER), None)
        if article is not None and quote is not None and label is not None and name.strip() != quote.speaker_name:
            self.act(lambda: name_speaker(self._scene(article), quote, name, label))

    def write_note(self, span_id: str, text: str, article_id: str = "") -> None:
        """Write the note of a span, or of the article when ``span_id`` is ""."""
        one = article_id or (self.article.id if self.article else "")
        if one:
            notes = self.project.reader.notes(one)
            self.act(lambda: changes.write_note(one, span_id, text, self.project.annotator.author, notes))

    def set_tags_of(self, article_id: str, names: Sequence[str]) -> None:
        """Make an article's tags these."""
        tags = self.project.reader.tags(article_id)
        self.act(lambda: changes.set_tags(article_id, names, tags))

    def set_stage(self, stage: Stage, article_id: str = "") -> None:
        """Say how far an article has come."""
        one = article_id or (self.article.id if self.article else "")
        if one:
            article = self.project.reader.article(one)
            standing = self.project.reader.standing(one)
            title = article.title if article else ""
            self.act(lambda: changes.set_stage(one, stage, standing, title))

    def trash(self) -> None:
        """Move the article to the trash."""
        self.set_stage(Stage.TRASHED)

    # ---- undo -------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the newest act, and go to where it was."""
        self._history(self.project.history.undo, "Undone")

    def redo(self) -> None:
        """Repeat the act taken back last."""
        self._history(self.project.history.redo, "Redone")

    def _history(self, step: Callable[[], Change | None], word: str) -> None:
        try:
            change = step()
        except AppError as error:
            self.refused.emit(error)
            return
        if change is None:
            return
        self.said.emit(f"{word}: {change.title}")
        here = self.article.id if self.article else ""
        there = sorted(change.articles)
        if len(there) == 1 and there[0] != here and self.project.reader.article(there[0]) is not None:
            self.show_article(there[0])

    # ---- going about ------------------------------------------------------------------------------

    def go(self, step: int, fits: Callable[[Span], bool], at: Span | None = None) -> None:
        """To the next (1) or previous (-1) span that ``fits``, from ``at`` or where one is."""
        at = at or self.selected
        here = (at.start, -at.end) if at else ((self.range[0], 0) if self.range else (-1, 0))
        fitting = [s for s in self.living() if fits(s) and (at is None or s.id != at.id)]
        after = [s for s in fitting if (s.start, -s.end) >= here] if step > 0 else []
        before = [s for s in fitting if (s.start, -s.end) < here] if step < 0 else []
        found = after[0] if after else before[-1] if before else None
        if found is not None:
            self.select_span(found)
        else:
            self.said.emit("No further one in this article.")
