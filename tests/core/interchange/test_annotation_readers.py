"""Shapes that other programs write and our own exports do not have."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossator.core.interchange import READERS, ForeignArticle


def read(name: str, path: Path) -> list[ForeignArticle]:
    return list(READERS.get(name).read(path).articles)


def marks(article: ForeignArticle) -> list[tuple[str, str]]:
    return [(article.text[s.start : s.end], s.label) for s in article.spans]


def file(folder: Path, name: str, *rows: object) -> Path:
    path = folder / name
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), "utf-8")
    return path


def test_prodigy_without_tokens_and_with_answers(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "in.jsonl",
        {"text": "Ada left.", "spans": [{"start": 0, "end": 3, "label": "PERSON"}], "answer": "accept"},
        {"text": "Ben left.", "spans": [{"start": 0, "end": 3, "label": "PERSON"}], "answer": "reject"},
        {"text": "Cy left.", "accept": ["SPORT"], "options": [{"id": "SPORT", "text": "Sport"}]},
        "",
        {"text": "Di met Ed.", "spans": [], "relations": [{"head": 0, "child": 2, "label": "met"}]},
    )
    found = READERS.get("prodigy").read(path)
    one, two, three = found.articles
    assert marks(one) == [("Ada", "PERSON")]
    assert [(p.code, p.values["line"]) for p in found.problems] == [("annotation-rejected", 2)]
    assert two.tags == ("SPORT",)
    assert [p.code for p in three.problems] == ["annotation-link"]


def test_prodigy_in_utf16_by_its_tokens(tmp_path: Path) -> None:
    text = "😀 Ada left."
    tokens = [{"text": "😀", "start": 0, "end": 2, "id": 0}, {"text": "Ada", "start": 3, "end": 6, "id": 1}]
    path = file(tmp_path, "in.jsonl", {"text": text, "tokens": tokens, "spans": [{"start": 3, "end": 6, "label": "P"}]})
    assert marks(read("prodigy", path)[0]) == [("Ada", "P")]


@pytest.mark.parametrize("key", ["label", "labels"])
def test_doccano_of_all_ages(key: str, tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "in.jsonl",
        {"id": 1, "text": "Ada left Rome.", key: [[0, 3, "PERSON"], [9, 13, "GPE"]], "Comments": ["look again"]},
        {"id": 2, "data": "Ben stays.", key: ["SPORT"]},
    )
    one, two = read("doccano", path)
    assert marks(one) == [("Ada", "PERSON"), ("Rome", "GPE")]
    assert [note.text for note in one.notes] == ["look again"]
    assert two.tags == ("SPORT",)


def test_label_studio_with_several_annotators(tmp_path: Path) -> None:
    def region(start: int, end: int, *labels: str) -> dict[str, object]:
        return {"id": "same", "type": "labels", "from_name": "ner", "to_name": "text",
                "value": {"start": start, "end": end, "labels": list(labels)}}  # fmt: skip

    task = {
        "id": 7,
        "data": {"text": "Ada left Rome."},
        "annotations": [
            {"result": [region(0, 3, "PERSON", "HERO")]},
            {"result": [region(9, 13, "GPE")]},
            {"result": [region(4, 8, "VERB")], "was_cancelled": True},
        ],
        "predictions": [
            {"model_version": "m@2", "result": [{**region(4, 8, "VERB"), "score": 0.25}, {"type": "rating"}]}
        ],
    }
    path = file(tmp_path, "tasks.json", [task])
    (article,) = read("label-studio", path)
    assert marks(article) == [("Ada", "PERSON"), ("Ada", "HERO"), ("Rome", "GPE"), ("left", "VERB")]
    assert len({span.id for span in article.spans}) == 4
    guess = article.spans[-1]
    assert (guess.suggested, guess.origin, guess.score, guess.layer) == (True, "m@2", 0.25, "")
    assert sorted(p.code for p in article.problems) == ["annotation-kind", "annotation-rejected"]


def test_brat_with_events_attributes_and_normalisations(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ada and Ben Lund\nleft Rome.", "utf-8")
    file(
        tmp_path,
        "a.ann",
        "T1\tPerson 0 3;12 16\tAda Lund",
        "T2\tPerson 8 16\tBen Lund",
        "T3\tMove 12 16;17 21\tLund left",
        "T4\tPlace 22 26\tParis",
        "T5\tPlace 22 99\tRome",
        "E1\tMove:T3 Who:T1",
        "R1\tknows Arg1:T1 Arg2:T2\t",
        "A1\tNegated T3",
        "N1\tReference T2 Wikidata:Q1\tBen",
        "#1\tAnnotatorNotes T2\tsee below",
        "nonsense",
    )
    (article,) = read("brat", tmp_path)
    assert marks(article) == [("Ada", "Person"), ("Lund", "Person"), ("Ben Lund", "Person"), ("Lund\nleft", "Move")]
    assert [(k.kind, k.head, k.tail) for k in article.links] == [("piece", "T1", "T1.1"), ("knows", "T1", "T2")]
    assert [(n.span, n.text) for n in article.notes] == [("T2", "see below")]
    codes = sorted(p.code for p in article.problems)
    assert codes == [
        "annotation-kind",
        "annotation-kind",
        "annotation-line",
        "annotation-mismatch",
        "annotation-outside",
    ]
    assert marks(read("brat", tmp_path / "a.txt")[0]) == marks(article)


@pytest.mark.parametrize(
    "tags",
    [
        ["B-PER", "I-PER", "O", "B-LOC", "B-LOC", "O"],  # IOB2
        ["I-PER", "I-PER", "O", "I-LOC", "B-LOC", "O"],  # IOB1
        ["B-PER", "L-PER", "O", "U-LOC", "U-LOC", "O"],  # BILUO
        ["B-PER", "E-PER", "O", "S-LOC", "S-LOC", "O"],  # BIOES
    ],
)
@pytest.mark.parametrize("between", ["\t", " "])
def test_conll_in_every_scheme(tags: list[str], between: str, tmp_path: Path) -> None:
    words = ["Ada", "Lund", "saw", "Rome", "Paris", "."]
    rows = [between.join([word, "NNP", tag]) for word, tag in zip(words, tags, strict=True)]
    path = file(tmp_path, "in.conll", "-DOCSTART- -X- O", "", *rows, "", "Bye O", "", "-DOCSTART- -X- O", "", "Hi O")
    one, two = read("conll", path)
    assert one.text == "Ada Lund saw Rome Paris.\nBye"
    assert two.text == "Hi"
    assert marks(one) == [("Ada Lund", "PER"), ("Rome", "LOC"), ("Paris", "LOC")]


def test_conll_rows_that_are_none(tmp_path: Path) -> None:
    found = READERS.get("conll").read(file(tmp_path, "in.conll", "Ada B-PER", "alone", "Ben X-Y", "left O"))
    assert [p.values["line"] for p in found.problems] == [2, 3]
    assert found.articles[0].text == "Ada left"


def test_docbin_of_spacy_alone(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin, Span, SpanGroup

    doc = spacy.blank("en")("😀 Ada left Rome in May.")
    doc.set_ents([Span(doc, 1, 2, "PERSON")])
    doc.spans["sc"] = SpanGroup(doc, spans=[Span(doc, 3, 4, "GPE"), Span(doc, 3, 6, "WHERE")])
    doc.cats = {"TRAVEL": 1.0, "SPORT": 0.0}
    DocBin(docs=[doc], store_user_data=True).to_disk(tmp_path / "in.spacy")
    (article,) = read("docbin", tmp_path / "in.spacy")
    assert sorted(marks(article)) == [("Ada", "PERSON"), ("Rome", "GPE"), ("Rome in May", "WHERE")]
    assert article.tags == ("TRAVEL",)
    assert {span.layer for span in article.spans} == {""}


INCEPTION = """#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value
#T_SP=webanno.custom.Mark|
#T_RL=webanno.custom.Knows|how|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity


