"""Where a reported clause begins and ends: what trails behind it, and the marks that it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from glossator.core.nlp.quotes.rules import Rule
from glossator.core.nlp.quotes.scene import Scene
from glossator.core.nlp.quotes.speakers import RELATIVE, Bounds

if TYPE_CHECKING:
    from spacy.tokens import Token

EDGE = frozenset({",", ".", ";", ":", "—", "–", "--", "-", "…"})
_PAUSE = frozenset({",", "—", "–", "-", "--"})
_TURNS = frozenset({"and", "but", "though", "although", "while"})
_GO_ON = frozenset(
    {"and", "but", "or", "nor", "that", "because", "when", "where", "than", "to", "if", "unless", "until", "so"}
)
LEAST = 6
"""Code points: nothing shorter is a reported clause."""


class Clause(NamedTuple):
    """Content as the tokens ``first`` to ``last``, both included, with its cue and who says it.

    ``rule`` found the content and ``by`` its speaker.
    """

    first: int
    last: int
    cue: Token
    who: Token | None
    rule: Rule
    by: Rule = Rule.SUBJECT


def trailing(scene: Scene, first: int, last: int, cue: Token) -> int:
    """The last token of a clause that the parse ends at ``last``: grown to what goes on, cut at another saying."""
    end = max(scene.last[cue.i], first)
    last = min(last, end)
    if last < end and _goes_on(scene, last, end, cue):
        last = end
    for i in range(first + 1, last):
        if scene.owner[i] < 0 and (_turns(scene, first, i, last, cue) or i > first + 3 and _aside(scene, i, last)):
            return i - 1
    return last


def _goes_on(scene: Scene, last: int, end: int, cue: Token) -> bool:
    """Whether the sentence behind ``last`` still belongs to the clause."""
    at, owner = last + 1, scene.owner
    while at < end and (scene.doc[at].is_space or scene.doc[at].text in EDGE or 0 <= owner[at] == owner[last]):
        at += 1
    if scene.doc[at].lower_ in ("and", "but") and _of_teller(scene, at, cue):
        return False
    if at == last + 1 or scene.doc[at].lower_ in _GO_ON:
        return at < end
    if owner[at] >= 0 and at < end:
        return scene.doc[at - 1].text in (":", ";") or scene.doc[at + 1].text[0].islower()
    return scene.doc[at - 1].text in (":", ";")


def _aside(scene: Scene, i: int, last: int) -> bool:
    """Whether the writer’s own words about the last noun begin at ``i``: ``, which opened in May``, ``(in May)``."""
    token = scene.doc[i]
    if token.text == "(":
        return all(scene.doc[k].text != ")" for k in range(i, last - 1))
    following = scene.doc[i + 1]
    if token.text != "," or following.lower_ not in RELATIVE or following.head.dep_ != "relcl":
        return False
    return following.head.right_edge.i >= last - 1 and all(scene.owner[k] < 0 for k in range(i, last + 1))


def _marked(scene: Scene, head: Token) -> bool:
    return any(scene.owner[t.i] >= 0 for t in head.subtree)


def _of_teller(scene: Scene, at: int, cue: Token) -> bool:
    """Whether what ``and`` joins is another thing that the teller does: ``and left the town``."""
    verb = next((t for t in scene.doc[at + 1 : at + 4] if t.tag_ not in ("RB", "RP")), None)
    return verb is not None and verb.tag_ == cue.tag_ and verb.dep_ == "conj" and verb.head.i <= cue.i


def _turns(scene: Scene, first: int, i: int, last: int, cue: Token) -> bool:
    """Whether token ``i`` leads on to another saying of the same teller: ``, adding …``, ``and called …``."""
    token = scene.doc[i]
    following = scene.doc[i + 1]
    if token.text in _PAUSE and i > first + 3:
        if following.lower_ in ("a", "an") and following.head.dep_ == "appos" and not _marked(scene, following.head):
            return True
    if token.text in _PAUSE:
        return following.lower_ == "according" or following.tag_ == "VBG" and following.i in scene.cue_at
    if token.lower_ not in _TURNS:
        return False
    for j in range(i + 1, min(i + 7, last)):
        verb = scene.doc[j]
        if j in scene.cue_at and verb.tag_ == cue.tag_ and scene.words.forms[verb.lower_] not in scene.words.minds:
            own = any(t.dep_ == "nsubj" and t.i > i for t in verb.lefts)
            return own or j <= i + 2 or scene.doc[i - 1].text == ","
        if verb.is_punct or scene.owner[j] >= 0:
            return False
    return False


def span_of(scene: Scene, clause: Clause) -> Bounds | None:
    """The tokens of ``clause`` in code points, with every stretch they touch as a whole.

    Punctuation at the edges stays outside. None when nothing is left, or when the cue
    itself would lie in it.
    """
    doc, owner = scene.doc, scene.owner
    first, last = clause.first, clause.last
    while first < last and owner[first] < 0 and (doc[first].is_space or doc[first].text in EDGE):
        first += 1
    while last > first and owner[last] < 0 and (doc[last].is_space or doc[last].text in EDGE):
        last -= 1
    start, end = doc[first].idx, doc[last].idx + len(doc[last])
    touched = scene.stretches(start, end)
    if touched:
        start, end = min(start, touched[0].start), max(end, touched[-1].end)
    else:
        end = min(end, scene.block(start)[1])
    if end - start < LEAST or start <= clause.cue.idx < end:
        return None
    return start, end
