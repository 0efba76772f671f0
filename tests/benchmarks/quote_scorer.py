"""Predicted quotations against annotated ones: what is right, and by how much.

A document is ``{"id", "text", "quotes": [{"start", "end", "kind", "speaker", "cue"}]}``, on
both sides. What each row of the table counts:

spans      A predicted and an annotated quotation are paired one to one, best pairs first: *exact*
           when both, without marks, blanks and , . ; : at the edges, are the same; *overlap* when
           shared characters are at least 0.8 of the characters in either.
optional   An annotated quotation with ``"optional": true`` is no miss when left out; a prediction
           paired with one is neither right nor wrong. ``strict`` counts them as any other.
by kind    R over the annotated of a kind, P over the predictions that say they are of it.
segments   Every stretch in marks inside annotated quotations against those inside predicted ones:
           a scare quote predicted costs precision.
speaker    On overlapping pairs: right when the mentions overlap and share their start, end or head
           word, or have the same head word elsewhere in the text; never two pronouns.
span+speaker  Right only when span and speaker are.
resolved   Where the annotated speaker has a ``name`` that is not the mention itself: right when
           the prediction's name has the same head word.
cue        Right when the cues share a character.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.quote_marks import Segment, segments, trim

Quote = dict[str, Any]
Bounds = tuple[int, int]
LEAST = 0.8
PRONOUNS = frozenset(
    "i you he she it we they who me him her us them his their its which one er sie es wir ich man der die das".split()
)
_STOP = re.compile(r",| [-–—] |\(|—|\b(?:who|which|whose|of|from|at|in|for|with|on|to|von|der|des|aus|vom)\b")
_SUFFIX = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd"})
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_OWNER = re.compile(r"(?:'s|’s|'|’)$")


def plain(word: str) -> str:
    """``word`` without accents and capitals."""
    parts = unicodedata.normalize("NFKD", word)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


def head_word(mention: str) -> str:
    """The last word of the mention's core: before a comma, a bracket, a relative clause or a preposition."""
    text = _OWNER.sub("", mention.strip().lstrip("\"'“‘(").strip())
    cut = _STOP.search(text, 1)
    core = text[: cut.start()] if cut and re.search(r"\w", text[: cut.start()]) else text
    words = _WORD.findall(core)
    while len(words) > 1 and words[-1].lower().rstrip(".") in _SUFFIX:
        words.pop()
    if not words:
        return core.casefold().strip()
    return re.sub(r"(?:'s|’s)$", "", plain(words[-1]))


def same_speaker(gold: Quote, found: Quote) -> bool:
    """Whether two mentions are of one speaker, as far as their words tell."""
    one, other = head_word(gold["text"]), head_word(found["text"])
    if gold["start"] < found["end"] and found["start"] < gold["end"]:
        rest = gold["text"][len(found["text"]) :]
        begins = gold["start"] == found["start"] and not rest.startswith(("'", "’"))
        if one == other or begins or gold["end"] == found["end"]:
            return True
    return one == other and one not in PRONOUNS


def speaker_class(text: str) -> str:
    """``pronoun``, ``name`` (the head word has a capital) or ``other``."""
    if text.strip().lower() in PRONOUNS:
        return "pronoun"
    head = head_word(text)
    words = [w for w in _WORD.findall(text) if head in unicodedata.normalize("NFKD", w).casefold()]
    return "name" if words and words[0][:1].isupper() else "other"


