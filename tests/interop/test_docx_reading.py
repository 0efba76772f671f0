"""The Word document read back by python-docx, and its order of elements checked against the standard."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from bundles import bundle, edges, harbour, span, title_only
from glossator.core.export import export
from glossator.core.export.docx import BREAKS, NOWHERE, Docx, DocxOptions
from glossator.core.export.losses import LINKS
from glossator.core.export.safe_text import FORBIDDEN
from glossator.core.export.told import LINKS_AS_WORDS
from pictures import article

docx = pytest.importorskip("docx")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OVER = {"Title", "Subtitle"}


def write(path: Path, *bundles: Any, options: DocxOptions | None = None) -> Any:
    export("docx", bundles, path, options)
    return docx.Document(str(path))


def body(document: Any) -> list[str]:
    return [one.text for one in document.paragraphs if one.style.name not in OVER]


def commented(document: Any) -> list[tuple[str, str, str]]:
    """What each comment stands on, what it says, whose it is."""
    words: dict[str, str] = {}
    open_ids: list[str] = []
    for node in document.element.body.iter():
        if node.tag == W + "commentRangeStart":
            open_ids.append(node.get(W + "id"))
            words.setdefault(node.get(W + "id"), "")
        elif node.tag == W + "commentRangeEnd":
            open_ids.remove(node.get(W + "id"))
        elif node.tag == W + "p":
            words.update({key: words[key] + "\n" for key in open_ids})
        elif node.tag in {W + "t", W + "br", W + "tab"}:
            told = {W + "br": "\n", W + "tab": "\t"}.get(node.tag, node.text)
            words.update({key: words[key] + told for key in open_ids})
    assert not open_ids
    return [(words[str(one.comment_id)], one.text, one.author) for one in document.comments]


def test_text_and_styles(tmp_path: Path) -> None:
    document = write(tmp_path / "out.docx", harbour(), title_only(), edges())
    assert "\n".join(body(document)) == "\n".join(
        [
            "😀 Harbour news",
            "Zoë\u0308 Ålund of the University of São Paulo said: “We open,” she went on, “in May.”",
            "השרה דנה כהן said “no”.",
            "Ada Moreau  met\u00a0Ben Okoro-Lind",
        ]
    )
    assert [one.text for one in document.paragraphs if one.style.name == "Heading 1"] == ["😀 Harbour news"]
    assert [one.text for one in document.paragraphs if one.style.name == "Title"] == ["Nothing but a title", "Edges"]
    assert "Tags: port, spring" in [one.text for one in document.paragraphs if one.style.name == "Subtitle"]


def test_labels_and_notes_are_comments(tmp_path: Path) -> None:
    found = commented(write(tmp_path / "out.docx", harbour()))
    assert ("Zoë\u0308 Ålund", "PERSON\nscore: 0.5", "test") in found
    assert ("São Paulo", "GPE", "test") in found
    assert ("“We open,”", "on a quotation", "test") in found
    quote = next(told for words, told, _ in found if words == "“We open,”" and told.startswith("QUOTE"))
    assert quote.split("\n") == [
        "QUOTE", "kind: direct", "piece: “in May.”", "speaker: Zoë\u0308 Ålund (Zoë\u0308 Marie Ålund)", "cue: said",
    ]  # fmt: skip
    assert [told for words, told, _ in found if words.startswith("Test Writer")] == ["whole article"]
    assert len(found) == 13


def test_dates_of_notes_and_right_to_left(tmp_path: Path) -> None:
    document = write(tmp_path / "out.docx", harbour())
    assert [str(one.timestamp) for one in document.comments if one.timestamp][1] == "2026-01-09 08:01:00+00:00"
    leaning = [one for one in document.paragraphs if one._p.find(f"{W}pPr/{W}bidi") is not None]
    assert [one.text for one in leaning] == ["השרה דנה כהן said “no”."]


def test_colours_behind_names(tmp_path: Path) -> None:
    document = write(tmp_path / "out.docx", harbour())
    runs = [run for one in document.paragraphs for run in one.runs]
    fills = [(run.text, run._r.find(f"{W}rPr/{W}shd")) for run in runs]
    shaded = {words: fill.get(W + "fill") for words, fill in fills if fill is not None}
    assert set(shaded) >= {"Zoë\u0308 Ålund", "University of ", "São Paulo"}
    assert shaded["University of "] != shaded["São Paulo"]
    assert {run.text for run in runs if run.underline} >= {"“We open,”", "said"}


def test_the_parts_are_in_the_order_of_the_schema(tmp_path: Path) -> None:
    """Word refuses a document whose properties stand in another order than the standard gives."""
    write(tmp_path / "out.docx", harbour(), edges(), options=DocxOptions(suggestions=True))
    with zipfile.ZipFile(tmp_path / "out.docx") as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
        assert "word/comments.xml" in archive.namelist()
    order = ["rStyle", "rFonts", "b", "u", "shd", "rtl"]
    for properties in root.iter(W + "rPr"):
        names = [order.index(etree.QName(one).localname) for one in properties]
        assert names == sorted(names)
    order = ["pStyle", "pageBreakBefore", "bidi", "rPr"]
    for properties in root.iter(W + "pPr"):
        names = [order.index(etree.QName(one).localname) for one in properties]
        assert names == sorted(names)


def test_spans_over_lines_and_control_characters(tmp_path: Path) -> None:
    of = article("😀 a\x0bb\ncd\n\nef", id="c")
    made = bundle(of, span(of, "b\ncd", "X"), span(of, "cd\n", "Y"), span(of, "\n\n", "Z"))
    assert Docx().losses(made, DocxOptions()) == {FORBIDDEN: 1, BREAKS: 1, NOWHERE: 1}
    document = write(tmp_path / "out.docx", made)
    assert body(document) == ["😀 a b", "cd", "", "ef"]
    assert [(words, told) for words, told, _ in commented(document)] == [("b\ncd", "X"), ("cd", "Y")]


def test_without_comments(tmp_path: Path) -> None:
    options = DocxOptions(labels=False, notes=False)
    assert len(write(tmp_path / "out.docx", harbour(), options=options).comments) == 0
    assert Docx().losses(harbour(), options) == {"spans shown by colour only": 11, LINKS: 4, "notes": 3}
    assert Docx().losses(harbour(), DocxOptions()) == {LINKS_AS_WORDS: 4, "notes on spans that are left out": 1}
