"""Which cue and which speaker belong to each stretch in marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from glossator.core.model.quote import QuoteKind
from glossator.core.nlp.quotes.clauses import reported
from glossator.core.nlp.quotes.cues import Lexicon
from glossator.core.nlp.quotes.marks import Stretch, stretches
from glossator.core.nlp.quotes.scene import Found, Scene, cue_bounds
from glossator.core.nlp.quotes.speakers import Bounds, by_words, phrase, subject

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

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


def find(text: str, doc: Doc, runs: Sequence[Sequence[Bounds]], words: Lexicon) -> list[Found]:
    """Every stretch in marks with its kind, cue and speaker, in order of the text."""
    blocks = [bounds for run in runs for bounds in run]
    scene = Scene(text, doc, blocks, stretches(text, runs), words)
    scene.prepare()
    clauses = reported(scene) if scene.parsed else []
    mixed = [c for c in clauses if c.kind is not QuoteKind.DIRECT]
    for one in mixed:
        if one.head is not None and one.head.kind is QuoteKind.DIRECT:
            one.head = None
    taken = _taken(scene, mixed)
    found = [_of(scene, k) for k in range(len(scene.marks)) if k not in taken]
    found = sorted(found + mixed, key=lambda one: (one.start, -one.end))
    _carry(scene, found)
    return found


def _taken(scene: Scene, clauses: list[Found]) -> set[int]:
    """The numbers of the stretches that belong to a clause."""
    number = {mark.start: k for k, mark in enumerate(scene.marks)}
    return {number[mark.start] for c in clauses for mark in scene.stretches(c.start, c.end)}


def _of(scene: Scene, k: int) -> Found:
    """The stretch number ``k`` with the cue and speaker that its own sentence gives."""
    mark = scene.marks[k]
    body = scene.text[slice(*mark.body)].strip()
    size = len(_WORDS.findall(body))
    full = bool(_FULL.search(body))
    cue, side = _cue(scene, k, full and _begins(scene, k), size)
    speaker = _speaker(scene, k, cue) if cue is not None else None
    bounds = cue_bounds(cue) if cue is not None else None
    kind, score = _kind(scene, k, cue, side, size, full)
    if kind is QuoteKind.SCARE:
        return Found(mark.start, mark.end, kind, score)
    if not mark.closed:
        score *= 0.5
    return Found(mark.start, mark.end, kind, score, bounds if speaker else None, speaker)


def _cue(scene: Scene, k: int, full: bool, size: int) -> tuple[Token | None, str]:
    """The cue of stretch ``k`` and on which side of it, ``lead``, ``after``, ``left`` or ""."""
    text, mark = scene.text, scene.marks[k]
    announced = _announced(scene, mark)
    if announced is not None:
        return announced, "lead"
    low = max(scene.block(mark.start)[0], mark.start - REACH)
    if k and scene.marks[k - 1].end > low and _SENTENCE.search(text, scene.marks[k - 1].end - 2, mark.start + 1):
        low = max(low, min(scene.marks[k - 1].end, mark.start))
    stops = list(_SENTENCE.finditer(text, low, mark.start + 1))
    if stops:
        low = stops[-1].end()
    before = text[low : mark.start]
    left = [c for c in scene.between(low, mark.start) if c.lower_ != "according"]
    left = [c for c in left if _can_speak(scene, c)]
    leads = left and (_LEADS.search(before) or before[left[-1].idx - low :].strip() == left[-1].text)
    if leads and not (full and before.rstrip().endswith(",") and mark.start - left[-1].idx >= 100):
        return left[-1], "lead"
    high = min(scene.block(mark.end - 1)[1], mark.end + AFTER)
    following = scene.marks[k + 1].start if k + 1 < len(scene.marks) else high
    stop = _STOP.search(text, mark.end, high)
    while stop and _is_short(text[mark.end : stop.start()]):
        stop = _STOP.search(text, stop.end(), high)
    high = min(high, following, stop.start() + 1 if stop else high)
    right = scene.between(mark.end, high)
    able = [c for c in right if _can_speak(scene, c)]
    if full and able:
        return able[0], "after"
    if full and right and right[0].idx - mark.end < 160 and by_words(text, cue_bounds(right[0]), mark.end, high):
        return right[0], "after"
    if left:
        return left[-1], "left"
    if able and not full and _governs(scene, able[0], mark):
        return able[0], "after"
    return None, ""


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
    return subject(cue, scene.owner) is not None if scene.parsed else True


def _speaker(scene: Scene, k: int, cue: Token) -> Bounds | None:
    """The mention that ``cue`` has for its subject, outside every stretch in marks."""
    head = subject(cue, scene.owner) if scene.parsed else None
    if head is not None:
        return phrase(head, scene.owner)
    mark = scene.marks[k]
    block = scene.block(cue.idx)
    low, high = (block[0], mark.start) if cue.idx < mark.start else (mark.end, block[1])
    if cue.idx < mark.start and k:
        low = max(low, scene.marks[k - 1].end)
    elif cue.idx > mark.start and k + 1 < len(scene.marks):
        high = min(high, scene.marks[k + 1].start)
    at = cue_bounds(cue)
    return by_words(scene.text, at, min(low, at[0]), max(high, at[1]))


def _kind(scene: Scene, k: int, cue: Token | None, side: str, size: int, full: bool) -> tuple[QuoteKind, float]:
    """What kind of quotation stretch ``k`` is, and how sure that is, 0 to 1."""
    mark = scene.marks[k]
    block = scene.block(mark.start)
    if cue is None:
        alone = mark.start == block[0] and mark.end >= block[1] - 1
        if _begins(scene, k) and (size >= 5 or alone and size >= 2 or full and size >= 3):
            return QuoteKind.DIRECT, 0.6 if full else 0.4
        if size >= 5:
            return QuoteKind.MIXED, 0.3
        return QuoteKind.SCARE, 0.2
    begins = _begins(scene, k) or side == "lead" and _next_to(scene, k, cue)
    if begins and (full or _ends(scene, k)):
        return QuoteKind.DIRECT, 0.95 if side in ("lead", "after") else 0.7
    return QuoteKind.MIXED, 0.6 if size > 1 else 0.4


def _next_to(scene: Scene, k: int, cue: Token) -> bool:
    """Whether no word stands between the cue and stretch ``k``."""
    return not scene.text[cue_bounds(cue)[1] : scene.marks[k].start].strip()


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


def _carry(scene: Scene, found: list[Found]) -> None:
    """Join the pieces of one quotation, and give those without a speaker the one who is speaking."""
    last: Found | None = None
    for one in found:
        if one.kind is QuoteKind.SCARE:
            continue
        block = scene.block(one.start)
        same = last is not None and last.end > block[0]
        goes_on = same or not scene.text[block[0] : one.start].strip()
        if last is not None and last.speaker is not None and one.speaker is None and goes_on:
            one.speaker, one.cue = last.speaker, last.cue
            one.score = min(one.score, 0.75 if same else 0.6)
        if one.speaker is None and one.kind is QuoteKind.DIRECT:
            one.speaker = _someone(scene, block[0], one.start)
        if same and last is not None and _is_further_piece(last, one):
            one.head = last.head or last
        last = one
    for one, following in zip(found, found[1:], strict=False):
        near = scene.block(one.start) == scene.block(following.start)
        if one.speaker is None and one.kind is QuoteKind.DIRECT and near and following.speaker is not None:
            one.speaker, one.cue = following.speaker, following.cue
            one.score = min(one.score, 0.6)


def _is_further_piece(last: Found, one: Found) -> bool:
    """Whether ``one`` goes on with what ``last`` began: ``“A,” he said, “b.”``"""
    joined = one.cue is not None and one.cue == last.cue and one.kind is last.kind
    cue_between = one.cue is not None and last.end <= one.cue[0] < one.start
    return joined and (cue_between or last.head is not None and one.start - last.end < AFTER)


def _someone(scene: Scene, low: int, high: int) -> Bounds | None:
    """The last subject between ``low`` and ``high`` outside marks: ``She disagreed. “No.”``"""
    if not scene.parsed or low >= high:
        return None
    span = scene.doc.char_span(low, high, alignment_mode="contract")
    heads = [t for t in span or () if t.dep_ == "nsubj" and scene.owner[t.i] < 0 and t.head.dep_ in ("ROOT", "conj")]
    return phrase(heads[-1], scene.owner) if heads else None
