"""The label schema: keys, names, layers, colours and shortcuts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSlider,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from glossator.core.model.label import Label
from glossator.core.model.span import Layer
from glossator.ui.dialogs.base import Dialog
from glossator.ui.models.labels import HUE_ROLE, LabelsModel, problem_of
from glossator.ui.widgets.asker import Asker, QtAsker
from glossator.ui.widgets.chip import Colors, palette_colors
from glossator.ui.widgets.delegates import ChipDelegate, RoomyDelegate
from glossator.ui.widgets.text_label import TextLabel, WarningLabel
from glossator.ui.widgets.wording import counted


class LayerDelegate(QStyledItemDelegate):
    """A layer is one that the program knows, or any other word."""

    def createEditor(  # noqa: N802
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        combo = QComboBox(parent)
        combo.setEditable(True)
        combo.addItems([layer.value for layer in Layer])
        return combo

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:  # noqa: N802
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(  # noqa: N802
        self, editor: QWidget, model: object, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if isinstance(editor, QComboBox) and isinstance(model, LabelsModel):
            model.setData(index, editor.currentText())


class LabelsDialog(Dialog):
    """Edits a copy; :meth:`labels` is the result. What is wrong is said in one sentence and blocks OK."""

    def __init__(
        self,
        labels: Sequence[Label],
        used: Mapping[str, int] | None = None,
        colors: Colors | None = None,
        asker: Asker | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``used`` says how many spans have a label: such a label keeps its key, and taking it out is asked about."""
        super().__init__("Labels", parent, "Save")
        self._used = dict(used or {})
        self._asker = asker or QtAsker(self)
        self.model = LabelsModel(labels, frozenset(key for key, count in self._used.items() if count), self)
        self.table = QTableView()
        self.hue = QSlider(Qt.Orientation.Horizontal)
        self.problem = WarningLabel()
        self.add = QPushButton("Add")
        self.take = QPushButton("Remove")
        self.up = QPushButton("Up")
        self.down = QPushButton("Down")
        self._build(colors or palette_colors(self.palette()))
        self._connect()
        self._on_current()
        self._check()
        self.resize(720, 520)

    def labels(self) -> tuple[Label, ...]:
        """The labels as edited, in the order of the palette."""
        return self.model.labels()

    def _build(self, colors: Colors) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName("Labels")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.setTabKeyNavigation(False)
        table.setItemDelegate(RoomyDelegate(table, inset=True))
        table.setItemDelegateForColumn(2, LayerDelegate(table))
        table.setItemDelegateForColumn(3, ChipDelegate(HUE_ROLE, colors, table))
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 140), (2, 110), (3, 150), (4, 80)):
            head.resizeSection(column, width)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.hue.setRange(0, 359)
        self.hue.setPageStep(15)
        self.hue.setAccessibleName("Colour of the selected label, as a hue")
        buttons = QHBoxLayout()
        for button in (self.add, self.take, self.up, self.down):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addSpacing(16)
        name = TextLabel("Colour", muted=True)
        name.setBuddy(self.hue)
        buttons.addWidget(name)
        buttons.addWidget(self.hue, 1)
        self.column.addWidget(table, 1)
        self.column.addLayout(buttons)
        self.column.addWidget(self.problem)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda _new, _old: self._on_current())
        self.hue.valueChanged.connect(lambda hue: self.model.set_hue(self._row(), hue))
        self.add.clicked.connect(self._on_add)
        self.take.clicked.connect(self._on_take)
        self.up.clicked.connect(lambda: self._on_move(-1))
        self.down.clicked.connect(lambda: self._on_move(1))
        for signal in (self.model.dataChanged, self.model.rowsInserted, self.model.rowsRemoved):
            signal.connect(self._check)

    def _row(self) -> int:
        return self.table.currentIndex().row()

    def _on_current(self) -> None:
        label = self.model.label(self._row())
        for widget in (self.take, self.up, self.down, self.hue):
            widget.setEnabled(label is not None)
        if label is not None:
            self.hue.blockSignals(True)
            self.hue.setValue(label.hue)
            self.hue.blockSignals(False)

    def _on_add(self) -> None:
        index = self.model.index(self.model.add(), 0)
        self.table.setCurrentIndex(index)
        self.table.edit(index)

    def _on_take(self) -> None:
        label = self.model.label(self._row())
        if label is None:
            return
        count = self._used.get(label.id, 0)
        if count:
            spans = counted(count, "span", "spans")
            text = f"“{label.name}” is on {spans}. They go with it. This can be undone."
            if not self._asker.confirm("Remove label", text, f"Remove label and {spans}", danger=True):
                return
        self.model.take(self._row())
        self._on_current()

    def _on_move(self, by: int) -> None:
        self.table.selectRow(self.model.move(self._row(), by))

    def _check(self) -> None:
        told = problem_of(self.model.labels())
        self.problem.say(told)
        self.ok.setEnabled(not told)
