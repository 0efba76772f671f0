"""The palette of labels: one press marks the selection."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from glossator.core.model.label import Label
from glossator.ui.models.articles import plain_tip
from glossator.ui.widgets.chip import Chip, Colors, palette_colors
from glossator.ui.widgets.flow_layout import FlowLayout
from glossator.ui.widgets.text_label import TextLabel

LAYERS = {"entity": "Names", "quote": "Quotes", "cue": "Cues", "speaker": "Speakers", "highlight": "Highlights"}
TOGETHER = {"quote": "Quotes", "cue": "Quotes", "speaker": "Quotes"}


class LabelsPanel(QWidget):
    """Chips by layer, each with its key. The active label is checked; pressing a chip emits ``label_chosen(key)``."""

    label_chosen = Signal(str)
    edit_requested = Signal()

    def __init__(self, colors: Colors | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors = colors or palette_colors(self.palette())
        self._labels: tuple[Label, ...] = ()
        self._active = ""
        self.chips: dict[str, Chip] = {}
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.edit_button = QPushButton(self.tr("Edit labels…"))
        self.edit_button.clicked.connect(self.edit_requested)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 6, 10, 8)
        foot.addStretch(1)
        foot.addWidget(self.edit_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addLayout(foot)
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

    def _fill(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        self.chips = {}
        groups: dict[str, list[Label]] = {}
        for label in self._labels:
            name = TOGETHER.get(label.layer) or LAYERS.get(label.layer) or label.layer.capitalize()
            groups.setdefault(name, []).append(label)
        for name, labels in groups.items():
            column.addWidget(TextLabel(name, muted=True))
            holder = QWidget()
            flow = FlowLayout(holder)
            for label in labels:
                flow.addWidget(self._chip(label))
            column.addWidget(holder)
            column.addSpacing(4)
        if not groups:
            column.addWidget(TextLabel(self.tr("No labels yet."), muted=True))
        column.addStretch(1)
        self._area.setWidget(page)

    def _chip(self, label: Label) -> Chip:
        chip = Chip(label.name, label.shortcut.upper(), self._colors(label.hue))
        chip.setChecked(label.id == self._active)
        chip.setToolTip(plain_tip([line for line in (label.name, label.guideline) if line]))
        chip.setAccessibleDescription(label.guideline)
        chip.clicked.connect(lambda _checked=False, key=label.id: self._on_clicked(key))
        self.chips[label.id] = chip
        return chip

    def _on_clicked(self, key: str) -> None:
        self.set_active(self._active)
        self.label_chosen.emit(key)
