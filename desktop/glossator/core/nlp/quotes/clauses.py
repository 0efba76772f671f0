"""What is reported without marks, or partly in marks: the clauses that hang on a cue in the parse.

A clause follows its cue (``said that it rains``), stands before it (``it rains, he said``),
around it (``it will, he said, rain``) or beside ``according to``. A stretch in marks that
touches a clause belongs to it as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from glossator.core.nlp.quotes.around import according_to, around
from glossator.core.nlp.quotes.edges import Clause, span_of, trailing
from glossator.core.nlp.quotes.objects import complement, of_noun
from glossator.core.nlp.quotes.rules import Rule
from glossator.core.nlp.quotes.scene import Found, Scene, cue_bounds
from glossator.core.nlp.quotes.speakers import named, phrase

if TYPE_CHECKING:
    from spacy.tokens import Token

_WH = frozenset({"whether", "if", "what", "how", "why", "who", "when", "where", "which"})


_PAUSES = frozenset({",", "—", "–", "-", "--", ":", ";", "("})
_STARTS = frozenset("PRP PRP$ DT EX NN NNS NNP NNPS JJ JJR CD VBG VBD VBZ VBP MD".split())


def reported(scene: Scene) -> list[Found]:
    """Every reported clause outside the others, in order of the text; needs a parse."""
    found: list[Found] = []
    heads: dict[int, Found] = {}
    end = -1
    for clause in sorted(_clauses(scene), key=lambda c: (c.first, -c.last)):
        made = _made(scene, clause)
        if made is None or made.start < end or _cue_taken(found, made):
            continue
        made.head = heads.get(clause.cue.i) if clause.rule is Rule.AROUND_CUE else None
        heads.setdefault(clause.cue.i, made)
        found.append(made)
        end = made.end
    return found


def _cue_taken(found: list[Found], made: Found) -> bool:
    return bool(found) and made.cue is not None and found[-1].start <= made.cue[0] < found[-1].end


def _made(scene: Scene, clause: Clause) -> Found | None:
    bounds = span_of(scene, clause)
    if bounds is None:
        return None
    speaker = phrase(clause.who, scene.owner) if clause.who is not None else None
    by = clause.by if speaker else None
    kind = scene.kind(*bounds)
    whose = named(clause.who, scene.owner)
    aside = whose is not None or _in_passing(clause.cue)
    return Found(*bounds, kind, clause.rule, cue_bounds(clause.cue), speaker, whose, aside, by)


def _in_passing(cue: Token) -> bool:
    """Whether a cue stands in a clause about a noun, or in one of its own subject beside the sentence's."""
    own = any(t.dep_ == "nsubj" for t in cue.lefts)
    return cue.dep_ in ("relcl", "acl") or cue.dep_ == "advcl" and own


def _clauses(scene: Scene) -> Iterator[Clause]:
    teller: tuple[Token, Token] | None = None
    for cue in scene.cues:
        if cue.lower_ == "according":
            yield from according_to(scene, cue)
            continue
        who = scene.teller(cue)
        if teller is not None and _goes_on(scene, *teller, cue, who):
            who = teller[1]
        teller = (cue, who) if who is not None else None
        clause = (
            _after(scene, cue, who) or _that(scene, cue, who) or complement(scene, cue, who) or _loose(scene, cue, who)
        )
        if clause is not None:
            yield clause
        else:
            yield from around(scene, cue, who)
    for noun in scene.nouns:
        clause = of_noun(scene, noun)
        if clause is not None:
            yield clause


def _goes_on(scene: Scene, last: Token, teller: Token, cue: Token, who: Token | None) -> bool:
    """Whether ``cue`` is joined by ``and`` to the cue ``last``, with no subject but one inside what was told."""
    if scene.first[last.i] != scene.first[cue.i] or cue.tag_ != last.tag_ or any(t.dep_ == "nsubj" for t in cue.lefts):
        return False
    before = cue.i - 1 - (scene.doc[cue.i - 1].tag_ == "RB")
    return scene.doc[before].lower_ in ("and", "but") and (who is None or last.i < who.i < cue.i)


