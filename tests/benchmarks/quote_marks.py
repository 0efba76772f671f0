"""Where quotation marks open and close, as the scorer sees it: simpler than the product, and not shared with it.

A line is a paragraph. One that ends inside a double mark and is followed by one that opens
with the same mark is the same quotation carried on; any other that is left open ends with
its paragraph.
"""

from __future__ import annotations

import re
from typing import NamedTuple

CLOSERS = {"“": "”", "„": "“”", "‟": "”", "«": "»", "»": "«", "「": "」", "『": "』"}
SINGLES = {"‘": "’", "‚": "‘’", "‹": "›", "'": "'"}
EDGE = "\"'`“”„‟«»‘’‚‹›「」『』 \n\t\u00a0,.;:"


class Segment(NamedTuple):
    """A stretch in marks ``[start, end)``, marks included, outermost only."""

    start: int
    end: int
    closed: bool


class _Line:
    """The scan of one paragraph ``[low, high)``; what is still open at its end stays in ``open``."""

    def __init__(self, text: str, low: int, high: int, opened: tuple[int, str, str] | None) -> None:
        self.text, self.low, self.high, self.open = text, low, high, opened
        self.found: list[Segment] = []

    def scan(self) -> None:
        at = self.low + (len(self.open[1]) if self.open else 0)
        while at < self.high:
            at = self._pair(at) if self.text[at : at + 2] in ("''", "``") else self._mark(at)

    def _pair(self, at: int) -> int:
        pair = self.text[at : at + 2]
        if self.open is None:
            self.open = (at, pair, "''")
        elif self.open[2] == "''" == pair:
            self._close(at + 2)
        return at + 2

    def _close(self, end: int) -> None:
        assert self.open is not None
        self.found.append(Segment(self.open[0], end, True))
        self.open = None

    def _mark(self, at: int) -> int:
        mark = self.text[at]
        if self.open is None:
            return self._open(at, mark)
        if mark in self.open[2] and self.open[2] != "''":
            nested = mark == '"' and self._opens(at) and self.text.find('"', at + 1, self.high) > 0
            if not nested:
                self._close(at + 1)
        return at + 1

    def _open(self, at: int, mark: str) -> int:
        text = self.text
        follows_word = at > 0 and text[at - 1].isalnum()
        if mark == '"' and (self._opens(at) or not follows_word and text.find('"', at + 1, self.high) > 0):
            self.open = (at, mark, '"')
        elif mark == "”" and (at == self.low or text[at - 1] in " \u00a0\u202a(") and text[at + 1 : at + 2].strip():
            self.open = (at, mark, "”")  # a closing mark typed for an opening one
        elif mark in CLOSERS and not (mark == "»" and follows_word):
            self.open = (at, mark, CLOSERS[mark])
        elif mark in SINGLES and not follows_word:
            end = self._single(at, SINGLES[mark])
            if end is not None and (mark != "'" or not text[at + 1].isdigit()):
                self.found.append(Segment(at, end + 1, True))
                return end + 1
        return at + 1

    def _opens(self, at: int) -> bool:
        before = self.text[at - 1] if at else "\n"
        after = self.text[at + 1 : at + 2] or "\n"
        return not after.isspace() and (before.isspace() or before in "([{-–—/‘'")

    def _single(self, at: int, closers: str) -> int | None:
        for j in range(at + 2, self.high):
            doubled = "''" in self.text[j - 1 : j + 2]
            if self.text[j] in closers and not self.text[j - 1].isspace() and not doubled:
                if not (self.text[j + 1 : j + 2] or "\n").isalnum():
                    return j
        return None


def segments(text: str) -> list[Segment]:
    """Every outermost stretch in marks, in order."""
    found: list[Segment] = []
    carried: tuple[int, str, str] | None = None
    end = 0
    for match in re.finditer(r"\S(?:[^\n]*\S)?", text):
        if carried is not None and not text.startswith(carried[1], match.start()):
            found.append(Segment(carried[0], end, False))
            carried = None
        line = _Line(text, match.start(), match.end(), carried)
        line.scan()
        found += line.found
        carried, end = line.open, match.end()
    if carried is not None:
        found.append(Segment(carried[0], end, False))
    return sorted(found)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` without marks, blanks and , . ; : at its edges, on which conventions differ."""
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end
