"""The names of the rules that find quotations and speakers, and what each of them means in a sentence."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache

from glossator.core.errors import UserError
from glossator.core.places import resources


class Rule(StrEnum):
    """Every rule that a quotation or a link may name as its reason; the names are stored and stay as they are."""

    CUE_BEFORE = "cue-before"
    CUE_AFTER = "cue-after"
    CUE_IN_SENTENCE = "cue-in-sentence"
    NEAR_CUE = "near-cue"
    MARKS_ALONE = "marks-alone"
    FRAGMENT = "fragment"
    ARMS_LENGTH = "held-at-arms-length"
    TITLE = "title-of-a-work"
    THAT_CLAUSE = "that-clause"
    REPORTED_CLAUSE = "reported-clause"
    QUESTION_CLAUSE = "question-clause"
    REST_OF_SENTENCE = "rest-of-sentence"
    COLON = "colon"
    TO_INFINITIVE = "to-infinitive"
    NAMED_AS = "named-as"
    OBJECT_WITH_MARKS = "object-with-marks"
    OBJECT = "object"
    NOUN_CUE = "noun-cue"
    CONTENT_FIRST = "content-first"
    AROUND_CUE = "around-cue"
    AS_SAID = "as-said"
    ACCORDING_TO = "according-to"
    TURN = "turn"
    ANNOUNCED = "announced"
    HEADLINE = "headline"
    SUBJECT = "subject"
    INVERTED = "inverted"
    BY_WORDS = "by-words"
    POSSESSOR = "possessor"
    LABEL = "label"
    SIGNATURE = "signature"
    SENTENCE_BEFORE = "sentence-before"
    CARRIED_OVER = "carried-over"
    NEXT_PIECE = "next-piece"


SURE = {
    Rule.CUE_BEFORE: 0.9,
    Rule.CUE_AFTER: 0.95,
    Rule.CUE_IN_SENTENCE: 0.9,
    Rule.NEAR_CUE: 0.6,
    Rule.MARKS_ALONE: 0.85,
    Rule.FRAGMENT: 0.3,
    Rule.ARMS_LENGTH: 0.2,
    Rule.TITLE: 0.3,
    Rule.THAT_CLAUSE: 0.8,
    Rule.REPORTED_CLAUSE: 0.8,
    Rule.QUESTION_CLAUSE: 0.75,
    Rule.REST_OF_SENTENCE: 0.65,
    Rule.COLON: 0.5,
    Rule.TO_INFINITIVE: 0.55,
    Rule.NAMED_AS: 0.65,
    Rule.OBJECT_WITH_MARKS: 0.6,
    Rule.OBJECT: 0.5,
    Rule.NOUN_CUE: 0.5,
    Rule.CONTENT_FIRST: 0.8,
    Rule.AROUND_CUE: 0.7,
    Rule.AS_SAID: 0.75,
    Rule.ACCORDING_TO: 0.8,
    Rule.TURN: 0.9,
    Rule.ANNOUNCED: 0.7,
    Rule.HEADLINE: 0.8,
    Rule.SUBJECT: 0.95,
    Rule.INVERTED: 0.95,
    Rule.BY_WORDS: 0.8,
    Rule.POSSESSOR: 0.9,
    Rule.LABEL: 0.9,
    Rule.SIGNATURE: 0.95,
    Rule.SENTENCE_BEFORE: 0.8,
    Rule.CARRIED_OVER: 0.7,
    Rule.NEXT_PIECE: 0.6,
}
"""How often each rule was right in American news articles, rounded; 0 to 1. Rules with few cases stand lower."""


@cache
def wordings() -> dict[str, str]:
    """One plain sentence for every rule, by its name; UserError ``language-unfit`` when the file is damaged."""
    path = resources() / "language" / "rules.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return {rule.value: str(data["rules"][rule.value]) for rule in Rule}
    except (OSError, ValueError, KeyError) as error:
        raise UserError("language-unfit", language="rules", path=str(path)) from error


def wording(name: str) -> str:
    """Why a rule decided, for people; "" for a name that no rule of this version has."""
    return wordings().get(name, "")
