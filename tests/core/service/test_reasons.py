"""Why something is marked: the rules of a machine's rows in sentences."""

from __future__ import annotations

from dataclasses import replace

from glossator.core.model.link import Link
from glossator.core.model.quote import gather
from glossator.core.model.span import State
from glossator.core.service.reasons import reasons, sentence_of, wording
from pictures import picture

TOLD = {"cue-after": "A word of saying follows.", "subject": "It is the subject.", "dictionary": "A list names it."}


def quoted(name="", **values):
    article, spans = picture("[“Hi,”](QUOTE) [said](CUE) [she](SPEAKER) of [Rome](GPE).", State.SUGGESTED, "quotes@2")
    spans = (replace(spans[0], values=(("kind", "direct"), ("rule", "cue-after"))), *spans[1:])
    rule = (("rule", "cue-after"),)
    links = (
        Link("l1", article.id, "cue", spans[0].id, spans[1].id, "quotes@2", State.SUGGESTED, None, rule),
        Link(
            "l2", article.id, "speaker", spans[0].id, spans[2].id, "quotes@2", State.SUGGESTED, None,
            tuple(sorted({**values, "name": name, "rule": "subject"}.items())),
        ),
    )  # fmt: skip
    return spans, gather(spans, links)[0]


def test_a_quotation_says_why_it_and_its_speaker_are_marked():
    spans, quote = quoted("Ada Moreau")
    expected = [
        ("Quotation", "A word of saying follows."),
        ("Speaker", "It is the subject."),
        ("Name", "“she” was taken for Ada Moreau."),
    ]
    assert reasons(spans[0], quote, TOLD) == expected
    assert reasons(spans[2], quote, TOLD) == expected


def test_what_a_person_has_decided_is_not_explained_as_a_guess():
    spans, quote = quoted("Ada Moreau")
    decided = replace(quote, links=tuple(replace(link, state=State.ACCEPTED) for link in quote.links))
    assert [what for what, _ in reasons(spans[0], decided, TOLD)] == ["Quotation", "Speaker"]


def test_the_ledger_is_named_as_the_reason_of_a_name():
    spans, quote = quoted("Ada Moreau", form="Mrs. Moreau")
    assert reasons(spans[0], quote, TOLD)[-1] == ("Name", "The ledger says that “Mrs. Moreau” is Ada Moreau.")


def test_a_rule_without_a_sentence_is_said_by_its_name():
    spans, _ = quoted()
    assert reasons(replace(spans[3], values=(("rule", "dictionary"),)), None, TOLD) == [("", "A list names it.")]
    assert reasons(spans[3], None, TOLD) == []
    assert sentence_of("next-piece", TOLD) == "next piece"
    assert all(isinstance(told, str) for told in wording().values())