def _after(scene: Scene, cue: Token, who: Token | None) -> Clause | None:
    """``said that it rains``, ``asked whether it rains``, ``said it rains``."""
    if scene.words.forms.get(cue.lower_, "") in scene.words.minds:
        return None
    for child in cue.rights:
        if (
            child.dep_ != "ccomp"
            and not _bare(child)
            or scene.owner[child.i] >= 0
            and scene.owner[child.left_edge.i] == scene.owner[child.i]
        ):
            continue
        first, last = _opening(scene, cue, child), child.right_edge.i
        that = next((t.i for t in child.lefts if t.lower_ == "that" and t.dep_ == "mark" and t.i > cue.i), None)
        rule = Rule.REPORTED_CLAUSE if that is None else Rule.THAT_CLAUSE
        if scene.doc[first].lower_ in _WH:
            rule = Rule.QUESTION_CLAUSE
        if who is None and rule is Rule.REPORTED_CLAUSE:
            continue
        if child.dep_ == "advcl":
            first = next(t.left_edge.i for t in child.lefts if t.dep_ == "nsubj")
        last = trailing(scene, that or first, last, cue)
        return Clause(that or first, last, cue, who, rule)
    return None


def _that(scene: Scene, cue: Token, who: Token | None) -> Clause | None:
    """``told him at dinner that it rains``, where the parse hangs the clause on another word."""
    if scene.words.forms.get(cue.lower_, "") in scene.words.minds:
        return None
    for i in range(cue.i + 1, min(cue.i + 12, scene.last[cue.i] - 2)):
        token = scene.doc[i]
        if token.lower_ == "that" and (token.tag_ == "IN" or token.dep_ == "mark"):
            last = max(token.head.right_edge.i, i + 2)
            return Clause(i, trailing(scene, i, last, cue), cue, who, Rule.THAT_CLAUSE)
        if token.is_punct and token.text != "," or i in scene.cue_at or token.tag_ in ("VBD", "VBZ", "VBP", "MD"):
            return None
    return None


def _bare(child: Token) -> bool:
    """Whether what the parse takes for an adverbial clause has a subject and no word that joins it."""
    if child.dep_ != "advcl" or child.tag_ in ("VBG", "VBN") and not any(t.dep_ == "aux" for t in child.lefts):
        return False
    return any(t.dep_ == "nsubj" for t in child.lefts) and not any(t.dep_ in ("mark", "advmod") for t in child.lefts)


def _loose(scene: Scene, cue: Token, who: Token | None) -> Clause | None:
    """The words behind a plain cue up to the end of its sentence, where the parse saw no clause in them."""
    first, last = cue.i + 1, scene.last[cue.i]
    if who is not None and who.i < cue.i and last - first > 3 and scene.doc[first].text == ":":
        return Clause(first + 1, last, cue, who, Rule.COLON)
    if who is None or scene.words.forms.get(cue.lower_) not in scene.words.plain or last - first < 3:
        return None
    if who.i > cue.i or scene.doc[first].tag_ not in _STARTS or not _soon_finite(scene, first, last):
        return None
    first = _after_days(scene, first, last)
    return Clause(first, trailing(scene, first, last, cue), cue, who, Rule.REST_OF_SENTENCE)


def _opening(scene: Scene, cue: Token, child: Token) -> int:
    """Where a clause without ``that`` begins: behind the day and the place of saying, with a subject the parse lost."""
    first = max(child.left_edge.i, cue.i + 1)
    has = any(t.dep_ in ("nsubj", "nsubjpass", "expl", "csubj", "mark") for t in child.lefts)
    if not has and child.tag_ != "VB" and scene.words.forms.get(cue.lower_, "") not in scene.words.addressed:
        return _after_days(scene, cue.i + 1, child.i)
    for thing in cue.rights:
        lost = thing.dep_ in ("dobj", "nsubj", "oprd") and thing.i < child.i and thing.right_edge.i >= first - 1
        if lost and scene.words.forms.get(cue.lower_, "") not in scene.words.addressed:
            first = min(first, thing.left_edge.i)
            break
    return _after_days(scene, first, child.i)


def _soon_finite(scene: Scene, first: int, last: int) -> bool:
    """Whether a finite verb comes before any word or comma that begins another clause."""
    for token in scene.doc[first : last + 1]:
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD"):
            return True
        if token.text in _PAUSES or token.tag_ in ("CC", "WDT", "WP", "WRB") or token.dep_ == "mark":
            return False
    return False


def _after_days(scene: Scene, first: int, stop: int) -> int:
    """``first``, or the token behind the day or hour that begins there."""
    while first < stop and scene.doc[first].ent_type_ in ("DATE", "TIME") and scene.owner[first] < 0:
        first += 1
    return first
