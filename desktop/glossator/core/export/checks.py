"""What a trainer would choke on, found before the export: pure checks of one article after the other.

spaCy refuses blank-edged spans and overlapping entities, and drops spans off its tokens:
https://spacy.io/api/cli#debug-data says which and why. Offsets are those of the stored text.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from glossator.core.export.base import Options
from glossator.core.export.copies import Copies
from glossator.core.export.flat import Overlaps, layers_of
from glossator.core.export.losses import on_tokens
from glossator.core.export.selection import chosen, table
from glossator.core.export.splits import SplitOptions, Splitter
from glossator.core.model.analysis import Token
from glossator.core.model.bundle import Bundle
from glossator.core.model.overlap import contains, longest_first, overlaps, trimmed
from glossator.core.model.span import Layer, Span, State
from glossator.core.model.tag import Stage

EMPTY, BLANK_EDGE, MARK_EDGE, OFF_TOKENS = "empty", "blank-edge", "mark-edge", "off-tokens"
DUPLICATE, OVERLAP = "duplicate", "overlap"
UNDECIDED, NO_DECISION = "undecided", "no-decision"
FEW_EXAMPLES, NEAR_COPY, COPIES_APART, SHARED_SENTENCE = "few-examples", "near-copy", "copies-apart", "shared-sentence"
CODES = (
    EMPTY, BLANK_EDGE, MARK_EDGE, OFF_TOKENS, DUPLICATE, OVERLAP, UNDECIDED, NO_DECISION,
    NEAR_COPY, COPIES_APART, SHARED_SENTENCE, FEW_EXAMPLES,
)  # fmt: skip
FIXABLE = frozenset({EMPTY, BLANK_EDGE, MARK_EDGE, OFF_TOKENS, DUPLICATE, OVERLAP})
OF_SPANS = frozenset({*FIXABLE, UNDECIDED, NO_DECISION})
"""Codes that follow from one article alone."""

LEAST = 10
"""Examples below which a label cannot be learnt: spaCy's ``debug data`` warns below 50 and refuses below 10."""

EACH = ("*",)
"""Stands for one group for every layer that there is."""

_WORDS = 8
_SHOWN = 60
_IN_MARKS = frozenset({Layer.QUOTE, Layer.HIGHLIGHT})
"""Layers whose spans rightly begin and end with marks."""
_PART_OF_NAMES = frozenset("%‰#@&§*/_")
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_OPENERS = {closer: opener for opener, closer in _PAIRS.items()}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at before an export.

    ``subject`` is the id of the span, article or label it speaks of (of two articles:
    both, with ``+``), ``spans`` the ids to look at, ``start`` a place in the article in
    code points. ``values`` are for its sentence, ``facts`` what must change for the
    finding to be a new one: a kept exception holds as long as they stay.
    """

    code: str
    subject: str
    article: str = ""
    spans: tuple[str, ...] = ()
    start: int = 0
    values: tuple[tuple[str, str], ...] = ()
    facts: str = ""

    @property
    def key(self) -> str:
        """``CODE:SUBJECT``, unique in one check."""
        return f"{self.code}:{self.subject}"

    @property
    def fixable(self) -> bool:
        """Whether there is a change that mends it."""
        return self.code in FIXABLE


def flat_groups(name: str, options: Options) -> list[tuple[str, ...]]:
    """Groups of layers within which the format ``name`` takes no overlap.

    An empty group is all layers together, :data:`EACH` every layer by itself.
    """
    if name == "docbin":
        return [(str(Layer.ENTITY),)]
    if name == "spacy-train":
        return [(str(vars(options)["layer"]),)] if vars(options)["component"] == "ner" else []
    choices = vars(options)
    if choices.get("overlaps", Overlaps.KEEP) == Overlaps.KEEP:
        return []
    layers = layers_of(str(choices.get("layer", choices.get("layers", ""))))
    if name != "conllu":
        return [layers]
    return [(layer,) for layer in layers] or [EACH]


def tokens_of(bundle: Bundle) -> list[Token]:
    """The article's stored tokens, simple ones where it has none of this revision. UserError ``tokens-damaged``."""
    stale = bundle.analysis is not None and bundle.analysis.revision != bundle.article.revision
    return table(replace(bundle, analysis=None) if stale else bundle)


def leaving(bundle: Bundle, options: Options) -> list[Span]:
    """The spans that an export would write, where they are stored; those in hidden furniture stay out."""
    states = {State.ACCEPTED, State.SUGGESTED} if options.suggestions else {State.ACCEPTED}
    hidden = () if options.furniture else bundle.article.hidden()
    found = [s for s in bundle.spans if s.state in states and not any(contains(block, s) for block in hidden)]
    return sorted(found, key=lambda s: (s.start, -s.end, s.id))


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _facts(*spans: Span) -> str:
    return " ".join(f"{span.start}-{span.end}-{span.label}" for span in spans)


