"""Questions to a person behind one protocol, so that tests answer instead of patching dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLabel, QMessageBox, QWidget


class Asker(Protocol):
    """Every question the window asks. Cancelled means an empty list, None or False."""

    def choose_files(self, title: str, patterns: Sequence[str] = (), folder: Path | None = None) -> list[Path]: ...

    def choose_folder(self, title: str, folder: Path | None = None) -> Path | None: ...

    def choose_save(self, title: str, suggested: Path, patterns: Sequence[str] = ()) -> Path | None: ...

    def confirm(self, title: str, text: str, yes: str, details: str = "", danger: bool = False) -> bool: ...

    def tell(self, title: str, text: str, details: str = "") -> None: ...

    def ask_text(self, title: str, question: str, start: str = "") -> str | None: ...


class QtAsker:
    """Asks with Qt's own dialogs. ``patterns`` are file filters, such as ``Articles (*.txt *.html)``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._parent = parent

    def choose_files(self, title: str, patterns: Sequence[str] = (), folder: Path | None = None) -> list[Path]:
        """Existing files."""
        names, _ = QFileDialog.getOpenFileNames(self._parent, title, str(folder or ""), ";;".join(patterns))
        return [Path(name) for name in names]

    def choose_folder(self, title: str, folder: Path | None = None) -> Path | None:
        """An existing folder."""
        name = QFileDialog.getExistingDirectory(self._parent, title, str(folder or ""))
        return Path(name) if name else None

    def choose_save(self, title: str, suggested: Path, patterns: Sequence[str] = ()) -> Path | None:
        """A place to write to; the dialog itself asks before an existing file is chosen."""
        name, _ = QFileDialog.getSaveFileName(self._parent, title, str(suggested), ";;".join(patterns))
        return Path(name) if name else None

    def confirm(self, title: str, text: str, yes: str, details: str = "", danger: bool = False) -> bool:
        """Whether the person presses the button ``yes``; with ``danger`` Cancel is what Return presses."""
        box = self._box(title, text, details)
        accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel if danger else accept)
        box.setEscapeButton(cancel)
        box.exec()
        box.deleteLater()
        return box.clickedButton() is accept

    def tell(self, title: str, text: str, details: str = "") -> None:
        """Say something and wait for OK."""
        box = self._box(title, text, details)
        box.addButton(QMessageBox.StandardButton.Ok)
        box.exec()
        box.deleteLater()

    def ask_text(self, title: str, question: str, start: str = "") -> str | None:
        """A line of text; None when cancelled."""
        dialog = self._question(title, question, start)
        good = dialog.exec() == QInputDialog.DialogCode.Accepted
        dialog.deleteLater()
        return dialog.textValue() if good else None

    def _question(self, title: str, question: str, start: str) -> QInputDialog:
        dialog = QInputDialog(self._parent)
        dialog.setWindowTitle(title)
        dialog.setLabelText(question)
        dialog.setTextValue(start)
        for label in dialog.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
        return dialog

    def _box(self, title: str, text: str, details: str) -> QMessageBox:
        box = QMessageBox(self._parent)
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        if details:
            box.setDetailedText(details)
        for label in box.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
        return box
