"""The project and the code book read by pyrefiqda, whose models are made of the standard's schema."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from bundles import bundle, edges, harbour, span, title_only
from glossator.core.export import Options, export
from glossator.core.export.refi import PROJECT, Refi, RefiCodebook
from glossator.core.model.label import Label
from pictures import article

pyrefiqda = pytest.importorskip("pyrefiqda")
LABELS = (
    Label("PERSON", "Person", "entity", 212, guideline="People & <names>."),
    Label("POET", "Poet", "entity", 30, parent="PERSON"),
    Label("A", "A", "own", 1, parent="B"),
    Label("B", "B", "own", 2, parent="A"),
)
# What the standard's schema allows inside each element, in its order.
ORDER = {
    "Project": ["Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets"],
    "Code": ["Description", "NoteRef", "Code"],
    "TextSource": ["Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"],
    "PlainTextSelection": ["Description", "Coding", "NoteRef"],
    "Coding": ["CodeRef", "NoteRef"],
    "Note": ["Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"],
    "VariableValue": ["VariableRef", "TextValue"],
    "Set": ["Description", "MemberCode", "MemberSource", "MemberNote"],
    "Link": ["NoteRef"],
}
GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def load(folder: Path, *bundles: Any, options: Options | None = None) -> tuple[Any, dict[str, str]]:
    """The project and the text of each of its sources by GUID."""
    export("refi", bundles, folder / "out.qdpx", options)
    project = pyrefiqda.RefiProject.load(folder / "out.qdpx", str(folder / "unpacked"))
    texts = {
        one.guid: pyrefiqda.RefiProject.resolve_source_path(one.plain_text_path, folder / "unpacked")
        .read_bytes()
        .decode()
        for one in (project.sources.text_source if project.sources else ())
    }
    return project, texts


def codes(nodes: Any) -> dict[str, Any]:
    found = {}
    for one in nodes:
        found[one.guid] = one
        found.update(codes(one.code))
    return found


@pytest.fixture
def read(tmp_path: Path) -> tuple[Any, dict[str, str]]:
    return load(tmp_path, replace(harbour(), labels=LABELS), title_only(), edges())


def test_selections_give_the_words(read: tuple[Any, dict[str, str]]) -> None:
    project, texts = read
    names = {guid: one.name for guid, one in codes(project.code_book.codes.code).items()}
    found = [
        (texts[source.guid][one.start_position : one.end_position], names[one.coding[0].code_ref.target_guid])
        for source in project.sources.text_source
        for one in source.plain_text_selection
    ]
    assert ("Zoë\u0308 Ålund", "Person") in found
    assert ("“in May.”", "QUOTE") in found
    assert ("Moreau  met", "EVENT") in found
    assert len(found) == 16
    assert [one.name for one in project.sources.text_source] == ["Harbour 😀 news", "Nothing but a title", "Edges"]


def test_the_code_book_is_a_tree(read: tuple[Any, dict[str, str]]) -> None:
    top = {one.name: one for one in read[0].code_book.codes.code}
    assert set(top) == {"entity", "quote", "speaker", "cue", "own"}
    assert not top["entity"].is_codable
    person = next(one for one in top["entity"].code if one.name == "Person")
    assert (person.description, person.color[0], len(person.color)) == ("People & <names>.", "#", 7)
    assert [one.name for one in person.code] == ["Poet"]
    assert {one.name for one in top["own"].code} == {"A", "B"}


def test_links_notes_sets_variables(read: tuple[Any, dict[str, str]]) -> None:
    project, texts = read
    source = project.sources.text_source[0]
    words = {one.guid: texts[source.guid][one.start_position : one.end_position] for one in source.plain_text_selection}
    links = {(one.name, words[one.origin_guid], words[one.target_guid]) for one in project.links.link}
    assert ("speaker", "“We open,”", "Zoë\u0308 Ålund") in links
    assert len(links) == 4
    notes = {one.guid: one.plain_text_content for one in project.notes.note}
    quote = next(one for one in source.plain_text_selection if words[one.guid] == "“We open,”")
    assert [notes[one.target_guid] for one in quote.note_ref] == ["on a quotation"]
    assert quote.description == "kind: direct\non a quotation"
    assert [notes[one.target_guid] for one in source.note_ref] == ["whole article"]
    speaker = next(one for one in project.links.link if one.name == "speaker")
    assert [notes[one.target_guid] for one in speaker.note_ref] == ["name: Zoë\u0308 Marie Ålund"]
    assert [one.name for one in project.sets.set] == ["port", "spring"]
    assert {one.member_source[0].target_guid for one in project.sets.set} == {source.guid}
    names = {one.guid: one.name for one in project.variables.variable}
    values = {names[one.variable_ref.target_guid]: one.text_value for one in source.variable_value}
    assert values["byline"] == "Test Writer"
    assert values["source"] == "harbour.html"


def test_it_keeps_to_the_schema(tmp_path: Path) -> None:
    export("refi", [replace(harbour(), labels=LABELS), edges()], tmp_path / "out.qdpx", Options(suggestions=True))
    with zipfile.ZipFile(tmp_path / "out.qdpx") as archive:
        root = etree.fromstring(archive.read("project.qde"))
        names = archive.namelist()
    assert root.tag == f"{{{PROJECT}}}Project"
    guids: list[str] = []
    for node in root.iter():
        allowed = ORDER.get(etree.QName(node).localname)
        below = [etree.QName(one).localname for one in node]
        if allowed is not None:
            assert [allowed.index(one) for one in below] == sorted(allowed.index(one) for one in below)
        guids += node.xpath("@guid")
    assert len(set(guids)) == len(guids)
    for value in [*guids, *root.xpath("//@targetGUID | //@originGUID | //@creatingUser")]:
        assert GUID.fullmatch(value)
        assert value in guids
    for path in root.xpath("//@plainTextPath"):
        assert path.replace("internal://", "sources/") in names


def test_texts_have_plain_ends_and_no_mark(tmp_path: Path) -> None:
    of = article("😀 one\x0b\nAda <b>", id="c", title="\x01 & <t>")
    project, texts = load(tmp_path, bundle(of, span(of, "Ada", 'X" & <y>\x02')))
    assert list(texts.values()) == [of.text]
    (source,) = project.sources.text_source
    (one,) = source.plain_text_selection
    assert of.text[one.start_position : one.end_position] == "Ada"
    assert source.name == "  & <t>"
    assert [each.name for each in project.code_book.codes.code[0].code] == ['X" & <y> ']


def test_nothing_at_all(tmp_path: Path) -> None:
    project, texts = load(tmp_path)
    assert project.name == "out"
    assert texts == {}


def test_the_code_book_alone(tmp_path: Path) -> None:
    assert export("refi-codebook", [replace(harbour(), labels=LABELS)], tmp_path / "out.qdc") == 1
    found = codes(pyrefiqda.RefiCodebook.load(tmp_path / "out.qdc").codes.code)
    assert {"Person", "Poet", "QUOTE"} <= {one.name for one in found.values()}
    project, _ = load(tmp_path, replace(harbour(), labels=LABELS))
    assert set(found) == set(codes(project.code_book.codes.code))


def test_losses() -> None:
    assert Refi().losses(harbour(), Options()) == {"notes on spans that are left out": 1}
    assert RefiCodebook().losses(harbour(), Options()) == {
        "spans": 11, "links of quotations to speakers, cues and pieces": 4, "notes": 3, "tags": 2,
    }  # fmt: skip
