"""Who goes on speaking: pieces of one quotation, paragraphs wholly in marks, the sentence before."""

from __future__ import annotations

from glossator.core.model.quote import QuoteKind
from glossator.core.nlp.quotes.rules import Rule
from glossator.core.nlp.quotes.scene import Found, Scene
from glossator.core.nlp.quotes.speakers import Bounds, phrase

REACH = 600
"""Code points before a stretch in which its speaker may be named."""
AFTER = 200
"""Code points between two pieces of one quotation, at most."""


def carry(scene: Scene, found: list[Found]) -> None:
    """Join the pieces of one quotation, and give those without a speaker the one who is speaking."""
    last: Found | None = None
    for one in found:
        if one.kind is QuoteKind.SCARE and last is not None and _follows(scene, last, one):
            one.kind, one.rule = QuoteKind.DIRECT, Rule.MARKS_ALONE
        if one.kind is QuoteKind.SCARE or one.kind is QuoteKind.INDIRECT and one.speaker is None:
            continue
        block = scene.block(one.start)
        same = last is not None and last.end > block[0]
        goes_on = same or not scene.text[block[0] : one.start].strip()
        if last is not None and last.speaker is not None and one.speaker is None and goes_on:
            _takes(one, last, Rule.CARRIED_OVER)
        if one.speaker is None and one.kind is QuoteKind.DIRECT:
            one.speaker = _someone(scene, block[0], one.start)
            one.speaker_rule = Rule.SENTENCE_BEFORE if one.speaker else None
        if same and last is not None and _is_further_piece(last, one):
            one.head = last.head or last
        if not one.aside or last is None:
            last = one
    for one, following in zip(found, found[1:], strict=False):
        near = scene.block(one.start) == scene.block(following.start)
        if one.speaker is None and one.kind is QuoteKind.DIRECT and near and following.speaker is not None:
            _takes(one, following, Rule.NEXT_PIECE)


def _follows(scene: Scene, last: Found, one: Found) -> bool:
    """Whether a few words in marks are a whole sentence after another quotation: ``“Big time.”``"""
    if last.kind is not QuoteKind.DIRECT or last.end <= scene.block(one.start)[0] or one.start - last.end >= AFTER:
        return False
    between = scene.text[last.end : one.start].rstrip()
    body = scene.text[one.start : one.end].rstrip("\"'”’»")
    return between.endswith((".", "!", "?")) and body.endswith((".", "!", "?"))


def _takes(one: Found, other: Found, rule: Rule) -> None:
    """Give ``one`` the speaker and the cue of ``other``."""
    one.speaker, one.cue, one.named, one.speaker_rule = other.speaker, other.cue, other.named, rule


def _is_further_piece(last: Found, one: Found) -> bool:
    """Whether ``one`` goes on with what ``last`` began: ``“A,” he said, “b.”``"""
    joined = one.cue is not None and one.cue == last.cue and one.kind is last.kind
    cue_between = one.cue is not None and last.end <= one.cue[0] < one.start
    return joined and (cue_between or last.head is not None and one.start - last.end < AFTER)


def _someone(scene: Scene, low: int, high: int) -> Bounds | None:
    """The last subject between ``low`` and ``high`` outside marks: ``She disagreed. “No.”``"""
    low = max(low, high - REACH)
    if not scene.parsed or low >= high:
        return None
    span = scene.doc.char_span(low, high, alignment_mode="contract")
    heads = [t for t in span or () if t.dep_ == "nsubj" and scene.owner[t.i] < 0 and t.head.dep_ in ("ROOT", "conj")]
    return phrase(heads[-1], scene.owner) if heads else None
