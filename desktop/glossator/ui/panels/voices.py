"""Who speaks: every voice with its numbers, what each says in order, a chart, and quotations without a speaker."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from glossator.core.service.voices import Said, Voices
from glossator.ui.hues import hues_of
from glossator.ui.models.voices import SaidModel, VoicesModel
from glossator.ui.widgets.chip import Colors
from glossator.ui.widgets.delegates import PassageDelegate, RoomyDelegate
from glossator.ui.widgets.row_views import RowList, RowTable, keep_place
from glossator.ui.widgets.text_label import TextLabel, WarningLabel
from glossator.ui.widgets.voice_chart import MOST, VoiceChart
from glossator.ui.widgets.wording import counted

STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageUp: -1}


class VoicesTable(QWidget):
    """Which articles, a filter, and the voices."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scope = QComboBox()
        self.scope.setAccessibleName(self.tr("Which articles"))
        for value, word in (("", self.tr("All articles")), ("article", self.tr("This article"))):
            self.scope.addItem(word, value)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter"))
        self.filter.setAccessibleName(self.tr("Filter voices"))
        self.filter.setClearButtonEnabled(True)
        self.model = VoicesModel(self)
        self.view = RowTable()
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Voices"))
        self.view.setItemDelegate(RoomyDelegate(self.view))
        self.view.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        self.view.setSortingEnabled(True)
        head = self.view.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(40)
        for column, width in ((1, 62), (2, 62), (3, 62), (4, 70), (5, 68)):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, width)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setIconSize(QSize(9, 9))
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        keep_place(self.view)
        self.count = TextLabel(muted=True)
        top = QHBoxLayout()
        top.addWidget(self.scope)
        top.addWidget(self.filter, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 10, 0)
        whole.addLayout(top)
        whole.addWidget(self.view, 1)
        whole.addWidget(self.count)
        self.filter.textChanged.connect(self.model.set_filter)


