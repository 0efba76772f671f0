"""Which cue and which speaker belong to each stretch in marks that no clause has."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from glossator.core.model.quote import QuoteKind
from glossator.core.nlp.quotes.leads import label, signature
from glossator.core.nlp.quotes.marks import SINGLE, Stretch
from glossator.core.nlp.quotes.rules import Rule
from glossator.core.nlp.quotes.scene import Found, Scene, cue_bounds
from glossator.core.nlp.quotes.speakers import Bounds, by_words, named, phrase
from glossator.core.nlp.quotes.titles import is_title

if TYPE_CHECKING:
    from spacy.tokens import Token

_RULES = {"lead": Rule.CUE_BEFORE, "after": Rule.CUE_AFTER, "left": Rule.CUE_IN_SENTENCE, "": Rule.MARKS_ALONE}
REACH = 600
"""Code points before a stretch that are looked at."""
AFTER = 200
_STOP = re.compile(r"[.!?](?:\s|$)")
_SENTENCE = re.compile(r"(?<![A-Z])(?<!Mr)(?<!Dr)(?<!Ms)(?<!Mrs)(?<!Sen)(?<!Rep)(?<!Gov)[.!?][\"”’']*\s+(?=[\"“‘'A-Z])")
_FULL = re.compile(r"[,.!?…—–-][\"'’”»]*$")
_SHORT = frozenset(["Mr", "Mrs", "Ms", "Dr", "Sen", "Rep", "Gov", "Gen", "St", "Jr", "Sr", "Lt", "Col", "U.S", "Prof"])
_LEADS = re.compile(r"(?:[,:]|\bthat|\bas)\s*$")
_BEGINS = re.compile(r"(?:[,:]|\bthat)$")
_WORDS = re.compile(r"\w+(?:[’'-]\w+)*")


def stretch(scene: Scene, k: int) -> Found:
    """The stretch number ``k`` with the cue and speaker that its own sentence gives."""
    mark = scene.marks[k]
    body = scene.text[slice(*mark.body)].strip()
    size = len(_WORDS.findall(body))
    full = bool(_FULL.search(body))
    cue, side = _cue(scene, k, full and _begins(scene, k))
    speaker, by = _speaker(scene, k, cue) if cue is not None else (None, None)
    bounds = cue_bounds(cue) if cue is not None and speaker else None
    whose = named(scene.teller(cue), scene.owner) if cue is not None and scene.parsed else None
    if side not in ("lead", "after"):
        signed, how = _named(scene, k)
        if signed is not None:
            speaker, by, bounds, whose, side = signed, how, None, None, "lead"
    kind = _kind(scene, k, side, size, full)
    bare = side == "lead" and size > 2 and scene.text[max(0, mark.start - 2) : mark.start].strip()[-1:].isalpha()
    heading = not side and size > 2 and mark.mark in SINGLE
    if (kind is QuoteKind.MIXED or bare or heading) and is_title(body):
        return Found(mark.start, mark.end, QuoteKind.SCARE, Rule.TITLE)
    if kind is QuoteKind.SCARE:
        return Found(mark.start, mark.end, kind, Rule.ARMS_LENGTH)
    rule = _RULES[side] if kind is QuoteKind.DIRECT else Rule.FRAGMENT
    whole = scene.kind(mark.start, mark.end)
    return Found(mark.start, mark.end, whole, rule, bounds, speaker, whose, speaker_rule=by, closed=mark.closed)


def _named(scene: Scene, k: int) -> tuple[Bounds | None, Rule | None]:
    """Who signs stretch ``k``, or is named before a colon in front of it."""
    mark = scene.marks[k]
    signed = signature(scene, mark.end)
    if signed is not None:
        return signed, Rule.SIGNATURE
    low = scene.block(mark.start)[0]
    if low == mark.start:
        before = bisect_left(scene.blocks, low, key=lambda b: b[0])
        if not 0 < before < len(scene.blocks):
            return None, None
        low, high = scene.blocks[before - 1]
    else:
        high = mark.start
    low = max(low, high - REACH)
    if not scene.text[low:high].rstrip().endswith(":"):
        return None, None
    who = _teller(scene, high)
    return (who, Rule.SENTENCE_BEFORE) if who is not None else (label(scene, low, high), Rule.LABEL)


def _teller(scene: Scene, high: int) -> Bounds | None:
    """The subject of the sentence that ends in a colon at ``high``: ``She went further:``."""
    span = scene.doc.char_span(max(0, high - 3), high, alignment_mode="expand") if scene.parsed else None
    if span is None:
        return None
    tokens = scene.doc[scene.first[span.start] : span.end]
    heads = [t for t in tokens if t.dep_ == "nsubj" and scene.owner[t.i] < 0 and _leads(scene, t.head)]
    return (
        phrase(heads[-1], scene.owner)
        if heads and heads[-1].lower_ not in ("it", "this", "that", "there", "here")
        else None
    )


def _leads(scene: Scene, verb: Token) -> bool:
    """Whether ``verb`` heads its sentence, marks aside."""
    return verb.dep_ in ("ROOT", "conj") or verb.dep_ == "ccomp" and scene.owner[verb.head.i] >= 0


def _cue(scene: Scene, k: int, full: bool) -> tuple[Token | None, str]:
    """The cue of stretch ``k`` and on which side of it, ``lead``, ``after``, ``left`` or ""."""
    mark = scene.marks[k]
    announced = _announced(scene, mark)
    if announced is not None:
        return announced, "lead"
    left, before = _left(scene, k)
    leads = left is not None and (_LEADS.search(before) or before.rstrip().endswith(left.text))
    if leads and left and not (full and before.rstrip().endswith(",") and mark.start - left.idx >= 100):
        return left, "lead"
    right, high = _right(scene, k)
    able = next((c for c in right if _can_speak(scene, c)), None)
    if full and able is not None:
        return able, "after"
    near = right[0] if right and right[0].idx - mark.end < 160 else None
    if full and near is not None and by_words(scene.text, cue_bounds(near), mark.end, high):
        return near, "after"
    if left is not None:
        return left, "left"
    return (able, "after") if able is not None and not full and _governs(scene, able, mark) else (None, "")


def _left(scene: Scene, k: int) -> tuple[Token | None, str]:
    """The last cue before stretch ``k`` in its sentence, and the words of the sentence before the stretch."""
    text, mark = scene.text, scene.marks[k]
    low = max(scene.block(mark.start)[0], mark.start - REACH)
    if k and scene.marks[k - 1].end > low and _SENTENCE.search(text, scene.marks[k - 1].end - 2, mark.start + 1):
        low = max(low, min(scene.marks[k - 1].end, mark.start))
    stops = list(_SENTENCE.finditer(text, low, mark.start + 1))
    if stops:
        low = stops[-1].end()
    before = text[low : mark.start]
    left = [c for c in scene.between(low, mark.start) if _can_speak(scene, c)]
    if left and left[-1].lower_ == "according" and before.rstrip()[-1:] not in (",", ":"):
        return None, before
    return (left[-1] if left else None), before


def _right(scene: Scene, k: int) -> tuple[list[Token], int]:
    """The cues after stretch ``k`` in its sentence, and where that ends."""
    text, mark = scene.text, scene.marks[k]
    high = min(scene.block(mark.end - 1)[1], mark.end + AFTER)
    following = scene.marks[k + 1].start if k + 1 < len(scene.marks) else high
    stop = _STOP.search(text, mark.end, high)
    while stop and _is_short(text[mark.end : stop.start()]):
        stop = _STOP.search(text, stop.end(), high)
    high = min(high, following, stop.start() + 1 if stop else high)
    return scene.between(mark.end, high), high


def _is_short(before: str) -> bool:
    """Whether the full stop after ``before`` only shortens a word: ``Mr.``, ``Lisa O.``"""
    word = before.rsplit(maxsplit=1)[-1] if before.strip() else ""
    return len(word) == 1 and word.isupper() or word in _SHORT


def _announced(scene: Scene, mark: Stretch) -> Token | None:
    """The cue at the end of the paragraph before, where that ends in a colon: ``Ada said:``"""
    before = bisect_left(scene.blocks, mark.start, key=lambda b: b[0])
    if not 0 < before < len(scene.blocks) or scene.blocks[before][0] != mark.start:
        return None
    start, end = scene.blocks[before - 1]
    if scene.text[end - 1] != ":":
        return None
    able = [c for c in scene.between(max(start, end - AFTER), end) if _can_speak(scene, c)]
    return able[-1] if able else None


def _governs(scene: Scene, cue: Token, mark: Stretch) -> bool:
    """Whether the stretch hangs on ``cue`` in the parse; by nearness where there is no parse."""
    if not scene.parsed:
        return cue.idx - mark.end < 40
    span = scene.doc.char_span(*mark.body, alignment_mode="expand")
    return span is not None and cue in span.root.ancestors


def _can_speak(scene: Scene, cue: Token) -> bool:
    return scene.teller(cue) is not None if scene.parsed else True


def _speaker(scene: Scene, k: int, cue: Token) -> tuple[Bounds | None, Rule | None]:
    """The mention that ``cue`` has for its subject, outside every stretch in marks, and the rule that found it."""
    head = scene.teller(cue) if scene.parsed else None
    if head is not None:
        rule = Rule.INVERTED if head.i > cue.i else Rule.SUBJECT
        return phrase(head, scene.owner), Rule.ACCORDING_TO if cue.lower_ == "according" else rule
    mark = scene.marks[k]
    block = scene.block(cue.idx)
    low, high = (block[0], mark.start) if cue.idx < mark.start else (mark.end, block[1])
    if cue.idx < mark.start and k:
        low = max(low, scene.marks[k - 1].end)
    elif cue.idx > mark.start and k + 1 < len(scene.marks):
        high = min(high, scene.marks[k + 1].start)
    at = cue_bounds(cue)
    return by_words(scene.text, at, min(low, at[0]), max(high, at[1])), Rule.BY_WORDS


def _kind(scene: Scene, k: int, side: str, size: int, full: bool) -> QuoteKind:
    """Whether stretch ``k`` is speech (direct), a fragment of it (mixed) or a word at arm's length (scare)."""
    mark = scene.marks[k]
    block = scene.block(mark.start)
    if not side:
        alone = mark.start == block[0] and mark.end >= block[1] - 1
        if _begins(scene, k) and (size >= 5 or alone and size >= 2 or full and size >= 3):
            return QuoteKind.DIRECT
        return QuoteKind.MIXED if size >= 5 else QuoteKind.SCARE
    begins = _begins(scene, k) or side == "lead"
    return QuoteKind.DIRECT if begins and (full or _ends(scene, k)) else QuoteKind.MIXED


def _begins(scene: Scene, k: int) -> bool:
    """Whether stretch ``k`` begins what is said, rather than going on with words outside marks."""
    mark = scene.marks[k]
    before = scene.text[max(scene.block(mark.start)[0], mark.start - 40) : mark.start].rstrip()
    if not before or before[-1] in ".!?:…—–)\"”’'" or _LEADS.search(before):
        return True
    return False


def _ends(scene: Scene, k: int) -> bool:
    """Whether what is said ends with stretch ``k``."""
    mark = scene.marks[k]
    return not scene.text[mark.end : min(mark.end + 20, scene.block(mark.end - 1)[1])].lstrip()[:1].isalnum()
