"""The TEI file against the TEI Consortium's own schema, which trafilatura carries, and its pointers followed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from bundles import bundle, edges, harbour, span, title_only
from glossator.core.export import Options, export
from glossator.core.export.safe_text import FORBIDDEN
from glossator.core.export.tei import NAMESPACE, Tei
from pictures import article

TEI = {"t": NAMESPACE}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def text_of(root: Any, ident: str) -> str:
    (found,) = root.xpath("//*[@xml:id=$ident]", ident=ident)
    return "".join(found.itertext())


def covered(root: Any, annotation: Any) -> str:
    """What a string-range pointer of an annotation points at."""
    body, offset, length = re.fullmatch(r"#string-range\((.+),(\d+),(\d+)\)", annotation.get("target")).groups()
    return text_of(root, body)[int(offset) : int(offset) + int(length)]


def write(path: Path, *bundles: Any, options: Options | None = None) -> Any:
    export("tei", bundles, path, options)
    return etree.parse(str(path)).getroot()


@pytest.fixture
def root(tmp_path: Path) -> Any:
    return write(tmp_path / "out.xml", harbour(), title_only(), edges())


def test_it_is_valid_tei(root: Any) -> None:
    trafilatura = pytest.importorskip("trafilatura.xml")
    with Path(trafilatura.TEI_SCHEMA).open("rb") as schema:
        dtd = etree.DTD(schema)
    assert dtd.validate(root), dtd.error_log.filter_from_errors()
    etree.SubElement(root.find(".//t:body", TEI), f"{{{NAMESPACE}}}parchment")
    assert not dtd.validate(root)


def test_texts_are_exact(root: Any) -> None:
    assert [text_of(root, f"{one}.body") for one in ("aa1", "aa2", "aa3")] == [
        "😀 Harbour news\nZoë\u0308 Ålund of the University of São Paulo said: “We open,” she went on, “in May.”\n"
        "השרה דנה כהן said “no”.",
        "",
        "Ada Moreau  met\u00a0Ben Okoro-Lind",
    ]


def test_pointers_give_the_words(root: Any) -> None:
    found = [
        (covered(root, one), one.findtext("t:note[@type='label']", namespaces=TEI))
        for one in root.findall("t:TEI[1]//t:annotation", TEI)
    ]
    assert ("Zoë\u0308 Ålund", "PERSON") in found
    assert ("“in May.”", "QUOTE") in found
    assert len(found) == 11


def test_every_pointer_has_an_end(root: Any) -> None:
    ids = root.xpath("//@xml:id")
    assert len(set(ids)) == len(ids)
    for name in ("target", "resp"):
        for value in root.xpath(f"//@{name}"):
            for one in value.split():
                if one.startswith("#") and not one.startswith("#string-range"):
                    assert one[1:] in ids, one


def test_links_notes_tags_and_scores(root: Any) -> None:
    words = {one.get(XML_ID): covered(root, one) for one in root.iterfind(".//t:annotation", TEI)}
    links = {
        (one.get("type"), *(words[end[1:]] for end in one.get("target").split()))
        for one in root.iterfind(".//t:link", TEI)
    }
    assert ("speaker", "“We open,”", "Zoë\u0308 Ålund") in links
    assert len(links) == 4
    comments = root.findall(".//t:note[@type='comment']", TEI)
    assert [(one.text, words.get(one.get("target")[1:])) for one in comments] == [
        ("whole article", None), ("on a quotation", "“We open,”"),
    ]  # fmt: skip
    assert [one.text for one in root.iterfind(".//t:keywords/t:term", TEI)] == ["port", "spring"]
    assert [one.text for one in root.iterfind(".//t:note[@type='score']", TEI)] == ["0.5"]
    assert "Zoë\u0308 Marie Ålund" in [one.text for one in root.iterfind(".//t:note[@n='name']", TEI)]


def test_agents(root: Any) -> None:
    who = {one.get(XML_ID): one.findtext("t:name", namespaces=TEI) for one in root.iterfind(".//t:respStmt", TEI)}
    first = root.find(".//t:annotation", TEI)
    assert who[first.get("resp")[1:]] == "human:test"


def test_control_characters(tmp_path: Path) -> None:
    of = article("a\x0bb\uffff 😀 Ada <b> & ]]>", id="é 1", title="\x01t")
    made = bundle(of, span(of, "Ada", "A\x02B"))
    assert Tei().losses(made, Options()) == {FORBIDDEN: 2}
    root = write(tmp_path / "out.xml", made)
    assert covered(root, root.find(".//t:annotation", TEI)) == "Ada"
    assert "".join(root.find(".//t:body", TEI).itertext()) == "a b  😀 Ada <b> & ]]>"


def test_losses() -> None:
    assert Tei().losses(harbour(), Options()) == {"notes on spans that are left out": 1}
