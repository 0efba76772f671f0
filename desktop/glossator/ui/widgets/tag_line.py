"""A line of words parted by commas, each completed from words used before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget


def split_tags(text: str) -> tuple[str, ...]:
    """The words between commas, blanks trimmed, each once, in order."""
    return tuple(dict.fromkeys(filter(None, (" ".join(part.split()) for part in text.split(",")))))


class LastWordCompleter(QCompleter):
    """Completes what stands after the last comma."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = QStringListModel(self)
        self.setModel(self._words)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)

    def set_words(self, words: Iterable[str]) -> None:
        """The words to choose from."""
        self._words.setStringList(list(words))

    def splitPath(self, path: str) -> list[str]:  # noqa: N802
        return [path.rsplit(",", 1)[-1].strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:  # noqa: N802
        line = self.widget()
        before = line.text().rpartition(",")[0] if isinstance(line, QLineEdit) else ""
        word = str(index.data())
        return f"{before.strip()}, {word}" if before.strip() else word


class TagLine(QLineEdit):
    """Emits ``tags_edited(tuple)`` on Return and on losing the focus, if the tags differ."""

    tags_edited = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._handed: tuple[str, ...] = ()
        self._completer = LastWordCompleter(self)
        self.setCompleter(self._completer)
        self.setPlaceholderText(self.tr("Tags, parted by commas"))
        self.setAccessibleName(self.tr("Tags"))
        self.returnPressed.connect(self.flush)

    def set_words(self, words: Sequence[str]) -> None:
        """The tags used before."""
        self._completer.set_words(words)

    def set_tags(self, tags: Iterable[str]) -> None:
        """Show ``tags``; nothing is emitted."""
        self._handed = tuple(tags)
        self.setText(", ".join(self._handed))

    def flush(self) -> None:
        """Hand on the tags if they differ."""
        tags = split_tags(self.text())
        if tags != self._handed:
            self._handed = tags
            self.tags_edited.emit(tags)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.flush()
