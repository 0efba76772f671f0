"""UIMA CAS files read back by dkpro-cassis, and their UTF-16 offsets checked by hand."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from bundles import bundle, edges, harbour, span, title_only
from glossator.core.export import Options, export
from glossator.core.export.cas import ARTICLE, ENTITY, HEADING, NOTE, RELATION, SENTENCE, SPAN, TAG, TOKEN, CasOptions
from glossator.core.export.cas_json import CasJson
from glossator.core.export.xmi import FORBIDDEN, Xmi
from pictures import article

cassis = pytest.importorskip("cassis")
HARBOUR, EDGES, EMPTY = "harbour-news-a1", "edges-a3", "nothing-but-a-title-a2"


def read(folder: Path, name: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if (folder / f"{name}.json").exists():
            return cassis.load_cas_from_json((folder / f"{name}.json").read_text("utf-8"))
        types = cassis.load_typesystem(folder / "TypeSystem.xml")
        return cassis.load_cas_from_xmi(folder / f"{name}.xmi", typesystem=types)


@pytest.fixture(params=["xmi", "cas-json"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    assert export(request.param, [harbour(), title_only(), edges()], tmp_path / "out") == 3
    return tmp_path / "out"


def test_text_and_covered_words(folder: Path) -> None:
    cas = read(folder, HARBOUR)
    assert cas.sofa_string.startswith("😀 Harbour news\nZoë\u0308 Ålund")
    words = [(one.get_covered_text(), one.label) for one in cas.select(SPAN) if one.layer == "entity"]
    assert words == [
        ("Zoë\u0308 Ålund", "PERSON"), ("University of São Paulo", "ORG"), ("São Paulo", "GPE"), ("May", "DATE"),
    ]  # fmt: skip
    assert [one.get_covered_text() for one in cas.select(ENTITY)] == [word for word, _ in words]
    assert [one.get_covered_text() for one in cas.select(HEADING)] == ["😀 Harbour news"]


def test_facts_of_spans(folder: Path) -> None:
    person = next(one for one in read(folder, HARBOUR).select(SPAN) if one.label == "PERSON")
    assert (person.score, person.state, person.origin) == (0.5, "accepted", "human:test")
    quote = next(one for one in read(folder, HARBOUR).select(SPAN) if one.label == "QUOTE")
    assert (quote.kind, quote.note, json.loads(quote.values)) == ("direct", "on a quotation", {"kind": "direct"})


def test_relations(folder: Path) -> None:
    found = {
        (one.label, one.Governor.get_covered_text(), one.Dependent.get_covered_text(), one.name)
        for one in read(folder, HARBOUR).select(RELATION)
    }
    assert found == {
        ("piece", "“We open,”", "“in May.”", None),
        ("speaker", "“We open,”", "Zoë\u0308 Ålund", "Zoë\u0308 Marie Ålund"),
        ("cue", "“We open,”", "said", None),
        ("cue", "“no”", "said", None),
    }


def test_tags_notes_and_article(folder: Path) -> None:
    cas = read(folder, HARBOUR)
    assert [one.value for one in cas.select(TAG)] == ["port", "spring"]
    assert {(one.text, one.spanId is None) for one in cas.select(NOTE)} == {
        ("whole article", True), ("on a quotation", False),
    }  # fmt: skip
    (about,) = cas.select(ARTICLE)
    assert about.stage == "started"
    assert json.loads(about.facts)["source"] == "harbour.html"
    (document,) = cas.select("de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData")
    assert (document.documentId, document.documentTitle, document.language) == ("a1", "Harbour 😀 news", "en")


def test_tokens_and_sentences(folder: Path) -> None:
    cas = read(folder, EDGES)
    assert [one.get_covered_text() for one in cas.select(TOKEN)] == ["Ada", "Moreau", "met", "Ben", "Okoro-Lind"]
    assert [one.get_covered_text() for one in cas.select(SENTENCE)] == ["Ada Moreau  met\u00a0Ben Okoro-Lind"]
    assert "Ben Oko" in [one.get_covered_text() for one in cas.select(SPAN)]
    assert not read(folder, EMPTY).select(TOKEN)
    assert not cas.typecheck()


def test_offsets_are_utf_16_units(tmp_path: Path) -> None:
    from lxml import etree

    export("xmi", [harbour()], tmp_path / "x")
    export("cas-json", [harbour()], tmp_path / "j")
    root = etree.parse(str(tmp_path / "x" / f"{HARBOUR}.xmi")).getroot()
    text = root.find("{http:///uima/cas.ecore}Sofa").get("sofaString").encode("utf-16-le")
    spans = root.findall("{http:///webanno/custom.ecore}Span")
    read_by_hand = [text[2 * int(s.get("begin")) : 2 * int(s.get("end"))].decode("utf-16-le") for s in spans]
    assert "Zoë\u0308 Ålund" in read_by_hand
    assert "“no”" in read_by_hand
    rows = json.loads((tmp_path / "j" / f"{HARBOUR}.json").read_text("utf-8"))["%FEATURE_STRUCTURES"]
    text = next(row for row in rows if "sofaString" in row)["sofaString"].encode("utf-16-le")
    by_json = [text[2 * row["begin"] : 2 * row["end"]].decode("utf-16-le") for row in rows if row["%TYPE"] == SPAN]
    assert by_json == read_by_hand


def test_control_characters(tmp_path: Path) -> None:
    of = article("a\x0bb\uffffc 😀 Ada", id="c1", title="../x")
    made = bundle(of, span(of, "Ada", "PERSON"))
    assert Xmi().losses(made, CasOptions()) == {FORBIDDEN: 2}
    assert CasJson().losses(made, CasOptions()) == {}
    export("xmi", [made], tmp_path / "x")
    export("cas-json", [made], tmp_path / "j")
    assert read(tmp_path / "x", "x-c1").sofa_string == "a b c 😀 Ada"
    assert read(tmp_path / "j", "x-c1").sofa_string == of.text
    assert [one.get_covered_text() for one in read(tmp_path / "x", "x-c1").select(SPAN)] == ["Ada"]


def test_without_named_entities_and_with_suggestions(tmp_path: Path) -> None:
    export("xmi", [harbour()], tmp_path / "x", CasOptions(entities=False, suggestions=True))
    cas = read(tmp_path / "x", HARBOUR)
    assert not cas.select(ENTITY)
    assert {one.state for one in cas.select(SPAN)} == {"accepted", "suggested"}


def test_losses() -> None:
    for one in (Xmi(), CasJson()):
        assert one.losses(harbour(), Options()) == {"notes on spans that are left out": 1}
        assert one.losses(edges(), Options()) == {}
