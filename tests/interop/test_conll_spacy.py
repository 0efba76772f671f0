"""The CoNLL file read back by spaCy's converter, and by the rules of IOB2 as scorers use them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bundles import bundle, edges, harbour, span, title_only
from glossator.core.export import export
from pictures import article

pytest.importorskip("spacy")


@pytest.fixture
def text(tmp_path: Path) -> str:
    export("conll", [harbour(), title_only(), edges()], tmp_path / "out.conll")
    return (tmp_path / "out.conll").read_text("utf-8")


def test_spacy_reads_words_sentences_and_entities(text: str) -> None:
    from spacy.training.converters import conll_ner_to_docs

    docs = list(conll_ner_to_docs(text, no_print=True))
    assert len(docs) == 2  # an article without words makes no Doc
    assert [(e.text.replace(" ", ""), e.label_) for e in docs[0].ents] == [
        ("Zoë\u0308Ålund", "PERSON"),
        ("UniversityofSãoPaulo", "ORG"),
        ("May", "DATE"),
    ]
    assert [(e.text, e.label_) for e in docs[1].ents] == [("Moreau met", "EVENT"), ("Ben Okoro-Lind", "PERSON")]
    assert len(list(docs[0].sents)) == text.split("-DOCSTART- -X- O O")[1].strip().count("\n\n") + 1


def test_tags_are_strict_iob2(text: str) -> None:
    before = "O"
    for row in text.split("\n"):
        if not row or row.startswith("-DOCSTART- -X- O O"):
            before = "O"
            continue
        tag = row.split(" ")[-1]
        assert tag == "O" or tag[:2] in {"B-", "I-"}
        if tag.startswith("I-"):
            assert before[2:] == tag[2:], row
        before = tag


def test_the_word_docstart_in_an_article_parts_nothing(tmp_path: Path) -> None:
    from spacy.training.converters import conll_ner_to_docs

    of = article("Ada wrote -DOCSTART- -X- O O here.")
    export("conll", [bundle(of, span(of, "Ada", "PERSON"))], tmp_path / "out.conll")
    docs = list(conll_ner_to_docs((tmp_path / "out.conll").read_text("utf-8"), no_print=True))
    assert len(docs) == 1
    assert docs[0].ents[0].text == "Ada"
