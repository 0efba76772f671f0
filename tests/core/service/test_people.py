"""One person, many names: merging, splitting, renaming, each one act; rules meet new suggestions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossator.core.errors import UserError
from glossator.core.model.analysis import Analysis, pack
from glossator.core.model.article import Source
from glossator.core.model.change import Change
from glossator.core.model.link import Link
from glossator.core.model.span import State
from glossator.core.nlp.base import Findings
from glossator.core.progress import Silent
from glossator.core.service import analysis, people
from glossator.core.service.library import Project
from glossator.core.service.voices import names_of, read_voices
from pictures import picture

TIME = "2026-01-01T00:00:00+00:00"


def story(drawn, name="", state=State.SUGGESTED):
    """An article with one quotation whose speaker is called ``name`` (or as it is written)."""
    article, spans = picture(drawn, state, "quotes@1")
    quote = next(span for span in spans if span.layer == "quote")
    speaker = next(span for span in spans if span.layer == "speaker")
    values = (("name", name),) if name else ()
    link = Link(f"l-{quote.id}", article.id, "speaker", quote.id, speaker.id, "quotes@1", state, None, values)
    return article, spans, link


@pytest.fixture
def project(tmp_path):
    made = Project.open(tmp_path / "p.glossator", create=True, author="test")
    rows = [Source("0" * 64, "a.txt", "utf-8", 1, TIME, "x")]
    for drawn, name in (
        ("[Ada Moreau](PERSON) spoke. [“A b,”](QUOTE) said [Moreau](SPEAKER).", "Ada Moreau"),
        ("[“C,”](QUOTE) said [Mrs. Moreau](SPEAKER). [Moreau](PERSON) and [Moreau](PERSON) left.", "Mrs. Moreau"),
        ("[“D,”](QUOTE) said [Moreau](SPEAKER) of [Harbour Board](ORG).", ""),
        ("[“E,”](QUOTE) said [she](SPEAKER).", "she"),
    ):
        article, spans, link = story(drawn, name)
        rows += [article, *spans, link]
    made.annotator.apply(Change("All", (), tuple(rows)))
    yield made
    made.close()


def entries(project):
    return {entry.name: entry for entry in people.read_ledger(project.reader)}


def voices(project):
    return {voice.name: voice.quotes for voice in read_voices(project.reader).voices}


def test_the_ledger_lists_names_and_leaves_pronouns_out(project):
    found = entries(project)
    assert set(found) == {"Ada Moreau", "Moreau", "Mrs. Moreau", "Harbour Board"}
    assert (found["Moreau"].mentions, found["Moreau"].articles, found["Moreau"].quotes) == (2, 1, 1)
    assert (found["Harbour Board"].kind, found["Ada Moreau"].kind) == ("ORG", "PERSON")


def test_merge_is_one_act_that_names_voices_and_stored_speakers(project):
    project.apply(people.merge(project.reader, ["Ada Moreau", "Moreau", "Mrs. Moreau"], "Ada Moreau"))
    found = entries(project)
    assert set(found) == {"Ada Moreau", "Harbour Board"}
    one = found["Ada Moreau"]
    assert (one.mentions, one.articles, one.quotes) == (3, 2, 3)
    assert [form.text for form in one.forms] == ["Moreau", "Ada Moreau", "Mrs. Moreau"]
    assert voices(project) == {"Ada Moreau": 3, "she": 1}
    names = [said.name for said in project.reader.said(names_of(project.reader, "Ada Moreau"))]
    assert names == ["Ada Moreau"] * 3
    stored = [link.value("name") for one in project.reader.article_ids() for link in project.reader.links(one)]
    assert sorted(stored) == ["Ada Moreau", "Ada Moreau", "Ada Moreau", "she"]
    project.history.undo()
    assert voices(project) == {"Ada Moreau": 1, "Mrs. Moreau": 1, "Moreau": 1, "she": 1}
    assert project.reader.persons() == ()
    project.history.redo()
    assert voices(project) == {"Ada Moreau": 3, "she": 1}


def test_split_gives_the_names_back(project):
    project.apply(people.merge(project.reader, ["Ada Moreau", "Moreau", "Mrs. Moreau"], "A. Moreau"))
    (person,) = project.reader.persons()
    project.apply(people.split(project.reader, person.id, ["Mrs. Moreau"]))
    assert voices(project) == {"A. Moreau": 2, "Mrs. Moreau": 1, "she": 1}
    project.apply(people.split(project.reader, person.id))
    assert voices(project) == {"Ada Moreau": 1, "Mrs. Moreau": 1, "Moreau": 1, "she": 1}
    assert (project.reader.persons(), project.reader.aliases()) == ((), ())
    project.history.undo()
    project.history.undo()
    assert voices(project) == {"A. Moreau": 3, "she": 1}


def test_renaming_renames_and_a_taken_name_merges(project):
    project.apply(people.merge(project.reader, ["Ada Moreau", "Moreau"], "Ada Moreau"))
    (person,) = project.reader.persons()
    project.apply(people.rename(project.reader, person.id, " Ada  B. Moreau ", "ORG"))
    assert voices(project) == {"Ada B. Moreau": 2, "Mrs. Moreau": 1, "she": 1}
    assert entries(project)["Ada B. Moreau"].kind == "ORG"
    project.apply(people.merge(project.reader, ["Mrs. Moreau"], "The Moreau"))
    project.apply(people.rename(project.reader, person.id, "The Moreau"))
    assert voices(project) == {"The Moreau": 3, "she": 1}
    assert len(project.reader.persons()) == 1


def test_what_cannot_be_done_is_refused(project):
    with pytest.raises(UserError, match="people-too-few"):
        people.merge(project.reader, ["Moreau"], "Moreau")
    with pytest.raises(UserError, match="person-without-name"):
        people.merge(project.reader, ["Moreau", "Ada Moreau"], "  ")
    with pytest.raises(UserError, match="person-unknown"):
        people.split(project.reader, "nobody")


def test_a_name_that_a_person_wrote_stays(project):
    project.apply(people.merge(project.reader, ["Ada Moreau", "Mrs. Moreau"], "Ada Moreau"))
    (link, _) = next(pair for pair in project.reader.speaker_links(["Ada Moreau"]) if pair[0].value("form"))
    other = replace(link, values=(("form", "Mrs. Moreau"), ("name", "Eve Moreau")))
    project.apply(Change("Speaker", (link,), (other,)))
    (person,) = project.reader.persons()
    project.apply(people.split(project.reader, person.id))
    assert voices(project)["Eve Moreau"] == 1


class Ready:
    """Findings that are there already, as a worker gives them."""

    fault = None

    def __init__(self, *findings):
        self.findings = findings

    def analyse(self, articles, progress):
        list(articles)
        yield from self.findings


def findings(article, spans, link):
    return Findings(article.id, 1, spans, (link,), Analysis(article.id, 1, "en@1", TIME, pack([])))


def test_rules_are_applied_to_new_suggestions_within_their_act(project):
    project.apply(people.merge(project.reader, ["Ada Moreau", "Mrs. Moreau"], "Ada Moreau"))
    article, spans, link = story("[“F,”](QUOTE) said [Mrs. Moreau](SPEAKER).", "Mrs. Moreau")
    project.apply(Change("Import", (), (article,), "import-1"))
    analysis.run(project, [article.id], Ready(findings(article, spans, link)), Silent(), "import-1")
    (stored,) = project.reader.links(article.id)
    assert dict(stored.values) == {"form": "Mrs. Moreau", "name": "Ada Moreau"}
    assert voices(project)["Ada Moreau"] == 3
    again = [replace(span, id=f"x{span.id}") for span in spans]
    other = replace(link, id="x", head=f"x{link.head}", tail=f"x{link.tail}")
    analysis.run(project, [article.id], Ready(findings(article, tuple(again), other)), Silent())
    assert [kept.id for kept in project.reader.links(article.id)] == [stored.id]
    project.history.undo()
    assert project.reader.links(article.id) in ((), (stored,))
    while project.reader.article(article.id):
        project.history.undo()
    assert [person.name for person in project.reader.persons()] == ["Ada Moreau"]
