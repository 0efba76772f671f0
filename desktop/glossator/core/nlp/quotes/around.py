"""Content before and around its cue: ``it rains, he said``, ``as he noted, it rains``, ``according to him``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from glossator.core.nlp.quotes.edges import Clause, trailing
from glossator.core.nlp.quotes.rules import Rule
from glossator.core.nlp.quotes.scene import Scene
from glossator.core.nlp.quotes.speakers import RELATIVE, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOUN = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP"})
_NAMING = _NOUN | {"DT", "PRP$", "JJ", "CD", "POS", "CC"}
_COMMA = frozenset({",", "—", "–", "--", "-"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_OBJECT = frozenset({"dobj", "ccomp", "xcomp", "oprd", "attr", "acomp"})
_WITHIN = frozenset({"relcl", "advcl", "acl", "pcomp"})
_GOES_ON = frozenset(
    {"and", "but", "or", "because", "so", "which", "who", "that", "if", "unless", "although", "though"}
)
_ASIDE = frozenset({"IN", "CC", "VBG", "RB", "TO"})
_ADVERB = frozenset({"IN", "RB", "RBR", "CC", "TO", "VBG", "VBN", "UH"})
_UNDER = frozenset({"if", "because", "unless", "although", "though", "while", "when", "once", "until", "whatever"})


def around(scene: Scene, cue: Token, who: Token | None) -> Iterator[Clause]:
    """Clauses of a cue that stands behind or in the middle of what is said, or of ``as he said,``."""
    if who is None or who.lower_ in RELATIVE or cue.tag_ in ("VBG", "VB") or not _free(scene, cue):
        return
    start, end = scene.first[cue.i], scene.last[cue.i]
    left = max(min(who.left_edge.i, cue.i) if who.i < cue.i else cue.i, start)
    as_ = left > start and scene.doc[left - 1].lower_ in ("as", "like")
    before = _comma_before(scene, left - as_, start)
    if before is None and not as_ and (beside := _beside(scene, cue, start)) is not None:
        who, before = beside
    after = _comma_after(scene, max(cue.i, _last_of(who) if who.i > cue.i else cue.i), end)
    if before is None:
        if after is not None and as_ and left - 1 - start <= 2:
            yield Clause(after + 1, trailing(scene, after + 1, end, cue), cue, who, Rule.AS_SAID)
        elif after is not None and who.i < cue.i and _bare(scene, cue, after) and finite(scene, after, end):
            yield Clause(after + 1, trailing(scene, after + 1, end, cue), cue, who, Rule.AROUND_CUE)
        return
    yield from _parts(scene, cue, who, (start, before), (after, end))


def _beside(scene: Scene, cue: Token, start: int) -> tuple[Token, int] | None:
    """The last noun of the few words between a comma and the cue, and the comma, where the parse is at a loss."""
    at = cue.i - 1
    while at > start and cue.i - at < 9 and scene.owner[at] < 0 and scene.doc[at].tag_ in _NAMING:
        at -= 1
    name = scene.doc[cue.i - 1]
    if at <= start + 2 or at == cue.i - 1 or name.tag_ not in _NOUN or scene.doc[at].text != ",":
        return None
    return name, at


def _parts(
    scene: Scene, cue: Token, who: Token, one: tuple[int, int], other: tuple[int | None, int]
) -> Iterator[Clause]:
    """What stands before the cue, behind it, or both."""
    (start, before), (after, end) = one, other
    start = opening(scene, start, before)
    rest = after is not None and end - after > 3 and scene.doc[after + 1].tag_ != "VBG"
    rest = rest and (who.i < cue.i or not finite(scene, start, before))
    if rest and after is not None:
        bare = _bare(scene, cue, after) and end - after > 5 and not finite(scene, start, before)
        rest = bare or finite(scene, after, end) or scene.doc[after + 1].lower_ in _GOES_ON
    whole = finite(scene, start, before) or not rest and before - start > 4 and scene.doc[start].tag_ not in _ADVERB
    if scene.doc[start].lower_ == "asked":
        return
    relative = scene.doc[before - 1].lower_ in RELATIVE
    if whole and not relative and not (rest and scene.doc[start].lower_ in _UNDER):
        yield Clause(start, before, cue, who, Rule.CONTENT_FIRST)
        if rest and after is not None and scene.doc[after + 1].lower_ in _GOES_ON:
            yield Clause(after + 1, trailing(scene, after + 1, end, cue), cue, who, Rule.AROUND_CUE)
    elif rest and after is not None:
        told = scene.owner[after + 1] >= 0 and scene.doc[start].tag_ in _ADVERB
        long = before - start > 4 or scene.doc[start].lower_ in _UNDER
        if not relative and not told and (whole or scene.doc[start].tag_ not in _ADVERB or long):
            yield Clause(start, before, cue, who, Rule.CONTENT_FIRST)
        yield Clause(after + 1, trailing(scene, after + 1, end, cue), cue, who, Rule.AROUND_CUE)


def _bare(scene: Scene, cue: Token, after: int) -> bool:
    """Whether words without marks, that begin no aside, follow a cue and its comma."""
    token = scene.doc[after + 1]
    base = scene.words.forms.get(cue.lower_, "")
    plain = base in scene.words.plain or base == "report"
    return after == cue.i + 1 and plain and scene.owner[token.i] < 0 and token.tag_ not in _ASIDE


def opening(scene: Scene, first: int, last: int) -> int:
    """Where content that ends at ``last`` begins: behind a colon before marks, behind a bracket left open."""
    for i in range(last - 1, first, -1):
        token = scene.doc[i]
        if scene.owner[i] >= 0:
            continue
        if token.text == ")":
            return first
        if token.text == "(" or token.text == ":" and scene.owner[i + 1] >= 0:
            return i + 1
    return first


def _free(scene: Scene, cue: Token) -> bool:
    """Whether the cue has no content behind it that the parse knows of."""
    base = scene.words.forms.get(cue.lower_, "")
    if base in scene.words.minds or base not in scene.words.inserted:
        return False
    addressed = base in scene.words.addressed
    objects = [c for c in cue.rights if c.dep_ in _OBJECT and not _hears(c, addressed)]
    return not any(scene.owner[c.i] < 0 and c.dep_ != "ccomp" for c in objects)


def _hears(thing: Token, addressed: bool) -> bool:
    """Whether an object of a cue is who hears it, or the ``it`` of ``put it``."""
    return thing.lower_ == "it" or thing.dep_ == "dobj" and (addressed or thing.tag_ == "NNP")


def _comma_before(scene: Scene, left: int, start: int) -> int | None:
    """The comma or dash right before token ``left``, which may stand at the end of a stretch."""
    at = left - 1
    while at > start and scene.doc[at].is_space:
        at -= 1
    if at <= start:
        return None
    if scene.owner[at] >= 0:
        return at if scene.doc[at - 1].text in _COMMA or scene.doc[at].text in _COMMA else None
    return at if scene.doc[at].text in _COMMA else None


def _comma_after(scene: Scene, at: int, end: int) -> int | None:
    return next((i for i in range(at + 1, end) if scene.doc[i].text in _COMMA and scene.owner[i] < 0), None)


def _last_of(who: Token) -> int:
    """The last token of a name or a short noun phrase, asides left out."""
    last = who.i
    for child in who.rights:
        if child.dep_ in ("prep", "compound", "flat", "nmod"):
            last = max(last, child.right_edge.i)
    return last


def finite(scene: Scene, first: int, last: int) -> bool:
    """Whether there is a finite verb outside dependent clauses between the two tokens."""
    for token in scene.doc[first : last + 1]:
        verb = token.head if token.dep_ in ("aux", "auxpass") else token
        if token.tag_ in _FINITE and verb.dep_ not in _WITHIN:
            return True
    return False


def according_to(scene: Scene, cue: Token) -> Iterator[Clause]:
    """``it rains, according to him`` and ``according to him, it rains``."""
    who = subject(cue, scene.owner)
    if who is None:
        return
    start, end = scene.first[cue.i], scene.last[cue.i]
    own = {t.i for c in who.rights if c.dep_ in ("appos", "relcl", "conj", "cc") for t in c.subtree}
    comma = next((i for i in range(who.i + 1, end) if scene.doc[i].text == "," and i + 1 not in own), None)
    whole = finite(scene, start, cue.i - 1)
    if cue.i - start > 3 and (whole or comma is None or not finite(scene, comma, end)):
        first = opening(scene, start, cue.i - 1)
        yield Clause(first, cue.i - 1, cue, who, Rule.ACCORDING_TO, Rule.ACCORDING_TO)
    elif comma is not None:
        yield Clause(comma + 1, end, cue, who, Rule.ACCORDING_TO, Rule.ACCORDING_TO)
