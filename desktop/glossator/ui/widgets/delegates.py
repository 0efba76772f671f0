"""How rows are painted: two lines, a chip, a snippet with its words marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPalette,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from glossator.core.model.offsets import OffsetMap
from glossator.ui.widgets.chip import Colors, chip_font, paint_chip

Index = QModelIndex | QPersistentModelIndex
PAD = 10


def _ground(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
    """What the style paints under any row: selection, hover, focus."""
    bare = QStyleOptionViewItem(option)
    bare.text = ""  # type: ignore[attr-defined]
    widget = option.widget  # type: ignore[attr-defined]
    style = widget.style() if widget else QApplication.style()
    style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, widget)


def _inks(option: QStyleOptionViewItem) -> tuple[object, object]:
    # The application's palette: a style sheet on the view makes its own placeholder colour too faint to read.
    palette = QGuiApplication.palette()
    if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
        strong = palette.color(QPalette.ColorRole.HighlightedText)
        quiet = palette.color(QPalette.ColorRole.HighlightedText)
        quiet.setAlphaF(0.75)
        return strong, quiet
    return palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.PlaceholderText)


def _bold(font: QFont) -> QFont:
    heavy = QFont(font)
    heavy.setWeight(QFont.Weight.DemiBold)
    return heavy


class TwoLineDelegate(QStyledItemDelegate):
    """A title and, muted below it, a second line; ``lines`` of the title may wrap."""

    def __init__(self, subtitle_role: int, parent: QObject | None = None, *, lines: int = 1, bold: bool = True) -> None:
        super().__init__(parent)
        self._subtitle = subtitle_role
        self._lines = lines
        self._heavy = bold

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        measure = QFontMetrics(option.font)  # type: ignore[attr-defined]
        small = QFontMetrics(chip_font(option.font))  # type: ignore[attr-defined]
        return QSize(120, measure.height() * self._lines + small.height() + 2 * 7 + 3)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        title = option.text  # type: ignore[attr-defined]
        _ground(painter, option, index)
        strong, quiet = _inks(option)
        rect: QRect = option.rect.adjusted(PAD, 7, -PAD, -7)  # type: ignore[attr-defined]
        font = option.font  # type: ignore[attr-defined]
        painter.save()
        painter.setPen(strong)  # type: ignore[arg-type]
        painter.setFont(_bold(font) if self._heavy else font)
        tall = QFontMetrics(font).height() * self._lines
        upper = QRect(rect.left(), rect.top(), rect.width(), tall)
        if self._lines == 1:
            shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, upper.width())
            painter.drawText(upper, int(Qt.AlignmentFlag.AlignVCenter), shown)
        else:
            tall = _draw_lines(painter, upper, title, (), self._lines)
        small = chip_font(font)
        small.setWeight(QFont.Weight.Normal)
        painter.setFont(small)
        painter.setPen(quiet)  # type: ignore[arg-type]
        lower = QRect(rect.left(), rect.top() + tall + 3, rect.width(), QFontMetrics(small).height())
        text = str(index.data(self._subtitle) or "")
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()


class RoomyDelegate(QStyledItemDelegate):
    """Plain cells with air around them. With ``inset`` the text begins where the head's text does."""

    def __init__(self, parent: QObject | None = None, *, inset: bool = False) -> None:
        super().__init__(parent)
        self._inset = inset

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        size = super().sizeHint(option, index)
        return QSize(size.width() + 12, QFontMetrics(option.font).height() + 10)  # type: ignore[attr-defined]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if not self._inset:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        text = option.text  # type: ignore[attr-defined]
        _ground(painter, option, index)
        rect: QRect = option.rect.adjusted(8, 0, -4, 0)  # type: ignore[attr-defined]
        painter.save()
        painter.setFont(option.font)  # type: ignore[attr-defined]
        painter.setPen(_inks(option)[0])  # type: ignore[arg-type]
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(option.displayAlignment), shown)  # type: ignore[attr-defined]
        painter.restore()


class ChipDelegate(QStyledItemDelegate):
    """A cell's text as a chip in the colours of its hue."""

    def __init__(self, hue_role: int, colors: Colors, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hue = hue_role
        self.colors = colors

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        measure = QFontMetrics(chip_font(option.font))  # type: ignore[attr-defined]
        return QSize(measure.horizontalAdvance(str(index.data() or "")) + 28, measure.height() + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        text = option.text  # type: ignore[attr-defined]
        _ground(painter, option, index)
        hue = index.data(self._hue)
        painter.save()
        font = chip_font(option.font)  # type: ignore[attr-defined]
        painter.setFont(font)
        rect = QRectF(option.rect).adjusted(8, 3, -4, -3)  # type: ignore[attr-defined]
        rect.setWidth(min(rect.width(), QFontMetrics(font).horizontalAdvance(text) + 16))
        if hue is None:
            painter.setPen(_inks(option)[0])  # type: ignore[arg-type]
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), text)
        else:
            paint_chip(painter, rect, text, self.colors(int(hue)))
        painter.restore()


