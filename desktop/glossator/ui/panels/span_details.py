"""The selected span: its text, label, state, speaker and note."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from glossator.core.model.label import Label
from glossator.core.model.quote import Quote
from glossator.core.model.span import Span, State
from glossator.core.service.reasons import RULE, reasons
from glossator.ui.widgets.note_editor import NoteEditor
from glossator.ui.widgets.text_label import TextLabel
from glossator.ui.widgets.wording import state_mark, state_name

MOST = 400
"""Characters of a span's text that are shown."""


def origin_words(origin: str) -> str:
    """``human:Ada`` → “Ada”; a machine's origin as it is."""
    return origin.removeprefix("human:") if origin.startswith("human:") else origin


class SpanDetails(QWidget):
    """A form over one span. Empty rows are hidden."""

    label_changed = Signal(str, str)
    accept_requested = Signal(list)
    reject_requested = Signal(list)
    delete_requested = Signal(list)
    speaker_named = Signal(str, str)
    speaker_from_selection_requested = Signal(str)
    span_chosen = Signal(str)
    note_edited = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._span: Span | None = None
        self._quote: Quote | None = None
        self._labels: tuple[Label, ...] = ()
        self.text = TextLabel(strong=True, wrap=True, selectable=True)
        self.text.setAccessibleName(self.tr("Text of the span"))
        self.label = QComboBox()
        self.label.setAccessibleName(self.tr("Label"))
        self.state = TextLabel()
        self.accept = QPushButton(self.tr("Accept"))
        self.reject = QPushButton(self.tr("Reject"))
        self.delete = QPushButton(self.tr("Delete"))
        self.origin = TextLabel(muted=True, wrap=True, selectable=True)
        self.score = TextLabel(muted=True)
        self.values = TextLabel(muted=True, wrap=True, selectable=True)
        self.why = TextLabel(wrap=True, selectable=True)
        self.why.setAccessibleName(self.tr("Why it is marked"))
        self.speaker = QLineEdit()
        self.speaker.setPlaceholderText(self.tr("Who says it"))
        self.speaker.setAccessibleName(self.tr("Speaker"))
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.speaker.setCompleter(self._completer)
        self.pick = QPushButton(self.tr("From selection"))
        self.pick.setToolTip(self.tr("The words selected on the page are who says it"))
        self.show_speaker = QPushButton(self.tr("Show"))
        self.show_speaker.setAccessibleName(self.tr("Show the speaker on the page"))
        self.cue = TextLabel(wrap=True, selectable=True)
        self.note = NoteEditor()
        self.note.setMinimumHeight(72)
        self._build()
        self._connect()

    def set_span(self, span: Span, note: str, quote: Quote | None) -> None:
        """Show ``span``; see the panel."""
        self._span, self._quote = span, quote
        whole = " … ".join(piece.text for piece in quote.pieces) if quote else span.text
        self.text.setText(whole if len(whole) <= MOST else whole[: MOST - 1] + "…")
        self._fill_labels()
        self.state.setText(f"{state_mark(span.state)} {state_name(span.state).capitalize()}")
        self.accept.setEnabled(span.state is not State.ACCEPTED)
        self.reject.setEnabled(span.state is not State.REJECTED)
        self._row(self.origin, origin_words(span.origin))
        self._row(self.score, "" if span.score is None else f"{span.score:.2f}")
        self._row(self.values, "\n".join(f"{key}: {value}" for key, value in span.values if key != RULE))
        self._row(self.why, "\n".join(f"{what}: {told}" if what else told for what, told in reasons(span, quote)))
        for row in (self._speaker_row, self.cue):
            self._form.setRowVisible(row, quote is not None)
        if quote is not None:
            self._fill_quote(quote)
        self.note.set_note(span.id, note)

    def is_on(self, span_id: str) -> bool:
        """Whether this span is shown; then what is being typed stays as it is."""
        return self._span is not None and self._span.id == span_id

    def _fill_quote(self, quote: Quote) -> None:
        if not (self.speaker.hasFocus() and self.speaker.isModified()):
            self.speaker.setText(quote.speaker_name)
        self.show_speaker.setEnabled(quote.speaker is not None)
        self._row(self.cue, quote.cue.text if quote.cue else "")

    def set_labels(self, labels: Sequence[Label]) -> None:
        """The schema; a span can be given any label of its own layer."""
        self._labels = tuple(sorted(labels, key=lambda label: label.place))
        self._fill_labels()

    def set_names(self, names: Sequence[str]) -> None:
        """Names offered for speakers."""
        self._names.setStringList(list(dict.fromkeys(names)))

    def offered(self) -> list[str]:
        """The names that are offered for a speaker."""
        return self._names.stringList()

    def offer_names(self) -> None:
        """Put the caret into the speaker's name and open the list of names."""
        self.speaker.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.speaker.selectAll()
        if self._names.rowCount():
            self._completer.setCompletionPrefix("")
            self._completer.complete()

    def flush(self) -> None:
        """Hand on what is being written."""
        self._name_speaker()
        self.note.flush()

    def _build(self) -> None:
        states = QHBoxLayout()
        for button in (self.accept, self.reject, self.delete):
            states.addWidget(button)
        states.addStretch(1)
        self._speaker_row = QWidget()
        names = QVBoxLayout(self._speaker_row)
        names.setContentsMargins(0, 0, 0, 0)
        names.addWidget(self.speaker)
        beside = QHBoxLayout()
        beside.addWidget(self.pick)
        beside.addWidget(self.show_speaker)
        beside.addStretch(1)
        names.addLayout(beside)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setVerticalSpacing(8)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Label"), self.label),
            (self.tr("State"), self.state),
            (self.tr("Speaker"), self._speaker_row),
            (self.tr("Cue"), self.cue),
            (self.tr("Why?"), self.why),
            (self.tr("Made by"), self.origin),
            (self.tr("Score"), self.score),
            (self.tr("Values"), self.values),
        )
        for name, widget in rows:
            self._form.addRow(TextLabel(name, muted=True), widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        column.addWidget(self.text)
        column.addLayout(states)
        column.addLayout(self._form)
        column.addWidget(TextLabel(self.tr("Note"), muted=True))
        column.addWidget(self.note, 1)

    def _connect(self) -> None:
        self.label.activated.connect(self._on_label)
        self.accept.clicked.connect(lambda: self._decide(self.accept_requested))
        self.reject.clicked.connect(lambda: self._decide(self.reject_requested))
        self.delete.clicked.connect(lambda: self._decide(self.delete_requested))
        self.speaker.editingFinished.connect(self._name_speaker)
        self._completer.activated.connect(lambda _name: self._take_name())  # taken from the list, so not typed
        self.pick.clicked.connect(self._on_pick)
        self.show_speaker.clicked.connect(self._on_show_speaker)
        self.note.edited.connect(self.note_edited)

    def _row(self, widget: TextLabel, text: str) -> None:
        widget.setText(text)
        self._form.setRowVisible(widget, bool(text))

    def _fill_labels(self) -> None:
        self.label.clear()
        if self._span is None:
            return
        for label in self._labels:
            if label.layer == self._span.layer:
                self.label.addItem(label.name, label.id)
        if self.label.findData(self._span.label) < 0:
            self.label.addItem(self._span.label, self._span.label)
        self.label.setCurrentIndex(self.label.findData(self._span.label))
        self.label.setEnabled(self.label.count() > 1)

    def _on_label(self) -> None:
        key = str(self.label.currentData())
        if self._span is not None and key != self._span.label:
            self.label_changed.emit(self._span.id, key)

    def _decide(self, signal: object) -> None:
        if self._span is not None:
            signal.emit([self._span.id])  # type: ignore[attr-defined]

    def _name_speaker(self) -> None:
        name = " ".join(self.speaker.text().split())
        if self._quote is not None and self.speaker.isModified() and name != self._quote.speaker_name:
            self.speaker.setModified(False)
            self.speaker_named.emit(self._quote.id, name)

    def _take_name(self) -> None:
        self.speaker.setModified(True)
        self._name_speaker()

    def _on_pick(self) -> None:
        if self._quote is not None:
            self.speaker_from_selection_requested.emit(self._quote.id)

    def _on_show_speaker(self) -> None:
        if self._quote is not None and self._quote.speaker is not None:
            self.span_chosen.emit(self._quote.speaker.id)