def jaccard(a: Bounds, b: Bounds) -> float:
    """Shared characters by characters in either."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared > 0 else 0.0


def pair(gold: Sequence[Bounds], found: Sequence[Bounds], least: float, first: Sequence[bool]) -> list[Bounds]:
    """One-to-one pairs of indices at or over ``least``: best first, then those that are ``first``."""
    order = sorted(range(len(found)), key=lambda j: found[j])
    near = []
    for i, one in enumerate(gold):
        for j in order:
            if found[j][0] >= one[1]:
                break
            value = jaccard(one, found[j])
            if value >= least and value > 0:
                near.append((-round(value, 4), not first[i], i, j))
    taken: set[int] = set()
    used: set[int] = set()
    pairs = []
    for _, _, i, j in sorted(near):
        if i not in taken and j not in used:
            taken.add(i)
            used.add(j)
            pairs.append((i, j))
    return pairs


@dataclass
class Measure:
    """Counts for precision and recall."""

    hit: int = 0
    hit_found: int = 0
    gold: int = 0
    found: int = 0

    def row(self) -> dict[str, float | int]:
        """P, R and F1 in percent, and how many there were."""
        p = self.hit_found / self.found if self.found else 0.0
        r = self.hit / self.gold if self.gold else 0.0
        f = 2 * p * r / (p + r) if p + r else 0.0
        percent = {"P": round(100 * p, 1), "R": round(100 * r, 1), "F1": round(100 * f, 1)}
        return {**percent, "gold": self.gold, "pred": self.found}


@dataclass
class Report:
    """The counts of all documents so far."""

    docs: int = 0
    exact: Measure = field(default_factory=Measure)
    overlap: Measure = field(default_factory=Measure)
    marks: Measure = field(default_factory=Measure)
    both: Measure = field(default_factory=Measure)
    kinds: dict[str, Measure] = field(default_factory=dict)
    kinds_exact: dict[str, Measure] = field(default_factory=dict)
    n: Counter[str] = field(default_factory=Counter)

    def table(self) -> dict[str, Any]:
        """The rows by name, in the order in which they are shown."""

        def share(right: str, of: str) -> dict[str, float | int]:
            return {"right": round(100 * self.n[right] / self.n[of], 1) if self.n[of] else 0.0, "of": self.n[of]}

        return {
            "docs": self.docs,
            "spans exact": self.exact.row(),
            "spans overlap>=.8": self.overlap.row(),
            **{f"  {kind} (overlap)": m.row() for kind, m in sorted(self.kinds.items())},
            **{f"  {kind} (exact)": m.row() for kind, m in sorted(self.kinds_exact.items())},
            "kind right": share("kind_ok", "paired"),
            "segments in marks": self.marks.row(),
            "segment speaker": share("marks_ok", "marks"),
            "speaker": share("ok", "sp"),
            "  found": share("found", "sp"),
            **{f"  gold {k}": share(f"ok_{k}", f"sp_{k}") for k in ("name", "pronoun", "other")},
            **{f"  {k} quotes": share(f"ok_{k}", f"sp_{k}") for k in ("direct", "mixed", "indirect")},
            "span+speaker": self.both.row(),
            "resolved name": share("name_ok", "name"),
            "cue": share("cue_ok", "cue"),
        }


def in_marks(text: str, quotes: Iterable[Quote], marks: Sequence[Segment]) -> dict[Bounds, Quote]:
    """The stretches in marks inside the quotations, trimmed, each with the first quotation that has it."""
    out: dict[Bounds, Quote] = {}
    for quote in sorted(quotes, key=lambda q: (bool(q.get("optional")), q["end"] - q["start"])):
        for mark in marks:
            a, b = max(mark.start, quote["start"] - 2), min(mark.end, quote["end"] + 2)
            touches = mark.start < quote["end"] and quote["start"] < mark.end
            if touches and b - a >= LEAST * (mark.end - mark.start):
                out.setdefault(trim(text, mark.start, mark.end), quote)
    return {key: quote for key, quote in out.items() if key[1] > key[0]}


class _Document:
    """One document's quotations on both sides, added to a report."""

    def __init__(self, report: Report, gold: dict[str, Any], found: Sequence[Quote], strict: bool) -> None:
        self.report, self.text, self.strict = report, gold["text"], strict
        self.gold: list[Quote] = gold["quotes"]
        self.found = list(found)
        self.must = [strict or not q.get("optional") for q in self.gold]

    def add(self) -> None:
        self.report.docs += 1
        gold = [trim(self.text, q["start"], q["end"]) for q in self.gold]
        found = [trim(self.text, q["start"], q["end"]) for q in self.found]
        exact = [(i, j) for i, j in pair(gold, found, 0.9999, self.must) if gold[i] == found[j]]
        self._tally(self.report.exact, exact, self.report.kinds_exact)
        pairs = pair(gold, found, LEAST, self.must)
        self._tally(self.report.overlap, pairs, self.report.kinds)
        both = self.report.both
        both.gold += sum(self.must)
        both.found += len(self.found) - sum(not self.must[i] for i, _ in pairs)
        for i, j in pairs:
            if self.must[i]:
                right = self._pair(self.gold[i], self.found[j])
                both.hit += right
                both.hit_found += right
        self._marks()

    def _tally(self, all_: Measure, pairs: list[Bounds], by: dict[str, Measure]) -> None:
        hit = {i for i, _ in pairs if self.must[i]}
        drop = {j for i, j in pairs if not self.must[i]}
        paired = {j for _, j in pairs}
        all_.hit += len(hit)
        all_.hit_found += len(hit)
        all_.gold += sum(self.must)
        all_.found += len(self.found) - len(drop)
        for i, quote in enumerate(self.gold):
            if self.must[i]:
                kind = by.setdefault(quote["kind"], Measure())
                kind.gold += 1
                kind.hit += i in hit
        for j, quote in enumerate(self.found):
            if j not in drop:
                kind = by.setdefault(quote.get("kind") or "direct", Measure())
                kind.found += 1
                kind.hit_found += j in paired

    def _pair(self, gold: Quote, found: Quote) -> bool:
        """Count kind, speaker, name and cue of a pair; whether the speaker is right."""
        n = self.report.n
        n["paired"] += 1
        n["kind_ok"] += gold["kind"] == (found.get("kind") or "direct")
        cue, mine = gold.get("cue"), found.get("cue")
        if cue:
            n["cue"] += 1
            n["cue_ok"] += mine is not None and mine["start"] < cue["end"] and cue["start"] < mine["end"]
        who, said = gold.get("speaker"), found.get("speaker")
        if not who:
            return not said
        right = said is not None and same_speaker(who, said)
        for key in ("", "_" + speaker_class(who["text"]), "_" + gold["kind"]):
            n["sp" + key] += 1
            n["ok" + key] += right
        n["found"] += bool(said)
        name = who.get("name")
        if name and head_word(name) != head_word(who["text"]):
            n["name"] += 1
            n["name_ok"] += said is not None and head_word(said.get("name") or said["text"]) == head_word(name)
        return right

    def _marks(self) -> None:
        marks = segments(self.text)
        gold, found = in_marks(self.text, self.gold, marks), in_marks(self.text, self.found, marks)
        counts, n = self.report.marks, self.report.n
        counts.found += len(found)
        for key, quote in gold.items():
            if quote.get("optional") and not self.strict:
                counts.found -= key in found
                continue
            counts.gold += 1
            if key in found:
                counts.hit += 1
                counts.hit_found += 1
                if quote.get("speaker"):
                    said = found[key].get("speaker")
                    n["marks"] += 1
                    n["marks_ok"] += said is not None and same_speaker(quote["speaker"], said)


def score(gold: Iterable[dict[str, Any]], found: Iterable[dict[str, Any]], strict: bool = False) -> dict[str, Any]:
    """The table of ``found`` against ``gold``; documents that were not predicted count as empty."""
    by_id = {document["id"]: document["quotes"] for document in found}
    report = Report()
    for document in gold:
        _Document(report, document, by_id.get(document["id"], []), strict).add()
    return report.table()


def show(table: dict[str, Any]) -> str:
    """The table for a person's eye."""
    lines = []
    for key, v in table.items():
        if isinstance(v, dict) and "F1" in v:
            shares = f"P {v['P']:5.1f}  R {v['R']:5.1f}  F1 {v['F1']:5.1f}"
            lines.append(f"{key:22s} {shares}   (gold {v['gold']}, predicted {v['pred']})")
        elif isinstance(v, dict):
            lines.append(f"{key:22s} {v['right']:5.1f}% of {v['of']}")
        else:
            lines.append(f"{key:22s} {v}")
    return "\n".join(lines)
