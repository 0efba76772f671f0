"""People and organisations with all their names: filter, merge, split, rename."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from glossator.core.service.people import Entry
from glossator.ui.models.people import KINDS, FormsModel, PeopleModel
from glossator.ui.widgets.delegates import RoomyDelegate
from glossator.ui.widgets.row_views import RowList, RowTable, keep_place
from glossator.ui.widgets.text_label import TextLabel, WarningLabel
from glossator.ui.widgets.wording import counted


def likeliest(entries: Sequence[Entry]) -> Entry | None:
    """Whose name and kind to offer: one of the kind most often marked, one merged before, with two or three words."""
    mentions: Counter[str] = Counter()
    for entry in entries:
        mentions[entry.kind] += entry.mentions + entry.quotes
    fitting = [entry for entry in entries if mentions[entry.kind] == max(mentions.values())]
    return max(fitting, key=lambda e: (bool(e.id), len(e.name.split()) in (2, 3), e.mentions), default=None)


class PeoplePanel(QWidget):
    """Hands on what is wanted; it reads and changes nothing itself.

    Keys in the list: M merges what is selected, R (or Enter) goes to the name, S splits.
    Signals carry names as written for ``merge_requested(names, name, kind)`` and the id
    of a person for the others.
    """

    merge_requested = Signal(list, str, str)
    rename_requested = Signal(str, str, str)
    split_requested = Signal(str, list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter by any of their names"))
        self.filter.setAccessibleName(self.tr("Filter people and organisations"))
        self.filter.setClearButtonEnabled(True)
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Kind"))
        for value, word in (("", self.tr("All")), ("PERSON", self.tr("People")), ("ORG", self.tr("Organisations"))):
            self.kind.addItem(word, value)
        self.merged = QCheckBox(self.tr("With several names"))
        self.model = PeopleModel(self)
        self.view = RowTable()
        self.forms_model = FormsModel(self)
        self.forms = RowList()
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name in the ledger"))
        self.name.setPlaceholderText(self.tr("Name in the ledger"))
        self.sort = QComboBox()
        self.sort.setAccessibleName(self.tr("Person or organisation"))
        for value, word in KINDS.items():
            self.sort.addItem(word, value)
        self.merge = QPushButton(self.tr("Merge"))
        self.rename = QPushButton(self.tr("Rename"))
        self.split = QPushButton(self.tr("Split off"))
        self.chosen = TextLabel(strong=True, wrap=True)
        self.hint = TextLabel(muted=True, wrap=True)
        self.count = TextLabel(muted=True)
        self.problem = WarningLabel()
        self._set_views()
        self._build()
        self._connect()
        self._on_selection()

    def _set_views(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setAccessibleName(self.tr("People and organisations"))
        view.setItemDelegate(RoomyDelegate(view))
        view.setSortingEnabled(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = view.header()
        head.setStretchLastSection(False)
        head.setMinimumSectionSize(40)
        for column, width in ((0, 190), (2, 100), (3, 74), (4, 64), (5, 68)):
            fixed = QHeaderView.ResizeMode.Fixed if column else QHeaderView.ResizeMode.Interactive
            head.setSectionResizeMode(column, fixed)
            head.resizeSection(column, width)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        keep_place(view)
        self.forms.setModel(self.forms_model)
        self.forms.setAccessibleName(self.tr("Names of this one"))
        self.forms.setItemDelegate(RoomyDelegate(self.forms))

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.filter, 1)
        top.addWidget(self.kind)
        top.addWidget(self.merged)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 10, 0)
        column.addLayout(top)
        column.addWidget(self.view, 1)
        column.addWidget(self.count)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(12, 4, 0, 0)
        beside.setSpacing(10)
        beside.addWidget(self.chosen)
        beside.addWidget(self.name)
        line = QHBoxLayout()
        line.addWidget(self.sort, 1)
        line.addWidget(self.rename)
        line.addWidget(self.merge)
        beside.addLayout(line)
        beside.addWidget(TextLabel(self.tr("Names"), muted=True))
        beside.addWidget(self.forms, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.split)
        beside.addLayout(foot)
        beside.addWidget(self.problem)
        beside.addWidget(self.hint)
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.addWidget(left)
        whole.addWidget(right)
        whole.setSizes([740, 330])
        whole.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(whole)
        for button in (self.merge, self.rename, self.split):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        for signal in (self.filter.textChanged, self.kind.activated, self.merged.toggled):
            signal.connect(lambda *_: self._on_filter())
        self.view.selectionModel().selectionChanged.connect(lambda _new, _old: self._on_selection())
        self.forms.selectionModel().selectionChanged.connect(lambda _new, _old: self._on_form())
        self.model.modelReset.connect(self._on_selection)
        keys = self.view.keys
        keys.entered.connect(lambda _id: self.focus_name())
        keys.on_key(Qt.Key.Key_M, self._on_merge)
        keys.on_key(Qt.Key.Key_R, self.focus_name)
        keys.on_key(Qt.Key.Key_S, self._on_split)
        self.merge.clicked.connect(self._on_merge)
        self.rename.clicked.connect(self._on_rename)
        self.split.clicked.connect(self._on_split)
        self.name.installEventFilter(self)

    # ---- what is shown ------------------------------------------------------------------------------

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show the ledger."""
        self.model.set_rows(entries)
        merged = sum(bool(entry.id) for entry in entries)
        told = counted(len(entries), self.tr("entry"), self.tr("entries"))
        self.count.setText(self.tr("{0}, {1} with rules").format(told, f"{merged:,}"))

    def select(self, name: str) -> None:
        """Put the cursor on whoever is called so, if they are shown."""
        entry = next((one for one in self.model.shown() if one.name == name), None)
        if entry is not None:
            self.view.setCurrentIndex(self.model.index_of(entry.key))
            self.view.scrollTo(self.view.currentIndex())

    def selected(self) -> list[Entry]:
        """The entries that are selected, from top to bottom."""
        found = (self.model.row(key) for key in self.view.keys.selected_ids())
        return [entry for entry in found if entry is not None]

    def focus_name(self) -> None:
        """Put the caret into the name."""
        if self.name.isEnabled():
            self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.name.selectAll()

    def _on_filter(self) -> None:
        self.model.set_filter(self.filter.text(), str(self.kind.currentData()), self.merged.isChecked())

    def _on_selection(self) -> None:
        chosen = self.selected()
        self.problem.say("")
        best = likeliest(chosen)
        self.name.setText(best.name if best else "")
        self.name.setCursorPosition(0)
        self.sort.setCurrentIndex(max(0, self.sort.findData(best.kind if best else "")))
        for widget in (self.name, self.sort):
            widget.setEnabled(bool(chosen))
        self.merge.setEnabled(len(chosen) > 1)
        self.rename.setEnabled(len(chosen) == 1)
        self.forms_model.set_rows({form.text: form for entry in chosen for form in entry.forms}.values())
        if not chosen:
            self.chosen.setText(self.tr("Nobody is selected."))
        elif len(chosen) == 1:
            self.chosen.setText(" ".join(chosen[0].name.split()))
        else:
            self.chosen.setText(self.tr("{0} selected").format(len(chosen)))
        self.hint.setText(
            self.tr(
                "Select two or more with Ctrl or Shift and press M to make them one. New articles follow the rules."
            )
        )
        self._on_form()

    def _on_form(self) -> None:
        chosen = self.selected()
        self.split.setEnabled(len(chosen) == 1 and bool(chosen[0].id))
        some = bool(self.forms.keys.selected_ids())
        self.split.setText(self.tr("Split off") if some else self.tr("Split all"))

    # ---- what is wanted -----------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Enter in the name merges or renames; it does not close the window."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if len(self.selected()) > 1:
                    self._on_merge()
                else:
                    self._on_rename()
                return True
        return super().eventFilter(watched, event)

    def _kind(self) -> str:
        return str(self.sort.currentData())

    def _on_merge(self) -> None:
        chosen = self.selected()
        if len(chosen) > 1 and self.name.text().strip():
            self.merge_requested.emit([entry.name for entry in chosen], self.name.text(), self._kind())

    def _on_rename(self) -> None:
        chosen = self.selected()
        if len(chosen) != 1 or not self.name.text().strip():
            return
        if (self.name.text().strip(), self._kind()) == (chosen[0].name, chosen[0].kind):
            return
        if chosen[0].id:
            self.rename_requested.emit(chosen[0].id, self.name.text(), self._kind())
        else:
            self.merge_requested.emit([chosen[0].name], self.name.text(), self._kind())

    def _on_split(self) -> None:
        chosen = self.selected()
        if len(chosen) == 1 and chosen[0].id:
            self.split_requested.emit(chosen[0].id, self.forms.keys.selected_ids())
