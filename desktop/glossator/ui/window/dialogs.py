"""The window's dialogs: each is made when asked for, given values, and its answer handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from glossator.ui.window.main_window import MainWindow


class Dialogs(QObject):
    """Knows which values each dialog wants."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def add_tags(self, ids: list[str]) -> None:
        """Ask for tags and add them to these articles."""
        said = self._window.asker.ask_text("Tags", "Tags to add, parted by commas:")
        for one in ids if said else ():
            have = [tag.name for tag in self._window.project.reader.tags(one)]
            self._window.desk.set_tags_of(one, [*have, *str(said).split(",")])
