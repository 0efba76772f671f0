"""Quotations where there is no parse: marks, the cue near them, and the speaker near the cue."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glossator.core.model.quote import QuoteKind
from glossator.core.nlp.quotes.dialogue import turn
from glossator.core.nlp.quotes.leads import LABEL, label, signature
from glossator.core.nlp.quotes.marks import Bounds, Stretch, stretches
from glossator.core.nlp.quotes.rules import Rule
from glossator.core.nlp.quotes.scene import Found, Scene
from glossator.core.nlp.quotes.sentence import FAR, Paragraph, Reader, Word
from glossator.core.nlp.quotes.turns import turns
from glossator.core.nlp.quotes.vocabulary import Vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Doc

_WORDS = re.compile(r"\w+(?:[’'-]\w+)*")
_FULL = re.compile(r"[,.!?…—–-][\"'’”»]*$")
_SPOKEN = re.compile(r"[.!?…][\"'’”»“]*$")
_SIDES = {
    "colon": Rule.CUE_BEFORE,
    "after": Rule.CUE_AFTER,
    "source": Rule.ACCORDING_TO,
    "inside": Rule.NEAR_CUE,
    "": Rule.MARKS_ALONE,
}


@dataclass(slots=True)
class _Tie:
    """What brings a stretch in: its cue, on which side it stands, and who speaks."""

    cue: Bounds | None
    side: str
    speaker: Bounds | None
    near: int = 0


def find_by_words(text: str, doc: Doc, runs: Sequence[Sequence[Bounds]], words: Vocabulary) -> list[Found]:
    """Every quotation that marks, labels or dashes show, with cue and speaker, in order; linear time.

    ``doc`` is the text parted into words; nothing is asked of it but that.
    """
    blocks = [bounds for run in runs for bounds in run]
    marks = stretches(text, runs)
    lines = Scene(text, doc, blocks, marks, words.lexicon)
    scene = _Scene(text, blocks, marks, words, lines)
    whole = turns(lines)
    taken = {mark.start for one in whole for mark in lines.stretches(one.start, one.end)}
    found = [scene.of(k) for k in range(len(marks)) if marks[k].start not in taken]
    scene.carry(found)
    if words.dashes:
        whole += [one for start, _ in blocks for one in turn(scene.paragraph(start))]
    return sorted([*found, *whole], key=lambda one: one.start)


class _Scene:
    """A text with its paragraphs and stretches."""

    def __init__(self, text: str, blocks: list[Bounds], marks: list[Stretch], words: Vocabulary, lines: Scene) -> None:
        self.lines = lines
        self.text, self.blocks, self.marks, self.words = text, blocks, marks, words
        self._starts = [start for start, _ in blocks]
        self._ends = [mark.end for mark in marks]
        self._made: dict[int, Paragraph] = {}

    def paragraph(self, at: int) -> Paragraph:
        """The paragraph that holds ``at``."""
        return self._paragraph(max(0, bisect_right(self._starts, at) - 1))

    def _paragraph(self, b: int) -> Paragraph:
        if b not in self._made:
            start, end = self.blocks[b]
            low = bisect_right(self._ends, start)
            high = low
            while high < len(self.marks) and self.marks[high].start < end:
                high += 1
            self._made[b] = Paragraph(self.text, (start, end), self.marks[low:high], self.words)
        return self._made[b]

    def of(self, k: int) -> Found:
        """Stretch ``k`` with what its own sentence tells."""
        mark = self.marks[k]
        body = self.text[slice(*mark.body)].strip()
        tie = self._tie(mark, body)
        kind, rule = self._kind(mark, body, tie)
        found = Found(mark.start, mark.end, kind, rule, closed=mark.closed)
        if kind is not QuoteKind.SCARE:
            found.cue, found.speaker = tie.cue, tie.speaker
            found.speaker_rule = Rule.BY_WORDS if tie.speaker else None
            if tie.cue is None:
                self._sign(mark, found)
        return found

    def _sign(self, mark: Stretch, found: Found) -> None:
        """Take who signs the stretch, or who is named before a colon in front of it, for its speaker."""
        signed = signature(self.lines, mark.end)
        low, high = self.paragraph(mark.start).bounds[0], mark.start
        before = bisect_left(self._starts, low) - 1
        if low == high and before >= 0:
            low, high = self.blocks[before]
        named = signed or label(self.lines, max(low, high - 2 * LABEL), high)
        if named is not None and (signed or found.speaker is None or found.speaker[0] == named[0]):
            found.speaker, found.speaker_rule = named, Rule.SIGNATURE if signed else Rule.LABEL

    def _tie(self, mark: Stretch, body: str) -> _Tie:
        opening, closing = self.paragraph(mark.start), self.paragraph(mark.end - 1)
        low = opening.sentence(mark.start)[0]
        high = closing.sentence(max(mark.end - 1, closing.bounds[0]))[1]
        if high <= mark.end and not self._stops(mark.end, closing):
            high = closing.sentence(mark.end)[1]
        lead = opening.between(low, mark.start)[-FAR:]
        trail = closing.between(mark.end, high)[:FAR] if opening is closing else []
        reader = Reader(opening, [*lead, *trail])
        colon = self.text[low : mark.start].rstrip().endswith(":")
        if not lead and mark.start == opening.bounds[0]:
            announced = self._announced(mark)
            if announced is not None:
                return announced
        if colon:
            return self._led(reader, len(lead), "colon")
        asked = self._asked(mark, body, closing, high)
        after = asked or self._after(Reader(closing, closing.between(mark.end, high)[:FAR]), mark, body)
        if after is not None:
            return after
        inside = self._inserted(mark) or self._inside(reader, len(lead))
        if inside.side == "after":
            return inside
        if inside.side and inside.near < 4 and inside.cue is not None and inside.cue[0] < mark.start:
            return inside
        return self._source(reader, len(lead)) or inside

    def _stops(self, at: int, paragraph: Paragraph) -> bool:
        """Whether nothing more of the sentence follows ``at``."""
        rest = self.text[at : paragraph.bounds[1]].lstrip(" \u00a0")
        return not rest or not (rest[0] in ",–—-" or rest[0].islower())

    def _announced(self, mark: Stretch) -> _Tie | None:
        """The paragraph before, where it ends in a colon: ``Ada sagte:``"""
        b = bisect_left(self._starts, mark.start)
        if not 0 < b < len(self.blocks) or self.text[self.blocks[b - 1][1] - 1] != ":":
            return None
        before = self._paragraph(b - 1)
        words = before.between(before.sentence(before.bounds[1] - 1)[0], before.bounds[1])[-FAR:]
        return self._led(Reader(before, words), len(words), "colon") if words else None

    def _led(self, reader: Reader, size: int, side: str) -> _Tie:
        """The last cue of the first ``size`` words, else the subject of the sentence alone."""
        cues = reader.cues(0, size)
        if cues:
            word = reader.sentence[cues[-1]]
            return _Tie((word.start, word.end), side, reader.subject(cues[-1], False))
        source = self._source(reader, size)
        if source is not None:
            return _Tie(source.cue, side, source.speaker)
        return _Tie(None, side, reader.first(min(size, 16)))

    def _after(self, reader: Reader, mark: Stretch, body: str) -> _Tie | None:
        """A cue right after the stretch, parted from it by a comma or the stretch's own end."""
        words = reader.sentence
        if not words:
            return None
        gap = self.text[mark.end : words[0].start]
        comma = "," in gap or "–" in gap or "—" in gap or bool(_FULL.search(body))
        if not comma or len(gap.strip()) > 1:
            return None
        first = words[0]
        if first.low in self.words.sources_before and not reader.cues(1, 2):
            return self._by_source(reader, 0, "after")
        reach = 8 if first.low in self.words.subordinate or reader.starts(0) else 4
        for i in reader.cues(0, min(reach, len(words))):
            inverted = i == 0 or not (reader.starts(0) or first.low in self.words.subordinate)
            word = words[i]
            return _Tie((word.start, word.end), "after", reader.subject(i, inverted))
        return None

    def _inserted(self, mark: Stretch) -> _Tie | None:
        """A cue and its subject within the marks, as French has it: ``« La maison, a dit Paul, est vendue. »``"""
        if not self.words.inverted:
            return None
        body = Paragraph(self.text, mark.body, [], self.words)
        reader = Reader(body, body.outside[:FAR])
        for c in reader.cues(1):
            first = c
            while first > 0 and reader.sentence[first - 1].low in self.words.auxiliaries and not reader.broken(first):
                first -= 1
            speaker = reader.subject(c, True) if reader.broken(first) else None
            if speaker is not None and self.text[speaker[1] : mark.body[1]].lstrip().startswith(","):
                word = reader.sentence[c]
                return _Tie((word.start, word.end), "after", speaker)
        return None

    def _asked(self, mark: Stretch, body: str, paragraph: Paragraph, high: int) -> _Tie | None:
        """A cue in what looks like a sentence of its own: ``“Why?” Ada said.``"""
        if high > mark.end or not body.endswith(("?", "!", "…")):
            return None
        reader = Reader(paragraph, paragraph.between(mark.end, paragraph.sentence(mark.end + 1)[1])[:8])
        if not reader.sentence or not reader.starts(0):
            return None
        speaker = reader.phrase(0)
        for i in reader.cues(1):
            word = reader.sentence[i]
            if reader.sentence[i - 1].end == speaker[1] and not reader.broken(i):
                return _Tie((word.start, word.end), "after", speaker)
        return None

    def _by_source(self, reader: Reader, i: int, side: str) -> _Tie | None:
        word = reader.sentence[i]
        k = i + 1
        while k < min(i + 4, len(reader.sentence)) and not reader.starts(k):
            k += 1
        if k >= len(reader.sentence) or not reader.starts(k) or k > i + 3:
            return None
        return _Tie((word.start, word.end), side, reader.phrase(k))

    def _source(self, reader: Reader, size: int) -> _Tie | None:
        """``laut X``, ``nach Angaben von X``, ``X zufolge`` in the stretch's own sentence."""
        words, w = reader.sentence, self.words
        for i, word in enumerate(words):
            following = words[i + 1].low if i + 1 < len(words) else ""
            two = f"{word.low}_{following}"
            if two in w.sources_before and i + 2 < len(words):
                tie = self._by_source(reader, i + 1, "source")
                return tie and _Tie((word.start, words[i + 1].end), "source", tie.speaker)
            if word.low in w.sources_before and (word.low != "so" or i >= size):
                tie = self._by_source(reader, i, "source")
                if tie is not None:
                    return tie
            noun = i + 2 if following in w.determiners else i + 1
            if word.low in w.prepositions and noun < len(words) and words[noun].low in w.sources_of:
                tie = self._by_source(reader, noun, "source")
                if tie is not None:
                    return _Tie((word.start, word.end), "source", tie.speaker)
            if word.low in w.sources_after and i:
                return _Tie((word.start, word.end), "source", reader.before(i))
        return None

    def _inside(self, reader: Reader, size: int) -> _Tie:
        """The nearest cue of the sentence: the last one before the stretch, else the first one after."""
        cues = reader.cues()
        left = [c for c in cues if c < size]
        right = [c for c in cues if c >= size]
        words = reader.sentence
        direct = right and right[0] - size < 3 and not reader.broken(right[0])
        if left and not (direct and size - left[-1] > 12):
            c, near = left[-1], size - left[-1]
        elif right:
            c, near = right[0], right[0] - size + 1
        else:
            return _Tie(None, "", None)
        return _Tie((words[c].start, words[c].end), "inside", self._subject(reader, c), near)

    def _subject(self, reader: Reader, c: int) -> Bounds | None:
        comma = c > 0 and reader.broken(c)
        return reader.subject(c, comma and not reader.starts(0))

    def _kind(self, mark: Stretch, body: str, tie: _Tie) -> tuple[QuoteKind, Rule]:
        """What kind of quotation the stretch is, and why."""
        size = len(_WORDS.findall(body))
        paragraph = self.paragraph(mark.start)
        low = paragraph.sentence(mark.start)[0]
        before = self.text[low : mark.start].strip(" \u00a0–—-")
        begins = not before or before.endswith(":")
        rule = _SIDES[tie.side]
        if tie.side == "colon":
            return QuoteKind.DIRECT, rule if tie.cue else Rule.LABEL
        if tie.side == "after" and begins:
            return QuoteKind.DIRECT, rule
        if begins and tie.side != "source" and (size >= 5 or size >= 2 and _SPOKEN.search(body)):
            return QuoteKind.DIRECT, rule
        if begins and tie.side == "source" and size >= 5:
            return QuoteKind.DIRECT, rule
        if self._is_title(mark, body, size):
            return QuoteKind.SCARE, Rule.TITLE
        if tie.cue is not None and (size > 1 or tie.near < 8):
            return QuoteKind.MIXED, rule
        if size >= 5 or size > 1 and self._reported(paragraph, mark.start):
            return QuoteKind.MIXED, Rule.FRAGMENT
        return QuoteKind.SCARE, Rule.ARMS_LENGTH

    def _is_title(self, mark: Stretch, body: str, size: int) -> bool:
        """Whether the marks hold a name or a title: after a noun that leads one, or all in capitals beside a noun."""
        words = self.paragraph(mark.start).between(max(0, mark.start - 60), mark.start)
        last: Word | None = words[-1] if words else None
        if last is None or self.text[last.end : mark.start].strip():
            return False
        if any(word.low in self.words.things for word in words[-1:]):
            return True
        return last.capital and body[:1].isupper() and size <= 6 and not _SPOKEN.search(body)

    def carry(self, found: list[Found]) -> None:
        """Join the pieces of one quotation, and give those without a speaker the one who is speaking."""
        last: Found | None = None
        for one in found:
            if last is not None and self._is_piece(last, one):
                one.head, one.kind = last.head or last, last.kind
                one.speaker, one.cue = last.speaker, last.cue
                one.rule, one.speaker_rule = Rule.NEXT_PIECE, last.speaker_rule
                last = one
                continue
            if one.kind is QuoteKind.SCARE:
                continue
            paragraph = self.paragraph(one.start)
            same = last is not None and last.end > paragraph.bounds[0]
            begins = not self.text[paragraph.bounds[0] : one.start].strip(" –—-")
            if one.speaker is None and last is not None and (same and one.start - last.end < 300 or begins):
                one.speaker, one.cue = last.speaker, one.cue or last.cue
                one.speaker_rule = Rule.CARRIED_OVER if one.speaker else None
            if one.speaker is None and (one.kind is QuoteKind.DIRECT or self._reported(paragraph, one.start)):
                one.speaker = self._someone(paragraph, one.start)
                one.speaker_rule = Rule.SENTENCE_BEFORE if one.speaker else None
            last = one

    def _is_piece(self, last: Found, one: Found) -> bool:
        """Whether ``one`` goes on with what ``last`` began: ``„A“, sagte er, „b.“``"""
        cue = last.cue
        if last.kind is not QuoteKind.DIRECT or last.speaker is None or cue is None or one.start - last.end > 200:
            return False
        first = last.head or last
        if not (first.end <= cue[0] < one.start and (one.cue in (None, cue) or last.head is not None)):
            return False
        paragraph = self.paragraph(one.start)
        return paragraph.sentence(one.start)[0] <= last.start and self.text[last.end : one.start].rstrip().endswith(",")

    def _reported(self, paragraph: Paragraph, at: int) -> bool:
        """Whether the sentence at ``at`` gives somebody's words by the form of its verb."""
        words = paragraph.between(*paragraph.sentence(at))[:FAR]
        return any(word.low in self.words.reported for word in words)

    def _someone(self, paragraph: Paragraph, at: int) -> Bounds | None:
        """The first noun phrase of the sentence before ``at``: ``Sie widersprach. „Nein.“``"""
        low = paragraph.sentence(at)[0]
        if low <= paragraph.bounds[0]:
            return None
        words = paragraph.between(paragraph.sentence(low - 1)[0], low)[:FAR]
        return Reader(paragraph, words).first(6)
