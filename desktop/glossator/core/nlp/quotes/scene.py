"""What every quotation rule sees of a text, and what it gives."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from glossator.core.model.quote import QuoteKind
from glossator.core.nlp.quotes.cues import Lexicon, according, cues, nouns
from glossator.core.nlp.quotes.marks import Bounds, Stretch
from glossator.core.nlp.quotes.rules import SURE, Rule
from glossator.core.nlp.quotes.speakers import apposed, inserted, subject

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_STOPS = frozenset({".", "!", "?", "…", "...", "?!"})
_CLOSE = frozenset({'"', "”", "’", "''", "'", "»", ")"})


_DATELINE = re.compile(
    r"[A-Z][A-Z’'.-]{2,}(?:\s[A-Z][A-Z’'.-]+){0,3}(?:,\s[\w.]+(?:\s[\w.]+)?){0,3}\s*(?:\([^)\n]{2,30}\)\s*)?(?:--|[—–-])\s+"
)
LONGEST = 300
"""Tokens: a sentence that is longer is cut, so that no rule looks further."""


@dataclass(slots=True)
class Found:
    """One quotation, or one piece of it; offsets in code points.

    ``rule`` is the name of the rule that found it and ``speaker_rule`` of the one that
    found its speaker; ``resources/language/rules.toml`` puts them into words. ``head``
    is the piece that this one goes on with.
    """

    start: int
    end: int
    kind: QuoteKind
    rule: Rule
    cue: Bounds | None = None
    speaker: Bounds | None = None
    named: Bounds | None = None
    """Whom the speaker's mention stands for, where that is ``who`` or ``which``."""
    aside: bool = False
    """Whether it is said in passing, so that who says it does not go on speaking."""
    speaker_rule: Rule | None = None
    head: Found | None = None
    closed: bool = True

    @property
    def score(self) -> float:
        """How sure its bounds and kind are, 0 to 1: half as much where a mark was never closed."""
        return SURE[self.rule] * (1 if self.closed else 0.5)

    @property
    def speaker_score(self) -> float:
        """How sure it is that this mention is the speaker, 0 to 1."""
        return SURE[self.speaker_rule] if self.speaker_rule else 0.5


@dataclass(slots=True)
class Scene:
    """A text, its parse and its stretches, with the lookups that every rule needs.

    ``owner`` is the number of the stretch that each token lies in, or -1; ``first`` and
    ``last`` are the tokens at the ends of its sentence, where a stretch in marks is never cut.
    """

    text: str
    doc: Doc
    blocks: Sequence[Bounds]
    marks: list[Stretch]
    words: Lexicon
    owner: list[int] = field(default_factory=list)
    cues: list[Token] = field(default_factory=list)
    cue_at: frozenset[int] = frozenset()
    nouns: list[Token] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    tellers: dict[int, Token | None] = field(default_factory=dict)
    parsed: bool = False

    def prepare(self) -> None:
        """Say for every token which stretch and which sentence it lies in, and list the cues."""
        k = 0
        for token in self.doc:
            while k < len(self.marks) and self.marks[k].end <= token.idx:
                k += 1
            self.owner.append(k if k < len(self.marks) and self.marks[k].start <= token.idx else -1)
        self.parsed = self.doc.has_annotation("DEP")
        both = cues(self.doc, self.owner, self.words) + according(self.doc, self.owner)
        self.cues = sorted(both, key=lambda t: t.i)
        self.cue_at = frozenset(t.i for t in self.cues)
        self.at = [t.idx for t in self.cues]
        self.nouns = nouns(self.doc, self.owner, self.words) if self.parsed else []
        self._sentences()

    def _sentences(self) -> None:
        begins = {b[0] for b in self.blocks}
        begins |= {m.end() for m in (_DATELINE.match(self.text, *b) for b in self.blocks) if m}
        start = 0
        for token in self.doc:
            i = token.i
            inside = i and self.owner[i] >= 0 and self.owner[i] == self.owner[i - 1]
            if i and not inside and (token.idx in begins or i - start >= LONGEST or self._stopped_before(token)):
                self.last += [i - 1] * (i - start)
                start = i
            self.first.append(start)
        self.last += [len(self.doc) - 1] * (len(self.doc) - start)

    def _stopped_before(self, token: Token) -> bool:
        """Whether a sentence ends right before ``token``, marks and brackets aside."""
        i = token.i - 1
        while i > 0 and (self.doc[i].is_space or self.doc[i].text in _CLOSE):
            i -= 1
        stopped = (
            self.doc[i].text in _STOPS or self.owner[token.i] > self.owner[i] == -1 and self.doc[i].text[-1] == "."
        )
        if token.is_space or token.text in _CLOSE and self.owner[token.i] == self.owner[i]:
            return False
        return stopped and not token.text[0].islower() and not token.is_punct or stopped and self.owner[token.i] >= 0

    def between(self, low: int, high: int) -> list[Token]:
        """The cues that begin in ``[low, high)``."""
        return self.cues[bisect_left(self.at, low) : bisect_left(self.at, high)]

    def teller(self, cue: Token) -> Token | None:
        """Who says it, by the parse: the subject of ``cue``, or the name with an aside before it."""
        if cue.i not in self.tellers:
            who = apposed(cue, self.first[cue.i], self.owner)
            if who is None and self.words.forms.get(cue.lower_) not in self.words.addressed:
                who = inserted(cue, self.last[cue.i])
            self.tellers[cue.i] = who or subject(cue, self.owner)
        return self.tellers[cue.i]

    def block(self, at: int) -> Bounds:
        """The block that holds ``at``."""
        k = bisect_left(self.blocks, at, key=lambda b: b[1] - 1)
        return self.blocks[min(k, len(self.blocks) - 1)]

    def stretches(self, start: int, end: int) -> list[Stretch]:
        """The stretches in marks that share a character with ``[start, end)``."""
        low = bisect_right(self.marks, start, key=lambda s: s.end)
        high = bisect_left(self.marks, end, key=lambda s: s.start)
        return self.marks[low:high]

    def kind(self, start: int, end: int) -> QuoteKind:
        """How much of ``[start, end)`` stands in marks, by its letters and digits."""
        total = sum(c.isalnum() for c in self.text[start:end])
        inside = [self.text[max(s.start, start) : min(s.end, end)] for s in self.stretches(start, end)]
        quoted = sum(c.isalnum() for part in inside for c in part)
        if quoted == 0:
            return QuoteKind.INDIRECT
        return QuoteKind.DIRECT if quoted == total else QuoteKind.MIXED


def cue_bounds(cue: Token) -> Bounds:
    """Where a cue stands: one word, or ``according to``."""
    end = cue.doc[cue.i + 1] if cue.lower_ == "according" and cue.i + 1 < len(cue.doc) else cue
    return cue.idx, end.idx + len(end)
