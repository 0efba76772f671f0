"""The small words that show the shape of a sentence where there is no parse."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from glossator.core.nlp.quotes.cues import Lexicon, lexicon
from glossator.core.nlp.quotes.wordlists import wordlists


@dataclass(frozen=True)
class Vocabulary:
    """A language's words by what they do in a sentence; all in small letters.

    ``parted`` holds for a verb the later words without which it says nothing. ``things`` are
    nouns that lead a title in marks. ``sources_before`` lead a source (``according to``),
    ``sources_after`` follow it, ``sources_of`` are nouns that do so after a preposition.
    ``inverted`` pronouns may be tied to a verb by a hyphen, ``impersonal`` ones name nobody. ``reported`` are forms
    of verbs that tell that somebody else's words are given (``sei``, ``habe``).
    """

    lexicon: Lexicon
    parted: dict[str, frozenset[str]]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    subjects: frozenset[str]
    inverted: frozenset[str]
    impersonal: frozenset[str]
    auxiliaries: frozenset[str]
    conjunctions: frozenset[str]
    subordinate: frozenset[str]
    skipped: frozenset[str]
    fronted: frozenset[str]
    sources_before: frozenset[str]
    sources_after: frozenset[str]
    sources_of: frozenset[str]
    reported: frozenset[str]
    things: frozenset[str]
    linkers: frozenset[str]
    abbreviations: frozenset[str]
    dashes: frozenset[str]


_SETS = [name for name in Vocabulary.__dataclass_fields__ if name not in ("lexicon", "parted", "dashes")]


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of ``language``; empty sets where it has none."""
    data = wordlists(language)
    grammar = data["grammar"]
    sets = {name: frozenset(grammar.get(name, "").split()) for name in _SETS}
    parted = {verb: frozenset(words.split()) for verb, words in data["parted"].items()}
    return Vocabulary(lexicon(language), parted, dashes=frozenset(grammar.get("dashes", "")), **sets)
