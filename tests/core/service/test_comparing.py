"""What a new analysis does to the rows that are there."""

from __future__ import annotations

from dataclasses import replace

from glossator.core.model.analysis import Analysis, Token, pack
from glossator.core.model.bundle import Bundle
from glossator.core.model.change import Change
from glossator.core.model.ids import new_id
from glossator.core.model.link import Link
from glossator.core.model.note import Note
from glossator.core.model.span import Span, State
from glossator.core.nlp.base import Findings
from glossator.core.service.analysis import compare
from pictures import picture

MACHINE = "entities@1 pipe@1"
DRAWN = "[Ada](PERSON) met [Bo](PERSON): [“Hi”](QUOTE) [Ada](SPEAKER)"


def run(spans: tuple[Span, ...], links: tuple[Link, ...] = ()) -> Findings:
    fresh = {span.id: new_id() for span in spans}
    return Findings(
        spans[0].article, 1, tuple(replace(s, id=fresh[s.id]) for s in spans),
        tuple(replace(k, id=new_id(), head=fresh[k.head], tail=fresh[k.tail]) for k in links),
        Analysis(spans[0].article, 1, "pipe@1", "2026-01-01T00:00:00+00:00", pack([Token(0, 3, True)])),
    )  # fmt: skip


def spans_in(change: Change, side: str) -> list[Span]:
    return [row for row in getattr(change, side) if isinstance(row, Span)]


def test_the_first_run_brings_everything() -> None:
    article, spans = picture(DRAWN, State.SUGGESTED, MACHINE)
    found = run(spans)
    change = compare(found, Bundle(article, None, None))
    assert change.before == ()
    assert set(change.after) == {*found.spans, found.analysis}


def test_the_same_run_again_changes_nothing() -> None:
    article, spans = picture(DRAWN, State.SUGGESTED, MACHINE)
    link = Link(new_id(), article.id, "speaker", spans[2].id, spans[3].id, MACHINE, State.SUGGESTED)
    found = run(spans, (link,))
    there = Bundle(article, None, found.analysis, spans, (link,))
    assert not compare(run(spans, (link,)), there)


def test_nothing_rejected_is_suggested_twice() -> None:
    article, spans = picture(DRAWN, State.SUGGESTED, MACHINE)
    there = Bundle(article, None, None, (replace(spans[0], state=State.REJECTED),))
    change = compare(run(spans), there)
    assert [s.text for s in spans_in(change, "after")] == ["Bo", "“Hi”", "Ada"]
    assert spans_in(change, "before") == []


def test_undecided_rows_that_are_not_found_again_go_and_decided_ones_stay() -> None:
    article, spans = picture(DRAWN, State.SUGGESTED, MACHINE)
    accepted = replace(spans[1], state=State.ACCEPTED)
    there = Bundle(article, None, None, (spans[0], accepted, *spans[2:]))
    change = compare(run(spans[2:]), there)
    assert spans_in(change, "before") == [spans[0]]
    assert spans_in(change, "after") == []


def test_a_suggestion_with_a_persons_note_stays() -> None:
    article, spans = picture(DRAWN, State.SUGGESTED, MACHINE)
    note = Note(new_id(), article.id, spans[0].id, "really?", "kim", "2026-01-01T00:00:00+00:00")
    change = compare(run(spans[1:]), Bundle(article, None, None, spans, notes=(note,)))
    assert spans_in(change, "before") == []


def test_a_speaker_that_a_person_chose_stays() -> None:
    article, spans = picture(DRAWN, State.SUGGESTED, MACHINE)
    theirs = Link(new_id(), article.id, "speaker", spans[2].id, spans[3].id, MACHINE, State.SUGGESTED)
    mine = Link(new_id(), article.id, "speaker", spans[2].id, spans[1].id, "human:kim", State.ACCEPTED)
    change = compare(run(spans, (theirs,)), Bundle(article, None, None, spans, (mine,)))
    assert not [row for row in (*change.before, *change.after) if isinstance(row, Link)]
