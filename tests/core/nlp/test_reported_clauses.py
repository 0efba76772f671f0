"""What is reported without marks or partly in marks: content, speaker and rule of hand-written sentences."""

from __future__ import annotations

import pytest

from glossator.core import nlp
from glossator.core.model.quote import Quote, gather
from glossator.core.nlp.pipeline import Pipeline
from glossator.core.nlp.quotes.plain import plain_article

pytestmark = pytest.mark.model

CASES = [
    ("The minister said [that the bridge would open in May].", "The minister", "that-clause"),
    ("The minister said [the bridge would open in May].", "The minister", "reported-clause"),
    ("Novak asked [whether the bridge would open in May].", "Novak", "question-clause"),
    ("[The bridge will open in May], the minister said.", "the minister", "content-first"),
    ("[The bridge will open in May], said Ada Lovelace, an engineer.", "Ada Lovelace", "content-first"),
    ("In May, Novak said, [the bridge will stay closed].", "Novak", "around-cue"),
    ("[The bridge will open in May], according to two officials.", "two officials", "according-to"),
    ("According to the report, [the bridge will open in May].", "the report", "according-to"),
    ("As the minister noted, [the bridge had been closed for years].", "the minister", "as-said"),
    ("Novak promised [to open the bridge in May].", "Novak", "to-infinitive"),
    ("Lovelace called [the old bridge “a danger to everyone”] and left.", "Lovelace", "named-as"),
    ("Critics accused [the minister of hiding the costs].", "Critics", "named-as"),
    ("The minister announced [plans for a second bridge over the river].", "The minister", "object"),
    ("His claim [that the bridge was safe] surprised the town.", "His", "noun-cue"),
    ("The ministry issued a statement saying [the bridge was safe].", "The ministry", "reported-clause"),
    ("An official said [the repairs were “almost done” before the winter].", "An official", "reported-clause"),
    ("Ada Lovelace, who built the first bridge, said [it would hold].", "Ada Lovelace", "reported-clause"),
    ("Peter Novak, who said [the bridge was safe], left the town.", "who", "reported-clause"),
    ("Novak told reporters at the station [that the trains would run again].", "Novak", "that-clause"),
    ("McDonald's said [the shop would close in June].", "McDonald's", "reported-clause"),
    (
        "[The town was closed in 2019], Patrick Novak, the mayor of the town, wrote in a memo.",
        "Patrick Novak", "content-first",
    ),
    (
        "Novak said on Monday [that the bridge would hold, and that the town should not worry].",
        "Novak", "that-clause",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def model() -> Pipeline:
    """The English pipeline, loaded once."""
    return nlp.load(nlp.DEFAULT)


def quotes(text: str, pipeline: Pipeline) -> list[Quote]:
    """The quotations of a plain text."""
    found = nlp.run(plain_article("a", text), pipeline, ["quotes"])
    return list(gather(found.spans, found.links))


@pytest.mark.parametrize(("drawn", "speaker", "rule"), CASES)
def test_content_speaker_and_rule(model: Pipeline, drawn: str, speaker: str, rule: str) -> None:
    start, end = drawn.index("["), drawn.index("]") - 1
    found = {(q.start, q.end): q for q in quotes(drawn.replace("[", "").replace("]", ""), model)}
    assert (start, end) in found
    quote = found[start, end]
    assert quote.speaker is not None
    assert (quote.speaker.text, quote.pieces[0].value("rule")) == (speaker, rule)
    assert quote.kind == ("mixed" if "“" in drawn else "indirect")
    assert quote.cue is not None


def test_content_on_both_sides_of_a_cue_is_one_quotation(model: Pipeline) -> None:
    (quote,) = quotes("The bridge, the minister said, will open in May.", model)
    assert [p.text for p in quote.pieces] == ["The bridge", "will open in May"]


@pytest.mark.parametrize(
    "aside", [", which surprised the town", " (it was closed in March)", ", according to the radio"]
)
def test_asides_of_the_writer_stay_outside(model: Pipeline, aside: str) -> None:
    found = quotes(f"Novak said that the town would repair the bridge{aside}.", model)
    assert found[-1].pieces[-1].text.endswith("the town would repair the bridge")


def test_a_condition_before_the_cue_belongs_to_what_is_said(model: Pipeline) -> None:
    (quote,) = quotes("If it rains, Novak said, the bridge will stay closed.", model)
    assert [p.text for p in quote.pieces] == ["If it rains", "the bridge will stay closed"]


def test_a_clause_stops_at_the_next_saying(model: Pipeline) -> None:
    first, second = quotes("He said the bridge was safe and called the report a mistake.", model)
    assert (first.pieces[0].text, second.pieces[0].text) == ("the bridge was safe", "the report a mistake")
    assert first.speaker is second.speaker


def test_what_is_added_is_a_quotation_of_its_own(model: Pipeline) -> None:
    first, second = quotes("“We won,” Novak said, adding that the bridge would open in May.", model)
    assert (first.kind, second.kind) == ("direct", "indirect")
    assert second.pieces[0].text == "that the bridge would open in May"
    assert second.speaker is first.speaker


def test_who_keeps_the_name_it_stands_for(model: Pipeline) -> None:
    (quote,) = quotes("Peter Novak, who said the bridge was safe, left the town.", model)
    assert quote.speaker is not None
    assert (quote.speaker.text, quote.speaker_name) == ("who", "Peter Novak")


@pytest.mark.parametrize(
    "text",
    [
        "He said nothing.",
        "A company called Northern Bridges built it.",
        "They think the bridge is old.",
        "He told her the truth.",
        "In an interview on Sunday, he said no.",
    ],
)
def test_no_report_where_nothing_is_reported(model: Pipeline, text: str) -> None:
    assert quotes(text, model) == []
