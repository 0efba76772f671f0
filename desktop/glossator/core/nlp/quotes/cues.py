"""The words of saying: read from ``resources/language``, and found in a parse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from glossator.core.nlp.quotes.wordlists import wordlists

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DETERMINERS = frozenset("the a an this that these those his her its their our my your ’s 's".split())
_VOWELS = "aeiou"
_LISTS = ("minds", "inserted", "addressed", "promises", "names", "objects", "nouns", "plain")


@dataclass(frozen=True)
class Lexicon:
    """The words of one language. ``forms`` leads from every form of a cue, in small letters, to its base form."""

    forms: dict[str, str]
    he: frozenset[str]
    she: frozenset[str]
    pronouns: frozenset[str]
    titles: frozenset[str]
    roles: dict[str, str]
    given: dict[str, str]
    minds: frozenset[str] = frozenset()
    """Cues of thinking rather than saying: their clauses are no quotations."""
    inserted: frozenset[str] = frozenset()
    """Cues that may stand behind or inside what is said: ``it rains, he said``."""
    addressed: frozenset[str] = frozenset()
    """Cues whose object is who hears it: ``told him``."""
    promises: frozenset[str] = frozenset()
    """Cues with what is said as an infinitive: ``vowed to go``."""
    names: frozenset[str] = frozenset()
    """Cues that say something of an object: ``called it a shame``."""
    objects: frozenset[str] = frozenset()
    """Cues whose object is what is said: ``announced a plan``."""
    plain: frozenset[str] = frozenset()
    """Cues after which anything up to the end of the sentence is what is said."""
    pairs: dict[str, frozenset[str]] = field(default_factory=dict)
    """Cues only before one of a few words: ``went on``."""
    nouns: frozenset[str] = frozenset()
    """Nouns of saying: ``his claim that``."""


def inflected(base: str) -> set[str]:
    """The regular forms of a verb: ``claim`` → claim, claims, claimed, claiming."""
    if base.endswith("e"):
        return {base, base + "s", base + "d", base[:-1] + "ing"}
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return {base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"}
    hissing = base.endswith(("s", "x", "z", "sh", "ch"))
    return {base, base + ("es" if hissing else "s"), base + "ed", base + "ing"}


def _forms(base: str, endings: dict[str, str]) -> set[str]:
    """The forms of ``base`` by the language's patterns, where ``-`` stands for the stem; else the English ones."""
    if not endings:
        return inflected(base)
    for ending in sorted(endings, key=len, reverse=True):
        if base.endswith(ending):
            stem = base.removesuffix(ending)
            return {base, *(pattern.replace("-", stem) for pattern in endings[ending].split())}
    return {base}


@cache
def lexicon(language: str = "en") -> Lexicon:
    """The words of ``language``, none where it has no lists; UserError ``language-unfit``, ``language-own-unfit``."""
    data = wordlists(language)
    words = {key: frozenset(value.split()) for key, value in data.items() if isinstance(value, str)}
    forms = {form: base for base in sorted(words["say"]) for form in sorted(_forms(base, data["endings"]))}
    forms |= {form: base for base, more in data["forms"].items() for form in more.split()}
    forms |= {form: base for base in data["pairs"] for form in inflected(base) if base not in data["forms"]}
    he, she = words["pronouns_he"], words["pronouns_she"]
    titles = words["titles_he"] | words["titles_she"] | words["titles_any"]
    roles = dict.fromkeys(words["titles_he"] | words["roles_he"], "he")
    roles |= dict.fromkeys(words["titles_she"] | words["roles_she"], "she")
    given = {w: "he" for w in words["given_he"] - words["given_she"]}
    given |= {w: "she" for w in words["given_she"] - words["given_he"]}
    return Lexicon(
        forms, he, she, he | she | words["pronouns_other"], titles, roles, given,
        pairs={base: frozenset(next_.split()) for base, next_ in data["pairs"].items()},
        **{key: words.get(key, frozenset()) for key in _LISTS},
    )  # fmt: skip


@cache
def classes(language: str) -> dict[str, str]:
    """The class of each base form that is not neutral: ``deny`` → ``denial``."""
    return {base: kind for kind, bases in wordlists(language)["classes"].items() for base in bases.split()}


def class_of(cue: str, language: str) -> str:
    """What kind of saying ``cue`` is, by its first word that says anything: ``claim``, ``denial``, … or ``neutral``."""
    forms, known = lexicon(language).forms, classes(language)
    for word in cue.lower().split():
        found = known.get(word) or known.get(forms.get(word, ""))
        if found:
            return found
    return "neutral"


def cues(doc: Doc, owner: Sequence[int], words: Lexicon) -> list[Token]:
    """Tokens outside marks that may bring in speech, in order; with a parse, only verbs.

    ``owner`` is the number of the stretch each token lies in, or -1.
    """
    tagged = doc.has_annotation("TAG")
    found: list[Token] = []
    for token in doc:
        if owner[token.i] >= 0 or token.lower_ not in words.forms:
            continue
        needs = words.pairs.get(words.forms[token.lower_])
        if needs and (token.i + 1 == len(doc) or doc[token.i + 1].lower_ not in needs):
            continue
        noun = token.i and doc[token.i - 1].lower_ in _DETERMINERS
        if token.tag_.startswith("VB") if tagged else not noun:
            found.append(token)
    return found


def nouns(doc: Doc, owner: Sequence[int], words: Lexicon) -> list[Token]:
    """Nouns of saying outside marks."""
    return [t for t in doc if t.lower_ in words.nouns and owner[t.i] < 0 and t.tag_.startswith("NN")]


def according(doc: Doc, owner: Sequence[int]) -> list[Token]:
    """The tokens ``according`` of ``according to``, outside marks."""
    pairs = zip(doc, doc[1:], strict=False)
    return [a for a, b in pairs if a.lower_ == "according" and b.lower_ == "to" and owner[a.i] < 0]