def _of(code: str, span: Span, *others: Span, **values: str) -> Finding:
    told = {"label": span.label, "text": _shown(span.text), **values}
    ids = (span.id, *(other.id for other in others))
    return Finding(code, span.id, span.article, ids, span.start, tuple(told.items()), _facts(span, *others))


def without_marks(span: Span, text: str, tokens: Sequence[Token]) -> tuple[int, int]:
    """The span's place without tokens at its edges that are nothing but punctuation; as it is if nothing is left.

    A bracket stays whose partner stands inside.
    """
    start, end = low, high = trimmed(text, span.start, span.end)
    first = bisect_left(tokens, start, key=lambda t: t.start)
    inside = tokens[first : bisect_right(tokens, end, key=lambda t: t.end)]
    within = text[start + 1 : end - 1]
    for token in inside:
        if token.start != low or not _is_mark(text, token, within):
            break
        low, _ = trimmed(text, token.end, end)
    for token in reversed(inside):
        if token.end != high or not _is_mark(text, token, within):
            break
        _, high = trimmed(text, start, token.start)
    return (low, high) if low < high else (start, end)


def _is_mark(text: str, token: Token, within: str) -> bool:
    word = text[token.start : token.end]
    if not all(unicodedata.category(char).startswith("P") and char not in _PART_OF_NAMES for char in word):
        return False
    partner = _PAIRS.get(word) or _OPENERS.get(word)
    return partner is None or partner not in within


