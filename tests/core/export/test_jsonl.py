from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bundles import bundle, edges, harbour, link, span, title_only
from glossator.core.export import export
from glossator.core.export.base import Options
from glossator.core.export.jsonl import Jsonl, line
from glossator.core.export.losses import NOTES_OUT
from glossator.core.export.selection import chosen
from glossator.core.model.bundle import Bundle
from glossator.core.model.span import State
from pictures import article


@pytest.fixture
def schema(checkout: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((checkout / "resources/schema/glossator-jsonl.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(found)
    return found


def read(made: Bundle, options: Options | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(line(chosen(made, options or Options())))
    return found


ALL = [harbour, title_only, edges]


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("options", [Options(), Options(suggestions=True), Options(furniture=True)])
def test_every_line_is_as_the_schema_says(schema: dict[str, Any], make: Any, options: Options) -> None:
    found = read(make(), options)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(found)] == []
    assert set(found) == set(schema["properties"])
    for part in ("span", "quote", "note", "block", "token"):
        for row in found[part + "s"]:
            assert set(row) == set(schema["$defs"][part]["properties"]), part
    assert set(found["meta"]) == set(schema["$defs"]["meta"]["properties"])


def test_the_schema_refuses_a_rejected_span(schema: dict[str, Any]) -> None:
    found = read(harbour())
    found["spans"][0]["state"] = "rejected"
    assert not Draft202012Validator(schema).is_valid(found)
    found = read(harbour())
    del found["quotes"][0]["speaker"]["name"]
    assert not Draft202012Validator(schema).is_valid(found)


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("options", [Options(suggestions=True), Options(furniture=True)])
def test_offsets_are_code_points_of_the_text(make: Any, options: Options) -> None:
    found = read(make(), options)
    text = found["text"]
    for row in found["spans"] + found["quotes"]:
        assert text[row["start"] : row["end"]] == row["text"]
    for quote in found["quotes"]:
        for end in filter(None, (quote["speaker"], quote["cue"])):
            assert text[end["start"] : end["end"]] == end["text"]


def test_quotations_are_put_together() -> None:
    first, second = read(harbour())["quotes"]
    assert first["text"] == "“We open,” she went on, “in May.”"
    assert len(first["pieces"]) == 2
    assert first["speaker"]["name"] == "Zoë\u0308 Marie Ålund"
    assert first["speaker"]["text"] == "Zoë\u0308 Ålund"
    assert first["cue"]["text"] == "said"
    assert second["speaker"] is None
    assert second["cue"]["text"] == "said"
    assert read(harbour(), Options(suggestions=True))["quotes"][1]["speaker"]["text"] == "דנה כהן"


def test_a_rejected_speaker_is_null_even_with_suggestions() -> None:
    of = article("Ada said “hi”.")
    quote, ada = span(of, "“hi”", "QUOTE"), span(of, "Ada", "SPEAKER", State.REJECTED)
    found = read(bundle(of, quote, ada, links=(link("speaker", quote, ada),)), Options(suggestions=True))
    assert found["quotes"][0]["speaker"] is None
    assert "Ada" not in [one["text"] for one in found["spans"]]


def test_a_folder_of_the_person_is_not_told() -> None:
    written = line(chosen(harbour(), Options()))
    assert "private" not in written
    assert json.loads(written)["meta"]["source"] == "harbour.html"


def test_odd_line_ends_do_not_break_lines() -> None:
    written = line(bundle(article("a\u2028b\x85c\u2029d", title="t\nu")))
    assert len(written.splitlines()) == 1
    assert json.loads(written)["text"] == "a\u2028b\x85c\u2029d"


def test_losses_are_notes_on_rows_left_out() -> None:
    assert Jsonl().losses(harbour(), Options()) == {NOTES_OUT: 1}
    assert Jsonl().losses(edges(), Options()) == {}


def test_golden(checkout: Path, tmp_path: Path) -> None:
    assert export("jsonl", [harbour(), title_only(), edges()], tmp_path / "out.jsonl") == 3
    expected = (checkout / "tests/golden/harbour.jsonl").read_text("utf-8")
    assert (tmp_path / "out.jsonl").read_text("utf-8") == expected
