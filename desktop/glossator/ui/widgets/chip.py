"""A label as a small coloured piece: painted in lists, pressed in the palette."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

Colors = Callable[[int], tuple[QColor, QColor, QColor]]
"""A hue (0 to 359) → the colours of fill, ink and edge; the theme gives it."""


def palette_colors(palette: QPalette) -> Colors:
    """Colours for a hue that go with ``palette``, where no theme gives any."""
    dark = palette.color(QPalette.ColorRole.Base).lightness() < 128

    def colors(hue: int) -> tuple[QColor, QColor, QColor]:
        fill, ink, edge = (60, 205, 120) if dark else (225, 60, 150)
        return QColor.fromHsl(hue, 110, fill), QColor.fromHsl(hue, 150, ink), QColor.fromHsl(hue, 120, edge)

    return colors


def chip_font(base: QFont) -> QFont:
    """The face of a chip: a little smaller than the text beside it."""
    font = QFont(base)
    if font.pointSizeF() > 0:
        font.setPointSizeF(max(7.0, font.pointSizeF() * 0.88))
    else:
        font.setPixelSize(max(10, round(font.pixelSize() * 0.88)))
    font.setWeight(QFont.Weight.DemiBold)
    return font


def paint_chip(painter: QPainter, rect: QRectF, text: str, colors: tuple[QColor, QColor, QColor]) -> None:
    """A rounded chip that fills ``rect``, its text elided to fit. Sets the painter's font itself."""
    fill, ink, edge = colors
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(fill)
    box = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(ink)
    inside = box.adjusted(6, 0, -6, 0)
    shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, inside.width() + 1)
    painter.drawText(inside, int(Qt.AlignmentFlag.AlignCenter), shown)
    painter.restore()


class Chip(QAbstractButton):
    """A button in a label's colours with the key that presses it printed on it.

    Checked means active; that is shown by a heavier edge and a dot, not by colour alone.
    """

    def __init__(
        self, text: str, key: str, colors: tuple[QColor, QColor, QColor], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.key = key
        self._colors = colors
        self.setAccessibleName(f"{text}, key {key}" if key else text)

    def set_colors(self, colors: tuple[QColor, QColor, QColor]) -> None:
        """The colours of another theme."""
        self._colors = colors
        self.update()

    def _key_width(self) -> int:
        if not self.key:
            return 0
        measure = QFontMetrics(chip_font(self.font()))
        return max(measure.height(), measure.horizontalAdvance(self.key) + 8)

    def sizeHint(self) -> QSize:  # noqa: N802
        measure = QFontMetrics(chip_font(self.font()))
        key = self._key_width()
        return QSize(measure.horizontalAdvance(self.text()) + 30 + (key + 4 if key else 0), measure.height() + 12)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def paintEvent(self, event: object) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(chip_font(self.font()))
        if not self.isEnabled():
            painter.setOpacity(0.5)
        fill, ink, edge = self._colors
        over = self.underMouse() or self.isDown()
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setBrush(fill)
        heavy = ink if self.isChecked() else edge
        painter.setPen(QPen(heavy, 2 if self.isChecked() or over else 1))
        painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), 4, 4)
        self._paint_inside(painter, box, ink)

    def _paint_inside(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        key = self._key_width()
        text = box.adjusted(13, 0, -(key + 10 if key else 7), 0)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(ink)
            painter.drawEllipse(QPointF(box.left() + 7.5, box.center().y()), 2.5, 2.5)
        painter.setPen(ink)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())
        if key:
            place = QRectF(box.right() - key - 5, box.top() + 4, key, box.height() - 8)
            faint = QColor(ink)
            faint.setAlphaF(0.45)
            painter.setPen(QPen(faint, 1))
            painter.drawRoundedRect(place, 3, 3)
            painter.setPen(ink)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), self.key)
