"""Who said what: the quotations of one article."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt

from glossator.core.model.quote import Quote
from glossator.core.model.span import State
from glossator.ui.models.articles import plain_tip
from glossator.ui.models.fold import folded, has_words, words_of
from glossator.ui.models.rows import RowsModel
from glossator.ui.widgets.wording import state_name

NO_SPEAKER = "no speaker"


def content_of(quote: Quote) -> str:
    """All its pieces on one line, with … between them."""
    return " … ".join(" ".join(piece.text.split()) for piece in quote.pieces)


def subtitle_of(quote: Quote) -> str:
    """Speaker · cue · kind · state; a direct quotation needs no word for its kind."""
    parts = [quote.speaker_name or NO_SPEAKER]
    if quote.cue:
        parts.append(quote.cue.text)
    if quote.kind != "direct":
        parts.append(quote.kind)
    if quote.state is not State.ACCEPTED:
        parts.append(state_name(quote.state))
    return " · ".join(parts)


class QuotesModel(RowsModel[Quote]):
    """One quotation a row, in order of the text; the id is that of its first piece."""

    SUBTITLE = RowsModel.ROW + 1
    STATE = RowsModel.ROW + 2

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._state = ""
        self._unspoken = False
        self._key = lambda quote: (quote.start, quote.end)

    def set_filter(self, text: str = "", state: str = "", unspoken: bool = False) -> None:
        """Show quotations with every word of ``text``, in ``state`` ("": not rejected), or those without speaker."""
        new = (words_of(text), state, unspoken)
        if new != (self._words, self._state, self._unspoken):
            self._words, self._state, self._unspoken = new
            self.refilter()

    def set_by_speaker(self, by_speaker: bool) -> None:
        """Group by speaker (those without one last), or go back to the order of the text."""
        if by_speaker:
            self.set_order(lambda q: (not q.speaker_name, folded(q.speaker_name), q.start))
        else:
            self.set_order(lambda q: (q.start, q.end))

    def row_id(self, row: Quote) -> str:
        return row.id

    def accepts(self, row: Quote) -> bool:
        if row.state != self._state if self._state else row.state is State.REJECTED:
            return False
        if self._unspoken and row.speaker_name:
            return False
        if not self._words:
            return True
        cue = row.cue.text if row.cue else ""
        return has_words(folded("\n".join((content_of(row), row.speaker_name, cue))), self._words)

    def role(self, row: Quote, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return content_of(row)
        if role == self.SUBTITLE:
            return subtitle_of(row)
        if role == self.STATE:
            return row.state.value
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip([content_of(row)[:600], subtitle_of(row)])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{content_of(row)}. {subtitle_of(row)}"
        return None

    def living(self) -> int:
        """How many there are that nobody rejected."""
        return sum(quote.state is not State.REJECTED for quote in self.rows())

    def suggested(self) -> list[str]:
        """Ids of the quotations that are shown and wait for a decision."""
        return [quote.id for quote in self.shown() if quote.state is State.SUGGESTED]
