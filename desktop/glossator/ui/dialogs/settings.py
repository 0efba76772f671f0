"""The settings, as a form made from their dataclass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from glossator.ui.dialogs.base import Dialog
from glossator.ui.widgets.option_form import OptionForm

D = TypeVar("D")


class SettingsDialog(Dialog, Generic[D]):
    """``changed(settings)`` while one chooses, so that a theme is seen at once; Cancel gives back the first ones."""

    changed = Signal(object)

    def __init__(
        self, settings: D, parent: QWidget | None = None, offers: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        super().__init__("Settings", parent, "Save")
        self._offers = offers
        self._first = settings
        self._default = type(settings)()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self.form: OptionForm[D]
        self._show(settings)
        reset = self.buttons.addButton(QDialogButtonBox.StandardButton.RestoreDefaults)
        reset.setAutoDefault(False)
        reset.clicked.connect(self._on_reset)
        self.column.addWidget(self._area, 1)
        self.resize(560, 560)

    def value(self) -> D:
        """The settings as chosen."""
        return self.form.value()

    def reject(self) -> None:
        """Close and give back the settings there were."""
        if self.value() != self._first:
            self.changed.emit(self._first)
        super().reject()

    def _show(self, settings: D) -> None:
        self.form = OptionForm(settings, None, self._offers)
        self.form.changed.connect(lambda: self.changed.emit(self.form.value()))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 12, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        self._area.setWidget(page)

    def _on_reset(self) -> None:
        self._show(self._default)
        self.changed.emit(self.form.value())
