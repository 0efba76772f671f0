"""Who is in an article: persons and organisations with their fullest names, gender and roles."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from glossator.core.nlp.entities import edges
from glossator.core.nlp.quotes.cues import Lexicon
from glossator.core.nlp.quotes.marks import Bounds

if TYPE_CHECKING:
    from spacy.tokens import Doc

WORKS = frozenset("study report survey poll review paper analysis census index bulletin".split())
"""What speaks without being anybody: a study is meant by "the report" too."""
WORD = re.compile(r"[^\W\d_][\w.’'-]*")
OWNER = re.compile(r"[’']s?$")
_SUFFIX = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_NAMED = re.compile(
    r"[^\W\d_a-z][\w.’'-]+(?:\s+(?:(?:van|von|de|der|den|del|la|al|bin|di|da|le|zu)\s+)*[^\W\d_a-z][\w.’'-]*)+"
)
_ACRONYM = re.compile(r"\(([A-Z][A-Z.&]{1,9})\)")
_ASIDE = re.compile(r"(?:,|\s+(?:is|was|ist|war|est|es|era|fue)(?=\s))\s*([^,.;:!?“”\"()\n]{3,80}?)(?=[,.;:)\n]|$)")
_SMALL = frozenset({"of", "the", "and", "for", "de", "und", "für", "der", "la", "et", "y"})
_ARTICLES = frozenset("the a an der die das den dem ein eine le la les un une el los las una".split())
_BEHIND = frozenset("for of from at in with für von aus bei vom pour de du à para por who wer qui que".split())
_PRESENTED = re.compile(
    r"(?<![\w’'.-])([^\W\d_a-z][^\W\d_]+(?:\s+[^\W\d_a-z][\w’'-]+){1,3}),\s+"
    r"(?:\d{2}(?=[,.])|(?:an?|the|eine?|der|die|une?|l[ae]|el|una)\s+)([^,.;:!?“”\"()\n]{0,60})"
)
_WORK = re.compile(rf"[^\W\d_a-z][\w-]+(?:\s+[^\W\d_a-z][\w-]+)*\s+(?:{'|'.join(w.title() for w in sorted(WORKS))})\b")
_BEHIND_COMMA = re.compile(rf",\s+({_NAMED.pattern})(?=[,.;:]|\s*$)", re.MULTILINE)
_APPOSED = re.compile(r",\s+(?:an?|the|\d+|eine?|der|die|une?|l[ae]|el)\b")
_NEAR = 4
"""Words before a name that may be its role."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is named: ``key`` of the person or organisation, in code points."""

    start: int
    end: int
    key: str


@dataclass(slots=True)
class Figure:
    """A person or an organisation. ``gender`` is ``he``, ``she``, ``it`` or "" where nothing tells."""

    name: str
    is_person: bool
    gender: str = ""
    roles: set[str] = field(default_factory=set)
    count: int = 0


def surname(name: str) -> str:
    """The last word of a name in small letters, suffixes such as Jr. aside."""
    parts = [part.strip(",").lower() for part in name.split()]
    while len(parts) > 1 and parts[-1] in _SUFFIX:
        parts.pop()
    return OWNER.sub("", parts[-1].rstrip(".")) if parts else ""


def squeezed(text: str) -> str:
    """``text`` on one line."""
    return " ".join(text.split())


