"""Where the quotation marks of a text open and close, in one pass and without a language model.

Only the outermost stretches are given: marks inside marks belong to what is said. A mark
that nobody closes ends with its paragraph, unless the next paragraph opens with the same
mark again, as newspapers do when one speaker goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DOUBLE = {
    "“": ("”",),
    "„": ("“", "”"),
    "‟": ("”",),
    "«": ("»",),
    "»": ("«",),
    "「": ("」",),
    "『": ("』",),
    "''": ("''",),
    "``": ("''",),
    ",,": ("''", "”", "“"),
    "‘‘": ("’’",),
    '"': ('"',),
    "”": ("”",),
}
"""What closes each double mark. Two characters of one kind, as typewriters and scanners have them, are one mark."""
MISTYPED = {"“": ('"',), '"': ("”",), "”": ("“",)}
"""Marks that people type for the closing one of another pair."""
NESTED = {"“": ('"', '"'), '"': ("“", "”")}
"""Marks of another pair inside a stretch: what opens and what closes them."""
SINGLE = {"‘": "’", "‚": "‘’", "‹": "›", "'": "'", "`": "'"}
_MARK = re.compile("''|``|‘‘|’’|,,(?=\\w)|[\"“”„‟«»「」『』‘’‚‹›'`]")
_STANDS_OPEN = frozenset(" \t\u00a0\u2009\u200b\n([{-–—/‘'\"“\u200e\u200f\u202a\u202b\u2066\u2067\u2068")
_SHORTENED = re.compile(r"(?:tis|twas|em|n|til|till|cause|bout|cos|nuff|round)\b", re.IGNORECASE)
"""Words that begin with an apostrophe."""

Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text in marks ``[start, end)``, marks included, in code points; ``mark`` is the one that opened it.

    ``body`` is where the words begin and end. ``closing`` is the length of the mark that closed it, 0 when the
    paragraph ended first.
    """

    start: int
    end: int
    mark: str
    closing: int

    @property
    def closed(self) -> bool:
        """Whether a mark closes it."""
        return self.closing > 0

    @property
    def body(self) -> Bounds:
        """The bounds of the words between the marks."""
        return self.start + len(self.mark), max(self.start + len(self.mark), self.end - self.closing)


class _Paragraph:
    """The marks of one paragraph, with what follows each of them counted beforehand.

    The tables make every decision O(1), so that thousands of marks cost linear time.
    """

    def __init__(self, text: str, bounds: Bounds) -> None:
        self.text = text
        self.lo, self.hi = bounds
        found = list(_MARK.finditer(text, self.lo, self.hi))
        self.at = [m.start() for m in found]
        self.what = [m.group() for m in found]
        self.later: list[dict[str, int]] = []
        self.close_at: list[dict[str, int]] = []
        self._count()

    def _count(self) -> None:
        seen: dict[str, int] = {}
        closing: dict[str, int] = {}
        for k in range(len(self.at) - 1, -1, -1):
            self.later.append({mark: seen.get(mark, 0) for mark in ('"', "“", "”", "''")})
            self.close_at.append(dict(closing))
            mark = self.what[k]
            seen[mark] = seen.get(mark, 0) + 1
            if mark in "’‘›'" and self._single_closes(k):
                closing[mark] = k
        self.later.reverse()
        self.close_at.reverse()

    def before(self, k: int) -> str:
        """The character before mark ``k``, a line end at the paragraph's start."""
        return self.text[self.at[k] - 1] if self.at[k] > self.lo else "\n"

    def after(self, k: int) -> str:
        """The character after mark ``k``, a line end at the paragraph's end."""
        end = self.at[k] + len(self.what[k])
        return self.text[end] if end < self.hi else "\n"

    def looks_open(self, k: int) -> bool:
        """Whether a mark without direction stands where an opening one would."""
        return not self.after(k).isspace() and self.before(k) in _STANDS_OPEN

    def _single_closes(self, k: int) -> bool:
        return not self.before(k).isspace() and not self.after(k).isalnum()

    def opens(self, k: int) -> bool:
        """Whether double mark ``k`` begins a stretch when none is open."""
        mark, before, after = self.what[k], self.before(k), self.after(k)
        if mark == '"':
            return self.looks_open(k) or (self.later[k]['"'] > 0 and not before.isalnum() and not after.isspace())
        if mark == "''":
            return not after.isspace() and (self.looks_open(k) or self.later[k]["''"] > 0)
        if mark == ",,":
            return not before.isalnum()
        if mark == "”":
            return before in _STANDS_OPEN and not after.isspace() and (self.later[k]["”"] > 0 or before.isspace())
        if mark == "»":
            return not before.isalnum() and before not in ".,!?…" and not after.isspace()
        return mark in DOUBLE

    def closes(self, k: int, opener: str) -> bool:
        """Whether mark ``k`` ends the stretch that ``opener`` began."""
        mark = self.what[k]
        if mark in DOUBLE[opener]:
            if mark == '"':
                return not (self.looks_open(k) and self.later[k]['"'] > 0)
            if mark == "”" and opener == "“":
                return True
            return not (mark == "''" and self.looks_open(k) and self.later[k]["''"] > 0)
        stray = {"“": ('"', "''"), '"': ("”", "''"), "''": ('"', "”")}.get(opener, ())
        own = "”" if opener == "“" else opener
        return mark in stray and self.later[k].get(own, 0) == 0 and not self.looks_open(k)

    def ends(self, k: int) -> bool:
        """Whether no word begins right after mark ``k``."""
        return not self.after(k).isalnum()

    def looks_closed(self, k: int) -> bool:
        """Whether mark ``k`` stands where a closing one would after a whole sentence or a comma."""
        after = self.after(k)
        return self.before(k) in ",.!?…" and (after.isspace() or after in ",.;:)—–")

    def single_end(self, k: int) -> int | None:
        """The index of the mark that closes single mark ``k``, if ``k`` opens a stretch."""
        mark = self.what[k]
        if mark not in SINGLE or self.before(k).isalnum() or self.after(k).isspace():
            return None
        if mark == "'" and self.after(k).isdigit() or _SHORTENED.match(self.text, self.at[k] + 1, self.hi):
            return None
        ends = [self.close_at[k][c] for c in SINGLE[mark] if c in self.close_at[k]]
        ends = [e for e in ends if self.at[e] > self.at[k] + (2 if mark == "'" else 1)]  # rock 'n' roll
        return min(ends, default=None)


