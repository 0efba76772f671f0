"""The two tabs of the spans panel: a filter, a list, and buttons for all that is suggested."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from glossator.core.model.label import Label
from glossator.core.model.span import State
from glossator.ui.models.quotes import QuotesModel
from glossator.ui.models.spans import SpansModel
from glossator.ui.widgets.chip import Colors, palette_colors
from glossator.ui.widgets.delegates import ChipDelegate, RoomyDelegate, TwoLineDelegate
from glossator.ui.widgets.row_views import RowList, RowTable, keep_place
from glossator.ui.widgets.text_label import TextLabel
from glossator.ui.widgets.wording import counted

STATES = (
    ("", "Not rejected"),
    (State.SUGGESTED, "Suggested"),
    (State.ACCEPTED, "Accepted"),
    (State.REJECTED, "Rejected"),
)


class Tab(QWidget):
    """What both tabs have; a subclass says how the filter is read."""

    chosen = Signal(str)
    accepted = Signal(list)
    rejected = Signal(list)
    deleted = Signal(list)

    def __init__(self, model: SpansModel | QuotesModel, view: RowList | RowTable, nouns: tuple[str, str]) -> None:
        super().__init__()
        self.model = model
        self.view = view
        self._nouns = nouns
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter"))
        self.filter.setAccessibleName(self.tr("Filter {0}").format(nouns[1]))
        self.filter.setClearButtonEnabled(True)
        self.state = QComboBox()
        self.state.setAccessibleName(self.tr("State"))
        for value, word in STATES:
            self.state.addItem(word, str(value))
        self.count = TextLabel(muted=True)
        self.accept_all = QPushButton(self.tr("Accept all"))
        self.reject_all = QPushButton(self.tr("Reject all"))
        self.accept_all.setToolTip(self.tr("Accept every suggestion that is shown"))
        self.reject_all.setToolTip(self.tr("Reject every suggestion that is shown"))
        view.setModel(model)
        view.setAccessibleName(nouns[1].capitalize())
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        keep_place(view)
        self.empty = TextLabel(muted=True, wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(24)
        self._connect()

    def build(self, *more: QWidget) -> None:
        """Lay everything out; ``more`` are filters of the subclass."""
        line = QVBoxLayout()
        line.setContentsMargins(8, 8, 8, 6)
        line.setSpacing(6)
        line.addWidget(self.filter)
        combos = QHBoxLayout()
        for widget in (*more, self.state):
            combos.addWidget(widget, 1)
        line.addLayout(combos)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 6, 8, 8)
        foot.setSpacing(6)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.accept_all)
        foot.addWidget(self.reject_all)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.stack, 1)
        column.addLayout(foot)
        self.refresh()

    def apply(self) -> None:
        """Use the filter as it stands."""
        raise NotImplementedError

    def set_current(self, row_id: str) -> None:
        """Put the cursor on a row, or on none."""
        index = self.model.index_of(row_id)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        else:
            self.view.clearSelection()

    def refresh(self) -> None:
        """Say how many there are and whether there is anything to decide."""
        shown, total = self.model.rowCount(), self.model.living()
        waiting = len(self.model.suggested())
        self.stack.setCurrentWidget(self.view if shown else self.empty)
        none = self.tr("No {0} in this article.").format(self._nouns[1])
        self.empty.setText(self.tr("Nothing matches.") if total else none)
        text = f"{shown:,} of {total:,}" if shown < total else counted(shown, *self._nouns)
        self.count.setText(f"{text}, {waiting:,} suggested" if waiting else text)
        self.accept_all.setEnabled(waiting > 0)
        self.reject_all.setEnabled(waiting > 0)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self.apply)
        self.state.currentIndexChanged.connect(self.apply)
        keys = self.view.keys
        keys.entered.connect(self.chosen)
        keys.pointed.connect(self.chosen)
        keys.on_key(Qt.Key.Key_A, lambda: self._selected(self.accepted))
        keys.on_key(Qt.Key.Key_X, lambda: self._selected(self.rejected))
        keys.on_key(Qt.Key.Key_Delete, lambda: self._selected(self.deleted))
        keys.on_key(Qt.Key.Key_Backspace, lambda: self._selected(self.deleted))
        self.accept_all.clicked.connect(lambda: self._all(self.accepted))
        self.reject_all.clicked.connect(lambda: self._all(self.rejected))
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.model.modelReset.connect(self._on_reset)

    def _on_reset(self) -> None:
        if hasattr(self, "stack"):
            self.refresh()

    def _selected(self, signal: object) -> None:
        ids = self.view.keys.selected_ids()
        if ids:
            signal.emit(ids)  # type: ignore[attr-defined]

    def _all(self, signal: object) -> None:
        ids = self.model.suggested()
        if ids:
            signal.emit(ids)  # type: ignore[attr-defined]

    def menu(self) -> QMenu:
        """What may be done with the selected rows; the keys are told beside the words."""
        menu = QMenu(self)
        for text, signal in (
            (self.tr("Accept\tA"), self.accepted),
            (self.tr("Reject\tX"), self.rejected),
            (self.tr("Delete\tDel"), self.deleted),
        ):
            menu.addAction(text, partial(self._selected, signal))
        return menu

    def _on_menu(self, place: QPoint) -> None:
        if self.view.keys.selected_ids():
            menu = self.menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.view.viewport().mapToGlobal(place))


class EntitiesTab(Tab):
    """Names and other spans: text, label chip, state; a click on a head orders them."""

    model: SpansModel
    view: RowTable

    def __init__(self, colors: Colors | None = None) -> None:
        super().__init__(SpansModel(), RowTable(), ("entity", "entities"))
        self.model.setParent(self)
        self.label = QComboBox()
        self.label.setAccessibleName(self.tr("Label"))
        self.label.addItem(self.tr("Any label"), "")
        self.label.currentIndexChanged.connect(self.apply)
        self._chips = ChipDelegate(SpansModel.HUE, colors or palette_colors(self.palette()), self.view)
        self.view.setItemDelegate(RoomyDelegate(self.view, inset=True))
        self.view.setItemDelegateForColumn(1, self._chips)
        head = self.view.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(1, 124)
        head.resizeSection(2, 56)
        head.setSectionsClickable(True)
        head.setSortIndicatorClearable(True)
        self.view.setSortingEnabled(True)
        self.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.build(self.label)

    def set_labels(self, labels: Mapping[str, Label]) -> None:
        """The labels to filter by and to name."""
        self.model.set_labels(labels)
        kept = self.label.currentData()
        self.label.blockSignals(True)
        self.label.clear()
        self.label.addItem(self.tr("Any label"), "")
        for label in sorted(labels.values(), key=lambda one: one.place):
            if label.layer not in ("quote", "cue", "speaker"):
                self.label.addItem(label.name, label.id)
        self.label.setCurrentIndex(max(0, self.label.findData(kept)))
        self.label.blockSignals(False)
        self.apply()

    def set_colors(self, colors: Colors) -> None:
        """The colours of another theme."""
        self._chips.colors = colors
        self.view.viewport().update()

    def apply(self) -> None:
        self.model.set_filter(self.filter.text(), str(self.label.currentData() or ""), str(self.state.currentData()))


class QuotesTab(Tab):
    """Who said what."""

    model: QuotesModel
    view: RowList

    def __init__(self) -> None:
        super().__init__(QuotesModel(), RowList(), ("quote", "quotes"))
        self.model.setParent(self)
        self.view.setItemDelegate(TwoLineDelegate(QuotesModel.SUBTITLE, self.view, lines=2, bold=False))
        self.order = QComboBox()
        self.order.setAccessibleName(self.tr("Order"))
        self.order.addItems([self.tr("In text order"), self.tr("By speaker")])
        self.order.currentIndexChanged.connect(lambda which: self.model.set_by_speaker(which == 1))
        self.unspoken = QCheckBox(self.tr("No speaker"))
        self.unspoken.toggled.connect(self.apply)
        self.build(self.order, self.unspoken)

    def apply(self) -> None:
        self.model.set_filter(self.filter.text(), str(self.state.currentData()), self.unspoken.isChecked())
