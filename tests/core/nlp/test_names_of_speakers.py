"""From a mention to the fullest name, with the parse and without it."""

from __future__ import annotations

import time

import pytest

from glossator.core import nlp
from glossator.core.model.quote import gather
from glossator.core.nlp.pipeline import Pipeline
from glossator.core.nlp.quotes.cast import surname
from pictures import article


@pytest.fixture(scope="module")
def model() -> Pipeline:
    """The English pipeline, loaded once."""
    return nlp.load(nlp.DEFAULT)


@pytest.fixture(scope="module")
def blank() -> Pipeline:
    """A pipeline that only parts words and sentences."""
    return nlp.load(nlp.BLANK)


def names(text: str, pipeline: Pipeline, **fields: str) -> list[str]:
    """The names of those who speak in ``text``, in order."""
    found = nlp.run(article(text, **fields), pipeline, ("quotes",))
    return [quote.speaker_name for quote in gather(found.spans, found.links) if quote.speaker]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Ada Lovelace spoke in Vienna on Monday.\n“We won the vote,” Lovelace said.", "Ada Lovelace"),
        ("Ada Lovelace spoke in Vienna on Monday.\n“We won the vote,” she said.", "Ada Lovelace"),
        ("Michael Brandt met Anna Keller in Vienna. She was late.\n“I missed the train,” she said.", "Anna Keller"),
        ("Anna Keller met Michael Brandt in Vienna. He was late.\n“I missed the train,” he said.", "Michael Brandt"),
        (
            "Thomas Miller is the mayor of Larkport. The council met on Monday.\n“We are ready,” the mayor said.",
            "Thomas Miller",
        ),
        (
            "The World Harbour Organisation (WHO) met in Vienna.\n“We are ready,” the WHO said on Tuesday.",
            "World Harbour Organisation",
        ),
        ("Lydia Buchtmann runs the harbour.\n“We are ready,” Ms Bauchtmann said.", "Lydia Buchtmann"),
        ("Ada Lovelace spoke in Vienna.\n“We won,” Lovelace’s lawyer said.", "Lovelace’s lawyer"),
        ("Ada Lovelace and Michael Brandt spoke.\n“We won,” Lovelace and Brandt said.", "Lovelace and Brandt"),
    ],
)
def test_the_fullest_name(model: Pipeline, text: str, want: str) -> None:
    assert names(text, model)[-1] == want


@pytest.mark.model
def test_the_subject_before_outweighs_who_spoke_long_ago(model: Pipeline) -> None:
    text = (
        "“We lost,” coach Peter Novak said.\nThe second half was quiet. The crowd went home early.\n"
        "Harry Kane won the prize of the day. “I am glad,” he said."
    )
    assert names(text, model) == ["Peter Novak", "Harry Kane"]


@pytest.mark.model
def test_who_wrote_it_is_the_first_person(model: Pipeline) -> None:
    text = "The harbour was closed for a year.\nAs a sailor, I say that it should open soon."
    found = names(text, model, byline="Ida Brandt")
    assert set(found) <= {"Ida Brandt"}


@pytest.mark.model
def test_a_name_tells_its_rule_and_how_sure_it_is(model: Pipeline) -> None:
    text = "Ada Lovelace spoke in Vienna.\n“We won,” Lovelace said. “They lost,” she said later on Monday."
    found = nlp.run(article(text), model, ("quotes",))
    speakers = [link for link in found.links if link.kind == "speaker"]
    assert [link.value("named_by") for link in speakers] == ["known by surname", "pronoun"]
    assert all(link.score is not None and 0 < link.score < 1 for link in speakers)


@pytest.mark.parametrize(
    ("language", "text", "want"),
    [
        ("de", "„Wir haben gewonnen“, sagte Jan Vogt. Er lachte. „Und jetzt feiern wir“, sagte er.", "Jan Vogt"),
        ("de", "„Wir haben gewonnen“, sagte Sprecherin Eva Lindner. „Das ist gut“, sagte Lindner.", "Eva Lindner"),
        ("fr", "« C'est fini pour nous », a dit Claire Petit. « Je pars », a-t-elle ajouté.", "Claire Petit"),
        ("es", "«Esto se acabó ya», dijo Ana Torres. «Me voy de aquí», añadió ella.", "Ana Torres"),
    ],
)
def test_names_without_a_pipeline_of_the_language(blank: Pipeline, language: str, text: str, want: str) -> None:
    assert names(text, blank, language=language) == [want, want]


def test_surnames() -> None:
    assert surname("Robert Downey Jr.") == "downey"
    assert surname("Lovelace’s") == "lovelace"
    assert surname("") == ""


def test_time_grows_with_the_text_and_not_its_square(blank: Pipeline) -> None:
    people = [f"Ada{chr(97 + k % 26)} Brandt{chr(97 + k % 23)}{chr(97 + k % 19)}" for k in range(400)]
    lines = [f"“We won the vote,” said {name}. “They lost,” she said." for name in people]

    def seconds(count: int) -> float:
        text = "\n".join((lines * 20)[:count])
        start = time.process_time()
        names(text, blank, language="en")
        return time.process_time() - start

    small, large = seconds(600), seconds(4_800)
    assert large < 24 * small + 1