class Cast:
    """The figures of one article, learnt from its parse, its speakers and the words beside their names."""

    def __init__(self, text: str, words: Lexicon) -> None:
        self.text, self.words = text, words
        self.figures: dict[str, Figure] = {}
        self.places: list[Place] = []
        self.short: dict[str, str] = {}
        """Acronyms and the keys of what they stand for."""

    def learn(self, doc: Doc, mentions: Iterable[Bounds]) -> None:
        """Take in the parse's persons and organisations, and names among ``mentions`` that it missed."""
        small = {word for word in WORD.findall(self.text) if word.islower()}
        found: dict[Bounds, bool] = {}
        others: list[Bounds] = []
        for entity in doc.ents:
            start, end = edges(self.text, entity.start_char, entity.end_char)
            if start < end and entity.label_ in ("PERSON", "PER", "ORG"):
                found[start, end] = entity.label_ != "ORG"
            elif start < end:
                others.append((start, end))
        mentions = list(mentions)
        missed = self._add_missed(found, others, [*mentions, *self._introduced(), *self._beside_roles(mentions)])
        found |= {bounds: False for bounds in self._works(mentions) if bounds not in found}
        whole = {surname(self.text[a:b]) for (a, b), is_person in found.items() if is_person and " " in self.text[a:b]}
        found |= {b: True for b in others if surname(self.text[slice(*b)]) in whole and " " not in self.text[slice(*b)]}
        elsewhere = {surname(self.text[a:b]) for a, b in others} - whole
        for (start, end), is_person in sorted(found.items()):
            self._take(start, end, is_person, small, elsewhere)
        self._join_short_names()
        self._acronyms()
        self._repeat(set(self.figures) if not doc.ents else missed)
        self.places.sort(key=lambda place: place.start)

    def _introduced(self) -> list[Bounds]:
        """Names that an aside with a role presents as a person's: ``Vala Paris, a young woman``, ``Jan Vogt, 34,``."""
        found: list[Bounds] = []
        for match in _PRESENTED.finditer(self.text):
            aside = [word.lower() for word in WORD.findall(match.group(2))]
            if not aside or any(word in self.words.roles or word in self.words.titles for word in aside):
                found.append(match.span(1))
        return found

    def _beside_roles(self, mentions: Iterable[Bounds]) -> list[Bounds]:
        """The names that asides behind mentions without a name give: ``the head of the board, Ada Brandt.``"""
        found: list[Bounds] = []
        for _, end in mentions:
            match = _BEHIND_COMMA.match(self.text, end)
            if match is not None:
                found.append(match.span(1))
        return found

    def _works(self, mentions: Iterable[Bounds]) -> list[Bounds]:
        """Named studies and reports in speakers' mentions: ``the results of the National Harbour Study``."""
        return [match.span() for bounds in mentions for match in _WORK.finditer(self.text, *bounds)]

    def _add_missed(self, found: dict[Bounds, bool], others: Iterable[Bounds], mentions: Iterable[Bounds]) -> set[str]:
        """Names in mentions that no entity holds, or one such as ``Ada Brandt for the Board``; their keys are given."""
        keys: set[str] = set()
        taken = sorted([*found, *others])
        for mention in mentions:
            for start, end in self._missed(mention):
                k = bisect_right(taken, (end - 1, 0), key=lambda bounds: (bounds[0], 0))
                over = [bounds for bounds in taken[max(0, k - 4) : k] if bounds[1] > start]
                if all(self._mistaken(entity, (start, end), found) for entity in over):
                    for entity in over:
                        found.pop(entity, None)
                    found[start, end] = True
                if found.get((start, end)):
                    keys.add(surname(self.text[start:end]))
        return keys

    def _mistaken(self, entity: Bounds, name: Bounds, found: dict[Bounds, bool]) -> bool:
        """Whether an entity over a name is too long for it, or a place that is a part of it."""
        if found.get(entity, False):
            return False
        if entity in found:
            return entity[0] == name[0] and entity[1] > name[1]
        return name[0] <= entity[0] and entity[1] <= name[1] and bool(_APPOSED.match(self.text, name[1]))

    def _missed(self, mention: Bounds) -> list[Bounds]:
        """A name of two words and more that a speaker's mention begins with, titles and roles aside."""
        start = mention[0]
        for word in WORD.finditer(self.text, *mention):
            low = word.group().lower()
            if low not in self.words.titles and low not in self.words.roles and low not in _ARTICLES:
                break
            start = word.end()
        while start < mention[1] and self.text[start] in " .\u00a0":
            start += 1
        match = _NAMED.match(self.text, start, mention[1])
        if match is None or any(word.lower() in self.words.roles for word in match.group().split()):
            return []
        rest = self.text[match.end() : mention[1]]
        lonely = not rest or rest.startswith(",") or rest.lstrip().split()[0].lower() in _BEHIND
        titled = {word.lower() for word in match.group().split()} & self.words.titles
        return (
            [match.span()] if lonely and not titled and "’s" not in match.group() and "'s" not in match.group() else []
        )

    def _take(self, start: int, end: int, is_person: bool, small: set[str], elsewhere: set[str]) -> None:
        name = self.bare(squeezed(self.text[start:end]))
        key = surname(name) if is_person else name.lower().removeprefix("the ")
        if not key or is_person and " " not in name and (key in elsewhere or key in small):
            return
        figure = self.figures.get(key)
        if figure is None or is_person and not figure.is_person:
            figure = self.figures[key] = Figure(name, is_person, "" if is_person else "it")
        elif len(name.split()) > len(figure.name.split()):
            figure.name = name
        figure.count += 1
        self.places.append(Place(start, end, key))
        if is_person:
            self._beside(figure, name, start, end)

    def bare(self, name: str) -> str:
        """``name`` without titles before it."""
        parts = name.split()
        if parts and parts[-1].endswith(".") and len(parts[-1]) > 3 and parts[-1].lower() not in _SUFFIX:
            parts[-1] = parts[-1].rstrip(".")
        while len(parts) > 1 and parts[0].lower() in self.words.titles:
            parts = parts[1:]
        return " ".join(parts[1:] if len(parts) > 1 and parts[0].lower() in ("the", "by") else parts)

    def _beside(self, figure: Figure, name: str, start: int, end: int) -> None:
        """Roles and gender from the words before a name and from the aside after it."""
        line = self.text.rfind("\n", 0, start) + 1
        before = WORD.findall(self.text, max(line, start - 60), start)[-_NEAR:]
        touching = before and self.text[max(line, start - 60) : start].rstrip(" \u00a0").endswith(before[-1])
        aside = _ASIDE.match(self.text, end)
        words = before if touching else []
        after = WORD.findall(aside.group(1)) if aside else []
        after = after[: next((i for i, word in enumerate(after) if word.lower() in _BEHIND), len(after))]
        figure.roles.update(w.lower() for w in (*words[-2:], *after) if len(w) > 2)
        told = [self.words.roles.get(word.lower()) for word in words[-1:]]
        told += [self.words.roles.get(word.lower()) for word in after[:6]]
        told.append(self.words.given.get(name.split()[0].lower()))
        if not figure.gender:
            figure.gender = next((gender for gender in told if gender), "")

    def _join_short_names(self) -> None:
        """A first name alone is the person who has it for a first name, where there is but one."""
        first = Counter(f.name.split()[0].lower() for f in self.figures.values() if f.is_person and " " in f.name)
        owner = {f.name.split()[0].lower(): key for key, f in self.figures.items() if f.is_person and " " in f.name}
        for key, figure in list(self.figures.items()):
            if figure.is_person and " " not in figure.name and first.get(key) == 1 and owner[key] != key:
                self.short[key] = owner[key]
        for key, figure in self.figures.items():
            if not figure.is_person and " " not in figure.name:
                longer = [
                    k
                    for k, f in self.figures.items()
                    if not f.is_person and k.startswith((f"{key} of ", f"{key} for "))
                ]
                if len(longer) == 1:
                    self.short[key] = longer[0]

    def _acronyms(self) -> None:
        """``World Health Organisation (WHO)``; and acronyms of names that are written out somewhere."""
        by_letters: dict[str, str] = {}
        for key, figure in self.figures.items():
            letters = "".join(w[0] for w in figure.name.split() if w.lower() not in _SMALL)
            if not figure.is_person and len(letters) > 1:
                by_letters.setdefault(letters.upper(), key)
        for match in _ACRONYM.finditer(self.text):
            name = self._written_out(match.group(1), match.start())
            if name:
                key = name.lower().removeprefix("the ")
                self.figures.setdefault(key, Figure(name, False, "it"))
                by_letters[match.group(1).replace(".", "")] = key
        self.short |= {letters.lower(): key for letters, key in by_letters.items() if letters.lower() != key}

    def _written_out(self, letters: str, at: int) -> str:
        """The words before ``at`` whose first letters are ``letters``, or ""."""
        wanted = letters.replace(".", "").replace("&", "").upper()
        words = self.text[max(0, at - 120) : at].rsplit("\n", 1)[-1].split()
        for k in range(len(words) - 1, -1, -1):
            first = "".join(w[0] for w in words[k:] if w.lower() not in _SMALL).upper()
            if first == wanted and words[k][0].isupper() and words[k].lower() != "the":
                return " ".join(words[k:])
        return ""

    def _repeat(self, keys: set[str]) -> None:
        """Every place where a person of ``keys``, whom the pipeline does not know, is named again."""
        taken = sorted((place.start, place.end) for place in self.places)
        for match in WORD.finditer(self.text) if keys else ():
            low = OWNER.sub("", match.group().rstrip(".")).lower()
            if low in keys and match.group()[0].isupper() and low in self.figures and self.figures[low].is_person:
                k = bisect_right(taken, (match.start(), len(self.text))) - 1
                if k < 0 or taken[k][1] <= match.start():
                    self.places.append(Place(match.start(), match.end(), low))
                    self.figures[low].count += 1

    def key_of(self, name: str) -> str:
        """The key of the person or organisation called ``name``, or ""."""
        name = squeezed(name)
        whole = name.lower().removeprefix("the ")
        whole = self.short.get(whole.replace(".", ""), whole)
        if whole in self.figures:
            return whole
        last = self.short.get(surname(name), surname(name))
        return last if last in self.figures and self.figures[last].is_person else ""

    def inside(self, start: int, end: int) -> list[Place]:
        """The places within ``[start, end)``."""
        k = bisect_right(self.places, start - 1, key=lambda place: place.start)
        found = []
        while k < len(self.places) and self.places[k].start < end:
            if self.places[k].end <= end:
                found.append(self.places[k])
            k += 1
        return found


def sentence_number(starts: Sequence[int], at: int) -> int:
    """The number of the sentence that holds ``at``."""
    return bisect_right(starts, at)
