"""The desk: the article in hand, what is selected in it, and every act on it.

Each act makes a Change and hands it to the project; the page and the panels follow
from the ``changed`` event, never from the act itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from glossator.core.errors import AppError
from glossator.core.model.analysis import Token, unpack
from glossator.core.model.article import Article
from glossator.core.model.change import Change, Row
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.note import Note
from glossator.core.model.overlap import reading_order
from glossator.core.model.quote import Quote, QuoteKind, gather
from glossator.core.model.span import Layer, Span, State
from glossator.core.model.tag import Stage, Tag
from glossator.core.model.tokenize import tokens as plain_tokens
from glossator.core.service import changes
from glossator.core.service.annotator import Changed
from glossator.core.service.library import Project


class Desk(QObject):
    """Holds one article at a time. All offsets are code points."""

    article_shown = Signal()
    rows_changed = Signal(object, object)
    selection_changed = Signal()
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

    def on_changed(self, changed: Changed) -> None:
        """Follow what was stored, by whomever."""
        rows: tuple[Row, ...] = (*changed.change.before, *changed.change.after)
        if any(isinstance(row, Label) for row in rows):
            self.labels = {label.id: label for label in self.project.reader.labels()}
        if self.article is None or self.article.id not in changed.change.articles:
            return
        if self.project.reader.article(self.article.id) is None:
            self.show_article("")
            return
        gone = {
            row.id: row for row in changed.change.before if isinstance(row, Span) and row.article == self.article.id
        }
        come = [row for row in changed.change.after if isinstance(row, Span) and row.article == self.article.id]
        self._load()
        if self.selected is not None:
            self.selected = next(
                (s for s in self.spans if s.id == self.selected.id and s.state != State.REJECTED), None
            )
        self.rows_changed.emit(tuple(gone.values()), tuple(come))
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
        if self.range is not None:
            self.selected = None
            if self.brush is not None:
                self.label(self.brush)
                return
        self.selection_changed.emit()

    def clear(self) -> None:
        """Let go of the selection and the brush."""
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
        if self.range is None and self.selected is None:
            self.brush = None if self.brush == label else label
            self.selection_changed.emit()
        elif self.range is None and self.selected is not None:
            span = self.selected
            self.act(lambda: changes.relabel(span, label))
        elif label.layer in (Layer.SPEAKER, Layer.CUE) and self.quote() is not None:
            self._connect(label)
        else:
            self._add(label)

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

    def _connect(self, label: Label) -> None:
        """The selected text speaks, or introduces, the quotation selected last."""
        article, quote, chosen = self.article, self.quote(), self.range
        if article is None or quote is None or chosen is None:
            return
        author = self.project.annotator.author

        def make() -> Change:
            start, end = changes.place(article, *chosen)
            span = next((s for s in self.spans if (s.start, s.end, s.label) == (start, end, label.id)), None)
            added = Change("")
            if span is None or span.state is not State.ACCEPTED:
                added = changes.add_span(article, start, end, label, author, self.spans)
                span = next(row for row in added.after if isinstance(row, Span))
            linked = changes.connect(quote.pieces[0], span, label.layer, self.links, author)
            return Change(linked.title, (*added.before, *linked.before), (*added.after, *linked.after))

        self.act(make)
        self._choose(quote.id)

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
            self._go(1, lambda s: s.state is State.SUGGESTED, at)

    def reject(self) -> None:
        """Reject the selected span and go to the next suggestion."""
        if self.selected is not None:
            at = self.selected
            self.decide([at.id], State.REJECTED)
            self._go(1, lambda s: s.state is State.SUGGESTED, at)

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
        """Correct who speaks a quotation."""
        quote = next((one for one in self.quotes if one.id == quote_id), None)
        if quote is not None and name != quote.speaker_name:
            self.act(lambda: changes.name_speaker(quote.pieces[0], self.links, name.strip(), self.spans))

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

    # ---- edges by key -----------------------------------------------------------------------------

    def _edge(self, start: int, end: int) -> None:
        if self.selected is not None and self.article is not None and 0 <= start < end <= len(self.article.text):
            self.resize(self.selected.id, start, end)

    def grow_end(self) -> None:
        """The end one token later."""
        if (span := self.selected) is not None:
            self._edge(span.start, next((t.end for t in self.tokens if t.end > span.end), span.end))

    def shrink_end(self) -> None:
        """The end one token earlier."""
        if (span := self.selected) is not None:
            ends = [t.end for t in self.tokens if span.start < t.end < span.end]
            self._edge(span.start, ends[-1] if ends else span.end)

    def grow_start(self) -> None:
        """The start one token earlier."""
        if (span := self.selected) is not None:
            starts = [t.start for t in self.tokens if t.start < span.start]
            self._edge(starts[-1] if starts else span.start, span.end)

    def shrink_start(self) -> None:
        """The start one token later."""
        if (span := self.selected) is not None:
            self._edge(next((t.start for t in self.tokens if span.start < t.start < span.end), span.start), span.end)

    def grow_end_char(self) -> None:
        """The end one character later."""
        if (span := self.selected) is not None:
            self._edge(span.start, span.end + 1)

    def shrink_end_char(self) -> None:
        """The end one character earlier."""
        if (span := self.selected) is not None:
            self._edge(span.start, span.end - 1)

    # ---- going about ------------------------------------------------------------------------------

    def _go(self, step: int, fits: Callable[[Span], bool], at: Span | None = None) -> None:
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

    def next_span(self) -> None:
        """To the next mark."""
        self._go(1, lambda s: True)

    def previous_span(self) -> None:
        """To the previous mark."""
        self._go(-1, lambda s: True)

    def next_suggestion(self) -> None:
        """To the next undecided suggestion."""
        self._go(1, lambda s: s.state is State.SUGGESTED)

    def previous_suggestion(self) -> None:
        """To the previous undecided suggestion."""
        self._go(-1, lambda s: s.state is State.SUGGESTED)

    def next_quote(self) -> None:
        """To the next quotation."""
        self._go(1, lambda s: s.layer == Layer.QUOTE)
