"""Who is the subject of a cue: from the parse, and from the words around it where the parse fails."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Bounds = tuple[int, int]

_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_PAPERS = frozenset("statement message tweet response release post email letter memo speech interview video".split())
_RISES = frozenset({"dobj", "pobj", "conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "dep", "parataxis"})
_CUT = frozenset({"relcl", "acl", "appos", "advcl", "parataxis"})
_NOUN = frozenset({"NN", "NNS", "NNP", "NNPS"})
DEEPEST = 40
"""Levels of a noun phrase that are looked into; a parse of nonsense may be thousands deep."""
RELATIVE = frozenset({"who", "which", "that"})
_NAME = r"(?:[A-Z][\w.’'-]*|of|the|de|van|von|al|bin)"
_PRONOUN = r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]e|I)\b"
_THING = r"(?:[Tt]he|[Aa]n?|[Oo]ne|[Hh]is|[Hh]er|[Tt]heir)\s+[\w’' -]{2,40}"
_AFTER = re.compile(rf"\s*((?:[a-z][\w-]*\s+){{0,3}}[A-Z][\w.’'-]*(?:\s+{_NAME})*|{_PRONOUN}|{_THING})")
_NAMED = re.compile(rf"[A-Z][\w.’'-]*(?:\s+{_NAME}){{0,3}}")
_ADVERB = re.compile(r"\s+(?:\w+ly|then|also|later)$")
_STARTS = frozenset(["the", "a", "an", "one", "he", "she", "they", "we", "it", "his", "her", "their", "some"])
_NOBODY = frozenset(
    "In Of On At When As But And The A An For By To From With After Before While If It That This".split()
)
_BEFORE = re.compile(rf"({_PRONOUN}|[A-Z][\w.’'-]*(?:\s+{_NAME})*)(?:,[^,.!?]{{1,120}},)?\s+(?:\w+ly\s+)?$")


def subject(cue: Token, owner: Sequence[int]) -> Token | None:
    """The head of the subject of ``cue``, never a word inside marks; None when the parse has none."""
    if cue.lower_ == "according":
        to = cue.doc[cue.i + 1]
        return next((t for t in (*to.children, *cue.children) if t.dep_ == "pobj" and owner[t.i] < 0), None)
    undone = cue.dep_ == "advcl" and not any(t.dep_ in ("aux", "nsubj") for t in cue.lefts)
    if cue.tag_ == "VBN" and (undone or any(t.dep_ == "nsubjpass" for t in cue.lefts)):
        return _agent(cue, owner)
    verb = cue
    for _ in range(4):
        own = _agent(verb, owner) or _own(verb, owner, verb is cue)
        if own is not None:
            return own
        about = verb.dep_ in ("acl", "relcl")
        paper = about and verb.head.lower_ in _PAPERS and verb.head.dep_ in ("dobj", "pobj")
        if about and not paper:
            return verb.head if owner[verb.head.i] < 0 and verb.head.pos_ != "VERB" else None
        if not about and verb.dep_ not in _RISES or verb.head is verb or owner[verb.head.i] >= 0:
            return None
        verb = verb.head
    return None


def _agent(verb: Token, owner: Sequence[int]) -> Token | None:
    """Who does what a passive verb says: ``was asked by her``."""
    agent = next((t for t in verb.children if t.dep_ == "agent"), None) if verb.tag_ == "VBN" else None
    return next((t for t in agent.children if owner[t.i] < 0), None) if agent is not None else None


def _own(verb: Token, owner: Sequence[int], first: bool) -> Token | None:
    """The subject that hangs on ``verb`` itself; ``it`` counts for the cue alone, a day never."""
    for token in verb.children:
        if token.dep_ not in _SUBJECT or owner[token.i] >= 0 or token.ent_type_ in ("DATE", "TIME"):
            continue
        if first or token.lower_ not in ("it", "there"):
            return token
    return None


def antecedent(who: Token, owner: Sequence[int]) -> Token | None:
    """Whom ``who`` or ``which`` stands for: ``Ada Lovelace, who said``."""
    verb = who.head
    while verb.dep_ in ("conj", "xcomp", "ccomp") and verb.head is not verb:
        verb = verb.head
    return verb.head if verb.dep_ == "relcl" and owner[verb.head.i] < 0 else None


def named(who: Token | None, owner: Sequence[int]) -> Bounds | None:
    """The phrase that a relative pronoun stands for, else None."""
    if who is None or who.lower_ not in RELATIVE:
        return None
    head = antecedent(who, owner)
    return phrase(head, owner) if head is not None else None


def inserted(cue: Token, last: int) -> Token | None:
    """The name in ``Everything, says Ada Lovelace, is true``, whatever the parse makes of it."""
    doc = cue.doc
    if cue.i == 0 or doc[cue.i - 1].text != "," or cue.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    end = cue.i + 1
    while end <= min(last, cue.i + 4) and doc[end].tag_ in ("NNP", "NNPS"):
        end += 1
    named = end > cue.i + 1 and end <= last and doc[end].text in (",", ".")
    return doc[end - 1] if named else None


def _before_bracket(cue: Token, first: int) -> Token | None:
    """The name in ``Ada Lovelace (D-Vienna), said``."""
    for i in range(cue.i - 3, max(first, cue.i - 14), -1):
        if cue.doc[i].text == "(":
            return cue.doc[i - 1] if cue.doc[i - 1].tag_ in ("NNP", "NNPS") else None
    return None


def apposed(cue: Token, first: int, owner: Sequence[int]) -> Token | None:
    """The name in ``…, Ada Lovelace, a poet, said``, where the parse gives the cue no subject of its own.

    ``first`` is the first token of the sentence.
    """
    doc = cue.doc
    if (
        cue.tag_ not in ("VBD", "VBZ", "VBP")
        or cue.i - first < 3
        or doc[cue.i - 1].text != ","
        or any(t.dep_ in _SUBJECT for t in cue.lefts)
    ):
        return None
    if doc[cue.i - 2].text == ")":
        name = _before_bracket(cue, first)
        if name is not None:
            return name
    commas = [i for i in range(max(first, cue.i - 30), cue.i - 1) if doc[i].text == "," and owner[i] < 0]
    if not commas:
        return None
    near, start = doc[commas[-1] + 1], commas[-2] + 1 if len(commas) > 1 else first
    before = doc[commas[-1] - 1]
    if owner[before.i] >= 0 or start >= before.i and before.tag_ not in _NOUN:
        return None
    if near.lower_ in RELATIVE or near.tag_ in ("DT", "PRP$", "CD") or near.text[0].islower():
        return before if before.tag_ in ("NNP", "NNPS") else None
    if near.tag_ in _NOUN and before.tag_ in ("NN", "NNS"):
        return before
    return None


def phrase(head: Token, owner: Sequence[int]) -> Bounds:
    """The noun phrase around ``head`` in code points, without clauses and asides after it.

    An aside that holds a person's name is kept where the phrase itself holds none, for
    "the ambassador, Ada Lovelace," is named by it.
    """
    last = head.i
    for child in head.children:
        if child.i < head.i or owner[child.i] >= 0 or child.dep_ in _CUT or child.is_punct and child.text != "-":
            continue
        if child.dep_ in ("prep", "conj", "cc", "case", "poss", "flat", "compound", "nummod", "amod"):
            if child.dep_ in ("conj", "cc") and child.i - head.i > 8:
                continue
            last = max(last, _end(child, owner))
    first = head.i
    for child in head.lefts:
        if owner[child.i] < 0 and not child.is_space and not (child.is_punct and first == head.i):
            first = min(first, child.left_edge.i)
    while first < head.i and (owner[first] >= 0 or head.doc[first].is_punct or head.doc[first].is_space):
        first += 1
    if not any(t.ent_type_ == "PERSON" for t in head.doc[first : last + 1]):
        named = next((c for c in head.children if c.dep_ == "appos" and _is_person(c, owner)), None)
        if named is not None and named.i > last and named.i - head.i < 25:
            last = named.i
    doc = head.doc
    last = _joined(doc, last)
    return doc[first].idx, doc[last].idx + len(doc[last])


def _joined(doc: Doc, last: int) -> int:
    """``last``, or the last token that hyphens join to it: ``Nadia al-Masri``."""
    while last + 2 < len(doc) and doc[last + 1].text == "-" and not doc[last].whitespace_ + doc[last + 1].whitespace_:
        last += 2
    return last


def _is_person(token: Token, owner: Sequence[int]) -> bool:
    return owner[token.i] < 0 and token.ent_type_ == "PERSON"


def _end(token: Token, owner: Sequence[int], depth: int = 0) -> int:
    """The last word of ``token``'s phrase before a clause, an aside or marks."""
    last = token.i
    for child in token.rights:
        if child.dep_ in _CUT or child.is_punct or owner[child.i] >= 0 or depth > DEEPEST:
            break
        last = max(last, _end(child, owner, depth + 1))
    return last


