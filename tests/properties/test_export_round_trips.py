"""Random articles written and read back: the same text and spans, or exactly the losses that were declared."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from lxml import etree

from glossator.core.export import EXPORTERS, export
from glossator.core.export.tei import NAMESPACE
from glossator.core.export.xml_text import FORBIDDEN, forbidden, xml_safe
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