class SnippetDelegate(QStyledItemDelegate):
    """A title and two lines of snippet, the found words bold and underlined."""

    LINES = 2

    def __init__(self, snippet_role: int, ranges_role: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._snippet, self._ranges = snippet_role, ranges_role

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        measure = QFontMetrics(option.font)  # type: ignore[attr-defined]
        return QSize(120, measure.height() * (1 + self.LINES) + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        title = option.text  # type: ignore[attr-defined]
        _ground(painter, option, index)
        strong, quiet = _inks(option)
        rect: QRect = option.rect.adjusted(PAD, 8, -PAD, -8)  # type: ignore[attr-defined]
        font = option.font  # type: ignore[attr-defined]
        tall = QFontMetrics(font).height()
        painter.save()
        painter.setFont(_bold(font))
        painter.setPen(strong)  # type: ignore[arg-type]
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(QRect(rect.left(), rect.top(), rect.width(), tall), int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.setFont(font)
        painter.setPen(quiet)  # type: ignore[arg-type]
        found = QTextCharFormat()
        found.setFontWeight(QFont.Weight.Bold)
        found.setFontUnderline(True)
        found.setForeground(strong)  # type: ignore[arg-type]
        text = str(index.data(self._snippet) or "").replace("\n", " ")
        formats = _formats(text, index.data(self._ranges) or (), found)
        lower = QRect(rect.left(), rect.top() + tall + 4, rect.width(), tall * self.LINES)
        _draw_lines(painter, lower, text, formats, self.LINES)
        painter.restore()


class PassageDelegate(QStyledItemDelegate):
    """A quiet line, and below it a passage in full, what is not quoted in it muted."""

    MOST = 24
    WIDEST = 4_000

    def __init__(self, passage_role: int, ranges_role: int, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._passage, self._ranges = passage_role, ranges_role

    def _room(self) -> int:
        return max(60, self._view.viewport().width() - 2 * PAD)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        font = option.font  # type: ignore[attr-defined]
        text = str(index.data(self._passage) or "").replace("\n", " ")
        tall, line = QFontMetrics(font).height(), QFontMetrics(chip_font(font)).height()
        return QSize(120, line + 4 + min(len(_lines(text, font, self._room(), self.MOST)), self.MOST) * tall + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        title = option.text  # type: ignore[attr-defined]
        _ground(painter, option, index)
        strong, quiet = _inks(option)
        font = option.font  # type: ignore[attr-defined]
        rect: QRect = option.rect.adjusted(PAD, 9, -PAD, -9)  # type: ignore[attr-defined]
        painter.save()
        small = chip_font(font)
        painter.setFont(small)
        painter.setPen(quiet)  # type: ignore[arg-type]
        high = QFontMetrics(small).height()
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(QRect(rect.left(), rect.top(), rect.width(), high), int(Qt.AlignmentFlag.AlignVCenter), shown)
        said = QTextCharFormat()
        said.setForeground(strong)  # type: ignore[arg-type]
        painter.setFont(font)
        text = str(index.data(self._passage) or "").replace("\n", " ")
        formats = _formats(text, index.data(self._ranges) or (), said)
        below = QRect(rect.left(), rect.top() + high + 4, self._room(), rect.height() - high - 4)
        _draw_lines(painter, below, text, formats, self.MOST, self.WIDEST)
        painter.restore()


def _lines(text: str, font: QFont, width: int, most: int) -> list[int]:
    """Where the lines of wrapped text begin, in UTF-16 units, at most ``most`` of them."""
    layout = QTextLayout(text[: PassageDelegate.WIDEST], font)
    wrap = QTextOption()
    wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(wrap)
    begins: list[int] = []
    layout.beginLayout()
    while len(begins) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width - (14 if len(begins) == most - 1 else 0))
        begins.append(line.textStart())
    layout.endLayout()
    return begins


def _formats(text: str, ranges: Sequence[tuple[int, int]], form: QTextCharFormat) -> list[QTextLayout.FormatRange]:
    """Code-point ranges as Qt's UTF-16 ones; what lies outside the text is left out."""
    units = OffsetMap(text)
    made = []
    for start, end in ranges:
        if 0 <= start < end <= len(text):
            piece = QTextLayout.FormatRange()
            piece.start = units.to_utf16(start)  # type: ignore[attr-defined]
            piece.length = units.to_utf16(end) - units.to_utf16(start)  # type: ignore[attr-defined]
            piece.format = form  # type: ignore[attr-defined]
            made.append(piece)
    return made


def _draw_lines(
    painter: QPainter,
    rect: QRect,
    text: str,
    formats: Sequence[QTextLayout.FormatRange],
    most: int,
    longest: int = 1_000,
) -> int:
    """Wrapped text in at most ``most`` lines, … where more would follow; the height used, in pixels."""
    text = text[:longest]
    layout = QTextLayout(text, painter.font())
    wrap = QTextOption()
    wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(wrap)
    layout.setFormats(list(formats))
    layout.beginLayout()
    y = 0.0
    ended = True
    for number in range(most + 1):
        line = layout.createLine()
        if not line.isValid():
            break
        if number == most:
            ended = False
            break
        line.setLineWidth(rect.width() - (14 if number == most - 1 else 0))
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    for number in range(min(most, layout.lineCount())):
        layout.lineAt(number).draw(painter, QPointF(rect.topLeft()))
    if not ended:
        last = layout.lineAt(most - 1)
        at = QPointF(rect.left() + last.naturalTextWidth() + 1, rect.top() + last.y() + last.ascent())
        painter.drawText(at, "…")
    return round(y)
