"""The CoNLL-U file read back by the conllu package and by spaCy's converter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bundles import bundle, edges, harbour, span, title_only
from glossator.core.export import Options, export
from glossator.core.export.conllu import ConlluOptions
from glossator.core.export.selection import chosen
from pictures import article

conllu = pytest.importorskip("conllu")


@pytest.fixture
def text(tmp_path: Path) -> str:
    export("conllu", [harbour(), title_only(), edges()], tmp_path / "out.conllu")
    return (tmp_path / "out.conllu").read_bytes().decode("utf-8")


def rebuilt(sentences: list) -> str:
    """The text of the tokens with the blanks that MISC tells."""
    told = {"\\s": " ", "\\n": "\n", "\\t": "\t", "\\p": "|", "\\\\": "\\", "\\r": "\r"}
    made = ""
    for token in (token for sentence in sentences for token in sentence):
        misc = token["misc"]
        gap = " " if "SpacesAfter" not in misc and misc.get("SpaceAfter") != "No" else misc.get("SpacesAfter", "")
        made += token["form"] + re.sub(r"\\.", lambda m: told[m[0]], gap)
    return made


def test_conllu_reads_text_places_and_tags(text: str) -> None:
    sentences = conllu.parse(text)
    first = [s for s in sentences if s.metadata["sent_id"].startswith("a1-")]
    article_text = chosen(harbour(), Options()).article.text
    assert rebuilt(first) == article_text
    for sentence in first:
        for token in sentence:
            start, end = map(int, token["misc"]["Offset"].split(":"))
            assert article_text[start:end] == token["form"]
    tags = [token["misc"]["NE"] for s in first for token in s if "NE" in token["misc"]]
    assert [tag for tag in tags if tag.startswith("B-")] == ["B-PERSON", "B-ORG", "B-DATE"]
    quoted = [token["form"] for s in first for token in s if "Quote" in token["misc"]]
    assert "".join(quoted).startswith("“Weopen,”")
    assert first[0].metadata["newdoc id"] == "a1"
    assert all("\n" not in s.metadata["text"] for s in sentences)


def test_spacy_reads_the_entities(text: str) -> None:
    pytest.importorskip("spacy")
    from spacy.training.converters import conllu_to_docs

    docs = list(conllu_to_docs(text, no_print=True))
    found = [(e.text, e.label_) for doc in docs for e in doc.ents]
    assert [label for _, label in found] == ["PERSON", "ORG", "DATE", "EVENT", "PERSON"]
    assert found[2:4] == [("May", "DATE"), ("Moreau met", "EVENT")]


def test_columns_and_labels_stay_whole(tmp_path: Path) -> None:
    of = article("One | two\\three\n\nfour\u2028five  six\u00a0seven.", title="A\nB\tC")
    made = bundle(of, span(of, "One", "A|B C"), span(of, "two", "X", layer="my layer|x=y"))
    export("conllu", [made], tmp_path / "out.conllu")
    sentences = conllu.parse((tmp_path / "out.conllu").read_text("utf-8"))
    misc = {token["form"]: token["misc"] for s in sentences for token in s}
    assert misc["One"]["NE"] == "B-A_B_C"
    assert misc["two"]["My_layer_x_y"] == "B-X"
    assert rebuilt(sentences) == of.text.replace("\u2028", "\n")


def test_only_one_layer(tmp_path: Path) -> None:
    export("conllu", [harbour()], tmp_path / "out.conllu", ConlluOptions(layers="cue"))
    sentences = conllu.parse((tmp_path / "out.conllu").read_text("utf-8"))
    marked = [token["form"] for s in sentences for token in s if "Cue" in token["misc"]]
    assert marked == ["said", "said"]
    assert not [token for s in sentences for token in s if "NE" in token["misc"]]
