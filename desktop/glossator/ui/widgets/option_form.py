"""A form made from a dataclass: one field, one row. Options of exporters and settings need no form of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import Field, fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any, Generic, TypeVar, cast, get_type_hints

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from glossator.ui.widgets.text_label import TextLabel

D = TypeVar("D")


def title_of(field: Field[Any]) -> str:
    """What the row is called: metadata ``title``, or the field's name made readable."""
    return str(field.metadata.get("title") or field.name.replace("_", " ").capitalize())


class OptionForm(QWidget, Generic[D]):
    """Rows for bool, int, float, str, enum and Path fields, and for metadata ``choices``.

    Metadata: ``help`` (a sentence), ``title``, ``least`` and ``most`` (or ``min``/``max``) of numbers,
    ``choices`` (values, or pairs of value and word). Fields of other types keep their value.
    ``offers`` are texts to choose from in a field where another may be typed. ``changed`` is
    emitted on every edit.
    """

    changed = Signal()

    def __init__(
        self, options: D | type[D], parent: QWidget | None = None, offers: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        super().__init__(parent)
        self._offers = offers or {}
        start = options() if isinstance(options, type) else options
        if not is_dataclass(start):
            raise TypeError("OptionForm needs a dataclass")
        self._start = cast("D", start)
        self._readers: dict[str, Callable[[], Any]] = {}
        self.editors: dict[str, QWidget] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(10)
        kinds = get_type_hints(type(start))
        for field in fields(start):
            self._add(form, field, kinds.get(field.name), getattr(start, field.name))

    def value(self) -> D:
        """The dataclass as it is filled in now."""
        return cast("D", replace(cast("Any", self._start), **{name: read() for name, read in self._readers.items()}))

    def _add(self, form: QFormLayout, field: Field[Any], kind: Any, value: Any) -> None:
        told = str(field.metadata.get("help", ""))
        made = self._editor(field, kind, value)
        if made is None:
            return
        editor, self._readers[field.name] = made
        self.editors[field.name] = editor
        title = title_of(field)
        editor.setObjectName(field.name)
        editor.setAccessibleName(title)
        editor.setAccessibleDescription(told)
        if isinstance(editor, QCheckBox):
            editor.setText((told or title).replace("&", "&&"))
            editor.setAccessibleName(told or title)
            form.addRow(editor)
            return
        name = TextLabel(title)
        name.setBuddy(editor)
        if not told:
            form.addRow(name, editor)
            return
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(editor)
        column.addWidget(TextLabel(told, muted=True, wrap=True))
        form.addRow(name, both)

    def _editor(self, field: Field[Any], kind: Any, value: Any) -> tuple[QWidget, Callable[[], Any]] | None:
        choices = field.metadata.get("choices")
        if choices is None and isinstance(kind, type) and issubclass(kind, Enum):
            choices = [(member, str(member.value).replace("_", " ").capitalize()) for member in kind]
        if choices is not None:
            return self._combo(choices, value)
        if kind is bool:
            box = QCheckBox()
            box.setChecked(bool(value))
            box.toggled.connect(self.changed)
            return box, box.isChecked
        if kind in (int, float):
            return self._number(field, kind, value)
        if field.name in self._offers:
            return self._offered(self._offers[field.name], str(value))
        if kind in (str, Path):
            line = QLineEdit(str(value))
            line.textChanged.connect(self.changed)
            return line, lambda: kind(line.text())
        return None

    def _combo(self, choices: Any, value: Any) -> tuple[QWidget, Callable[[], Any]]:
        pairs = [choice if isinstance(choice, tuple) else (choice, str(choice).capitalize()) for choice in choices]
        combo = QComboBox()
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for _, word in pairs:
            combo.addItem(word)
        combo.setCurrentIndex(next((n for n, (one, _) in enumerate(pairs) if one == value), 0))
        combo.currentIndexChanged.connect(self.changed)
        return combo, lambda: pairs[combo.currentIndex()][0]

    def _offered(self, offers: Sequence[str], value: str) -> tuple[QWidget, Callable[[], Any]]:
        combo = QComboBox()
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        combo.addItems(list(offers))
        combo.setEditText(value)
        combo.editTextChanged.connect(self.changed)
        return combo, lambda: combo.currentText().strip()

    def _number(self, field: Field[Any], kind: Any, value: Any) -> tuple[QWidget, Callable[[], Any]]:
        told = field.metadata
        least = told.get("least", told.get("min", 0))
        most = told.get("most", told.get("max", 1_000_000))
        spin: QSpinBox | QDoubleSpinBox = QSpinBox() if kind is int else QDoubleSpinBox()
        if isinstance(spin, QSpinBox):
            spin.setRange(int(least), int(most))
            spin.setValue(int(value))
        else:
            spin.setRange(float(least), float(most))
            spin.setSingleStep(0.05)
            spin.setValue(float(value))
        spin.setMinimumHeight(QComboBox().sizeHint().height())
        spin.valueChanged.connect(self.changed)
        return spin, spin.value
