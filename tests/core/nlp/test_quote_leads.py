"""Speakers that no verb names, turns of interviews, and who goes on speaking."""

from __future__ import annotations

import pytest

from glossator.core import nlp
from glossator.core.model.quote import Quote, gather
from glossator.core.nlp.pipeline import Pipeline
from glossator.core.nlp.quotes.plain import plain_article

INTERVIEW = "NOVAK: Why did you build it?\nLOVELACE: Because we had to cross.\nNOVAK: And now?\nLOVELACE: Now we do."


@pytest.fixture(scope="module")
def model() -> Pipeline:
    """The English pipeline, loaded once."""
    return nlp.load(nlp.DEFAULT)


@pytest.fixture(scope="module")
def blank() -> Pipeline:
    """A pipeline that only parts words and sentences."""
    return nlp.load(nlp.BLANK)


def quotes(text: str, pipeline: Pipeline) -> list[Quote]:
    """The quotations of a plain text, scare quotes left out."""
    found = nlp.run(plain_article("a", text), pipeline, ["quotes"])
    return [q for q in gather(found.spans, found.links) if q.kind != "scare"]


def said_by(quote: Quote) -> tuple[str, str]:
    """The speaker's mention and the rule that found it."""
    rule = next((link.value("rule") for link in quote.links if link.kind == "speaker"), "")
    return (quote.speaker.text if quote.speaker else "", rule)


LEADS = [
    ("“We built it for the children of the valley.” ― Ada Lovelace", ("Ada Lovelace", "signature")),
    ("“We built it for the children of the valley.” —Commissioner Novak", ("Commissioner Novak", "signature")),
    ("“We built it for the children.”\n— Ada Lovelace, engineer", ("Ada Lovelace", "signature")),
    ("From the report: “The bridge was never safe at all.”", ("the report", "label")),
    ("Ada Lovelace, engineer:\n“The bridge was never safe at all.”", ("Ada Lovelace", "label")),
]


@pytest.mark.parametrize(("text", "want"), LEADS)
def test_signatures_and_labels_need_no_parse(blank: Pipeline, text: str, want: tuple[str, str]) -> None:
    assert said_by(quotes(text, blank)[0]) == want


@pytest.mark.model
@pytest.mark.parametrize(("text", "want"), LEADS)
def test_signatures_and_labels_with_a_parse(model: Pipeline, text: str, want: tuple[str, str]) -> None:
    assert said_by(quotes(text, model)[0]) == want


@pytest.mark.parametrize("name", ["model", "blank"])
@pytest.mark.model
def test_turns_of_an_interview(name: str, request: pytest.FixtureRequest) -> None:
    found = quotes(INTERVIEW, request.getfixturevalue(name))
    assert [(q.pieces[0].text, *said_by(q)) for q in found] == [
        ("Why did you build it?", "NOVAK", "label"),
        ("Because we had to cross.", "LOVELACE", "label"),
        ("And now?", "NOVAK", "label"),
        ("Now we do.", "LOVELACE", "label"),
    ]


@pytest.mark.model
def test_questions_and_answers_are_turns(model: Pipeline) -> None:
    found = quotes("Q: Is the bridge safe?\nA: It is, since the winter.", model)
    assert [said_by(q)[0] for q in found] == ["Q", "A"]


@pytest.mark.model
def test_one_label_alone_is_no_interview(blank: Pipeline) -> None:
    assert quotes("Note: the bridge is closed on Sundays.\nIt opens on Monday.", blank) == []


@pytest.mark.model
def test_a_headline_with_a_speaker(model: Pipeline) -> None:
    text = "Lovelace: The Bridge Will Hold\nThe engineer Ada Lovelace spoke in Vienna on Monday."
    found = quotes(text, model)
    assert (found[0].pieces[0].text, said_by(found[0])) == ("The Bridge Will Hold", ("Lovelace", "label"))


@pytest.mark.model
def test_a_paragraph_that_the_one_before_announces(model: Pipeline) -> None:
    text = "In her memo Lovelace wrote:\nThe old bridge must be closed before the winter.\nThe town was quiet."
    (quote,) = quotes(text, model)
    assert quote.pieces[0].text == "The old bridge must be closed before the winter."
    assert (quote.pieces[0].value("rule"), said_by(quote)[0]) == ("announced", "Lovelace")


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "speaker", "rule"),
    [
        ("“We won the vote,” Ada Lovelace said. “Nobody helped us.”", "Ada Lovelace", "carried-over"),
        ("Ada Lovelace disagreed. “We never won that vote.”", "Ada Lovelace", "sentence-before"),
        ("Ada Lovelace went even further: “We never won that vote.”", "Ada Lovelace", "sentence-before"),
        (
            "“We won,” said Ada Lovelace, who once claimed that Novak lied. “Nobody helped us.”",
            "Ada Lovelace", "carried-over",
        ),
    ],
)  # fmt: skip
def test_who_goes_on_speaking(model: Pipeline, text: str, speaker: str, rule: str) -> None:
    last = max(quotes(text, model), key=lambda q: q.pieces[-1].end)
    assert (last.speaker.text if last.speaker else "") == speaker
    assert len(last.pieces) > 1 or said_by(last)[1] == rule


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The bridge is safe,” the statement said.", "the statement"),
        ("“The bridge is safe,” an official said.", "an official"),
        ("“The bridge is safe,” she went on.", "she"),
        ("As Novak put it, “the bridge is safe and always was.”", "Novak"),
        ("“The shop is safe,” McDonald's said.", "McDonald's"),
    ],
)
def test_things_and_unnamed_people_speak_too(model: Pipeline, text: str, speaker: str) -> None:
    assert said_by(quotes(text, model)[0])[0] == speaker


@pytest.mark.model
def test_titles_of_works_are_no_quotations(model: Pipeline) -> None:
    assert quotes("She was reading “The Bridge on the River,” a novel, in the garden.", model) == []


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We cooked for all of them,” Nadia al-Masri said.", "Nadia al-Masri"),
        ("“The bridge is safe,” Ada Lovelace (D-Vienna), said.", "Ada Lovelace"),
        ("Ada Lovelace, an engineer from Vienna, said: “The bridge is safe.”", "Ada Lovelace"),
        ("Novak heard it too. Everything, says Ada Lovelace, is true and well known.", "Ada Lovelace"),
    ],
)
def test_whole_names_with_asides(model: Pipeline, text: str, speaker: str) -> None:
    assert {said_by(q)[0] for q in quotes(text, model)} == {speaker}


@pytest.mark.model
def test_who_is_asked_does_not_ask(model: Pipeline) -> None:
    found = quotes("Asked whether the bridge was safe, Novak said that it was.", model)
    assert [said_by(q)[0] for q in found] == ["", "Novak"]


@pytest.mark.model
def test_a_dateline_is_no_content(model: Pipeline) -> None:
    (quote,) = quotes("VIENNA, May 2 (Northern Wire) — The bridge will open in May, the minister said.", model)
    assert quote.pieces[0].text == "The bridge will open in May"
