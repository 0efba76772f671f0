"""One paragraph as words, and the subject of a verb by the words around it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from glossator.core.nlp.quotes.marks import Bounds, Stretch
from glossator.core.nlp.quotes.vocabulary import Vocabulary

FAR = 60
"""Words on either side of a stretch that are looked at."""
_WORD = re.compile(
    r"[^\W\d_]['’](?=\w)|\w\w?['’](?=[^\W\d_])|\w+(?:[-.&](?!(?:t-)?(?:ils?|elles?|on|je|nous|vous)\b)\w+)*"
)
_STOP = re.compile(r"[.!?…][”“»’\"'‘)\]]*(?=\s)")
_BREAK = re.compile(r"[,;:()\[\]–—„“”«»\"‚‘‹›…!?]|\s-\s")


@dataclass(frozen=True, slots=True)
class Word:
    """A word outside marks, in code points; ``low`` in small letters with straight apostrophes."""

    start: int
    end: int
    text: str
    low: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


@dataclass
class Paragraph:
    """The words of one paragraph outside marks, and where its sentences begin."""

    text: str
    bounds: Bounds
    marks: Sequence[Stretch]
    words: Vocabulary
    at: list[int] = field(default_factory=list)

    @cached_property
    def outside(self) -> list[Word]:
        """Its words outside marks, in order."""
        found: list[Word] = []
        lo = self.bounds[0]
        for mark in [*self.marks, None]:
            hi = self.bounds[1] if mark is None else mark.start
            for match in _WORD.finditer(self.text, lo, max(lo, hi)):
                word = match.group()
                found.append(Word(match.start(), match.end(), word, word.lower().replace("’", "'")))
            lo = hi if mark is None else mark.end
        self.at = [word.start for word in found]
        return found

    @cached_property
    def begins(self) -> list[int]:
        """Where its sentences begin, in code points; never inside marks."""
        found = [self.bounds[0]]
        ends = [mark.end for mark in self.marks]
        for match in _STOP.finditer(self.text, *self.bounds):
            k = bisect_right(ends, match.start())
            if k < len(self.marks) and self.marks[k].start <= match.start() and self.marks[k].end > match.end():
                continue
            if self._is_stop(match.start(), match.end()):
                found.append(match.end())
        return found

    def _is_stop(self, at: int, end: int) -> bool:
        following = self.text[end : end + 40].lstrip(" \u00a0\n–—-")[:1]
        if following and (following.islower() or following in ",;:("):
            return False
        if self.text[at] != ".":
            return True
        before = re.search(r"[\w.]*$", self.text[max(self.bounds[0], at - 20) : at])
        word = before.group().lower() if before else ""
        return not (word in self.words.abbreviations or len(word) == 1 or word.isdigit() and len(word) < 3)

    def sentence(self, at: int) -> Bounds:
        """The sentence that holds ``at``."""
        k = bisect_right(self.begins, at) - 1
        return self.begins[max(k, 0)], self.begins[k + 1] if k + 1 < len(self.begins) else self.bounds[1]

    def between(self, low: int, high: int) -> list[Word]:
        """The words outside marks that begin in ``[low, high)``."""
        words = self.outside
        return words[bisect_left(self.at, low) : bisect_left(self.at, high)]

    def parted(self, one: Word, other: Word, marks: bool = True) -> bool:
        """Whether punctuation or (with ``marks``) something in marks stands between two neighbours."""
        gap = self.text[one.end : other.start]
        if not marks:
            for mark in reversed(self.marks_in(one.end, other.start)):
                gap = gap[: mark.start - one.end] + gap[mark.end - one.end :]
        if gap.startswith(".") and one.low in self.words.abbreviations:
            gap = gap[1:]
        return "." in gap or bool(_BREAK.search(gap))

    def marks_in(self, low: int, high: int) -> Sequence[Stretch]:
        """The stretches in ``[low, high)``."""
        first = bisect_left(self.marks, low, key=lambda mark: mark.start)
        last = bisect_left(self.marks, high, key=lambda mark: mark.start)
        return self.marks[first:last]


@dataclass
class Reader:
    """Finds subjects among the words of one sentence."""

    paragraph: Paragraph
    sentence: Sequence[Word]

    @property
    def words(self) -> Vocabulary:
        """The language's words."""
        return self.paragraph.words

    def broken(self, i: int, marks: bool = True) -> bool:
        """Whether word ``i`` is parted from the one before it; without ``marks``, by punctuation outside them only."""
        return i == 0 or self.paragraph.parted(self.sentence[i - 1], self.sentence[i], marks)

    def cues(self, low: int = 0, high: int | None = None) -> list[int]:
        """Numbers of the words that say something."""
        high = len(self.sentence) if high is None else min(high, len(self.sentence))
        return [i for i in range(low, high) if self.is_cue(i)]

    def is_cue(self, i: int) -> bool:
        """Whether word ``i`` is a verb of saying, with the later word that it needs."""
        word = self.sentence[i]
        needs = self.words.parted.get(word.low)
        if needs is not None:
            return any(later.low in needs for later in self.sentence[i + 1 :])
        if word.low not in self.words.lexicon.forms or word.capital and i and not self._after_marks(i):
            return False
        return not (i and self.sentence[i - 1].low in self.words.determiners and not self._clitic(i - 1))

    def _clitic(self, i: int) -> bool:
        """Whether word ``i`` may be a pronoun before a verb although it looks like an article."""
        return i > 0 and self.sentence[i].low in self.words.subjects

    def _after_marks(self, i: int) -> bool:
        return self.paragraph.text[self.sentence[i - 1].end : self.sentence[i].start].strip() != ""

    def starts(self, i: int) -> bool:
        """Whether a noun phrase may begin with word ``i``."""
        word = self.sentence[i]
        if word.low in self.words.subjects or word.low in self.words.determiners:
            return True
        if word.low in self.words.prepositions or word.low in self.words.fronted or word.low in self.words.conjunctions:
            return False
        return word.capital and word.low not in self.words.skipped

    def phrase(self, i: int) -> Bounds:
        """The noun phrase that begins with word ``i``."""
        words, last = self.words, i
        first = self.sentence[i]
        if first.low in words.subjects and first.low not in words.determiners:
            return first.start, first.end
        named = first.capital and first.low not in words.determiners
        for k in range(i + 1, min(i + 12, len(self.sentence))):
            word = self.sentence[k]
            helps = word.low in words.auxiliaries and word.low not in words.determiners and not word.capital
            if self.broken(k) or helps or self.is_cue(k):
                break
            link = word.low in words.linkers and not word.capital
            if link and not self._goes_on(k):
                break
            titled = named and (word.low in words.lexicon.titles or word.low in words.lexicon.roles)
            if (
                not link
                and not word.capital
                and not titled
                and (named or word.low in words.prepositions | words.conjunctions)
            ):
                break
            if not link:
                named = named or word.capital
                last = k
        return first.start, self.sentence[last].end

    def _goes_on(self, k: int) -> bool:
        """Whether the linking word ``k`` joins what follows to the name before it."""
        after = self.sentence[k + 1 : k + 3]
        if not after or self.broken(k + 1):
            return False
        return after[0].capital or len(after) > 1 and after[0].low in self.words.determiners and not self.broken(k + 2)

    def first(self, most: int) -> Bounds | None:
        """The first noun phrase among ``most`` words that hangs on no preposition."""
        k = 0
        while k < min(most, len(self.sentence)):
            if self.sentence[k].low in self.words.prepositions and k + 1 < len(self.sentence) and self.starts(k + 1):
                end = self.phrase(k + 1)[1]
                while k < len(self.sentence) and self.sentence[k].end <= end:
                    k += 1
                continue
            if self.starts(k) and not self.is_cue(k):
                return self.phrase(k)
            k += 1
        return None

    def before(self, a: int) -> Bounds | None:
        """The noun phrase that ends right before word ``a``, or the one that began the sentence and came to a comma."""
        if a == 0:
            return None
        if self.broken(a, marks=False):
            return self.phrase(0) if self.starts(0) else None
        b = a
        while b > 0 and a - b < 25 and not (b < a and self.broken(b, marks=False)):
            if self.sentence[b - 1].low in self.words.conjunctions and b < a and self.sentence[b - 1].low != "und":
                break
            b -= 1
        for i in range(b, a):
            word = self.sentence[i]
            if i == b and word.low in self.words.subordinate:
                continue
            if i == b and (word.low in self.words.prepositions or word.low in self.words.fronted):
                return None
            if self.starts(i) and not self.is_cue(i):
                return self.phrase(i)
        return None

    def after(self, a: int) -> Bounds | None:
        """The noun phrase that follows word ``a``, over adverbs and phrases with a preposition."""
        k = a + 1
        words = self.words
        while k < min(a + 14, len(self.sentence)):
            word = self.sentence[k]
            if self.broken(k) and k > a + 1 or self._colon(k):
                return None
            if word.low in words.prepositions and word.low not in words.determiners:
                k += 1
                if k < len(self.sentence) and self.starts(k):
                    end = self.phrase(k)[1]
                    while k < len(self.sentence) and self.sentence[k].end <= end:
                        k += 1
                continue
            if self.starts(k) and not self.is_cue(k):
                return self.phrase(k)
            k += 1
        return None

    def _colon(self, k: int) -> bool:
        return ":" in self.paragraph.text[self.sentence[k - 1].end : self.sentence[k].start]

    def subject(self, c: int, inverted: bool) -> Bounds | None:
        """Who does what verb ``c`` says; ``inverted`` where the subject more likely follows."""
        first = last = c
        passed = self.words.auxiliaries | self.words.skipped
        k = c - 1
        while k >= 0 and self.sentence[k].low in passed and not self.broken(k + 1):
            first = k
            k -= 1
        if first == c and not inverted:
            first = self._auxiliary(c)
        while last + 1 < len(self.sentence) and self.sentence[last + 1].low in passed and not self.broken(last + 1):
            last += 1
        hanging = self._hanging(first, c)
        if hanging is not None:
            return hanging
        if self._impersonal(c):
            return self._named_place(c + 2) or self._named_place(0)
        following = self.sentence[c + 1].low if c + 1 < len(self.sentence) and not self.broken(c + 1) else ""
        if following in self.words.subjects - self.words.lexicon.she - self.words.determiners - self.words.impersonal:
            return self.phrase(c + 1)
        if inverted:
            return self.after(last) or self.before(first)
        return self.before(first) or self.after(first if first != c else last)

    def _impersonal(self, c: int) -> bool:
        """Whether verb ``c`` has nobody for a subject: ``heißt es in der Mitteilung``."""
        following = self.sentence[c + 1].low if c + 1 < len(self.sentence) else ""
        return following in self.words.impersonal and self.words.lexicon.forms.get(self.sentence[c].low) == "heißen"

    def _named_place(self, low: int) -> Bounds | None:
        """The noun phrase after the first preposition from word ``low`` on, before a break."""
        for k in range(low, min(low + 4, len(self.sentence))):
            if k > low and self.broken(k):
                return None
            after = k + 1 < len(self.sentence) and self.starts(k + 1)
            if self.sentence[k].low in self.words.prepositions and after:
                return self.phrase(k + 1)
        return None

    def _hanging(self, first: int, c: int) -> Bounds | None:
        """The pronoun tied to a verb: ``a-t-il déclaré``, ``dit-elle``."""
        for word in self.sentence[first : c + 3]:
            if word.low in self.words.inverted and self.paragraph.text[word.start - 1] == "-":
                return word.start, word.end
        return None

    def _auxiliary(self, c: int) -> int:
        """The finite verb of a participle at the end: ``hat … gesagt``; else ``c`` itself."""
        if c + 1 < len(self.sentence) and not self.broken(c + 1):
            return c
        for k in range(c - 1, max(-1, c - 16), -1):
            if self.sentence[k].low in self.words.auxiliaries:
                return k
            if self.broken(k):
                return c
        return c
