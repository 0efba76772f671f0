"""Speech that a dash opens at the beginning of a paragraph: ``—No lo sé —dijo Ana—. Mañana.``"""

from __future__ import annotations

import re

from glossator.core.model.overlap import trimmed
from glossator.core.model.quote import QuoteKind
from glossator.core.nlp.quotes.marks import Bounds
from glossator.core.nlp.quotes.rules import Rule
from glossator.core.nlp.quotes.scene import Found
from glossator.core.nlp.quotes.sentence import FAR, Paragraph, Reader

_OPENS = re.compile(r"[—–]\s?(?=\w|[¿¡])")
_DASH = re.compile(r"[—–]")


def turn(paragraph: Paragraph) -> list[Found]:
    """What is said in a paragraph that begins with a dash, as one quotation in at most two pieces.

    Only with a verb of saying after a comma, a dash or the end of the first words: a list
    with dashes is no dialogue.
    """
    text, (low, high) = paragraph.text, paragraph.bounds
    opens = _OPENS.match(text, low, high)
    if opens is None or text[low] not in paragraph.words.dashes or paragraph.marks:
        return []
    reader = Reader(paragraph, paragraph.between(opens.end(), high)[:FAR])
    for c in reader.cues(1):
        before, word = reader.sentence[c - 1], reader.sentence[c]
        gap = text[before.end : word.start]
        if not re.search(r"[,—–!?…]", gap):
            continue
        speaker = reader.subject(c, True)
        start, end = trimmed(text, opens.end(), _end(text, before.end, word.start))
        first = Found(start, end, QuoteKind.DIRECT, Rule.CUE_AFTER, (word.start, word.end), speaker)
        first.speaker_rule = Rule.BY_WORDS if speaker else None
        return [first, *_rest(paragraph, first, word.end)]
    return []


def _end(text: str, low: int, high: int) -> int:
    """Where the speech ends between its last word and the verb: before the dash, with the mark that closes it."""
    dash = _DASH.search(text, low, high)
    return dash.start() if dash else high


def _rest(paragraph: Paragraph, first: Found, low: int) -> list[Found]:
    """What is said after the verb and its subject: behind a second dash, else in the next sentence."""
    text, (_, high) = paragraph.text, paragraph.bounds
    low = max(low, first.speaker[1] if first.speaker else 0)
    dash = _DASH.search(text, low, high)
    begin = dash.end() if dash else paragraph.sentence(low)[1]
    rest: Bounds = trimmed(text, begin, high)
    while rest[0] < rest[1] and not text[rest[0]].isalnum() and text[rest[0]] not in "¿¡":
        rest = rest[0] + 1, rest[1]
    if rest[0] >= rest[1]:
        return []
    piece = Found(*rest, first.kind, Rule.NEXT_PIECE, first.cue, first.speaker, head=first)
    piece.speaker_rule = first.speaker_rule
    return [piece]
