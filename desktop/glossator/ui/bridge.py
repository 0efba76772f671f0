"""Core events → Qt signals: the only QObject that listens to core.

A signal emitted in another thread reaches the window's slots in the window's thread.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from glossator.core.service.annotator import Changed
from glossator.core.service.library import Project


class Bridge(QObject):
    """Relays what happens in a project."""

    changed = Signal(object)

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        project.annotator.changed.connect(self._on_changed)

    def _on_changed(self, changed: Changed) -> None:
        self.changed.emit(changed)

    def close(self) -> None:
        """Stop listening."""
        self._project.annotator.changed.disconnect(self._on_changed)
