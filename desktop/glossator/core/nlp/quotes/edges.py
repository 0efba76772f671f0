"""Where a reported clause begins and ends: what trails behind it, and the marks that it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from glossator.core.nlp.quotes.scene import Scene
from glossator.core.nlp.quotes.speakers import Bounds

if TYPE_CHECKING:
    from spacy.tokens import Token

EDGE = frozenset({",", ".", ";", ":", "—", "–", "--", "-", "…"})
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
    rule: str
    score: float
    by: str = "subject"


def trailing(scene: Scene, first: int, last: int, cue: Token) -> int:
    """The last token of the clause ``first`` to ``last`` once another act of saying behind it is cut off."""
    last = min(last, max(scene.last[cue.i], first))
    for i in range(first + 2, last):
        if scene.owner[i] >= 0 or scene.doc[i].text not in (",", "—", "–", "-"):
            continue
        token = scene.doc[i + 1]
        if token.lower_ in ("according", "adding", "saying", "citing", "noting", "calling", "telling"):
            return i - 1
    return last


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
