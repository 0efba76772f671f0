"""A note that is saved while it is written."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

PAUSE = 800
"""Milliseconds without a keystroke after which the text is handed on."""


class NoteEditor(QPlainTextEdit):
    """Emits ``edited(owner id, text)`` on a pause, Ctrl+Return, loss of focus, and before another note is shown."""

    edited = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._owner = ""
        self._handed = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.flush)
        self.textChanged.connect(self._on_text_changed)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(self.tr("Write a note…"))
        self.setAccessibleName(self.tr("Note"))

    def set_note(self, owner: str, text: str) -> None:
        """Show the note of ``owner``. What was being written elsewhere is handed on first.

        The same owner's text does not replace what is being typed at this moment.
        """
        if owner == self._owner and (self._pending() or text == self.toPlainText()):
            if not self._pending():
                self._handed = text
            return
        self.flush()
        self._owner, self._handed = owner, text
        blocked = self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(blocked)
        self._timer.stop()

    def owner(self) -> str:
        """Whose note is shown."""
        return self._owner

    def flush(self) -> None:
        """Hand on at once what has not been handed on yet."""
        self._timer.stop()
        if self._pending():
            self._handed = self.toPlainText()
            self.edited.emit(self._owner, self._handed)

    def _pending(self) -> bool:
        return bool(self._owner) and self.toPlainText() != self._handed

    def _on_text_changed(self) -> None:
        if self._owner:
            self._timer.start()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_save(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self._is_save(event):
            event.accept()
            self.flush()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.flush()

    def hideEvent(self, event: QEvent) -> None:  # type: ignore[override]  # noqa: N802
        super().hideEvent(event)  # type: ignore[arg-type]
        self.flush()

    @staticmethod
    def _is_save(event: QKeyEvent) -> bool:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
