"""A chart of voices, painted here: words by speaker as bars, and over time as stacked columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from glossator.ui.models.articles import plain_tip
from glossator.ui.widgets.chip import Colors, palette_colors

MOST = 10
"""Voices with a colour of their own; the rest is one."""

ROW, GAP, PAD = 24.0, 26.0, 16.0
UNDATED = "no date"
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Mark:
    """A painted piece and what is said of it."""

    rect: QRectF
    text: str


def step_of(top: int) -> int:
    """A round distance between lines of a scale up to ``top``: 1, 2 or 5 times a power of ten, four lines at most."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if top <= 4 * factor * size:
                return factor * size
        size *= 10


class VoiceChart(QWidget):
    """Shows what it is given; every piece says its numbers as a tool tip, all of it to screen readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._totals: list[tuple[str, int]] = []
        self._dates: tuple[str, ...] = ()
        self._words: dict[str, tuple[int, ...]] = {}
        self._hues: Mapping[str, int] = {}
        self._colors: Colors = palette_colors(self.palette())
        self._marks: list[Mark] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Words quoted by speaker"))

    def set_voices(
        self,
        totals: Sequence[tuple[str, int]],
        dates: Sequence[str],
        words: Mapping[str, Sequence[int]],
        hues: Mapping[str, int],
    ) -> None:
        """Names with their words, the most first; dates, and the words of each name at each of them."""
        kept = list(totals[:MOST])
        rest = [name for name, _ in totals[MOST:]]
        columns = {name: tuple(words.get(name, ())) for name, _ in kept}
        if rest:
            kept.append((OTHERS, sum(number for _, number in totals[MOST:])))
            columns[OTHERS] = tuple(sum(words[n][k] for n in rest if n in words) for k in range(len(dates)))
        self._totals, self._dates, self._words, self._hues = kept, tuple(dates), columns, hues
        said = "; ".join(f"{name}: {number:,} words" for name, number in kept)
        self.setAccessibleDescription(said)
        self.updateGeometry()
        self.update()

    def set_colors(self, colors: Colors) -> None:
        """The colours of another theme."""
        self._colors = colors
        self.update()

    def marks(self) -> list[Mark]:
        """What was painted last."""
        return list(self._marks)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(520, int(PAD * 2 + GAP + ROW * (len(self._totals) + 1) + 210))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(280, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """A tool tip says the numbers of the piece under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = next((m for m in reversed(self._marks) if m.rect.contains(QPointF(event.pos()))), None)
            if found is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), plain_tip([found.text]), self)
            return True
        return super().event(event)

    # ---- painting -----------------------------------------------------------------------------------

    def paintEvent(self, event: object) -> None:  # noqa: N802
        to = QPainter(self)
        to.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        to.fillRect(self.rect(), palette.color(QPalette.ColorRole.Base))
        self._marks = []
        ink, quiet = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.PlaceholderText)
        if not self._totals:
            to.setPen(quiet)
            to.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.tr("Nobody is quoted here yet."))
            return
        y = self._head(to, self.tr("Words quoted"), PAD, ink)
        y = self._bars(to, y, ink, quiet)
        if len(self._dates) > 1:
            y = self._head(to, self.tr("Over time"), y + GAP, ink)
            self._columns(to, QRectF(PAD, y, self.width() - 2 * PAD, self.height() - y - PAD), quiet)

    def _head(self, to: QPainter, text: str, y: float, ink: QColor) -> float:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        to.setFont(font)
        to.setPen(ink)
        high = QFontMetricsF(font).height()
        to.drawText(QPointF(PAD, y + high * 0.8), text)
        to.setFont(self.font())
        return y + high + 8

    def _color(self, name: str) -> QColor:
        hue = self._hues.get(name)
        if hue is not None:
            return self._colors(hue)[2]
        rest = self.palette().color(QPalette.ColorRole.PlaceholderText)
        rest.setAlpha(90)
        return rest

    def _bars(self, to: QPainter, y: float, ink: QColor, quiet: QColor) -> float:
        measure = QFontMetricsF(self.font())
        wide = min(self.width() * 0.38, max(measure.horizontalAdvance(name) for name, _ in self._totals) + 4)
        left = PAD + wide + 10
        room = max(20.0, self.width() - left - PAD - measure.horizontalAdvance("000,000") - 8)
        top = max(1, *(number for _, number in self._totals))
        for name, number in self._totals:
            shown = measure.elidedText(name, Qt.TextElideMode.ElideRight, wide)
            to.setPen(ink)
            right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
            to.drawText(QRectF(PAD, y, wide, ROW), right, shown)
            bar = QRectF(left, y + 5, max(2.0, room * number / top), ROW - 10)
            to.setPen(Qt.PenStyle.NoPen)
            to.setBrush(self._color(name))
            to.drawRoundedRect(bar, 3, 3)
            to.setPen(quiet)
            at = QRectF(bar.right() + 8, y, 90, ROW)
            to.drawText(at, int(Qt.AlignmentFlag.AlignVCenter), f"{number:,}")
            self._marks.append(Mark(QRectF(PAD, y, self.width() - 2 * PAD, ROW), f"{name}: {number:,} words"))
            y += ROW
        return y

    def _columns(self, to: QPainter, box: QRectF, quiet: QColor) -> None:
        """Stacked columns with a scale; a date's name stands where there is room for it."""
        measure = QFontMetricsF(self.font())
        count = len(self._dates)
        sums = [sum(words[k] for words in self._words.values()) for k in range(count)]
        step = step_of(max(1, *sums))
        lines = -(-max(1, *sums) // step)
        left = measure.horizontalAdvance(f"{lines * step:,}") + 10
        plot = QRectF(box.left() + left, box.top() + 6, box.width() - left, box.height() - measure.height() - 14)
        for line in range(lines + 1):
            y = plot.bottom() - plot.height() * line / lines
            to.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
            to.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            to.setPen(quiet)
            flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            to.drawText(QRectF(box.left(), y - 10, left - 8, 20), flags, f"{line * step:,}")
        slot = plot.width() / count
        width = min(46.0, max(1.0, slot * 0.7))
        free = plot.left()
        for k, date in enumerate(self._dates):
            x = plot.left() + slot * (k + 0.5)
            self._column(to, k, QRectF(x - width / 2, plot.top(), width, plot.height()), lines * step)
            text = date or UNDATED
            half = measure.horizontalAdvance(text) / 2
            if x - half >= free and x + half <= box.right() + 4:
                to.setPen(quiet)
                to.drawText(QPointF(x - half, plot.bottom() + measure.ascent() + 6), text)
                free = x + half + 10

    def _column(self, to: QPainter, k: int, box: QRectF, top: int) -> None:
        y = box.bottom()
        for name, words in self._words.items():
            if not words[k]:
                continue
            high = box.height() * words[k] / top
            piece = QRectF(box.left(), y - high, box.width(), high)
            to.setPen(Qt.PenStyle.NoPen)
            to.setBrush(self._color(name))
            to.drawRect(piece.adjusted(0, 1.0 if high > 3 else 0.0, 0, 0))
            told = f"{name}, {self._dates[k] or UNDATED}: {words[k]:,} words"
            self._marks.append(Mark(piece, told))
            y -= high