#Text=😀 Ada\\tand Ben_x
#Text=met .
1-1\t0-2\t😀\t_\t_\t_\t*\t_\t_\t
1-2\t3-6\tAda\tNNP\t*\tPER\t_\t_\t_\t
1-3\t7-10\tand\t_\t_\t_\t_\t_\t_\t
1-4\t11-16\tBen_x\tNNP\t*[1]|*[2]\tPER[1]|HERO\\_x[2]\t_\twell|ill\t1-2[0_1]|1-2[0_2]\t
1-4.1\t11-14\tBen\t_\tQ1\tPART\t_\t_\t_\t
1-5\t17-20\tmet\t_\t*[1]\tPER[1]\t_\t_\t_\t
1-6\t21-22\t.\t_\t_\t_\t_\t_\t_\t

#Text=End
2-1\t24-27\tEnd\t_\t_\t_\t_\t_\t_\t
"""


def test_webanno_of_inception(tmp_path: Path) -> None:
    (tmp_path / "in.tsv").write_text(INCEPTION, "utf-8")
    (article,) = read("webanno", tmp_path)
    assert article.text == "😀 Ada\tand Ben_x\nmet .\n End"
    assert marks(article) == [
        ("😀", "Mark"),
        ("Ada", "NNP"),
        ("Ada", "PER"),
        ("Ben_x", "NNP"),
        ("Ben_x\nmet", "PER"),
        ("Ben_x", "HERO_x"),
        ("Ben", "PART"),
    ]
    by_id = {s.id: s for s in article.spans}
    assert [(k.kind, by_id[k.head].label, by_id[k.tail].label) for k in article.links] == [
        ("well", "PER", "PER"),
        ("ill", "PER", "HERO_x"),
    ]
    assert article.problems == ()


def test_own_jsonl_in_other_units(tmp_path: Path) -> None:
    row = {"format": "glossator-jsonl", "version": 1, "offset_unit": "utf-16", "text": "😀 Ada",
           "spans": [{"id": "1", "start": 3, "end": 6, "label": "PERSON", "text": "Ada"}]}  # fmt: skip
    assert marks(read("jsonl", file(tmp_path, "in.jsonl", row))[0]) == [("Ada", "PERSON")]
