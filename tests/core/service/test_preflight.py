"""What is found before an export is mended as one act, undone as one, or kept as an exception."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bundles import bundle, link, span
from glossator.core.errors import Cancelled, UserError
from glossator.core.model.change import Change
from glossator.core.model.note import Note
from glossator.core.model.span import Span, State
from glossator.core.model.tag import Stage
from glossator.core.progress import Silent
from glossator.core.service import changes, exporting, preflight
from glossator.core.service.library import Project
from glossator.core.service.preflight import Wanted
from glossator.sentences import SENTENCES
from pictures import article

TEXT = "Ada Moreau, of Larkport,  met the University of São Paulo. “Yes,” she said."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project.open(tmp_path / "p.glossator", create=True, author="kim")
    of = article(TEXT, id="a1", title="Meeting")
    quote, mention = span(of, "“Yes,”", "QUOTE"), span(of, "she", "SPEAKER", ident="mention")
    twin = span(of, "she", "SPEAKER", ident="twin")
    machine = span(of, "São Paulo", "GPE", origin="names@1 test@1", ident="machine")
    rows = (
        span(of, " of ", "ODD", ident="blank"),
        span(of, "Moreau,", "PERSON", ident="mark"),
        span(of, "Lark", "GPE", State.SUGGESTED, ident="inside"),
        span(of, "Larkp", "GPE", ident="inside2"),
        span(of, "  ", "ODD", ident="nothing"),
        span(of, "University of São Paulo", "ORG", ident="uni"),
        machine, quote, mention, twin,
    )  # fmt: skip
    links = (link("speaker", quote, mention), link("speaker", quote, twin))
    notes = (Note("n1", "a1", "twin", "who?", "kim", "2026-01-09T08:00:00+00:00"),)
    all_ = bundle(of, *rows, links=links, notes=notes)
    made.annotator.apply(Change("All", (), (all_.source, of, all_.analysis, *rows, *links, *notes)))  # type: ignore[arg-type]
    yield made
    made.close()


def keys(project: Project, **wanted: Any) -> list[str]:
    report = preflight.look(project, Wanted(least=1, **wanted), Silent())
    return [one.key for one in report.findings]


def spans(project: Project) -> dict[str, Span]:
    return {one.id: one for one in project.reader.spans("a1")}


def test_each_kind_is_mended_by_an_act_that_can_be_undone(project: Project) -> None:
    before = (project.reader.spans("a1"), project.reader.links("a1"), project.reader.notes("a1"))
    wanted = Wanted("docbin", least=1)
    report = preflight.look(project, wanted, Silent())
    assert report.counts() == {
        "empty": 1, "blank-edge": 1, "mark-edge": 1, "off-tokens": 1, "duplicate": 1, "overlap": 1, "undecided": 1,
    }  # fmt: skip
    project.apply(preflight.mend(project, report.findings))
    now = spans(project)
    assert set(now) >= {"blank", "mark", "inside", "inside2", "uni", "mention"} and "nothing" not in now
    assert (now["blank"].text, now["mark"].text, now["inside2"].text) == ("of", "Moreau", "Larkport")
    assert now["machine"].state is State.REJECTED
    assert now["inside"].text == "Lark"
    assert [one.code for one in preflight.look(project, wanted, Silent()).findings] == ["undecided"]
    project.history.undo()
    assert (project.reader.spans("a1"), project.reader.links("a1"), project.reader.notes("a1")) == before


def test_a_duplicate_hands_on_its_links_and_notes(project: Project) -> None:
    found = [one for one in preflight.look(project, Wanted(), Silent()).findings if one.code == "duplicate"]
    (one,) = found
    gone, stays = one.spans
    project.apply(preflight.mend(project, found))
    assert gone not in spans(project)
    assert [(k.kind, k.tail) for k in project.reader.links("a1")] == [("speaker", stays)]
    assert [note.span for note in project.reader.notes("a1")] in ([stays], ["twin"])
    assert not [key for key in keys(project) if key.startswith("duplicate")]


def test_one_finding_alone_is_mended_and_a_suggestion_stays_one(project: Project) -> None:
    wanted = Wanted(options=exporting.Options(suggestions=True))
    found = preflight.look(project, wanted, Silent()).findings
    (one,) = [f for f in found if f.key == "off-tokens:inside"]
    change = preflight.mend(project, [one])
    assert change.title == "Mend “Lark”"
    project.apply(change)
    now = spans(project)
    assert (now["inside"].text, now["inside"].state) == ("Larkport", State.SUGGESTED)
    assert now["inside2"].text == "Larkp"


def test_what_changed_meanwhile_is_passed_over(project: Project) -> None:
    report = preflight.look(project, Wanted(), Silent())
    project.apply(Change("gone", (spans(project)["blank"],), ()))
    found = [one for one in report.findings if one.code == "blank-edge"]
    assert not preflight.mend(project, found)
    moved = spans(project)["mark"]
    project.apply(Change("moved", (moved,), (replace(moved, end=moved.end - 1, text="Moreau"),)))
    assert not preflight.mend(project, [one for one in report.findings if one.code == "mark-edge"])


def test_trimming_onto_another_span_is_told_as_a_duplicate_next(project: Project) -> None:
    of = project.reader.article("a1")
    assert of is not None
    project.apply(Change("add", (), (span(of, "Moreau", "PERSON", ident="same"),)))
    found = [f for f in preflight.look(project, Wanted(), Silent()).findings if f.code == "mark-edge"]
    project.apply(preflight.mend(project, found))
    assert {"duplicate:same", "duplicate:mark"} & set(keys(project))


def test_exceptions_hold_until_the_span_changes(project: Project) -> None:
    report = preflight.look(project, Wanted(), Silent())
    kept = [one for one in report.findings if one.key == "mark-edge:mark"]
    assert preflight.keep(project, kept) == 1
    assert "mark-edge:mark" not in keys(project)
    assert preflight.look(project, Wanted(), Silent()).excepted == 1
    mark = spans(project)["mark"]
    project.apply(Change("grow", (mark,), (replace(mark, start=mark.start - 4, text="Ada Moreau,"),)))
    assert "mark-edge:mark" in keys(project)
    preflight.forget(project, ["mark-edge:mark"])
    assert preflight.exceptions(project) == {}


def test_damaged_exceptions_are_none(project: Project) -> None:
    for value in ("{", "[1]"):
        project.store.set_setting(preflight.EXCEPTIONS, value)
        assert preflight.exceptions(project) == {}


def test_an_overlap_that_trimming_has_undone_drops_nothing(project: Project) -> None:
    of = project.reader.article("a1")
    assert of is not None
    rows = tuple(span(of, words, "EVENT", ident=words) for words in ("Ada Moreau, ", "  met"))
    longer = replace(rows[0], end=of.text.index("met"), text=of.text[rows[0].start : of.text.index("met")])
    project.apply(Change("add", (), (longer, rows[1])))
    found = [
        f for f in preflight.look(project, Wanted("docbin"), Silent()).findings if f.subject in (longer.id, "  met")
    ]
    assert {one.code for one in found} >= {"blank-edge", "overlap"}
    project.apply(preflight.mend(project, found))
    assert (spans(project)[longer.id].text, spans(project)["  met"].text) == ("Ada Moreau, of Larkport", "met")


def test_single_articles_and_those_that_are_gone(project: Project) -> None:
    found = preflight.look_at(project, Wanted(), ["a1", "gone"])
    whole = preflight.look(project, Wanted(least=0), Silent()).findings
    assert found == [one for one in whole if one.code in preflight.OF_SPANS]
    assert preflight.look_at(project, Wanted(choice=exporting.Choice(stages=("done",))), ["a1"]) == []
    orgs = preflight.look_at(project, Wanted(choice=exporting.Choice(labels=("ORG",))), ["a1"])
    assert [one.code for one in orgs] == []  # decisions on other labels count
    project.apply(changes.set_stage("a1", Stage.TRASHED, None))
    assert preflight.look_at(project, Wanted(), ["a1"]) == []
    with pytest.raises(UserError, match="article-unknown"):
        preflight.look(project, Wanted(), Silent(), ["gone"])


def test_it_can_be_stopped(project: Project) -> None:
    class Stopped(Silent):
        cancelled = True

    with pytest.raises(Cancelled):
        preflight.look(project, Wanted(), Stopped())
    with pytest.raises(Cancelled):
        preflight.look_at(project, Wanted(), ["a1"], Stopped())


def test_every_code_has_a_sentence_and_every_fixable_one_a_mender() -> None:
    assert all(f"found-{code}" in SENTENCES for code in preflight.CODES)
    assert set(preflight.MENDERS) == preflight.FIXABLE
