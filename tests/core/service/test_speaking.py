"""Saying who speaks: one act that uses marks that are there and leaves none behind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossator.core.errors import UserError
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.quote import gather
from glossator.core.model.span import State
from glossator.core.service.speaking import Scene, attach, name_speaker
from pictures import picture

SPEAKER = Label("SPEAKER", "Speaker", "speaker", 226)
CUE = Label("CUE", "Cue", "cue", 8)


def scene(drawn, state=State.ACCEPTED, origin="human:test", tie=True):
    article, spans = picture(drawn, state, origin)
    quote = next(span for span in spans if span.layer == "quote")
    links = tuple(
        Link(f"l{n}", article.id, str(span.layer), quote.id, span.id, origin, state, None, ())
        for n, span in enumerate(spans)
        if tie and span.layer in ("speaker", "cue")
    )
    return Scene(article, spans, links, "test"), gather(spans, links)[0]


def result(made, change):
    gone = {row.id for row in change.before}
    come = {row.id: row for row in change.after}
    spans = [s for s in made.spans if s.id not in gone] + [r for r in come.values() if hasattr(r, "layer")]
    links = [link for link in made.links if link.id not in gone] + [r for r in come.values() if not hasattr(r, "layer")]
    living = [span for span in spans if span.state is not State.REJECTED]
    return gather(living, links)[0], living


def test_a_new_speaker_takes_the_place_of_the_old_one():
    made, quote = scene("[“Hi,”](QUOTE) said [Ada](SPEAKER) to Ben.")
    at = made.article.text.index("Ben")
    quote, living = result(made, attach(made, quote, at, at + 3, SPEAKER))
    assert quote.speaker_name == "Ben"
    assert [span.text for span in living] == ["“Hi,”", "Ben"]


def test_a_machines_mark_is_rejected_not_deleted():
    made, quote = scene("[“Hi,”](QUOTE) said [Ada](SPEAKER) to Ben.", State.SUGGESTED, "quotes@1")
    at = made.article.text.index("Ben")
    change = attach(made, quote, at, at + 3, SPEAKER)
    assert [row.state for row in change.after if getattr(row, "text", "") == "Ada"] == [State.REJECTED]


def test_a_suggested_speaker_is_accepted_and_saying_it_again_changes_nothing():
    made, quote = scene("[“Hi,”](QUOTE) said [Ada](SPEAKER).", State.SUGGESTED, "quotes@1")
    at = made.article.text.index("Ada")
    change = attach(made, quote, at, at + 3, SPEAKER)
    assert all(row.state is State.ACCEPTED for row in change.after)
    done, quote = scene("[“Hi,”](QUOTE) said [Ada](SPEAKER).")
    assert not attach(done, quote, at, at + 3, SPEAKER)


def test_a_mention_shared_with_another_quotation_stays_and_its_name_is_known():
    made, _ = scene("[“Hi,”](QUOTE) said [Ada](SPEAKER). [“Bye.”](QUOTE) Ben left.")
    links = (replace(made.links[0], values=(("name", "Ada Moreau"),)),)
    made = replace(made, links=links)
    other = gather(made.spans, links)[1]
    at = made.article.text.index("Ada")
    change = attach(made, other, at, at + 3, SPEAKER)
    assert [link.value("name") for link in change.after] == ["Ada Moreau"]
    assert not change.before


def test_a_name_finds_the_nearest_mention_outside_the_quotation():
    made, quote = scene("Ada Moreau came. [“I am Ada Moreau,”](QUOTE) said Moreau.", tie=False)
    named, _ = result(made, name_speaker(made, quote, " Ada  Moreau ", SPEAKER))
    assert (named.speaker.start, named.speaker_name) == (0, "Ada Moreau")
    last, _ = result(made, name_speaker(made, quote, "Eve Moreau", SPEAKER))
    assert (last.speaker.text, last.speaker.start > 30, last.speaker_name) == ("Moreau", True, "Eve Moreau")
    with pytest.raises(UserError, match="speaker-not-in-text"):
        name_speaker(made, quote, "Ben", SPEAKER)
    with pytest.raises(UserError, match="no-speaker"):
        name_speaker(made, quote, "", SPEAKER)


def test_a_cue_is_attached_the_same_way():
    made, quote = scene("[“Hi,”](QUOTE) said Ada.", tie=False)
    at = made.article.text.index("said")
    quote, _ = result(made, attach(made, quote, at, at + 4, CUE))
    assert quote.cue.text == "said"