class Queue(QWidget):
    """Quotations without a speaker, worked through by keys: a name and Enter, and the next one comes."""

    chosen = Signal(str, str)
    named = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = SaidModel(self)
        self.view = reading_list(self.model, self.tr("Quotations without a speaker"))
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Who says it — Enter names it, ↓ leaves it out"))
        self.name.setAccessibleName(self.tr("Who says it"))
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.name.setCompleter(completer)
        self.next = QPushButton(self.tr("Next"))
        self.problem = WarningLabel()
        line = QHBoxLayout()
        line.addWidget(self.name, 1)
        line.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 0, 0)
        column.addWidget(self.view, 1)
        column.addLayout(line)
        column.addWidget(self.problem)
        self.name.installEventFilter(self)
        self.name.returnPressed.connect(self._on_name)
        self.next.clicked.connect(lambda: self.step(1))
        self.view.selectionModel().currentRowChanged.connect(lambda _new, _old: self._on_current())
        self.view.keys.entered.connect(lambda _id: self.name.setFocus())

    def set_said(self, said: Sequence[Said]) -> None:
        """Show these; the cursor stays on its row, or goes to the one that takes its place."""
        row = max(0, self.view.currentIndex().row())
        here = self.view.keys.current_id()
        with QSignalBlocker(self.view.selectionModel()):
            self.model.set_rows(said)
            found = self.model.index_of(here)
            count = self.model.rowCount()
            if count:
                self.view.setCurrentIndex(found if found.isValid() else self.model.index(min(row, count - 1), 0))
        self.view.viewport().update()
        if not (here and found.isValid()) and self.isVisible():
            self._on_current()

    def set_names(self, names: Sequence[str]) -> None:
        """Names to offer: those of the article of the current quotation."""
        self._names.setStringList(list(names))

    def current(self) -> Said | None:
        """The quotation in hand."""
        return self.model.row(self.view.keys.current_id())

    def step(self, by: int) -> None:
        """To the next (+1) or the previous (-1) quotation."""
        row = min(max(0, self.view.currentIndex().row() + by), self.model.rowCount() - 1)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row, 0))
            self.view.scrollTo(self.view.currentIndex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Up and down in the line go through the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in STEPS:
            self.step(STEPS[Qt.Key(event.key())])
            return True
        return super().eventFilter(watched, event)

    def _on_current(self) -> None:
        said = self.current()
        self.problem.say("")
        if said is not None:
            self.name.clear()
            self.chosen.emit(said.article, said.id)

    def _on_name(self) -> None:
        said, name = self.current(), " ".join(self.name.text().split())
        if said is not None and name:
            self.problem.say("")
            self.named.emit(said.article, said.id, name)


def reading_list(model: SaidModel, name: str) -> RowList:
    """A list in which quotations are read with what stands around them."""
    view = RowList()
    view.setModel(model)
    view.setAccessibleName(name)
    view.setSelectionMode(RowList.SelectionMode.SingleSelection)
    view.setUniformItemSizes(False)
    view.setResizeMode(RowList.ResizeMode.Adjust)
    view.setItemDelegate(PassageDelegate(SaidModel.SNIPPET, SaidModel.RANGES, view))
    keep_place(view)
    return view


class VoicesPanel(QWidget):
    """Shows voices and hands on what is chosen; it reads and changes nothing itself.

    ``voice_chosen(name)`` asks for what that voice says, ``said_chosen(article, quotation)``
    wants to see it on the page.
    """

    scope_changed = Signal(str)
    voice_chosen = Signal(str)
    said_chosen = Signal(str, str)
    named = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = VoicesTable()
        self.said = SaidModel(self)
        self.reading = reading_list(self.said, self.tr("What they say"))
        self.chart = VoiceChart()
        self.queue = Queue()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("What they say, a chart, and quotations without a speaker"))
        scrolled = QScrollArea()
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QScrollArea.Shape.NoFrame)
        scrolled.setWidget(self.chart)
        for page, title in ((self.reading, self.tr("In context")), (scrolled, self.tr("Chart")), (self.queue, "")):
            self.tabs.addTab(page, title)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.tabs)
        split.setSizes([500, 640])
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        self._connect()
        self._name_queue(0)

    def _connect(self) -> None:
        table = self.table
        table.scope.activated.connect(lambda _n: self.scope_changed.emit(str(table.scope.currentData())))
        table.view.selectionModel().currentRowChanged.connect(lambda _new, _old: self._on_voice())
        table.view.keys.entered.connect(lambda _id: self._read())
        self.reading.keys.pointed.connect(self._on_said)
        self.reading.keys.entered.connect(self._on_said)
        self.queue.chosen.connect(self.said_chosen)
        self.queue.named.connect(self.named)

    def set_voices(self, voices: Voices) -> None:
        """Show these voices in the table and the chart."""
        hues = hues_of(voice.name for voice in voices.voices[:MOST])
        self.table.model.hues = hues
        self.table.model.set_rows(voices.voices)
        self.chart.set_voices([(v.name, v.words) for v in voices.voices], voices.dates, voices.words, hues)
        quotes = sum(voice.quotes for voice in voices.voices)
        many = counted(len(voices.voices), self.tr("voice"), self.tr("voices"))
        self.table.count.setText(f"{many}, {counted(quotes, self.tr('quotation'), self.tr('quotations'))}")
        self._name_queue(voices.unspoken)
        if voices.voices and not self.table.view.currentIndex().isValid():
            self.table.view.setCurrentIndex(self.table.model.index(0, 0))

    def set_said(self, name: str, said: Sequence[Said]) -> None:
        """What ``name`` says; dropped when another voice has been chosen in the meantime."""
        if name == self.current_voice():
            self.said.set_rows(said)

    def set_unspoken(self, said: Sequence[Said]) -> None:
        """Quotations without a speaker."""
        self.queue.set_said(said)

    def set_colors(self, colors: Colors) -> None:
        """The colours of another theme."""
        self.chart.set_colors(colors)
        self.table.model.colors = colors
        self.table.view.viewport().update()

    def current_voice(self) -> str:
        """The voice that is chosen, or ""."""
        return self.table.view.keys.current_id()

    def show_queue(self) -> None:
        """Begin with the quotations without a speaker."""
        self.tabs.setCurrentWidget(self.queue)
        self.queue.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.queue.step(0)

    def _name_queue(self, count: int) -> None:
        title = self.tr("Without a speaker")
        self.tabs.setTabText(2, f"{title} {count:,}" if count else title)

    def _on_voice(self) -> None:
        if self.current_voice():
            self.voice_chosen.emit(self.current_voice())

    def _read(self) -> None:
        self.tabs.setCurrentWidget(self.reading)
        self.reading.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.said.rowCount() and not self.reading.currentIndex().isValid():
            self.reading.setCurrentIndex(self.said.index(0, 0))

    def _on_said(self, quote: str) -> None:
        said = self.said.row(quote)
        if said is not None:
            self.said_chosen.emit(said.article, said.id)
