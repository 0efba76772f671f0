"""Quotations with cue and speaker, from the parse and without one."""

from __future__ import annotations

import pytest

from glossator.core import nlp
from glossator.core.model.quote import Quote, gather
from glossator.core.model.span import Span, State
from glossator.core.nlp.base import Findings
from glossator.core.nlp.pipeline import Pipeline
from pictures import article

LEAD = "Ambassador Ada Lovelace spoke in Vienna. Peter Novak listened.\n"


@pytest.fixture(scope="module")
def model() -> Pipeline:
    """The English pipeline, loaded once."""
    return nlp.load(nlp.DEFAULT)


@pytest.fixture(scope="module")
def blank() -> Pipeline:
    """A pipeline that only parts words and sentences."""
    return nlp.load(nlp.BLANK)


def shown(quote: Quote) -> tuple[str, str, str, str]:
    """Kind, first words, name and cue, for comparing."""
    cue = quote.cue.text if quote.cue else ""
    return quote.kind, quote.pieces[0].text.strip("“”«»„\"'‘’").split()[0], quote.speaker_name, cue


def quotes(text: str, pipeline: Pipeline) -> list[Quote]:
    """The quotations of ``text``, after checking that every row is sound."""
    made = article(text)
    found = nlp.run(made, pipeline)
    check(found, made.text)
    return list(gather(found.spans, found.links))


def check(found: Findings, text: str) -> None:
    """Spans equal the text, links join spans, no mention of a speaker lies in marks."""
    by_id = {span.id: span for span in found.spans}
    marked = [s for s in found.spans if s.label == "QUOTE"]
    for span in found.spans:
        assert (span.text, span.state) == (text[span.start : span.end], State.SUGGESTED)
        if span.label in ("SPEAKER", "CUE"):
            assert not any(q.start < span.end and span.start < q.end for q in marked)
    assert all(link.head in by_id and link.tail in by_id for link in found.links)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("“We won the vote,” Lovelace said.", ("direct", "We", "Ada Lovelace", "said")),
        ("“We won the vote,” said Lovelace.", ("direct", "We", "Ada Lovelace", "said")),
        ("Lovelace said: “We won the vote.”", ("direct", "We", "Ada Lovelace", "said")),
        ("Lovelace told reporters, “We won the vote.”", ("direct", "We", "Ada Lovelace", "told")),
        ("“We won the vote,” she told reporters.", ("direct", "We", "Ada Lovelace", "told")),
        ("“We won the vote,” Novak, a doctor, said.", ("direct", "We", "Peter Novak", "said")),
        ("Novak, a doctor, said:\n“We won the vote.”", ("direct", "We", "Peter Novak", "said")),
        ('"We won the vote," Lovelace said.', ("direct", "We", "Ada Lovelace", "said")),
        ("''We won the vote,'' Lovelace said.", ("direct", "We", "Ada Lovelace", "said")),
        ("«We won the vote,» Lovelace said.", ("direct", "We", "Ada Lovelace", "said")),
        ("„We won the vote,“ Lovelace said.", ("direct", "We", "Ada Lovelace", "said")),
        ("“We won the vote,” according to Lovelace.", ("direct", "We", "Ada Lovelace", "according to")),
        ("“Peter Novak said we won,” the ministry announced.", ("direct", "Peter", "the ministry", "announced")),
        ("Lovelace said the plan was “a waste” of money.", ("mixed", "the", "Ada Lovelace", "said")),
        ("They sat at the “round” table in the hall.", ("scare", "round", "", "")),
    ],
)
def test_cue_and_speaker(model: Pipeline, text: str, want: tuple[str, str, str, str]) -> None:
    assert shown(quotes(LEAD + text, model)[0]) == want


@pytest.mark.model
def test_pieces_around_a_cue_are_one_quotation(model: Pipeline) -> None:
    (quote,) = quotes(LEAD + "“We won,” Lovelace said, “and we will win again.”", model)
    assert [p.text for p in quote.pieces] == ["“We won,”", "“and we will win again.”"]
    assert {link.kind for link in quote.links} == {"speaker", "cue", "piece"}


@pytest.mark.model
def test_a_paragraph_wholly_in_marks_goes_on_with_the_same_speaker(model: Pipeline) -> None:
    text = LEAD + "“We won the vote,” Lovelace said.\n“Nobody thought that we would do it.”"
    first, second = quotes(text, model)
    assert first.speaker is second.speaker
    assert second.speaker_name == "Ada Lovelace"
    link = next(link for link in second.links if link.kind == "speaker")
    assert link.score is not None
    assert link.score < 0.7


@pytest.mark.model
def test_a_quotation_over_paragraphs_is_one(model: Pipeline) -> None:
    (quote,) = quotes(LEAD + "“We won the vote.\n“We shall win again,” Lovelace said.", model)
    assert quote.pieces[0].text == "“We won the vote.\n“We shall win again,”"


@pytest.mark.model
def test_furniture_is_not_analysed_and_ends_a_quotation(model: Pipeline) -> None:
    text = LEAD + "“We won the vote.\n! “Subscribe now,” Bob Smith said.\n“We shall win again,” Lovelace said."
    found = quotes(text, model)
    assert [q.pieces[0].text for q in found] == ["“We won the vote.", "“We shall win again,”"]


def test_without_a_parse_marks_and_the_near_cue_do(blank: Pipeline) -> None:
    text = "“We won the vote,” said Ada Lovelace.\nPeter Novak, a doctor, said: “We lost it.”\nA “round” table."
    found = quotes(text, blank)
    assert [shown(q) for q in found] == [
        ("direct", "We", "Ada Lovelace", "said"),
        ("direct", "We", "Peter Novak", "said"),
        ("scare", "round", "", ""),
    ]


def test_five_thousand_quotations_in_one_paragraph(blank: Pipeline) -> None:
    made = article(" ".join(["“We won the vote,” Ada said."] * 2_500))
    found = nlp.run(made, blank)
    marked: list[Span] = [s for s in found.spans if s.label == "QUOTE"]
    assert len(marked) == 2_500
    assert {s.text for s in marked} == {"“We won the vote,”"}
