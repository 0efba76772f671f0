"""Themes: colours by name from ``resources/themes/NAME.toml``, and one style sheet for all."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from glossator.core.errors import UserError
from glossator.core.places import resources

NAMES = ("light", "dark", "sepia")

STYLE = "Fusion"
"""Qt's style under the sheet: the same on every desktop, and quick to switch."""


class LabelColors(NamedTuple):
    """The three colours of a label: behind its text, of its chip, and of its edge."""

    fill: QColor
    ink: QColor
    edge: QColor


@dataclass(frozen=True, eq=False)
class Theme:
    """The colours of one theme; a label brings only its hue."""

    name: str
    dark: bool
    paper: QColor
    panel: QColor
    raised: QColor
    ink: QColor
    muted: QColor
    line: QColor
    rule: QColor
    selection: QColor
    accent: QColor
    thumb: QColor
    good: QColor
    danger: QColor
    tones: dict[str, tuple[int, int]]
    _made: dict[int, LabelColors] = field(default_factory=dict, repr=False)

    @classmethod
    def named(cls, name: str) -> Theme:
        """The theme called ``name``; UserError ``unknown-part`` if there is none."""
        return _load(name)

    def label_colors(self, hue: int) -> LabelColors:
        """(fill, ink, edge) for a hue of 0 to 359 degrees: one hue, calm chroma."""
        hue %= 360
        if hue not in self._made:
            fill, ink, edge = (QColor.fromHsl(hue, *self.tones[part]) for part in ("fill", "ink", "edge"))
            self._made[hue] = LabelColors(fill, ink, edge)
        return self._made[hue]

    def palette(self) -> QPalette:
        """A Qt palette with these colours, disabled text muted."""
        made = QPalette()
        role = QPalette.ColorRole
        pairs = {
            role.Window: self.panel, role.WindowText: self.ink, role.Base: self.paper, role.AlternateBase: self.panel,
            role.Text: self.ink, role.Button: self.panel, role.ButtonText: self.ink, role.BrightText: self.danger,
            role.Highlight: self.selection, role.HighlightedText: self.ink, role.ToolTipBase: self.raised,
            role.ToolTipText: self.ink, role.PlaceholderText: self.muted, role.Link: self.accent,
            role.LinkVisited: self.accent, role.Mid: self.line, role.Dark: self.line, role.Light: self.raised,
            role.Accent: self.accent,
        }  # fmt: skip
        for which, color in pairs.items():
            made.setColor(which, color)
        for which in (role.WindowText, role.Text, role.ButtonText):
            made.setColor(QPalette.ColorGroup.Disabled, which, self.muted)
        return made

    def sheet(self) -> str:
        """The style sheet, its ``@names`` replaced by colours of this theme and ``@tick`` by a picture's path."""
        tick = resources() / "icons" / f"tick-{'dark' if self.dark else 'light'}.svg"
        text = (resources() / "themes" / "base.qss").read_text(encoding="utf-8")
        text = text.replace("@tick", f'"{tick.as_posix()}"')
        return re.sub(r"@(\w+)\b(?=[ ;])", lambda match: QColor(getattr(self, match[1])).name(), text)

    def apply(self, app: QApplication) -> None:
        """Give the whole application these colours; nothing happens when it has them already."""
        sheet = self.sheet()
        if app.styleSheet() == sheet:
            return
        if app.property("style") != STYLE:  # under a sheet the style in use is a proxy without a name
            app.setStyle(STYLE)
            app.setProperty("style", STYLE)
        app.setPalette(self.palette())
        app.setStyleSheet(sheet)


@cache
def _load(name: str) -> Theme:
    if name not in NAMES:
        raise UserError("unknown-part", kind="theme", name=name, known=", ".join(NAMES))
    read = tomllib.loads((resources() / "themes" / f"{name}.toml").read_text(encoding="utf-8"))
    colors: dict[str, Any] = {key: QColor(value) for key, value in read["colors"].items()}
    tones = {key: (int(value[0]), int(value[1])) for key, value in read["label"].items()}
    return Theme(name=name, dark=bool(read["dark"]), tones=tones, **colors)