def by_words(text: str, cue: Bounds, low: int, high: int) -> Bounds | None:
    """The speaker beside a cue by capitals alone: ``said Ada Lovelace`` or ``Ada, a poet, said``.

    Looks only into ``[low, high)``, which holds no marks.
    """
    gap = text[low : cue[0]].strip(" ,\n\u00a0")
    if gap[:1].isalpha() and len(gap) < 200 and low and text[low - 1] in "\"”’'»“":
        first = gap.split(",")[0]
        mention = first if _NAMED.fullmatch(first) else _ADVERB.sub("", gap)
        if not mention.split()[0].islower() or mention.split()[0] in _STARTS:
            start = text.index(mention, low)
            return start, start + len(mention)
    before = _BEFORE.search(text, max(low, cue[0] - 200), cue[0])
    if before is not None and before[1] not in _NOBODY:
        return _stopped(text, *before.span(1))
    after = _AFTER.match(text, cue[1], min(high, cue[1] + 160))
    if after is not None and len(after.group().split()) < 12:
        return _stopped(text, *after.span(1))
    return None


def _stopped(text: str, start: int, end: int) -> Bounds:
    """Without the full stop of the sentence; one after a short word such as Jr. belongs to the name."""
    word = text[start:end].split()[-1]
    return (start, end - 1) if word.endswith(".") and len(word) > 4 else (start, end)
