"""From a mention to the fullest name: ``Lovelace``, ``she``, ``the mayor`` and ``WHO``.

The article is read once in order. Everybody named gains weight, subjects and speakers
more than others; weights fade with each sentence. A pronoun is the heaviest that agrees
with it, and counts as a mention of its own (salience as in Lappin and Leass, 1994, "An
algorithm for pronominal anaphora resolution", with fewer factors).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from glossator.core.nlp.quotes.cast import WORD, WORKS, Cast, Place, squeezed, surname
from glossator.core.nlp.quotes.cues import Lexicon
from glossator.core.nlp.quotes.marks import Bounds

if TYPE_CHECKING:
    from spacy.tokens import Doc

FADE = 0.65
"""What is left of a weight after a sentence."""
SUBJECT, NAMED, SPOKE, MEANT, IN_MARKS = 1.2, 1.0, 1.0, 0.9, 0.3
RECENT = 24
"""Figures that a pronoun may mean: those named last."""
_LIKE = 0.82
_CAPITALS = re.compile(r"[^\W\d_a-z][\w.’'-]*(?:\s+[^\W\d_a-z][\w.’'-]*)+")
_BYLINE = re.compile(r"^(?:By|Von|Par|Por)[ \u00a0]+([^\n,]{3,60}?)\s*$", re.MULTILINE)
_THEY = frozenset({"they", "it", "sie", "es", "ils", "elles", "ellos", "ellas"})
_DEFINITE = frozenset({"the", "der", "die", "das", "le", "la", "el", "this", "diese", "dieser"})
_OUTCOME = frozenset("results result findings finding figures data authors conclusions".split())
_COMMA = re.compile(r",\s+")
_YEAR = re.compile(r"(?<=\w)[\s,(]*\d[\d\s,–—-]*\)?$")
_FIRST = frozenset({"i", "ich", "je", "yo", "me", "my"})


@dataclass(frozen=True, slots=True)
class Name:
    """The fullest name of a speaker, how sure it is, 0 to 1, and the rule that found it."""

    text: str
    score: float
    rule: str = ""


def resolve(
    text: str, doc: Doc, mentions: Sequence[Bounds], words: Lexicon, quoted: Sequence[Bounds] = (), byline: str = ""
) -> dict[Bounds, Name]:
    """The name of each of ``mentions``; ``quoted`` are the stretches in marks, in order.

    ``byline`` is who wrote the article, for "I". Time grows with the text, not its square.
    """
    mentions = sorted(set(mentions))
    if not mentions:
        return {}
    cast = Cast(text, words)
    cast.learn(doc, mentions)
    reader = _Reading(cast, doc, quoted, byline)
    return reader.read(mentions)


class _Reading:
    """One pass over an article."""

    def __init__(self, cast: Cast, doc: Doc, quoted: Sequence[Bounds], byline: str) -> None:
        self.cast, self.words, self.text = cast, cast.words, cast.text
        self.starts = [sentence.start_char for sentence in doc.sents] if doc.has_annotation("SENT_START") else [0]
        self.quoted = sorted(quoted)
        self._ends = [end for _, end in self.quoted]
        self.byline = byline or self._signed()
        self.weight: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self.spoke: list[str] = []
        self.subjects = _subjects(doc)
        self.heads = self.subjects or set(self.starts)
        self.events = self._events()

    def _signed(self) -> str:
        match = _BYLINE.search(self.text, 0, 2_000)
        return match.group(1) if match and _CAPITALS.fullmatch(match.group(1)) else ""

    def _events(self) -> list[tuple[int, int, str]]:
        """Names and pronouns in order: (start, end, "=" and a key, or "he", or "she")."""
        found = [(place.start, place.end, "=" + place.key) for place in self.cast.places]
        either = sorted(self.words.he | self.words.she, key=len, reverse=True)
        if either:
            for match in re.finditer(rf"\b(?:{'|'.join(map(re.escape, either))})\b", self.text, re.IGNORECASE):
                if not (match.group().isupper() and match.end() - match.start() > 2):
                    found.append((*match.span(), self._gender(match.group().lower())))
        found.sort()
        self._vote(found)
        return found

    def _gender(self, low: str) -> str:
        return "he" if low in self.words.he else "she"

    def _vote(self, events: list[tuple[int, int, str]]) -> None:
        """Give those of unknown gender that of the pronouns that follow them, if these agree."""
        votes: dict[str, list[str]] = {}
        key, at = "", 0
        for start, _, what in events:
            if what.startswith("="):
                key, at = what[1:], start
            elif key and start - at < 250 and not self.in_marks(start):
                votes.setdefault(key, []).append(what)
        for key, said in votes.items():
            figure = self.cast.figures.get(key)
            if figure is not None and figure.is_person and not figure.gender:
                most = max(("he", "she"), key=said.count)
                if said.count(most) >= 2 and said.count(most) >= 3 * (len(said) - said.count(most)):
                    figure.gender = most

    def in_marks(self, at: int) -> bool:
        """Whether ``at`` lies in a quoted stretch."""
        k = bisect_right(self._ends, at)
        return k < len(self.quoted) and self.quoted[k][0] <= at

    def read(self, mentions: Sequence[Bounds]) -> dict[Bounds, Name]:
        """Go through names, pronouns and ``mentions`` in order."""
        names: dict[Bounds, Name] = {}
        k = 0
        for mention in mentions:
            while k < len(self.events) and self.events[k][0] < mention[0]:
                self._meet(self.events[k])
                k += 1
            name = names[mention] = self.name(mention)
            key = self.cast.key_of(name.text) if name.score > 0.3 else ""
            if key:
                self._add(key, mention[0], SPOKE)
                self.spoke.append(key)
        return names

    def _meet(self, event: tuple[int, int, str]) -> None:
        start, end, what = event
        weak = self.in_marks(start)
        if what.startswith("="):
            subject = start in self.heads or any(at in self.heads for at in self._words(start, end))
            self._add(what[1:], start, IN_MARKS if weak else SUBJECT if subject else NAMED)
        elif not weak:
            key, _ = self._agreeing(what, start)
            if key:
                self._add(key, start, MEANT if start in self.subjects else MEANT / 2)

    def _words(self, start: int, end: int) -> list[int]:
        return [match.start() for match in WORD.finditer(self.text, start, end)]

    def _add(self, key: str, at: int, weight: float) -> None:
        key = self.cast.short.get(key, key)
        now = bisect_right(self.starts, at)
        self.weight[key] = (self._weight(key, now) + weight, now)
        self.weight.move_to_end(key)

    def _weight(self, key: str, now: int) -> float:
        weight, at = self.weight.get(key, (0.0, now))
        return weight * FADE ** max(0, now - at)

    def _agreeing(self, gender: str, at: int) -> tuple[str, float]:
        """The heaviest figure that agrees with ``gender``, and how much of the weight it has, 0 to 1."""
        now = bisect_right(self.starts, at)
        best, most, total = "", 0.0, 0.0
        for key in self._recent():
            figure = self.cast.figures[key]
            fits = not figure.is_person if gender == "it" else figure.is_person and figure.gender in ("", gender)
            if not fits:
                continue
            weight = self._weight(key, now) * (1.3 if figure.gender == gender else 1.0)
            weight += 0.02 * math.log1p(figure.count)
            total += weight
            if weight > most:
                best, most = key, weight
        return best, most / total if total else 0.0

    def _recent(self) -> list[str]:
        found = []
        for key in reversed(self.weight):
            if key in self.cast.figures:
                found.append(key)
            if len(found) == RECENT:
                break
        return found

    def name(self, mention: Bounds) -> Name:
        """The name of one mention, where the pass has come to it."""
        shown = squeezed(self.text[slice(*mention)])
        low = shown.lower()
        acronym = shown.isupper() and len(shown) > 2
        if not acronym and low in self.words.pronouns:
            return self._of_pronoun(shown, low, mention[0])
        joined = re.search(r"\s(?:and|und|et|y|&)\s+(?=[^\W\d_a-z])", shown)
        inside = self._inside(mention) if not joined else None
        if inside is not None:
            return inside
        known = self._known(_YEAR.sub("", shown)) if not joined else None
        if known is not None:
            return known
        role = self._named_after(mention) or self._of_role(shown)
        if role is not None:
            return role
        whole = _CAPITALS.fullmatch(shown)
        return Name(self.cast.bare(shown) if whole else shown, 0.7, "as it stands")

    def _inside(self, mention: Bounds) -> Name | None:
        """The person, else the organisation, that the mention itself names as its head."""
        places = self.cast.inside(*mention)
        persons = [p for p in places if self.cast.figures[p.key].is_person and not self._owns(p, mention)]
        whole = [p for p in places if p.end == mention[1] or self.text[p.end : mention[1]].startswith(",")]
        place = persons[0] if persons else next((p for p in whole if not self._owns(p, mention)), None)
        if place is None:
            return None
        key = self.cast.short.get(place.key, place.key)
        figure = self.cast.figures[key]
        self._gendered(key, self.text[slice(*mention)])
        said = squeezed(self.text[place.start : place.end])
        if not figure.is_person:
            head = [word.lower() for word in self.text[mention[0] : place.start].split()]
            speaks = head[-2:] in (["of", "the"], ["of", "a"]) and bool(_OUTCOME & set(head))
            if not speaks and [word for word in head if word not in ("the", "a", "an")]:
                return None
            return Name(figure.name, 0.95 if figure.name == said else 0.85, "organisation")
        if figure.name == self.cast.bare(said):
            near = self._like(figure.name) if " " not in figure.name else None
            return near or Name(figure.name, 0.95, "full name")
        return Name(figure.name, 0.9, "known by surname")

    def _owns(self, place: Place, mention: Bounds) -> bool:
        """Whether the name at ``place`` only owns or qualifies the mention's head: ``Lovelace’s lawyer``."""
        rest = self.text[place.end : mention[1]]
        before = self.text[mention[0] : place.start].rstrip().rsplit(maxsplit=1)[-1:]
        linked = bool(before) and before[0].lower() in ("of", "for", "from", "with", "at", "von", "de", "für", "by")
        return rest.startswith(("'s ", "’s ", "' ", "’ ")) or linked

    def _gendered(self, key: str, shown: str) -> None:
        figure = self.cast.figures[key]
        told = (self.words.roles.get(word.lower()) for word in WORD.findall(shown))
        figure.gender = figure.gender or next((gender for gender in told if gender), "")

    def _known(self, shown: str) -> Name | None:
        """A surname, a first name or an acronym of somebody known."""
        parts = WORD.findall(shown)
        if not parts or not parts[-1][0].isupper():
            return None
        key = self.cast.key_of(shown)
        if not key:
            return self._like(shown) if len(parts) == 1 or parts[0].lower() in self.words.titles else None
        self._gendered(key, shown)
        figure = self.cast.figures[key]
        return Name(figure.name, 0.9, "known by surname" if figure.is_person else "acronym")

    def _like(self, shown: str) -> Name | None:
        """A misspelt surname: ``Bauchtman`` of ``Lydia Buchtmann``."""
        last = surname(shown)
        if len(last) < 5:
            return None
        for key, figure in self.cast.figures.items():
            near = figure.is_person and " " in figure.name and key[0] == last[0] and abs(len(key) - len(last)) < 3
            if near and SequenceMatcher(None, key, last).ratio() >= _LIKE:
                return Name(figure.name, 0.6, "spelt alike")
        return None

    def _named_after(self, mention: Bounds) -> Name | None:
        """The name that an aside behind the mention gives: ``the minister, Ada Lovelace,``."""
        comma = _COMMA.match(self.text, mention[1])
        if comma is None:
            return None
        for place in self.cast.inside(comma.end(), comma.end() + 60):
            figure = self.cast.figures[place.key]
            if place.start == comma.end() and figure.is_person:
                return Name(figure.name, 0.85, "named beside it")
        return None

    def _of_role(self, shown: str) -> Name | None:
        """``the mayor``, ``the ministry``: the last one known who is that."""
        parts = shown.split()
        if len(parts) < 2 or len(parts) > 4 or parts[0].lower() not in _DEFINITE:
            return None
        wanted = [part.lower() for part in parts[1:]]
        work = wanted[-1] in WORKS
        for key in self._recent():
            figure = self.cast.figures[key]
            if figure.is_person and wanted[-1] in figure.roles:
                return Name(figure.name, 0.65, "role")
            own = [word.lower() for word in figure.name.split()]
            if work and own[-1] in WORKS:
                return Name(figure.name, 0.6, "study or report")
            if not figure.is_person and len(own) > 1 and wanted[-1] in (own[0], own[-1], *own[1:2]):
                if all(word in own for word in wanted):
                    return Name(figure.name, 0.65, "organisation by its noun")
        return None

    def _of_pronoun(self, shown: str, low: str, at: int) -> Name:
        if low in _FIRST:
            return Name(self.byline, 0.6, "byline") if self.byline and not self.in_marks(at) else Name(shown, 0.2)
        if low in self.words.he or low in self.words.she:
            key, share = self._agreeing(self._gender(low), at)
            if key:
                return Name(self.cast.figures[key].name, round(0.4 + 0.4 * share, 2), "pronoun")
        if low in _THEY:
            key, share = self._agreeing("it", at)
            if key:
                return Name(self.cast.figures[key].name, round(0.2 + 0.3 * share, 2), "pronoun of an organisation")
        return Name(shown, 0.2, "")


def _subjects(doc: Doc) -> set[int]:
    """Where the subjects of the parse begin; none without one."""
    if not doc.has_annotation("DEP"):
        return set()
    wanted = [doc.vocab.strings[name] for name in ("nsubj", "nsubjpass")]
    labels = doc.to_array("DEP")
    return {doc[int(i)].idx for value in wanted for i in (labels == value).nonzero()[0]}
