"""Whatever is merged, split and renamed: the ledger stays whole, no word is lost, and undo leads back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.core.errors import UserError
from glossator.core.model.article import Source
from glossator.core.model.change import Change
from glossator.core.model.link import Link
from glossator.core.model.span import State
from glossator.core.service import people
from glossator.core.service.library import Project
from glossator.core.service.voices import read_voices
from pictures import picture

NAMES = ("Ada Moreau", "Moreau", "Mrs. Moreau", "Ben Vell", "Vell")
name = st.sampled_from(NAMES)
new = st.sampled_from((*NAMES, "Somebody Else"))
merge = st.tuples(st.just("merge"), st.lists(name, min_size=1, max_size=3), new)
split = st.tuples(st.just("split"), st.integers(0, 3), st.lists(new, max_size=2))
rename = st.tuples(st.just("rename"), st.integers(0, 3), new)


def filled(folder: Path) -> Project:
    project = Project.open(folder / "p.glossator", create=True, author="test")
    rows = [Source("0" * 64, "a.txt", "utf-8", 1, "2026-01-01T00:00:00+00:00", "x")]
    for one in NAMES:
        article, spans = picture(f"[“One two,”](QUOTE) said [{one}](SPEAKER).", State.SUGGESTED, "quotes@1")
        named = (("name", one),) if one != "Vell" else ()
        rows += [article, *spans]
        rows.append(
            Link(f"l{one}", article.id, "speaker", spans[0].id, spans[1].id, "quotes@1", State.SUGGESTED, None, named)
        )
    project.annotator.apply(Change("All", (), tuple(rows)), kind="machine")
    return project


def made(project: Project, act: tuple) -> Change | None:
    what, which, how = act
    persons = project.reader.persons()
    try:
        if what == "merge":
            return people.merge(project.reader, which, how)
        if which >= len(persons):
            return None
        if what == "split":
            return people.split(project.reader, persons[which].id, how or None)
        return people.rename(project.reader, persons[which].id, how)
    except UserError as error:
        assert error.code == "people-too-few"
        return None


def state(project: Project) -> tuple:
    links = [link for one in project.reader.article_ids() for link in project.reader.links(one)]
    return project.reader.persons(), project.reader.aliases(), sorted(links, key=lambda link: link.id)


@given(st.lists(st.one_of(merge, merge, split, rename), max_size=7))
@settings(max_examples=25)
def test_the_ledger_stays_whole_and_undo_leads_back(acts: list[tuple]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = filled(Path(folder))
        states = [state(project)]
        for act in acts:
            change = made(project, act)
            if not change:
                continue
            project.apply(change)
            states.append(state(project))
            persons, aliases, links = states[-1]
            ids = {person.id for person in persons}
            assert len({person.name for person in persons}) == len(persons)
            assert {alias.person for alias in aliases} == ids
            meanings = people.read_rules(project.reader).meanings
            assert all(meanings.get(person.name) == person.name for person in persons)
            voices = read_voices(project.reader).voices
            assert sum(voice.words for voice in voices) == 2 * len(NAMES)
            for link in links:
                said = link.value("form") or link.value("name") or "Vell"
                assert (link.value("name") or "Vell") == meanings.get(said, said)
            entries = people.read_ledger(project.reader)
            assert sum(entry.quotes for entry in entries) == len(NAMES) - sum(
                voice.quotes for voice in voices if len(voice.name.split()) < 2 and voice.name not in meanings.values()
            )
        for before in reversed(states[:-1]):
            project.history.undo()
            assert state(project) == before
        project.close()
