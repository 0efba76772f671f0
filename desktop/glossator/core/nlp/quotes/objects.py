"""Content that is an object of its cue: ``called him “a liar”``, ``promised to go``, ``his claim that it rains``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossator.core.nlp.quotes.edges import Clause, trailing
from glossator.core.nlp.quotes.rules import Rule
from glossator.core.nlp.quotes.scene import Scene
from glossator.core.nlp.quotes.titles import is_title

if TYPE_CHECKING:
    from spacy.tokens import Token

_OBJECT = frozenset({"dobj", "oprd", "xcomp", "ccomp", "attr", "acomp", "dative", "pcomp"})
_BESIDE = frozenset("on in at during when after before and but as while amid because last ,".split())
_WITH = frozenset({"as", "of", "for", "with", "to", "about"})


def complement(scene: Scene, cue: Token, who: Token | None) -> Clause | None:
    """The objects of ``cue`` where its verb reports with them, or where marks stand in them."""
    words = scene.words
    base = words.forms.get(cue.lower_, "")
    kids = _kids(scene, cue, base)
    if who is None or not kids or cue.dep_ == "acl" and cue.tag_ == "VBN":
        return None
    if base in words.promises and (to := _infinitive(kids)) is not None:
        first = max(to.left_edge.i, cue.i + 1)
        return Clause(first, trailing(scene, first, to.right_edge.i, cue), cue, who, Rule.TO_INFINITIVE)
    thing = next((c for c in kids if c.dep_ in ("dobj", "oprd", "xcomp", "ccomp")), None) or kids[0]
    first = thing.left_edge.i + (thing.dep_ == "prep" and thing.lower_ != "as")
    first, last = max(first, cue.i + 1), max(c.right_edge.i for c in kids if c.i >= thing.i)
    last = _before_verb(scene, first, trailing(scene, first, last, cue), cue)
    marked = _quotes(scene, first, last)
    if marked:
        last = _before_next(scene, first, last)
    if base in words.names:
        last = _to_marks(scene, first, last)
        return Clause(first, last, cue, who, Rule.NAMED_AS) if marked or _names(kids, thing) else None
    if _quotes(scene, first, last):
        return Clause(first, last, cue, who, Rule.OBJECT_WITH_MARKS)
    last = min(last, trailing(scene, first, thing.right_edge.i, cue))
    if base in words.objects and thing.dep_ in ("dobj", "xcomp") and last - first > 2:
        return Clause(first, last, cue, who, Rule.OBJECT)
    return None


def _quotes(scene: Scene, first: int, last: int) -> bool:
    """Whether words in marks stand between the two tokens that are no title of a work."""
    stretches = {scene.owner[i] for i in range(first, last + 1)} - {-1}
    return any(not is_title(scene.text[slice(*scene.marks[k].body)]) for k in stretches)


def _kids(scene: Scene, cue: Token, base: str) -> list[Token]:
    """What hangs on the right of ``cue``: objects and their prepositions, but nobody who only hears it."""
    kids = [c for c in cue.rights if c.dep_ in _OBJECT or c.dep_ == "prep" and c.lower_ in _WITH]
    if base in scene.words.addressed:
        kids = [c for c in kids if c.dep_ != "dobj"]
    if base in scene.words.names:
        return kids
    owner = scene.owner
    return [c for c in kids if owner[c.left_edge.i] < 0 or owner[c.right_edge.i] != owner[c.left_edge.i]]


def _to_marks(scene: Scene, first: int, last: int) -> int:
    """``last``, or the end of the last stretch where only a time or a place of saying follows it."""
    inside = [i for i in range(first, last + 1) if scene.owner[i] >= 0]
    if not inside or inside[-1] >= last:
        return last
    token = scene.doc[inside[-1] + 1]
    beside = token.lower_ in _BESIDE or token.ent_type_ in ("DATE", "TIME")
    return inside[-1] if beside else last


def _names(kids: list[Token], thing: Token) -> bool:
    """Whether something is said of the object, beyond that it is there: ``as a liar``, ``of lying``."""
    if thing.dep_ == "prep" or thing.lower_.endswith(("self", "selves")):
        return False
    more = [c for c in kids if c.dep_ in ("oprd", "xcomp", "ccomp") or c.dep_ == "prep" and c.lower_ in ("as", "of")]
    more += [c for c in kids if c.dep_ == "prep" and c.lower_ == "for"]
    more += [
        c for c in thing.rights if c.dep_ == "prep" and c.lower_ == "as" or any(t.dep_ == "pcomp" for t in c.rights)
    ]
    return bool(more)


def _before_verb(scene: Scene, first: int, last: int, cue: Token) -> int:
    """``last``, or the token before ``and`` and another verb of the teller: ``called it a shame and left``."""
    for i in range(first + 1, last):
        if scene.owner[i] < 0 and scene.doc[i].dep_ == "cc" and scene.doc[i + 1].tag_ == cue.tag_:
            return i - 1
    return last


def _infinitive(kids: list[Token]) -> Token | None:
    """The infinitive among the objects: ``to go``."""
    return next((c for c in kids if c.dep_ == "xcomp" and any(t.tag_ == "TO" for t in c.lefts)), None)


def _before_next(scene: Scene, first: int, last: int) -> int:
    """``last``, or the token before the clause of another cue between the two."""
    for i in range(first + 1, last + 1):
        if i in scene.cue_at and scene.doc[i].left_edge.i > first:
            return scene.doc[i].left_edge.i - 1
    return last


def of_noun(scene: Scene, noun: Token) -> Clause | None:
    """``his claim that it rains``: the clause of a noun of saying, with its owner for the speaker."""
    child = next((c for c in noun.rights if c.dep_ in ("acl", "ccomp", "relcl") and c.i > noun.i), None)
    if child is None:
        return None
    first = child.left_edge.i
    if scene.doc[first].lower_ not in ("that", "to"):
        return None
    if child.dep_ == "relcl" and any(c.dep_ in ("nsubj", "dobj", "nsubjpass") and c.i == first for c in child.lefts):
        return None
    who = next((c for c in noun.lefts if c.dep_ == "poss" and scene.owner[c.i] < 0), None)
    last = min(child.right_edge.i, scene.last[noun.i])
    if who is None and all(scene.owner[i] < 0 for i in range(first, last + 1)):
        return None
    return Clause(first, last, noun, who, Rule.NOUN_CUE, Rule.POSSESSOR)
