"""How each kind of block is set: its face, size, colour, leading, gaps and indents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextCharFormat, QTextOption

from glossator.core.model.block import Kind
from glossator.ui import fonts
from glossator.ui.page.paragraph import Paragraph
from glossator.ui.theme import Theme

LEADING = 1.66
MEASURE = 68
"""Characters to a line, as far as the window is wide enough."""

_SAMPLE = "He said the two sides had discussed joint training exchange programs"
_HEADINGS = {1: 1.74, 2: 1.36, 3: 1.16}


@dataclass(frozen=True, eq=False)
class Style:
    """One way to set a paragraph; lengths in pixels.

    ``leading`` is from baseline to baseline, ``gap`` comes under the paragraph,
    ``above`` over it.
    """

    font: QFont
    format: QTextCharFormat
    leading: float
    gap: float
    above: float = 0.0
    indent: float = 0.0
    muted: bool = False


class Typography:
    """The styles for one size of type and one theme."""

    def __init__(self, pixels: int, theme: Theme) -> None:
        self.pixels = pixels
        self.theme = theme
        self.body = fonts.reading(pixels)
        self.chip = fonts.sans(max(8, round(pixels * 0.5)))
        fonts.weigh(self.chip, 600)
        self.chip.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.4)
        self.small = fonts.sans(max(9, round(pixels * 0.68)))
        self.character = QFontMetricsF(self.body).horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        self._chip_metrics = QFontMetricsF(self.chip)
        self._chip_widths: dict[str, float] = {}
        self._styles: dict[tuple[Kind, int], Style] = {}
        self.dateline = self._format(self._scaled(0.84, spacing=0.05), muted=True)

    @property
    def head(self) -> float:
        """The blank over the first and under the last paragraph."""
        return self.pixels * 2.7

    def chip_width(self, label: str) -> float:
        """How much room the chip of ``label`` takes in its line."""
        if label not in self._chip_widths:
            self._chip_widths[label] = self._chip_metrics.horizontalAdvance(label) + self.pixels * 0.66
        return self._chip_widths[label]

    def style(self, paragraph: Paragraph) -> Style:
        """How ``paragraph`` is set."""
        key = (paragraph.kind, paragraph.level)
        if key not in self._styles:
            self._styles[key] = self._makers().get(paragraph.kind, self._plain)(paragraph.level)
        return self._styles[key]

    def gap(self, paragraph: Paragraph) -> float:
        """The blank under ``paragraph``: none if it goes on, half if the next is of its list."""
        if paragraph.continues:
            return 0.0
        return self.style(paragraph).gap * (0.5 if paragraph.listed else 1.0)

    def option(self, paragraph: Paragraph, right_to_left: bool) -> QTextOption:
        """Wrapping and direction; a very long unbroken run wraps anywhere, or Qt would take seconds."""
        made = QTextOption()
        unbroken = len(paragraph.text) > 4_000 and max(map(len, paragraph.text.split(" "))) > 2_000
        mode = QTextOption.WrapMode
        made.setWrapMode(mode.WrapAnywhere if unbroken else mode.WrapAtWordBoundaryOrAnywhere)
        if right_to_left:
            made.setTextDirection(Qt.LayoutDirection.RightToLeft)
            made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        return made

    def _makers(self) -> dict[Kind, Callable[[int], Style]]:
        return {
            Kind.HEADING: self._heading,
            Kind.BULLET: lambda level: self._set(indent=1.25 * max(1, min(level, 6))),
            Kind.CAPTION: lambda level: self._set(0.84, 1.5, italic=True, muted=True),
            Kind.DATELINE: lambda level: self._set(0.84, spacing=0.05, muted=True),
            Kind.BYLINE: lambda level: self._set(0.86, 1.5, muted=True),
            Kind.QUOTATION: lambda level: self._set(indent=1.4),
            Kind.CODE: lambda level: self._style(fonts.mono(round(self.pixels * 0.82)), 1.5, 0.82, indent=0.7),
            Kind.TABLE: lambda level: self._style(fonts.sans(round(self.pixels * 0.82)), 1.6, 0.82),
            Kind.FURNITURE: lambda level: self._style(fonts.sans(round(self.pixels * 0.7)), 1.5, 0.5, muted=True),
        }

    def _plain(self, _level: int) -> Style:
        return self._set()

    def _heading(self, level: int) -> Style:
        scale = _HEADINGS.get(max(level, 1), 1.0)
        font = self._scaled(scale)
        fonts.weigh(font, 600)
        tight = 1.26 if scale > 1.3 else 1.4
        gap, above = (1.35 * self.pixels, 0.0) if level <= 1 else (0.5 * self.pixels, 0.6 * self.pixels)
        return Style(font, self._format(font, muted=False), font.pixelSize() * tight, gap, above)

    def _set(
        self, scale: float = 1.0, leading: float = LEADING, gap: float = 0.82, *,
        indent: float = 0.0, spacing: float = 0.0, italic: bool = False, muted: bool = False,
    ) -> Style:  # fmt: skip
        font = self._scaled(scale, spacing)
        font.setItalic(italic)
        return self._style(font, leading, gap, indent=indent, muted=muted)

    def _style(self, font: QFont, leading: float, gap: float, *, indent: float = 0.0, muted: bool = False) -> Style:
        px = self.pixels
        return Style(
            font, self._format(font, muted), font.pixelSize() * leading, gap * px, indent=indent * px, muted=muted
        )

    def _scaled(self, scale: float, spacing: float = 0.0) -> QFont:
        font = fonts.reading(round(self.pixels * scale))
        if spacing:
            font.setCapitalization(QFont.Capitalization.SmallCaps)
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing * self.pixels)
        return font

    def _format(self, font: QFont, muted: bool) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(font)
        made.setForeground(self.theme.muted if muted else self.theme.ink)
        return made
