"""The JSON-LD expanded and turned into RDF by PyLD, with the words of the W3C's vocabulary that we use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bundles import bundle, edges, harbour, span, title_only
from glossator.core.export import export
from glossator.core.export.webannotation import CONTEXT, WebAnnotation, WebAnnotationOptions
from pictures import article

OA, RDF = "http://www.w3.org/ns/oa#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_AS, _DC = "http://www.w3.org/ns/activitystreams#", "http://purl.org/dc/elements/1.1/"

# No network in tests: the terms of anno.jsonld that these files use, with the meaning the Recommendation gives them.
TERMS: dict[str, Any] = {
    "id": "@id", "type": "@type",
    **{name: OA + name for name in (
        "Annotation", "TextualBody", "SpecificResource", "TextQuoteSelector", "TextPositionSelector", "classifying",
        "describing", "linking", "commenting", "tagging", "identifying", "start", "end", "exact", "prefix", "suffix",
    )},
    "AnnotationCollection": _AS + "OrderedCollection", "AnnotationPage": _AS + "OrderedCollectionPage",
    "Person": "http://xmlns.com/foaf/0.1/Person", "Software": _AS + "Application",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "body": {"@type": "@id", "@id": OA + "hasBody"}, "target": {"@type": "@id", "@id": OA + "hasTarget"},
    "source": {"@type": "@id", "@id": OA + "hasSource"}, "selector": {"@type": "@id", "@id": OA + "hasSelector"},
    "creator": {"@type": "@id", "@id": "http://purl.org/dc/terms/creator"},
    "motivation": {"@type": "@vocab", "@id": OA + "motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": OA + "hasPurpose"},
    "items": {"@type": "@id", "@id": _AS + "items", "@container": "@list"},
    "first": {"@type": "@id", "@id": _AS + "first"}, "total": _AS + "totalItems", "startIndex": _AS + "startIndex",
    "format": _DC + "format", "language": _DC + "language", "created": "http://purl.org/dc/terms/created",
    "value": RDF + "value", "name": "http://xmlns.com/foaf/0.1/name",
}  # fmt: skip


def read(path: Path) -> list[dict[str, Any]]:
    found = json.loads(path.read_text("utf-8"))
    assert found["@context"] == CONTEXT
    assert found["total"] == len(found["first"]["items"])
    rows: list[dict[str, Any]] = found["first"]["items"]
    return rows


def of_kind(rows: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["id"].startswith(f"urn:glossator:{kind}:")]


def selectors(row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    words, place = row["target"]["selector"]
    return words, place


@pytest.fixture
def rows(tmp_path: Path) -> list[dict[str, Any]]:
    assert export("webannotation", [harbour(), title_only(), edges()], tmp_path / "out.jsonld") == 3
    return read(tmp_path / "out.jsonld")


def test_every_annotation_has_what_the_model_asks_for(rows: list[dict[str, Any]]) -> None:
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["type"] == "Annotation"
        assert row["target"]
        assert row["motivation"] in {"classifying", "describing", "linking", "commenting", "tagging", "identifying"}
        assert all("value" in body or "id" in body for body in row["body"])


def test_words_and_places_agree(rows: list[dict[str, Any]]) -> None:
    texts = {row["target"]: row["body"][0]["value"] for row in of_kind(rows, "text")}
    assert len(texts) == 3
    for row in of_kind(rows, "span"):
        words, place = selectors(row)
        text = texts[row["target"]["source"]]
        assert text[place["start"] : place["end"]] == words["exact"]
        assert text[: place["start"]].endswith(words["prefix"])
        assert text[place["end"] :].startswith(words["suffix"])


def test_links_notes_and_tags(rows: list[dict[str, Any]]) -> None:
    ids = {row["id"]: selectors(row)[0]["exact"] for row in of_kind(rows, "span")}
    found = {(row["body"][1]["value"], ids[row["target"]], ids[row["body"][0]["id"]]) for row in of_kind(rows, "link")}
    assert ("speaker", "“We open,”", "Zoë\u0308 Ålund") in found
    assert len(found) == 4
    assert {"name=Zoë\u0308 Marie Ålund"} <= {b.get("value") for row in of_kind(rows, "link") for b in row["body"]}
    notes = of_kind(rows, "note")
    assert [(row["body"][0]["value"], ids.get(row["target"])) for row in notes] == [
        ("whole article", None), ("on a quotation", "“We open,”"),
    ]  # fmt: skip
    assert [b["value"] for b in of_kind(rows, "tags")[0]["body"]] == ["port", "spring"]


def test_no_folder_of_the_person_and_no_texts_if_not_wanted(tmp_path: Path) -> None:
    export("webannotation", [harbour()], tmp_path / "out.jsonld", WebAnnotationOptions(texts=False))
    assert "private" not in (tmp_path / "out.jsonld").read_text("utf-8")
    assert not of_kind(read(tmp_path / "out.jsonld"), "text")
    assert len(of_kind(read(tmp_path / "out.jsonld"), "span")) == 11


def test_ids_with_odd_characters_are_names(tmp_path: Path) -> None:
    of = article("😀 Ada", id="a b:c/ü")
    export("webannotation", [bundle(of, span(of, "Ada", "X", ident="1 2"))], tmp_path / "out.jsonld")
    assert "urn:glossator:span:a%20b%3Ac%2F%C3%BC:1%202" in {row["id"] for row in read(tmp_path / "out.jsonld")}


def test_pyld_reads_it_as_rdf(tmp_path: Path) -> None:
    jsonld = pytest.importorskip("pyld").jsonld
    export("webannotation", [harbour(), edges()], tmp_path / "out.jsonld")

    def load(url: str, _options: object) -> dict[str, Any]:
        assert url == CONTEXT
        document = {"@context": TERMS}
        return {"contextUrl": None, "documentUrl": url, "contentType": "application/ld+json", "document": document}

    document = json.loads((tmp_path / "out.jsonld").read_text("utf-8"))
    written = [key for row in document["first"]["items"] for key in row]
    assert set(written) <= set(TERMS)
    (tree,) = jsonld.expand(document, {"documentLoader": load})
    (page,) = tree[_AS + "first"]
    annotations = page[_AS + "items"][0]["@list"]
    assert len(annotations) == document["total"]
    place = next(
        one
        for row in annotations
        for target in row[OA + "hasTarget"]
        for one in target.get(OA + "hasSelector", ())
        if one["@type"] == [OA + "TextPositionSelector"]
    )
    assert place[OA + "start"][0]["@value"] == 15
    triples = jsonld.to_rdf(document, {"documentLoader": load})["@default"]
    quoted = [t["object"]["value"] for t in triples if t["predicate"]["value"] == OA + "exact"]
    assert quoted.count("“We open,”") == 1
    assert {t["object"]["value"] for t in triples if t["predicate"]["value"] == OA + "motivatedBy"} >= {
        OA + "classifying", OA + "linking", OA + "commenting", OA + "tagging",
    }  # fmt: skip


def test_losses() -> None:
    assert WebAnnotation().losses(harbour(), WebAnnotationOptions()) == {"notes on spans that are left out": 1}
    assert WebAnnotation().losses(edges(), WebAnnotationOptions()) == {}
