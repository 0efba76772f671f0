"""Menus and shortcuts, made from the table of actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from glossator.core.model.label import Label
from glossator.ui.actions import ACTIONS, MENUS, ActionRow, Scope

if TYPE_CHECKING:
    from glossator.ui.window.main_window import MainWindow


class Menus:
    """Holds the QActions by id, and enables what can be done now."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.actions: dict[str, QAction] = {}
        self._labels: list[QAction] = []
        self._readers: list[QWidget] = []
        bars = {name: window.menuBar().addMenu(name) for name in MENUS}
        for row in ACTIONS:
            action = self._make(row)
            if row.separated:
                bars[row.menu].addSeparator()
            bars[row.menu].addAction(action)
        self._label_menu = bars["Annotate"].addMenu("Label")

    def _make(self, row: ActionRow) -> QAction:
        action = QAction(row.text, self._window)
        action.setObjectName(row.id)
        action.setShortcuts([QKeySequence(key) for key in row.shortcuts])
        action.setMenuRole(QAction.MenuRole.NoRole)
        if row.scope is Scope.READING:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if row.setting:
            action.setCheckable(True)
            action.setChecked(bool(getattr(self._window.settings, row.setting)))
            action.triggered.connect(lambda on, name=row.setting: self._window.view.toggle(name, on))
        else:
            action.triggered.connect(lambda _=False, handler=row.handler: self._handler(handler)())
        self.actions[row.id] = action
        return action

    def _handler(self, name: str) -> Callable[[], object]:
        room, method = name.split(".")
        owner = self._window if room == "window" else getattr(self._window, room)
        found: Callable[[], object] = getattr(owner, method)
        return found

    def read_in(self, widgets: Iterable[QWidget]) -> None:
        """Single keys work in these widgets, where nothing is typed."""
        self._readers = list(widgets)
        for widget in self._readers:
            for row in ACTIONS:
                if row.scope is Scope.READING:
                    widget.addAction(self.actions[row.id])

    def set_labels(self, labels: Iterable[Label]) -> None:
        """One action for each label, with its key."""
        for action in self._labels:
            self._label_menu.removeAction(action)
            for widget in self._readers:
                widget.removeAction(action)
            action.deleteLater()
        self._labels = []
        for label in labels:
            action = QAction(label.name, self._window)
            action.setObjectName(f"label-{label.id}")
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            if label.shortcut:
                action.setShortcut(QKeySequence(label.shortcut.upper()))
            action.triggered.connect(lambda _=False, key=label.id: self._window.label(key))
            self._label_menu.addAction(action)
            for widget in self._readers:
                widget.addAction(action)
            self._labels.append(action)

    def refresh(self, have: set[str], undo: str, redo: str) -> None:
        """Enable what ``have`` allows; undo and redo say what they would do."""
        for row in ACTIONS:
            if row.needs:
                self.actions[row.id].setEnabled(row.needs in have)
        self.actions["undo"].setText(f"Undo {undo}" if undo else "Undo")
        self.actions["redo"].setText(f"Redo {redo}" if redo else "Redo")

    def rows(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """(menu, [(action, keys)]) for the key sheet."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for row in ACTIONS:
            keys = "  ".join(QKeySequence(k).toString(QKeySequence.SequenceFormat.NativeText) for k in row.shortcuts)
            groups.setdefault(row.menu, []).append((row.text.rstrip("…"), keys))
        labels = [(a.text(), a.shortcut().toString()) for a in self._labels if not a.shortcut().isEmpty()]
        return [*groups.items(), ("Labels", labels)]
