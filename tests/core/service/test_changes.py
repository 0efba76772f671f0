"""What a person can do to rows, as changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossator.core.errors import UserError
from glossator.core.model.change import Change
from glossator.core.model.ids import new_id
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.span import Span, State
from glossator.core.service import changes
from pictures import picture

PERSON = Label("PERSON", "Person", "entity", 212, "1")
ORG = Label("ORG", "Organisation", "entity", 268, "2")
QUOTE = Label("QUOTE", "Quotation", "quote", 214, "q")
MACHINE = "entities@1 pipe@1"


def linked(quote: Span, other: Span, kind: str, **values: str) -> Link:
    return Link(
        new_id(), quote.article, kind, quote.id, other.id, MACHINE, State.SUGGESTED, None, tuple(values.items())
    )


def test_a_new_span_is_trimmed_accepted_and_the_persons_own() -> None:
    article, _ = picture("😀 Ada spoke.")
    change = changes.add_span(article, 1, 6, PERSON, "kim")
    (span,) = change.after
    assert isinstance(span, Span)
    assert (span.start, span.end, span.text) == (2, 5, "Ada")
    assert (span.state, span.origin) == (State.ACCEPTED, "human:kim")


OUTSIDE = [(0, 99), (-1, 2), (4, 2)]


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [(3, 3, "span-empty"), (3, 4, "span-empty"), *((a, b, "span-outside") for a, b in OUTSIDE)],
)
def test_impossible_places_are_refused(start: int, end: int, code: str) -> None:
    article, _ = picture("Ada spoke.")
    with pytest.raises(UserError) as refused:
        changes.add_span(article, start, end, PERSON, "kim")
    assert refused.value.code == code


def test_the_very_start_and_the_very_end_can_be_labelled() -> None:
    article, _ = picture("Ada met Bo")
    assert changes.add_span(article, 0, 3, PERSON, "kim").after[0].text == "Ada"  # type: ignore[union-attr]
    assert changes.add_span(article, 8, 10, PERSON, "kim").after[0].text == "Bo"  # type: ignore[union-attr]


def test_labelling_a_suggestion_accepts_it_and_keeps_its_id() -> None:
    article, (span,) = picture("[Ada](PERSON) spoke.", State.SUGGESTED, MACHINE)
    change = changes.add_span(article, 0, 3, PERSON, "kim", [span])
    assert change.before == (span,)
    assert change.after == (replace(span, state=State.ACCEPTED),)


def test_labelling_twice_changes_nothing() -> None:
    article, (span,) = picture("[Ada](PERSON) spoke.")
    assert not changes.add_span(article, 0, 3, PERSON, "kim", [span])


def test_resizing_a_suggestion_is_deciding_it() -> None:
    article, (span,) = picture("[Ada](PERSON) Love spoke.", State.SUGGESTED, MACHINE)
    (moved,) = changes.resize(article, span, 0, 8).after
    assert isinstance(moved, Span)
    assert (moved.text, moved.state, moved.origin) == ("Ada Love", State.ACCEPTED, MACHINE)
    assert not changes.resize(article, span, 0, 3)


def test_accepting_a_quotation_takes_cue_and_speaker_along() -> None:
    _, (quote, speaker, cue) = picture("[“Hi”](QUOTE) [Ada](SPEAKER) [said](CUE).", State.SUGGESTED, MACHINE)
    links = [linked(quote, speaker, "speaker"), linked(quote, cue, "cue")]
    change = changes.decide([quote], State.ACCEPTED, [quote, speaker, cue], links)
    assert {row.id for row in change.after} == {quote.id, speaker.id, cue.id, links[0].id, links[1].id}
    assert all(row.state is State.ACCEPTED for row in change.after if isinstance(row, Span | Link))


def test_rejecting_a_quotation_spares_a_speaker_that_another_one_shares() -> None:
    _, (one, two, speaker) = picture("[“Hi”](QUOTE) [“Ho”](QUOTE) [Ada](SPEAKER).", State.SUGGESTED, MACHINE)
    links = [linked(one, speaker, "speaker"), linked(two, speaker, "speaker")]
    change = changes.decide([one], State.REJECTED, [one, two, speaker], links)
    assert {row.id for row in change.after} == {one.id, links[0].id}


def test_deleting_removes_a_persons_row_and_rejects_a_machines() -> None:
    article, (mine,) = picture("[Ada](PERSON) met Bo.")
    theirs = replace(mine, id=new_id(), start=8, end=10, text="Bo", origin=MACHINE, state=State.SUGGESTED)
    note = changes.write_note(article.id, mine.id, "who?", "kim", ()).after[0]
    change = changes.delete([mine, theirs], [mine, theirs], [], [note])  # type: ignore[list-item]
    assert set(change.before) == {mine, note, theirs}
    assert change.after == (replace(theirs, state=State.REJECTED),)


def test_a_speaker_replaces_the_one_before() -> None:
    _, (quote, ada, bo) = picture("[“Hi”](QUOTE) [Ada](SPEAKER) [Bo](SPEAKER)")
    old = linked(quote, ada, "speaker")
    change = changes.connect(quote, bo, "speaker", [old], "kim", "Bo Lind")
    assert change.before == (old,)
    (new,) = change.after
    assert isinstance(new, Link)
    assert (new.tail, new.value("name")) == (bo.id, "Bo Lind")


def test_naming_a_speaker_that_is_not_there_is_refused() -> None:
    _, (quote,) = picture("[“Hi”](QUOTE)")
    with pytest.raises(UserError) as refused:
        changes.name_speaker(quote, [], "Ada")
    assert refused.value.code == "no-speaker"


def test_notes_are_written_changed_and_removed() -> None:
    first = changes.write_note("a", "", "one", "kim", ())
    (note,) = first.after
    second = changes.write_note("a", "", "two", "kim", [note])  # type: ignore[list-item]
    assert second.before == (note,)
    assert second.after[0].id == note.id
    assert second.group == first.group
    assert changes.write_note("a", "", "  ", "kim", second.after).after == ()  # type: ignore[arg-type]
    assert not changes.write_note("a", "", "", "kim", ())


def test_tags_become_exactly_those_asked_for() -> None:
    first = changes.set_tags("a", ["war", " war ", "", "two  words"], ())
    assert [tag.name for tag in first.after] == ["war", "two words"]  # type: ignore[union-attr]
    second = changes.set_tags("a", ["war"], first.after)  # type: ignore[arg-type]
    assert [tag.name for tag in second.before] == ["two words"]  # type: ignore[union-attr]
    assert second.after == ()


def test_relabel_and_kind() -> None:
    _, (span,) = picture("[Ada](PERSON)")
    assert changes.relabel(span, ORG).after[0].label == "ORG"  # type: ignore[union-attr]
    assert changes.relabel(span, PERSON) == Change("")
    quote = changes.set_values(span, "kind", kind="scare").after[0]
    assert isinstance(quote, Span)
    assert quote.value("kind") == "scare"
