"""Labels that show every character as it is: an article's title is never taken for markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class TextLabel(QLabel):
    """A plain-text label. ``muted`` takes the palette's quiet colour, ``strong`` a bold face."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        muted: bool = False,
        strong: bool = False,
        wrap: bool = False,
        selectable: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if muted:
            self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        if strong:
            font = QFont(self.font())
            font.setBold(True)
            self.setFont(font)
        if selectable:
            keys = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            self.setTextInteractionFlags(keys)


class WarningLabel(TextLabel):
    """One sentence about what is wrong; takes no room while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent, wrap=True, strong=True)
        self.setAccessibleName("Problem")
        self.hide()

    def say(self, sentence: str) -> None:
        """Show ``sentence``, or nothing for ""."""
        self.setText(f"⚠ {sentence}" if sentence else "")
        self.setAccessibleDescription(sentence)
        self.setVisible(bool(sentence))
