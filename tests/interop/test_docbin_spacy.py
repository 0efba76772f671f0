"""The .spacy file read back by spaCy itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bundles import bundle, edges, harbour, span, title_only
from glossator.core.export import Options, export
from pictures import article

spacy = pytest.importorskip("spacy")


def read(path: Path) -> list:
    from spacy.tokens import DocBin

    return list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))


@pytest.fixture
def docs(tmp_path: Path) -> list:
    export("docbin", [harbour(), title_only(), edges()], tmp_path / "out.spacy")
    return read(tmp_path / "out.spacy")


def test_texts_are_exact(docs: list) -> None:
    assert docs[0].text.startswith("😀 Harbour news\nZoë\u0308 Ålund")
    assert docs[0].text.endswith("השרה דנה כהן said “no”.")
    assert [doc.text for doc in docs[1:]] == ["", "Ada Moreau  met\u00a0Ben Okoro-Lind"]


def test_entities_are_flat_and_the_group_whole(docs: list) -> None:
    doc = docs[0]
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("Zoë\u0308 Ålund", "PERSON"),
        ("University of São Paulo", "ORG"),
        ("May", "DATE"),
    ]
    assert {e.text for e in doc.spans["entity"]} == {e.text for e in doc.ents} | {"São Paulo"}
    assert all(token.ent_iob != 0 for token in doc)


def test_ids_and_attributes_are_kept(docs: list) -> None:
    group = docs[0].spans["entity"]
    assert [one.id_ for one in group] == list(group.attrs["ids"])
    assert all(one.id_.startswith(one.label_.lower()) for one in group)
    assert [e.id_ for e in docs[0].ents][0] == group.attrs["ids"][0]
    assert list(group.attrs["scores"])[0] == 0.5
    assert set(group.attrs["states"]) == {"accepted"}


def test_other_layers_are_groups(docs: list) -> None:
    assert [one.text for one in docs[0].spans["quote"]] == ["“We open,”", "“in May.”", "“no”"]
    assert [one.text for one in docs[0].spans["cue"]] == ["said", "said"]
    assert len(docs[0].spans["speaker"]) == 2


def test_user_data(docs: list) -> None:
    assert docs[0].user_data["id"] == "a1"
    assert docs[0].user_data["title"] == "Harbour 😀 news"
    rest = json.loads(docs[0].user_data["glossator"])
    assert rest["quotes"][0]["speaker"]["name"] == "Zoë\u0308 Marie Ålund"
    assert rest["tags"] == ["port", "spring"]
    speaker = rest["quotes"][0]["speaker"]
    assert docs[0].char_span(speaker["start"], speaker["end"]).text == speaker["text"]


def test_sentences(docs: list) -> None:
    assert docs[0].has_annotation("SENT_START")
    assert [sent.text.strip() for sent in docs[0].sents][0] == "😀 Harbour news"
    assert docs[0][0].is_sent_start


def test_crossing_and_edges(docs: list) -> None:
    assert [(e.text, e.label_) for e in docs[2].ents] == [("Moreau  met", "EVENT"), ("Ben Okoro-Lind", "PERSON")]
    assert [one.text for one in docs[2].spans["entity"]] == [
        "Ada Moreau",
        "Moreau  met",
        "Ben Okoro-Lind",
        "Okoro-Lind",
    ]


def test_no_entity_begins_or_ends_with_a_blank(tmp_path: Path) -> None:
    of = article("He met  Ada  today.")
    export("docbin", [bundle(of, span(of, "  Ada  ", "PERSON"))], tmp_path / "out.spacy")
    assert [e.text for e in read(tmp_path / "out.spacy")[0].ents] == ["Ada"]


def test_suggestions_and_furniture(tmp_path: Path) -> None:
    export("docbin", [harbour()], tmp_path / "out.spacy", Options(suggestions=True, furniture=True))
    doc = read(tmp_path / "out.spacy")[0]
    assert "Share this page" in doc.text
    assert {"Share", "דנה כהן"} <= {e.text for e in doc.ents}


def test_an_empty_bin(tmp_path: Path) -> None:
    export("docbin", [], tmp_path / "out.spacy")
    assert read(tmp_path / "out.spacy") == []


def test_a_trainer_takes_the_file(tmp_path: Path) -> None:
    from spacy.training import Corpus

    export("docbin", [harbour(), title_only(), edges()], tmp_path / "out.spacy")
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    nlp.add_pipe("spancat", config={"spans_key": "quote"})
    corpus = Corpus(tmp_path / "out.spacy")
    nlp.initialize(lambda: corpus(nlp))
    assert {"PERSON", "ORG", "DATE", "EVENT"} <= set(nlp.get_pipe("ner").labels)
    assert nlp.get_pipe("spancat").labels == ("QUOTE",)
    losses = nlp.update(list(corpus(nlp)))
    assert losses["ner"] > 0
