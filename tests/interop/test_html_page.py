"""The page parsed by lxml as a browser's parser would, measured against its own policy."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from bundles import bundle, edges, harbour, span, title_only
from glossator.core.export import export
from glossator.core.export.html import Html, HtmlOptions
from glossator.core.export.losses import LINKS, SCORES, VALUES
from glossator.core.export.safe_text import FORBIDDEN
from glossator.core.export.told import LINKS_AS_WORDS
from glossator.core.model.label import Label
from pictures import article


def write(path: Path, *bundles: Any, options: HtmlOptions | None = None) -> Any:
    export("html", bundles, path, options)
    return html.document_fromstring(path.read_bytes())


def texts(root: Any) -> list[str]:
    return ["\n".join(line.text_content() for line in one) for one in root.find_class("t")]


@pytest.fixture
def root(tmp_path: Path) -> Any:
    return write(tmp_path / "out.html", harbour(), title_only(), edges())


def test_texts_are_exact(root: Any) -> None:
    assert texts(root) == [
        "😀 Harbour news\nZoë\u0308 Ålund of the University of São Paulo said: “We open,” she went on, “in May.”\n"
        "השרה דנה כהן said “no”.",
        "",
        "Ada Moreau  met\u00a0Ben Okoro-Lind",
    ]
    assert [one.text_content() for one in root.iter("h1")] == ["😀 Harbour news", "Nothing but a title", "Edges"]


def test_it_needs_nothing_from_outside_and_runs_nothing(root: Any) -> None:
    assert not list(root.iter("script", "link", "img", "iframe", "object", "form", "base"))
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on") or name == "style"]
    assert all(one.get("href").startswith("#") for one in root.iter("a"))
    (sheet,) = root.iter("style")
    assert not re.search(r"url\(|@import", sheet.text)
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    digest = base64.b64encode(hashlib.sha256(sheet.text.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert root.xpath("//meta[@http-equiv]")[0].getprevious().get("charset") == "utf-8"


def test_links_within_the_page_arrive(root: Any) -> None:
    ids = root.xpath("//@id")
    assert len(set(ids)) == len(ids)
    targets = [one[1:] for one in root.xpath("//a/@href")]
    assert targets
    assert set(targets) <= set(ids)
    noted = root.xpath("//a[@class='n']")[0]
    assert noted.getprevious().text == "“We open,”"
    assert "on a quotation" in root.get_element_by_id(noted.get("href")[1:]).text_content()


def test_chips_colours_and_speakers(root: Any) -> None:
    person = next(one for one in root.iter("span") if one.text == "Zoë\u0308 Ålund")
    assert person.get("class").split()[:2] == ["s", "f"]
    assert person[0].get("data-l") == "PERSON"
    names = [one.get("data-l") for one in root.find_class("w")]
    assert names == ["Zoë\u0308 Marie Ålund"]
    assert root.find_class("w")[0].getprevious().get("data-s").startswith("quote")
    assert not [one for one in root.iter("i") if one.text_content()]


def test_the_projects_own_colours_and_names(tmp_path: Path) -> None:
    made = replace(edges(), labels=(Label("EVENT", "Ereignis <b>", "entity", 213),))
    root = write(tmp_path / "out.html", made, options=HtmlOptions(chips=False))
    event = next(one for one in root.iter("span") if one.text == "met")
    assert "h210" in event.get("class").split()
    assert "Ereignis <b>" in event.get("title")
    assert not list(root.iter("i"))


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    of = article('<script>alert(1)</script> " \x01 &amp; Ada', id='"><x', title="</title><script>x</script>")
    made = bundle(of, span(of, "Ada", '"><b>', ident='a" b'), tags=("<i>",))
    assert Html().losses(made, HtmlOptions()) == {FORBIDDEN: 1}
    root = write(tmp_path / "out.html", made, options=HtmlOptions(listing=True))
    assert texts(root) == ['<script>alert(1)</script> "   &amp; Ada']
    assert not list(root.iter("script", "x"))
    assert [one.get("data-l") for one in root.iter("i")] == ['"><b>']


def test_the_file_stays_small(tmp_path: Path) -> None:
    write(tmp_path / "out.html", title_only())
    assert (tmp_path / "out.html").stat().st_size < 8_000


def test_losses_and_listing(tmp_path: Path) -> None:
    notes = {"notes on spans that are left out": 1}
    assert Html().losses(harbour(), HtmlOptions()) == {**notes, LINKS_AS_WORDS: 1, LINKS: 3, SCORES: 1, VALUES: 1}
    assert Html().losses(harbour(), HtmlOptions(listing=True)) == {**notes, LINKS_AS_WORDS: 4}
    root = write(tmp_path / "out.html", harbour(), options=HtmlOptions(listing=True))
    told = [one.text_content() for one in root.xpath("//details//li")]
    assert "Zoë\u0308 Ålund PERSON · entity · score: 0.5 · test" in told
    assert any("speaker: Zoë\u0308 Ålund (Zoë\u0308 Marie Ålund) · cue: said" in one for one in told)
