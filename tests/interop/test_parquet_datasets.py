"""The Parquet file loaded by Hugging Face's datasets, offline, and by pyarrow."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bundles import bundle, edges, harbour, span, title_only
from glossator.core.errors import UserError
from glossator.core.export import export
from glossator.core.export import parquet as module
from glossator.core.export.parquet import Parquet, ParquetOptions
from glossator.core.model.label import Label
from glossator.sentences import sentence
from pictures import article

pyarrow = pytest.importorskip("pyarrow")
LABELS = (
    Label("PERSON", "Person", "entity", 1),
    Label("QUOTE", "Quote", "quote", 2),
    Label("GPE", "Place", "entity", 3),
)


def rows(path: Path) -> list[dict[str, Any]]:
    from pyarrow.parquet import read_table

    found: list[dict[str, Any]] = read_table(path).to_pylist()
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    assert export("parquet", [replace(harbour(), labels=LABELS), title_only(), edges()], tmp_path / "out.parquet") == 3
    return tmp_path / "out.parquet"


def test_spans_are_exact(path: Path) -> None:
    for row in rows(path):
        for one in row["spans"]:
            assert row["text"][one["start"] : one["end"]] == one["text"]
            if one["token_start"] is not None:
                covered = row["tokens"][one["token_start"] : one["token_end"]]
                assert "".join(one["text"].split()) in "".join(covered).replace("\u00a0", "")
    first = rows(path)[0]
    assert [one["text"] for one in first["spans"] if one["label"] == "PERSON"] == ["Zoë\u0308 Ålund"]
    assert len(first["spans"]) == 11


def test_relations_notes_tags(path: Path) -> None:
    first = rows(path)[0]
    words = {one["id"]: one["text"] for one in first["spans"]}
    speaker = next(one for one in first["relations"] if one["label"] == "speaker")
    assert (words[speaker["head"]], words[speaker["tail"]]) == ("“We open,”", "Zoë\u0308 Ålund")
    assert speaker["values"] == [{"name": "name", "value": "Zoë\u0308 Marie Ålund"}]
    assert len(first["relations"]) == 4
    assert [(one["text"], words.get(one["span"])) for one in first["notes"]] == [
        ("whole article", None), ("on a quotation", "“We open,”"),
    ]  # fmt: skip
    assert first["tags"] == ["port", "spring"]
    assert (first["source"], first["stage"], first["byline"]) == ("harbour.html", "started", "Test Writer")


def test_datasets_loads_it_with_names_of_tags(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets = pytest.importorskip("datasets")
    found = datasets.load_dataset("parquet", data_files=str(path), split="train", cache_dir=str(tmp_path / "cache"))
    assert len(found) == 3
    tags = found.features["ner_tags"].feature
    assert tags.names == [
        "O", "B-PERSON", "I-PERSON", "B-GPE", "I-GPE", "B-ORG", "I-ORG", "B-DATE", "I-DATE", "B-EVENT", "I-EVENT",
    ]  # fmt: skip
    first = found[0]
    named = [(word, tags.int2str(tag)) for word, tag in zip(first["tokens"], first["ner_tags"], strict=True) if tag]
    assert [tag for _, tag in named[:3]] == ["B-PERSON", "I-PERSON", "I-PERSON"]
    assert ("Ålund", "I-PERSON") in named
    assert ("of", "I-ORG") in named
    assert found[2]["spans"][0]["text"] == "Ada Moreau"


def test_another_layer_and_many_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyarrow.parquet import ParquetFile

    monkeypatch.setattr(module, "_GROUP", 10)
    export("parquet", [harbour(), title_only(), edges()], tmp_path / "out.parquet", ParquetOptions(layer="quote"))
    assert ParquetFile(tmp_path / "out.parquet").num_row_groups > 1
    assert len(rows(tmp_path / "out.parquet")) == 3
    assert sum(map(bool, rows(tmp_path / "out.parquet")[0]["ner_tags"])) == 13


def test_nothing_to_write_can_be_read(tmp_path: Path) -> None:
    export("parquet", [], tmp_path / "out.parquet")
    assert rows(tmp_path / "out.parquet") == []


def test_half_a_surrogate_pair(tmp_path: Path) -> None:
    of = article("a\ud83d 😀 Ada", title="\ud83d")
    export("parquet", [bundle(of, span(of, "Ada", "X\ude00", ident="s"))], tmp_path / "out.parquet")
    (row,) = rows(tmp_path / "out.parquet")
    assert row["text"] == "a? 😀 Ada"
    assert row["spans"][0]["label"] == "X?"


def test_without_pyarrow_a_person_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UserError) as caught:
        export("parquet", [harbour()], tmp_path / "out.parquet")
    assert "pyarrow" in sentence(caught.value)
    assert not list(tmp_path.iterdir())


def test_losses() -> None:
    assert Parquet().losses(harbour(), ParquetOptions()) == {"notes on spans that are left out": 1}
    assert Parquet().losses(edges(), ParquetOptions()) == {}
