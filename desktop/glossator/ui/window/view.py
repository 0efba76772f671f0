"""How the window looks and what in it has the keys: colours, sizes, columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from glossator.core.errors import UserError
from glossator.core.service.library import author_name
from glossator.core.settings import Settings, write_settings
from glossator.ui.theme import NAMES, Theme

if TYPE_CHECKING:
    from glossator.ui.window.main_window import MainWindow

TOGGLES = ("chips", "furniture", "snapping", "shelf", "marks")
"""Settings that an action of the same name shows."""


class View(QObject):
    """Changes the settings that are seen, and puts the keys where they are wanted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def focus_page(self) -> None:
        """The text gets the keys."""
        self._window.page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_filter(self) -> None:
        """The library's filter gets the keys."""
        self._want("shelf")
        self._window.rooms.show_library()

    def focus_search(self) -> None:
        """The full-text search gets the keys."""
        self._want("shelf")
        self._window.rooms.show_search()

    def focus_note(self) -> None:
        """The note gets the keys."""
        self._want("marks")
        self._window.rooms.details.focus_note()

    def focus_tags(self) -> None:
        """The article's tags get the keys."""
        self._want("marks")
        self._window.desk.select_span(None)
        self._window.rooms.details.focus_tags()

    def _want(self, name: str) -> None:
        """Show a column that was hidden, because something in it is wanted."""
        if not getattr(self._window.settings, name):
            self.toggle(name, True)

    def toggle(self, name: str, on: bool) -> None:
        """Change a yes-or-no setting."""
        chosen: dict[str, Any] = {name: on}
        self.change(replace(self._window.settings, **chosen))

    def next_theme(self) -> None:
        """Light, dark, sepia, and round again."""
        names, now = list(NAMES), self._window.settings
        self.change(replace(now, theme=names[(names.index(now.theme) + 1) % len(names)]))

    def larger(self) -> None:
        """Larger text."""
        now = self._window.settings
        self.change(replace(now, font_size=min(36, now.font_size + 1)))

    def smaller(self) -> None:
        """Smaller text."""
        now = self._window.settings
        self.change(replace(now, font_size=max(12, now.font_size - 1)))

    def toggle_full_screen(self) -> None:
        """Only the window on the screen, or not."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def change(self, settings: Settings) -> None:
        """Use and keep other settings."""
        self._window.settings = settings
        try:
            write_settings(settings)
        except OSError as error:
            self._window.refuse(UserError("settings-not-kept", why=error.strerror or type(error).__name__))
        self.apply()

    def apply(self) -> None:
        """Make the window look as the settings say."""
        window, chosen = self._window, self._window.settings
        theme = Theme.named(chosen.theme if chosen.theme in NAMES else "light")
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app)
        window.page.set_theme(theme)
        window.page.set_font_size(chosen.font_size)
        window.page.set_chips(chosen.chips)
        window.page.set_furniture_shown(chosen.furniture)
        window.page.set_snapping(chosen.snapping)
        window.rooms.labels.set_colors(theme.label_colors)
        window.rooms.spans.set_colors(theme.label_colors)
        window.rooms.shelf.setVisible(chosen.shelf)
        window.rooms.right.setVisible(chosen.marks)
        window.voices.apply_theme()
        for name in TOGGLES:
            window.menus.actions[name].setChecked(bool(getattr(chosen, name)))
        window.project.annotator.author = chosen.author or author_name()
