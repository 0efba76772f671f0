"""The palette of labels: one press marks the selection."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from glossator.core.model.label import Label
from glossator.ui.models.articles import plain_tip
from glossator.ui.widgets.chip import Chip, Colors, palette_colors
from glossator.ui.widgets.flow_layout import FlowLayout
from glossator.ui.widgets.text_label import TextLabel


class LabelsPanel(QWidget):
    """A strip of chips, each with its key; labels without a key, and editing, wait behind "More".

    The active label is checked; pressing a chip emits ``label_chosen(key)``.
    """

    label_chosen = Signal(str)
    edit_requested = Signal()

    def __init__(self, colors: Colors | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors = colors or palette_colors(self.palette())
        self._labels: tuple[Label, ...] = ()
        self._active = ""
        self.chips: dict[str, Chip] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.more = self._button(self.tr("More"), self.tr("Show labels without a key"))
        self.more.setCheckable(True)
        self.more.toggled.connect(lambda _on: self._show_keyless())
        self.edit_button = self._button(self.tr("Edit…"), self.tr("Edit labels"))
        self.edit_button.clicked.connect(self.edit_requested)
        self._holder = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.addWidget(self._holder)
        self._fill()

    def set_labels(self, labels: Sequence[Label]) -> None:
        """The labels, in the order of their place."""
        self._labels = tuple(sorted(labels, key=lambda label: label.place))
        self._fill()

    def set_colors(self, colors: Colors) -> None:
        """The colours of another theme."""
        self._colors = colors
        for label in self._labels:
            self.chips[label.id].set_colors(colors(label.hue))

    def set_active(self, key: str) -> None:
        """Check the chip of the active label ("" for none); nothing is emitted."""
        self._active = key
        for one, chip in self.chips.items():
            chip.setChecked(one == key)
        self._show_keyless()

    def _button(self, text: str, tip: str) -> QToolButton:
        made = QToolButton(self)
        made.setText(text)
        made.setToolTip(plain_tip([tip]))
        made.setAccessibleName(tip)
        made.setAutoRaise(True)
        return made

    def _fill(self) -> None:
        for button in (self.more, self.edit_button):
            button.setParent(self)
        holder = QWidget()
        flow = FlowLayout(holder)
        self.chips = {label.id: self._chip(label) for label in self._labels}
        for label in sorted(self._labels, key=lambda label: not label.shortcut):
            flow.addWidget(self.chips[label.id])
        if not self._labels:
            flow.addWidget(TextLabel(self.tr("No labels yet."), muted=True))
        flow.addWidget(self.more)
        flow.addWidget(self.edit_button)
        self._column.replaceWidget(self._holder, holder)
        self._holder.hide()
        self._holder.deleteLater()
        self._holder = holder
        self._show_keyless()

    def _show_keyless(self) -> None:
        """A label without a key shows when asked for, or while it is the active one."""
        keyless = [label for label in self._labels if not label.shortcut]
        for label in keyless:
            self.chips[label.id].setVisible(self.more.isChecked() or label.id == self._active)
        self.more.setVisible(bool(self._labels))
        self.edit_button.setVisible(self.more.isChecked() or not self._labels)
        self._holder.updateGeometry()

    def _chip(self, label: Label) -> Chip:
        chip = Chip(label.name, label.shortcut.upper(), self._colors(label.hue))
        chip.setChecked(label.id == self._active)
        chip.setToolTip(plain_tip([line for line in (label.name, label.guideline) if line]))
        chip.setAccessibleDescription(label.guideline)
        chip.clicked.connect(lambda _checked=False, key=label.id: self._on_clicked(key))
        return chip

    def _on_clicked(self, key: str) -> None:
        self.set_active(self._active)
        self.label_chosen.emit(key)
