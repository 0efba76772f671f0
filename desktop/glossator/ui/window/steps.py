"""Steps by key: the edges of the selected span, and from span to span."""

from __future__ import annotations

from PySide6.QtCore import QObject

from glossator.core.model.span import Layer, State
from glossator.ui.window.desk import Desk


class Steps(QObject):
    """Moves edges by a token or a character, and the selection along the text."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    # ---- edges ------------------------------------------------------------------------------------

    def _edge(self, start: int, end: int) -> None:
        if (
            self._desk.selected is not None
            and self._desk.article is not None
            and 0 <= start < end <= len(self._desk.article.text)
        ):
            self._desk.resize(self._desk.selected.id, start, end)

    def grow_end(self) -> None:
        """The end one token later."""
        if (span := self._desk.selected) is not None:
            self._edge(span.start, next((t.end for t in self._desk.tokens if t.end > span.end), span.end))

    def shrink_end(self) -> None:
        """The end one token earlier."""
        if (span := self._desk.selected) is not None:
            ends = [t.end for t in self._desk.tokens if span.start < t.end < span.end]
            self._edge(span.start, ends[-1] if ends else span.end)

    def grow_start(self) -> None:
        """The start one token earlier."""
        if (span := self._desk.selected) is not None:
            starts = [t.start for t in self._desk.tokens if t.start < span.start]
            self._edge(starts[-1] if starts else span.start, span.end)

    def shrink_start(self) -> None:
        """The start one token later."""
        if (span := self._desk.selected) is not None:
            self._edge(
                next((t.start for t in self._desk.tokens if span.start < t.start < span.end), span.start), span.end
            )

    def grow_end_char(self) -> None:
        """The end one character later."""
        if (span := self._desk.selected) is not None:
            self._edge(span.start, span.end + 1)

    def shrink_end_char(self) -> None:
        """The end one character earlier."""
        if (span := self._desk.selected) is not None:
            self._edge(span.start, span.end - 1)

    # ---- from span to span ----------------------------------------------------------------------

    def next_span(self) -> None:
        """To the next mark."""
        self._desk.go(1, lambda s: True)

    def previous_span(self) -> None:
        """To the previous mark."""
        self._desk.go(-1, lambda s: True)

    def next_suggestion(self) -> None:
        """To the next undecided suggestion."""
        self._desk.go(1, lambda s: s.state is State.SUGGESTED)

    def previous_suggestion(self) -> None:
        """To the previous undecided suggestion."""
        self._desk.go(-1, lambda s: s.state is State.SUGGESTED)

    def next_quote(self) -> None:
        """To the next quotation."""
        self._desk.go(1, lambda s: s.layer == Layer.QUOTE)
