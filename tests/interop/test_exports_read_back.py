"""Each export read by a strict reader of its own specification: spans, relations, tags and notes are there."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import readers
from bundles import bundle, edges, harbour, link, span, title_only
from glossator.core.export import EXPORTERS, Options, export
from glossator.core.export.brat import BratOptions
from glossator.core.export.csv_tables import CsvOptions
from glossator.core.export.doccano import DoccanoOptions
from glossator.core.export.flat import Overlaps
from glossator.core.export.label_studio import LabelStudioOptions
from glossator.core.export.losses import EDGES, LINKS, OVERLAPS
from glossator.core.export.prodigy import ProdigyOptions
from glossator.core.export.selection import chosen
from glossator.core.model.bundle import Bundle
from pictures import article

ALL = Options(suggestions=True)


def places(made: Bundle, options: Options = Options()) -> set[readers.Place]:
    return {(s.start, s.end, s.label) for s in chosen(made, options).spans}


def arcs(made: Bundle, options: Options = Options()) -> set[tuple[readers.Place, readers.Place, str]]:
    kept = chosen(made, options)
    by_id = {s.id: (s.start, s.end, s.label) for s in kept.spans}
    return {(by_id[k.head], by_id[k.tail], k.kind) for k in kept.links}


def test_prodigy(tmp_path: Path) -> None:
    export("prodigy", [harbour(), title_only(), edges()], tmp_path / "out.jsonl", ProdigyOptions(suggestions=True))
    one, two, three = readers.prodigy(tmp_path / "out.jsonl")
    assert set(one.spans) == places(harbour(), ALL)
    assert set(one.links) == arcs(harbour(), ALL)
    assert one.tags == ["port", "spring"]
    assert one.more["source"] == "harbour.html"
    assert two.text == ""
    assert [three.text[a:b] for a, b, _ in three.spans] == ["Ada Moreau", "Moreau  met", "Ben Okoro-Lind", "Okoro-Lind"]


def test_prodigy_flat(tmp_path: Path) -> None:
    asked = ProdigyOptions(layers="entity", overlaps="longest")
    export("prodigy", [edges(), harbour()], tmp_path / "out.jsonl", asked)
    for read in readers.prodigy(tmp_path / "out.jsonl"):
        assert all(a[1] <= b[0] for a, b in zip(read.spans, read.spans[1:], strict=False))
    assert EXPORTERS.get("prodigy").losses(edges(), asked)[OVERLAPS] == 2


@pytest.mark.parametrize("style", ["old", "new"])
def test_doccano(style: str, tmp_path: Path) -> None:
    asked = DoccanoOptions(style=style, suggestions=True)
    export("doccano", [harbour(), title_only(), harbour()], tmp_path / "out.jsonl", asked)
    one, two, three = readers.doccano(tmp_path / "out.jsonl")
    assert set(one.spans) == set(three.spans) == places(harbour(), ALL)
    assert set(one.links) == (arcs(harbour(), ALL) if style == "new" else set())
    assert one.tags == ["port", "spring"]
    assert (two.text, two.spans) == ("", [])
    assert EXPORTERS.get("doccano").losses(harbour(), asked).get(LINKS, 0) == (0 if style == "new" else 5)


@pytest.mark.parametrize("policy", [one for one in Overlaps if one is not Overlaps.KEEP])
def test_doccano_without_overlaps(policy: Overlaps, tmp_path: Path) -> None:
    asked = DoccanoOptions(overlaps=str(policy))
    made = harbour()
    export("doccano", [made], tmp_path / "out.jsonl", asked)
    (read,) = readers.doccano(tmp_path / "out.jsonl")
    ordered = sorted(read.spans)
    assert all(a[1] <= b[0] for a, b in zip(ordered, ordered[1:], strict=False))
    assert set(read.spans) <= places(made)
    assert len(chosen(made, asked).spans) - len(ordered) == EXPORTERS.get("doccano").losses(made, asked)[OVERLAPS]


def test_label_studio(tmp_path: Path) -> None:
    export("label-studio", [harbour(), title_only(), edges()], tmp_path / "out", LabelStudioOptions(suggestions=True))
    one, two, three = readers.label_studio(tmp_path / "out")
    assert set(one.spans) == places(harbour(), ALL)
    assert len(one.more["results"]) == 2
    suggested = one.more["results"][1]
    assert [item["value"]["text"] for item in suggested["result"]] == ["דנה כהן"]
    assert suggested["model_version"] == "human:test"
    assert set(one.links) == arcs(harbour())
    assert one.tags == ["port", "spring"]
    assert one.notes == ["on a quotation"]
    assert one.more["data"]["notes"] == ["whole article"]
    assert (two.text, two.spans) == ("", [])
    assert set(three.spans) == places(edges())


def test_label_studio_all_as_predictions(tmp_path: Path) -> None:
    asked = LabelStudioOptions(suggestions=True, predictions=True)
    export("label-studio", [harbour()], tmp_path / "out", asked)
    (read,) = readers.label_studio(tmp_path / "out")
    assert set(read.spans) == places(harbour(), ALL)
    assert set(read.links) == arcs(harbour(), ALL)
    assert read.more["results"][0]["score"] == 0.5
    assert LINKS not in EXPORTERS.get("label-studio").losses(harbour(), asked)


def test_label_studio_names_that_clash(tmp_path: Path) -> None:
    of = article("Ada said “hi” & left.")
    made = bundle(of, span(of, "Ada", 'A "b" <c>&', layer="text"), span(of, "said", "X", layer="tags"), tags=("t",))
    export("label-studio", [made], tmp_path / "out")
    (read,) = readers.label_studio(tmp_path / "out")
    assert set(read.spans) == {(0, 3, 'A "b" <c>&'), (4, 8, "X")}


def test_brat(tmp_path: Path) -> None:
    export("brat", [harbour(), title_only(), edges()], tmp_path / "out", BratOptions(suggestions=True))
    found = readers.brat(tmp_path / "out")
    assert sorted(found) == ["edges-a3", "harbour-news-a1", "nothing-but-a-title-a2"]
    read = found["harbour-news-a1"]
    joined = next(place for place, bits in read.fragments.items() if len(bits) > 1)
    assert [read.text[a:b] for a, b in read.fragments[joined]] == ["“We open,”", "“in May.”"]
    pieces = {(a, b, "QUOTE") for a, b in read.fragments[joined]}
    assert set(read.spans) - {joined} == places(harbour(), ALL) - pieces
    assert {(read.text[a[0] : a[1]], read.text[b[0] : b[1]], kind) for a, b, kind in read.links} == {
        ("“We open,” she went on, “in May.”", "Zoë\u0308 Ålund", "speaker"),
        ("“We open,” she went on, “in May.”", "said", "cue"),
        ("“no”", "דנה כהן", "speaker"),
        ("“no”", "said", "cue"),
    }
    assert set(read.notes) == {"Zoë\u0308 Marie Ålund", "on a quotation"}
    assert len([one for one in read.more["attributes"] if one.startswith("Suggested ")]) == 1
    assert len([one for one in read.more["attributes"] if one.endswith(" direct")]) == 1


def test_brat_pieces_apart(tmp_path: Path) -> None:
    export("brat", [harbour()], tmp_path / "out", BratOptions(join_pieces=False))
    (read,) = readers.brat(tmp_path / "out").values()
    assert set(read.spans) == places(harbour())
    assert set(read.links) == arcs(harbour())


def test_brat_over_lines_and_odd_labels(tmp_path: Path) -> None:
    of = article("One two\nthree\tfour\u2028five six.")
    made = bundle(
        of,
        span(of, "two\nthree\tfour\u2028five", "LABEL IT"),
        span(of, " six", "LABEL/IT"),
        span(of, "\n", "BLANK"),
        span(of, "three", "标签"),
    )
    export("brat", [made], tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        archive.extractall(tmp_path / "out")
    (read,) = readers.brat(tmp_path / "out").values()
    first, second, third = sorted(read.spans)
    assert (first[2], third[2]) == ("LABEL_IT", "LABEL_IT-2")
    assert [read.text[a:b] for a, b in read.fragments[first]] == ["two", "three", "four", "five"]
    assert second[2] == "__"
    told = (tmp_path / "out" / "visual.conf").read_text("utf-8")
    assert "__ | 标签" in told
    assert EXPORTERS.get("brat").losses(made, BratOptions())[EDGES] == 1


def test_webanno(tmp_path: Path) -> None:
    export("webanno", [harbour(), title_only(), edges()], tmp_path / "out", ALL)
    read = readers.webanno((tmp_path / "out" / "harbour-news-a1.tsv").read_bytes())
    assert set(read.spans) == places(harbour(), ALL)
    assert set(read.links) == arcs(harbour(), ALL)
    assert read.notes == ["on a quotation"]
    assert read.text.split() == chosen(harbour(), ALL).article.text.split()
    cut = readers.webanno((tmp_path / "out" / "edges-a3.tsv").read_bytes())
    assert set(cut.spans) == {place for place in places(edges()) if place[2] != "ODD"}  # half words are kept
    assert readers.webanno((tmp_path / "out" / "nothing-but-a-title-a2.tsv").read_bytes()).spans == []


def test_webanno_reserved_characters(tmp_path: Path) -> None:
    of = article("A \\ [b] c_d * e|f -> g;\th.\nNext line")
    labels = ["x_y", "a|b", "[c]", "d->e", "f;g", "*", "\\", "h\\|i"]
    made = bundle(of, *(span(of, "[b]", label, ident=f"s{k}") for k, label in enumerate(labels)))
    export("webanno", [made], tmp_path / "out")
    (path,) = (tmp_path / "out").glob("*.tsv")
    read = readers.webanno(path.read_bytes())
    assert [label for _, _, label in read.spans] == labels
    assert read.text.split() == of.text.split()


def test_csv(tmp_path: Path) -> None:
    export("csv", [harbour(), title_only(), edges()], tmp_path / "out", CsvOptions(suggestions=True))
    rows = readers.table(tmp_path / "out" / "spans.csv")
    mine = [row for row in rows if row["article"] == "a1"]
    text = chosen(harbour(), ALL).article.text
    assert {(int(row["start"]), int(row["end"]), row["label"]) for row in mine} == places(harbour(), ALL)
    for row in mine:
        assert row["text"] == text[int(row["start"]) : int(row["end"])]
        assert text[: int(row["start"])].endswith(row["before"])
        assert text[int(row["end"]) :].startswith(row["after"])
    by_id = {row["id"]: row for row in rows}
    for row in readers.table(tmp_path / "out" / "relations.csv"):
        assert by_id[row["head"]]["text"] == row["head_text"]
        assert by_id[row["tail"]]["text"] == row["tail_text"]
    said = readers.table(tmp_path / "out" / "quotes.csv")
    assert [row["speaker"] for row in said] == ["Zoë\u0308 Marie Ålund", "דנה כהן"]
    assert said[0]["cue"] == "said"
    assert said[0]["notes"] == "on a quotation"
    assert len(said[0]["pieces"].split(";")) == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_formulas(delimiter: str, tmp_path: Path) -> None:
    of = article('=HYPERLINK("x","y") +1 -2 @me "q";\n\'=z said, “so”')
    words = ['=HYPERLINK("x","y")', "+1", "-2", "@me", '"q";', "'=z"]
    made = bundle(of, *(span(of, word, "X", ident=f"s{k}") for k, word in enumerate(words)))
    export("csv", [made], tmp_path / "out", CsvOptions(delimiter=delimiter))
    rows = readers.table(tmp_path / "out" / "spans.csv", delimiter)
    assert [row["text"] for row in rows] == words
    said = rows[0]["after"]
    assert of.text[len(words[0]) :].startswith(said)


def test_links_are_never_counted_twice() -> None:
    of = article("Ada: “hi” and “ho”")
    one, two, who = span(of, "“hi”", "QUOTE"), span(of, "“ho”", "QUOTE"), span(of, "Ada", "SPEAKER")
    made = bundle(of, one, two, who, links=(link("piece", one, two), link("speaker", one, who)))
    assert LINKS not in EXPORTERS.get("brat").losses(made, BratOptions())
    assert EXPORTERS.get("brat").losses(made, BratOptions(join_pieces=False)).get(LINKS, 0) == 0