def _edges(span: Span, text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """Findings at the edges of one span."""
    start, end = trimmed(text, max(0, span.start), min(span.end, len(text)))
    if start >= end:
        yield _of(EMPTY, span)
        return
    if (start, end) != (span.start, span.end):
        yield _of(BLANK_EDGE, span, whole=_shown(text[start:end]))
    if span.layer not in _IN_MARKS:
        low, high = without_marks(span, text, tokens)
        if (low, high) != (start, end):
            yield _of(MARK_EDGE, span, whole=_shown(text[low:high]))
    whole = on_tokens(span, text, tokens)
    if whole and whole[2]:
        yield _of(OFF_TOKENS, span, whole=_shown(text[whole[0] : whole[1]]))


def _worth(span: Span, linked: frozenset[str]) -> tuple[bool, bool, bool, str]:
    """Which of two equal spans stays: the accepted, the linked, the person's one; then the lower id."""
    return span.state is not State.ACCEPTED, span.id not in linked, not span.is_human, span.id


def duplicates(spans: Sequence[Span], linked: frozenset[str] = frozenset()) -> list[tuple[Span, Span]]:
    """(the span too many, the one that stays) for spans of one place and label."""
    groups: dict[tuple[int, int, str, str], list[Span]] = {}
    for span in spans:
        groups.setdefault((span.start, span.end, span.label, str(span.layer)), []).append(span)
    found = []
    for group in groups.values():
        stays, *more = sorted(group, key=lambda span: _worth(span, linked))
        found += [(span, stays) for span in more]
    return found


def linked_ids(bundle: Bundle) -> frozenset[str]:
    """Ids of the spans that something hangs on: a link or a note."""
    ends = {one for link in bundle.links for one in (link.head, link.tail)}
    return frozenset(ends | {note.span for note in bundle.notes if note.span})


def crossing(spans: Sequence[Span], groups: Sequence[tuple[str, ...]]) -> list[tuple[Span, Span]]:
    """(the span that a flat format drops, the longer one that it overlaps), group by group."""
    found = []
    each = [(str(layer),) for layer in dict.fromkeys(span.layer for span in spans)]
    for layers in each if EACH in groups else groups:
        mine = [span for span in spans if span.start < span.end and (not layers or span.layer in layers)]
        kept = longest_first(mine)
        ids = {span.id for span in kept}
        for span in mine:
            if span.id not in ids:
                found.append((span, next(other for other in kept if overlaps(span, other))))
    return found


def is_decided(bundle: Bundle) -> bool:
    """Whether somebody has accepted or rejected anything in it, or has marked it done."""
    return bundle.stage is Stage.DONE or any(span.state is not State.SUGGESTED for span in bundle.spans)


def check_article(
    bundle: Bundle, options: Options, groups: Sequence[tuple[str, ...]] = (), decided: bool | None = None
) -> list[Finding]:
    """What is to be looked at in one article. UserError ``tokens-damaged``.

    ``decided`` is :func:`is_decided` of the whole bundle, where this is only a part of it.
    """
    article, tokens = bundle.article, tokens_of(bundle)
    spans = leaving(bundle, options)
    found = [finding for span in spans for finding in _edges(span, article.text, tokens)]
    twice = duplicates(spans, linked_ids(bundle))
    found += [_of(DUPLICATE, span, stays) for span, stays in twice]
    gone = {span.id for span, _ in twice}
    single = [span for span in spans if span.id not in gone]
    found += [_of(OVERLAP, a, b, other=_shown(b.text)) for a, b in crossing(single, groups)]
    found += _undecided(bundle, options, is_decided(bundle) if decided is None else decided)
    return [replace(one, values=(("title", _shown(article.title)), *one.values)) for one in found]


def _undecided(bundle: Bundle, options: Options, decided: bool) -> Iterator[Finding]:
    """Whether somebody has to decide yet: an article without any decision, else its open suggestions."""
    one = bundle.article.id
    hidden = () if options.furniture else bundle.article.hidden()
    waiting = [
        s for s in bundle.spans if s.state is State.SUGGESTED and not any(contains(block, s) for block in hidden)
    ]
    ids, start = tuple(span.id for span in waiting), waiting[0].start if waiting else 0
    values = (("count", str(len(waiting))),)
    facts = hashlib.sha256(" ".join(ids).encode()).hexdigest()[:16]
    if not decided:
        yield Finding(NO_DECISION, one, one, ids, start, values, facts)
    elif waiting and not options.suggestions:
        yield Finding(UNDECIDED, one, one, ids, start, values, facts)


class Corpus:
    """What only all articles together show: labels with few examples, copies and sentences that would leak.

    ``divides`` says that the format parts the articles itself; then only what its parts
    share is told, else every near-copy.
    """

    def __init__(self, options: Options, least: int = LEAST, divides: bool = False) -> None:
        self._options, self._least, self._divides = options, least, divides
        parting = options if isinstance(options, SplitOptions) else SplitOptions()
        self._splitter = Splitter(parting)
        self._copies = None if parting.copies else Copies()
        self._apart: list[tuple[str, str]] = []
        self._labels: Counter[str] = Counter()
        self._titles: dict[str, str] = {}
        self._sentences: dict[bytes, list[str]] = {}
        self._shared: dict[tuple[str, str], list[tuple[int, str]]] = {}

    def add(self, bundle: Bundle) -> None:
        """Take an article's own words and labels into account. UserError ``tokens-damaged``."""
        kept = chosen(bundle, self._options)
        one, text = kept.article.id, kept.article.text
        self._titles[one] = _shown(kept.article.title)
        self._labels.update(span.label for span in kept.spans)
        self._splitter.part(one, text, {span.label for span in kept.spans})
        if self._copies is not None:  # the division itself does not look for them
            parts = self._splitter.parts
            self._apart += [(one, like) for like in self._copies.add(one, text) if parts[like] != parts[one]]
        self._take_sentences(one, text, table(kept))

    def _take_sentences(self, one: str, text: str, tokens: Sequence[Token]) -> None:
        starts = [t.start for t in tokens if t.sentence]
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            words = re.findall(r"\w+", text[start:end].casefold())
            if len(words) < _WORDS:
                continue
            digest = hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=12).digest()
            seen = self._sentences.setdefault(digest, [])
            parts = self._splitter.parts
            for other in seen:
                if other != one and parts[other] != parts[one]:
                    self._shared.setdefault((one, other), []).append((start, _shown(text[start:end])))
            if one not in seen:
                seen.append(one)

    def findings(self) -> list[Finding]:
        """All of them, once every article was added."""
        found = [
            Finding(FEW_EXAMPLES, label, values=(("label", label), ("count", str(count)), ("least", str(self._least))))
            for label, count in sorted(self._labels.items())
            if count < self._least
        ]
        pairs = [*self._splitter.leaks, *self._apart]
        if not self._divides:
            pairs += self._splitter.followed.items()
        found += [self._pair(COPIES_APART if self._divides else NEAR_COPY, *pair) for pair in pairs]
        for pair, places in self._shared.items():
            if pair not in pairs:
                found.append(self._pair(SHARED_SENTENCE, *pair, count=str(len(places)), text=places[0][1]))
        return found

    def _pair(self, code: str, one: str, other: str, **more: str) -> Finding:
        parts = self._splitter.parts
        values = {"title": self._titles[one], "other": self._titles[other]}
        values |= {"part": parts[one], "other_part": parts[other], **more}
        return Finding(code, f"{one}+{other}", one, values=tuple(values.items()))
