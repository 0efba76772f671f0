"""From a mention to the fullest name: ``Lovelace`` and ``she`` to ``Ada Lovelace``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from glossator.core.nlp.entities import edges
from glossator.core.nlp.quotes.cues import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

_WORD = re.compile(r"[^\W\d_][\w.’'-]*")
_OWNER = re.compile(r"[’']s?$")
_SUFFIX = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_CAPITALS = re.compile(r"[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*)+")


@dataclass(frozen=True, slots=True)
class Name:
    """The fullest name of a speaker and how sure it is, 0 to 1."""

    text: str
    score: float


@dataclass(slots=True)
class People:
    """The persons of one article and who spoke last; names are learnt in order of the text."""

    words: Lexicon
    full: dict[str, str] = field(default_factory=dict)
    gender: dict[str, str] = field(default_factory=dict)
    places: list[tuple[int, str]] = field(default_factory=list)
    spoke: list[tuple[int, str]] = field(default_factory=list)

    def learn(self, doc: Doc, text: str) -> None:
        """Take every PERSON of the parse as a known name, under its surname."""
        elsewhere = {e.text.split()[-1].lower() for e in doc.ents if e.label_ in ("GPE", "NORP", "LOC")}
        for entity in doc.ents:
            if entity.label_ != "PERSON":
                continue
            start, end = edges(text, entity.start_char, entity.end_char)
            name = self._bare(text[start:end])
            if not name or surname(name) in elsewhere:
                continue
            self._title(text, start, name)
            self.places.append((start, name))
            key = surname(name)
            known = self.full.get(key, "")
            if len(name.split()) > len(known.split()):
                self.full[key] = name

    def _bare(self, name: str) -> str:
        """``name`` without titles before it, on one line."""
        parts = name.split()
        while len(parts) > 1 and parts[0].lower() in self.words.titles:
            parts = parts[1:]
        return " ".join(parts)

    def _title(self, text: str, start: int, name: str) -> None:
        before = text[max(0, start - 12) : start].split()
        word = before[-1].lower() if before else ""
        gender = self.words.roles.get(word) or self.words.given.get(name.split()[0].lower())
        if gender:
            self.gender.setdefault(surname(name), gender)

    def name(self, mention: str, at: int) -> Name:
        """The fullest name for ``mention`` at ``at``, or the mention itself."""
        mention = " ".join(mention.split())
        low = mention.lower()
        if low in self.words.he or low in self.words.she:
            return self._of_pronoun("he" if low in self.words.he else "she", at) or Name(mention, 0.2)
        if low in self.words.pronouns:
            return Name(mention, 0.2)
        parts = [_OWNER.sub("", w) for w in _WORD.findall(mention)]
        inside = [name for place, name in self.places if at <= place < at + len(mention)]
        if inside:
            found = self.full.get(surname(inside[-1]), inside[-1])
            self._role(parts, found)
            return Name(found, 0.95 if found == inside[-1] else 0.9)
        known = self.full.get(parts[-1].lower()) if parts and parts[-1][0].isupper() else None
        if known:
            self._role(parts, known)
            return Name(known, 0.9)
        capitals = _CAPITALS.fullmatch(mention)
        return Name(self._bare(mention) if capitals else mention, 0.7)

    def _role(self, parts: Iterable[str], name: str) -> None:
        gender = next((self.words.roles[p.lower()] for p in parts if p.lower() in self.words.roles), None)
        if gender:
            self.gender.setdefault(surname(name), gender)

    def _of_pronoun(self, gender: str, at: int) -> Name | None:
        """The last person who spoke before ``at`` and agrees, else the last one named."""
        for source, score in ((self.spoke, 0.7), (self.places, 0.5)):
            for place, name in reversed(source):
                full = self.full.get(surname(name), name)
                if place < at and self.gender.get(surname(full), gender) == gender:
                    if source is self.spoke:
                        self.gender.setdefault(surname(full), gender)
                    return Name(full, score)
        return None

    def heard(self, at: int, name: Name) -> None:
        """Remember that ``name`` spoke at ``at``, if it is a known person."""
        if self.full.get(surname(name.text)) == name.text:
            self.spoke.append((at, name.text))


def surname(name: str) -> str:
    """The last word of a name in small letters, suffixes such as Jr. aside."""
    parts = [part.strip(",").lower() for part in name.split()]
    while len(parts) > 1 and parts[-1] in _SUFFIX:
        parts.pop()
    return _OWNER.sub("", parts[-1]) if parts else ""
