"""What is reported without marks, or partly in marks: the clauses that hang on a cue in the parse.

A clause follows its cue (``said that it rains``), stands before it (``it rains, he said``),
around it (``it will, he said, rain``) or beside ``according to``. A stretch in marks that
touches a clause belongs to it as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from glossator.core.nlp.quotes.edges import span_of, trailing
from glossator.core.nlp.quotes.scene import Found, Scene, cue_bounds
from glossator.core.nlp.quotes.speakers import Bounds, phrase, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_COMMA = frozenset({",", "—", "–", "--", "-"})
_WH = frozenset({"whether", "if", "what", "how", "why", "who", "when", "where", "which"})


class Clause(NamedTuple):
    """Content as the tokens ``first`` to ``last``, both included, with its cue and who says it."""

    first: int
    last: int
    cue: Token
    who: Token | None
    rule: str
    score: float


def reported(scene: Scene) -> list[Found]:
    """Every reported clause outside the others, in order of the text; needs a parse."""
    found: list[Found] = []
    end = -1
    for clause in sorted(_clauses(scene), key=lambda c: (c.first, -c.last)):
        made = _made(scene, clause)
        if made is not None and made.start >= end and not _cue_taken(found, made):
            found.append(made)
            end = made.end
    return found


def _cue_taken(found: list[Found], made: Found) -> bool:
    return bool(found) and made.cue is not None and found[-1].start <= made.cue[0] < found[-1].end


def _made(scene: Scene, clause: Clause) -> Found | None:
    bounds = span_of(scene, clause.first, clause.last, clause.cue)
    if bounds is None:
        return None
    speaker: Bounds | None = phrase(clause.who, scene.owner) if clause.who is not None else None
    kind = scene.kind(*bounds)
    rule = "subject" if clause.cue.lower_ != "according" else "according-to"
    return Found(
        *bounds, kind, clause.score, cue_bounds(clause.cue), speaker, clause.rule, rule if speaker else ""
    )


def _clauses(scene: Scene) -> Iterator[Clause]:
    for cue in scene.cues:
        if cue.lower_ == "according":
            yield from _according(scene, cue)
            continue
        who = subject(cue, scene.owner)
        after = list(_after(scene, cue, who))
        yield from after or _around(scene, cue, who)


def _after(scene: Scene, cue: Token, who: Token | None) -> Iterator[Clause]:
    """``said that it rains``, ``asked whether it rains``, ``said it rains``."""
    base = scene.words.forms.get(cue.lower_, "")
    for child in cue.rights:
        first, last = max(child.left_edge.i, cue.i + 1), child.right_edge.i
        if child.dep_ == "ccomp" and base not in scene.words.minds:
            that = next((t.i for t in child.lefts if t.lower_ == "that" and t.dep_ == "mark" and t.i > cue.i), None)
            rule = "reported-clause" if that is None else "that-clause"
            if scene.doc[first].lower_ in _WH:
                rule = "question-clause"
            if who is None and that is None:
                continue
            last = trailing(scene, that or first, last, child, cue)
            yield Clause(that or first, last, cue, who, rule, 0.9 if that is not None else 0.8)
            return


def _around(scene: Scene, cue: Token, who: Token | None) -> Iterator[Clause]:
    """``it rains, he said`` and ``it will, he said, rain``."""
    if who is None or cue.tag_ in ("VBG", "VB"):
        return
    left = min(who.left_edge.i, cue.i) if who.i < cue.i else cue.i
    left = max(left, scene.first[cue.i])
    comma = left - 1
    while comma > 0 and scene.owner[comma] < 0 and scene.doc[comma].is_space:
        comma -= 1
    if comma <= scene.first[cue.i] or scene.doc[comma].text not in _COMMA and scene.owner[comma] < 0:
        return
    if scene.owner[comma] >= 0 and scene.doc[comma - 1].text not in _COMMA:
        return
    yield Clause(scene.first[cue.i], comma, cue, who, "content-first", 0.8)


def _according(scene: Scene, cue: Token) -> Iterator[Clause]:
    """``it rains, according to him`` and ``according to him, it rains``."""
    who = subject(cue, scene.owner)
    if who is None:
        return
    start, end = scene.first[cue.i], scene.last[cue.i]
    if cue.i - start > 4:
        yield Clause(start, cue.i - 1, cue, who, "according-to", 0.9)
        return
    own = {t.i for c in who.rights if c.dep_ in ("appos", "relcl", "conj", "cc") for t in c.subtree}
    comma = next((i for i in range(who.i + 1, end) if scene.doc[i].text == "," and i + 1 not in own), None)
    if comma is not None:
        yield Clause(comma + 1, end, cue, who, "according-to", 0.85)