def stretches(text: str, runs: Iterable[Sequence[Bounds]]) -> list[Stretch]:
    """Every outermost quoted stretch of ``text``, in order.

    A run is a row of paragraphs (their bounds, in order, ends not blank) over which a
    stretch may go on; it never goes on from one run into another. Linear time.
    """
    found: list[Stretch] = []
    for run in runs:
        open_: tuple[int, str] | None = None
        end = 0
        for bounds in run:
            if open_ is not None and not text.startswith(open_[1], bounds[0], bounds[1]):
                found.append(Stretch(open_[0], end, open_[1], 0))
                open_ = None
            open_ = _walk(_Paragraph(text, bounds), open_, found)
            end = bounds[1]
        if open_ is not None:
            found.append(Stretch(open_[0], end, open_[1], 0))
    return [s for s in found if text[slice(*s.body)].strip()]


@dataclass(slots=True)
class _Open:
    """A stretch that has begun: ``inner`` counts the same mark inside it, ``nested`` closes another mark inside it."""

    start: int
    mark: str
    inner: int = 0
    nested: str = ""

    def ends(self, marks: _Paragraph, k: int) -> bool:
        """Whether mark ``k`` ends the stretch; what it opens or closes inside is remembered.

        Where the same mark is nested, an inner closing mark is told from the outer one by
        counting whether enough closing marks are left.
        """
        mark = marks.what[k]
        if mark == self.mark == "“":
            if not marks.before(k).isspace() and marks.ends(k):
                return True
            self.inner += 1
        elif self.nested and mark == self.nested and marks.ends(k):
            self.nested = ""
        elif not self.inner and mark in MISTYPED.get(self.mark, ()) and marks.looks_closed(k):
            return True
        elif self.mark in NESTED and mark == NESTED[self.mark][0] and marks.looks_open(k):
            self.nested = NESTED[self.mark][1]
        elif marks.closes(k, self.mark):
            if not (self.inner and mark == "”" and marks.later[k]["”"] > marks.later[k]["“"]):
                return True
            self.inner -= 1
        return False


def _walk(marks: _Paragraph, carried: tuple[int, str] | None, found: list[Stretch]) -> tuple[int, str] | None:
    """Add the stretches that end in this paragraph; what is still open at its end is returned."""
    open_ = _Open(*carried) if carried else None
    k = 0 if open_ is None else 1
    while k < len(marks.at):
        mark, at = marks.what[k], marks.at[k]
        if open_ is None:
            closing = marks.single_end(k)
            if mark in DOUBLE and marks.opens(k):
                open_ = _Open(at, mark)
            elif closing is not None:
                found.append(Stretch(at, marks.at[closing] + 1, mark, 1))
                k = closing
        elif open_.ends(marks, k):
            found.append(Stretch(open_.start, at + len(mark), open_.mark, len(mark)))
            open_ = None
        k += 1
    return (open_.start, open_.mark) if open_ else None
