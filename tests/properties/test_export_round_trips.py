"""Random articles written and read back: the same text and spans, or exactly the losses that were declared."""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from pathlib import Path

from hypothesis import given, settings
from lxml import etree

from glossator.core.export import EXPORTERS, export
from glossator.core.export.docx import BREAKS, NOWHERE, anchored
from glossator.core.export.safe_text import FORBIDDEN, forbidden, xml_safe
from glossator.core.export.tei import NAMESPACE
from glossator.core.model.bundle import Bundle
from strange_bundles import places, strange

TEI = {"t": NAMESPACE}


def written(name: str, made: Bundle) -> bytes:
    """The file of one bundle in the format ``name``."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, f"out{EXPORTERS.get(name).suffix}")
        assert export(name, [made], target) == 1
        return target.read_bytes()


@settings(max_examples=60)
@given(strange(controls=True))
def test_webannotation(made: Bundle) -> None:
    rows = json.loads(written("webannotation", made))["first"]["items"]
    (text,) = [row["body"][0]["value"] for row in rows if row["id"].startswith("urn:glossator:text:")]
    assert text == made.article.text
    found = []
    for row in rows:
        if row["id"].startswith("urn:glossator:span:"):
            words, place = row["target"]["selector"]
            assert text[place["start"] : place["end"]] == words["exact"]
            found.append((place["start"], place["end"], row["body"][0]["value"]))
    assert sorted(found) == places(made)
    assert len([row for row in rows if row["motivation"] == "linking"]) == len(made.links)
    assert len([row for row in rows if row["motivation"] == "commenting"]) == len(made.notes)


@settings(max_examples=60)
@given(strange(controls=True))
def test_tei(made: Bundle) -> None:
    root = etree.fromstring(written("tei", made))
    assert "".join(root.find(".//t:body", TEI).itertext()) == xml_safe(made.article.text)
    found = []
    for one in root.iterfind(".//t:annotation", TEI):
        start, length = map(int, re.search(r",(\d+),(\d+)\)$", one.get("target")).groups())
        found.append((start, start + length, one.findtext("t:note[@type='label']", namespaces=TEI)))
    assert sorted(found) == places(made)
    assert len(root.findall(".//t:link", TEI)) == len(made.links)
    assert len(root.findall(".//t:note[@type='comment']", TEI)) == len(made.notes)
    lost = EXPORTERS.get("tei").losses(made, EXPORTERS.get("tei").options())
    assert lost.get(FORBIDDEN, 0) == forbidden(made.article.text)


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def commented(first: etree._Element) -> tuple[str, dict[str, tuple[int, int]]]:
    """The text from the paragraph ``first`` on, and where the range of each comment begins and ends in it."""
    text = ""
    begins: dict[str, int] = {}
    found: dict[str, tuple[int, int]] = {}
    paragraphs = [first, *first.itersiblings(W + "p")]
    for paragraph in paragraphs:
        text += "" if paragraph is first else "\n"
        for node in paragraph.iter():
            if node.tag == W + "commentRangeStart":
                begins[node.get(W + "id")] = len(text)
            elif node.tag == W + "commentRangeEnd" and node.get(W + "id") in begins:
                found[node.get(W + "id")] = (begins[node.get(W + "id")], len(text))
            elif node.tag == W + "t":
                text += node.text or ""
            elif node.tag in {W + "tab", W + "br"}:
                text += "\t" if node.tag == W + "tab" else "\n"
    return text, found


@settings(max_examples=60)
@given(strange(controls=True))
def test_docx(made: Bundle) -> None:
    import docx

    document = docx.Document(io.BytesIO(written("docx", made)))
    inside = [p for p in document.paragraphs if p.style.name not in {"Title", "Subtitle"}]
    text, found = commented(inside[0]._p)
    assert text == xml_safe(made.article.text)
    told = {str(one.comment_id): one.paragraphs[0].text for one in document.comments}
    anchors = [anchored(span, made.article.text) for span in made.spans]
    expected = [(on.start, on.end, on.label) for on in anchors if on.start < on.end]
    read = [(*place, told[key]) for key, place in found.items() if not told[key].startswith("on a")]
    assert sorted(read) == sorted(expected)
    lost = EXPORTERS.get("docx").losses(made, EXPORTERS.get("docx").options())
    assert lost.get(NOWHERE, 0) == len(made.spans) - len(expected)
    assert lost.get(BREAKS, 0) == len([1 for one in expected if one not in places(made)])
    assert len(document.comments) == len(expected) + len(made.notes)


@settings(max_examples=60)
@given(strange(controls=True))
def test_html(made: Bundle) -> None:
    from lxml import html

    root = html.document_fromstring(written("html", made))
    (body,) = root.find_class("t")
    text = ""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(body):
        text += "\n" if number else ""
        for node in line.iter():
            if node is not line and node.get("data-s"):
                for name in node.get("data-s").split():
                    found.setdefault(name, []).extend((len(text), len(text) + len(node.text)))
            text += node.text or ""
            text += (node.tail or "") if node is not line else ""
    assert text == xml_safe(made.article.text)
    for span in made.spans:
        on = anchored(span, made.article.text)
        if on.start < on.end:
            assert (min(found[span.id]), max(found[span.id])) == (on.start, on.end)
        else:
            assert span.id not in found


@settings(max_examples=60)
@given(strange(controls=True))
def test_refi(made: Bundle) -> None:
    with zipfile.ZipFile(io.BytesIO(written("refi", made))) as archive:
        root = etree.fromstring(archive.read("project.qde"))
        (text,) = [archive.read(name).decode() for name in archive.namelist() if name.startswith("sources/")]
    assert text == made.article.text
    names = {one.get("guid"): one.get("name") for one in root.iter("{*}Code")}
    found = [
        (int(one.get("startPosition")), int(one.get("endPosition")), names[one.find(".//{*}CodeRef").get("targetGUID")])
        for one in root.iter("{*}PlainTextSelection")
    ]
    assert sorted(found) == places(made)
    assert len(list(root.iter("{*}Link"))) == len(made.links)


@settings(max_examples=40)
@given(strange(controls=True))
def test_parquet(made: Bundle) -> None:
    from pyarrow.parquet import read_table

    (row,) = read_table(io.BytesIO(written("parquet", made))).to_pylist()
    assert row["text"] == made.article.text
    assert sorted((one["start"], one["end"], one["label"]) for one in row["spans"]) == places(made)
    assert len(row["ner_tags"]) == len(row["tokens"])
    assert len(row["relations"]) == len(made.links)
    assert len(row["notes"]) == len(made.notes)
