"""Speech that whole paragraphs hold without marks: turns of an interview, and what ``She wrote:`` announces."""

from __future__ import annotations

import re
from collections import Counter

from glossator.core.nlp.quotes.rules import Rule
from glossator.core.nlp.quotes.scene import Found, Scene, cue_bounds
from glossator.core.nlp.quotes.speakers import phrase

HEADLINE = 150
"""Code points: no headline is longer."""
FEWEST = 2
"""So many paragraphs with a label make an interview."""
_TURN = re.compile(
    r"(?P<who>Q|A|[A-Z][A-Z.’'-]+(?:\s[A-Z][A-Z.’'-]+){0,3}|[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){0,3})"
    r"(?:\s\([^)\n]{1,40}\))?:\s+(?=\S)"
)
_ASKED = frozenset({"Q", "A"})


def turns(scene: Scene) -> list[Found]:
    """Paragraphs that begin with the label of who speaks: ``Q: …``, ``RAMOS: …``, ``Ada Lovelace: …``.

    Names in small letters count only where they come back. What stands wholly in marks is left to the marks.
    """
    heads = [m for m in (_TURN.match(scene.text, *bounds) for bounds in scene.blocks) if m]
    often = Counter(m["who"] for m in heads)
    kept = [m for m in heads if m["who"] in _ASKED or m["who"].isupper() and len(often) > 1 or often[m["who"]] > 1]
    if len(kept) < FEWEST:
        return []
    found = []
    for m in kept:
        start, end = m.end(), scene.block(m.start())[1]
        whole = any(s.start <= start and s.end >= end - 1 for s in scene.stretches(start, end))
        if not whole:
            kind = scene.kind(start, end)
            found.append(Found(start, end, kind, Rule.TURN, None, m.span("who"), speaker_rule=Rule.LABEL))
    return found


def headline(scene: Scene) -> list[Found]:
    """``Lovelace: We Won The Vote``: the first paragraph, where its label is a person of the text."""
    match = _TURN.match(scene.text, *scene.blocks[0]) if scene.blocks else None
    if match is None or match["who"] in _ASKED:
        return []
    start, end = match.end(), scene.blocks[0][1]
    name = match["who"].split()[-1]
    person = any(e.label_ == "PERSON" and name in e.text.split() for e in scene.doc.ents if e.start_char > end)
    whole = any(s.start <= start and s.end >= end - 1 for s in scene.stretches(start, end))
    if not person or whole or end - start > HEADLINE:
        return []
    kind = scene.kind(start, end)
    return [Found(start, end, kind, Rule.HEADLINE, None, match.span("who"), speaker_rule=Rule.LABEL)]


def announced(scene: Scene) -> list[Found]:
    """Paragraphs without marks after one that ends in a cue and a colon: ``In her memo she wrote:``."""
    found = []
    for (low, high), (start, end) in zip(scene.blocks, scene.blocks[1:], strict=False):
        if scene.text[high - 1] != ":" or scene.text[high:start].strip() or scene.stretches(start, end):
            continue
        last = [c for c in scene.between(max(low, high - 60), high) if c.lower_ != "according"]
        who = scene.teller(last[-1]) if last else None
        if who is None or _says_more(scene, cue_bounds(last[-1])[1], high):
            continue
        speaker = phrase(who, scene.owner)
        cue = cue_bounds(last[-1])
        kind = scene.kind(start, end)
        found.append(Found(start, end, kind, Rule.ANNOUNCED, cue, speaker, speaker_rule=Rule.SUBJECT))
    return found


def _says_more(scene: Scene, low: int, high: int) -> bool:
    """Whether more than a few words stand between the cue and the colon."""
    return len(scene.text[low:high].split()) > 6
