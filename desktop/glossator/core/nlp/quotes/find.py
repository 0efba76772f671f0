"""All quotations of a text: reported clauses first, then the stretches in marks that they leave."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from glossator.core.model.quote import QuoteKind
from glossator.core.nlp.quotes.carry import carry
from glossator.core.nlp.quotes.clauses import reported
from glossator.core.nlp.quotes.cues import Lexicon
from glossator.core.nlp.quotes.direct import stretch
from glossator.core.nlp.quotes.marks import Bounds, stretches
from glossator.core.nlp.quotes.scene import Found, Scene
from glossator.core.nlp.quotes.turns import announced, headline, turns

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find(text: str, doc: Doc, runs: Sequence[Sequence[Bounds]], words: Lexicon) -> list[Found]:
    """Every stretch in marks with its kind, cue and speaker, in order of the text."""
    blocks = [bounds for run in runs for bounds in run]
    scene = Scene(text, doc, blocks, stretches(text, runs), words)
    scene.prepare()
    whole = turns(scene) or headline(scene)
    whole = sorted(whole + (announced(scene) if scene.parsed else []), key=lambda one: one.start)
    clauses = reported(scene) if scene.parsed else []
    mixed = [c for c in clauses if c.kind is not QuoteKind.DIRECT]
    mixed = whole + [c for c in mixed if not _inside(whole, c)]
    for one in mixed:
        if one.head is not None and one.head.kind is QuoteKind.DIRECT:
            one.head = None
    taken = _taken(scene, mixed)
    found = [stretch(scene, k) for k in range(len(scene.marks)) if k not in taken]
    found = sorted(found + mixed, key=lambda one: (one.start, -one.end))
    carry(scene, found)
    return found


def _inside(whole: list[Found], one: Found) -> bool:
    """Whether ``one`` touches one of ``whole``, which are in order and apart."""
    k = bisect_left(whole, one.end, key=lambda w: w.start)
    return k > 0 and whole[k - 1].end > one.start


def _taken(scene: Scene, clauses: list[Found]) -> set[int]:
    """The numbers of the stretches that belong to a clause."""
    number = {mark.start: k for k, mark in enumerate(scene.marks)}
    return {number[mark.start] for c in clauses for mark in scene.stretches(c.start, c.end)}
