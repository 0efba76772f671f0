"""The faces that come with the program, so that a page looks the same everywhere."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from glossator.core.places import resources

READING = "Literata"
SANS = "Inter"


@cache
def load() -> tuple[str, ...]:
    """Register every face in ``resources/fonts`` with Qt, once; their family names.

    Needs a running QGuiApplication. A face that cannot be read is left out: Qt then
    puts a system face in its place.
    """
    families: list[str] = []
    for path in sorted((resources() / "fonts").glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        if number >= 0:
            families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


def reading(pixels: int) -> QFont:
    """The serif that articles are set in, ``pixels`` high."""
    return _face((READING, "Georgia", "serif"), pixels)


def sans(pixels: int) -> QFont:
    """The plain face of chips and of notes in the margin."""
    return _face((SANS, "Helvetica Neue", "Segoe UI", "DejaVu Sans"), pixels)


def mono(pixels: int) -> QFont:
    """The system's face of even width, for code."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(max(1, pixels))
    return font


def weigh(font: QFont, weight: int) -> None:
    """Give a face that came with us a weight (100 to 900): its files hold all weights in one."""
    font.setWeight(QFont.Weight(weight))
    font.setVariableAxis(QFont.Tag.fromString("wght"), weight)


def _face(families: tuple[str, ...], pixels: int) -> QFont:
    load()
    font = QFont()
    font.setFamilies(list(families))
    font.setPixelSize(max(1, pixels))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
