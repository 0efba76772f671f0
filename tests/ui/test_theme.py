"""Themes can be read: enough contrast everywhere, no colour of the sheet unknown."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glossator.core.places import resources
from glossator.ui import fonts
from glossator.ui.theme import NAMES, Theme


def contrast(one: QColor, other: QColor) -> float:
    """The ratio that WCAG 2 defines, 1 to 21."""

    def light(color: QColor) -> float:
        parts = [
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
            for part in (color.redF(), color.greenF(), color.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", NAMES)
def test_text_can_be_read_on_every_ground(name: str) -> None:
    theme = Theme.named(name)
    for ground in (theme.paper, theme.panel, theme.raised, theme.selection):
        assert contrast(theme.ink, ground) >= 7
    for text in (theme.muted, theme.accent, theme.good, theme.danger):
        assert contrast(text, theme.paper) >= 4.5, text.name()
    for hue in range(0, 360, 4):
        fill, ink, edge = theme.label_colors(hue)
        assert contrast(theme.ink, fill) >= 7, hue
        assert contrast(ink, fill) >= 4.5, hue
        assert contrast(theme.muted, fill) >= 4, hue
        assert contrast(edge, theme.paper) >= 3, hue


@pytest.mark.parametrize("name", NAMES)
def test_the_sheet_names_no_unknown_colour(name: str) -> None:
    assert "@" not in Theme.named(name).sheet().split("*/", 1)[1]


def test_a_theme_dresses_the_application(qapp: QApplication) -> None:
    before, sheet = qapp.palette(), qapp.styleSheet()
    try:
        Theme.named("dark").apply(qapp)
        assert qapp.palette().color(qapp.palette().ColorRole.Base) == Theme.named("dark").paper
    finally:
        qapp.setPalette(before)
        qapp.setStyleSheet(sheet)


def test_our_faces_are_there_with_their_licences(qtbot: QtBot) -> None:
    assert {fonts.READING, fonts.SANS} <= set(fonts.load())
    for licence in ("Literata-OFL.txt", "Inter-OFL.txt"):
        assert "SIL OPEN FONT LICENSE" in (resources() / "fonts" / licence).read_text(encoding="utf-8")
