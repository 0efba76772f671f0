"""Whole files as they were looked at and found good: a change of a format shows here as a difference."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bundles import edges, harbour, title_only
from glossator import __version__
from glossator.core.export import EXPORTERS, export

# format, file in tests/golden, file inside the archive ("" for a format that is one file)
GOLDEN = [
    ("xmi", "harbour.xmi", "harbour-news-a1.xmi"),
    ("xmi", "TypeSystem.xml", "TypeSystem.xml"),
    ("cas-json", "harbour.cas.json", "harbour-news-a1.json"),
    ("webannotation", "harbour.jsonld", ""),
    ("tei", "harbour.tei.xml", ""),
    ("html", "harbour.html", ""),
    ("docx", "harbour.document.xml", "word/document.xml"),
    ("docx", "harbour.comments.xml", "word/comments.xml"),
    ("refi", "harbour.qde", "project.qde"),
    ("refi-codebook", "harbour.qdc", ""),
]


@pytest.mark.parametrize(("name", "golden", "inside"), GOLDEN)
def test_golden(name: str, golden: str, inside: str, checkout: Path, tmp_path: Path) -> None:
    suffix = EXPORTERS.get(name).suffix
    target = tmp_path / f"harbour{suffix if suffix.startswith('.') else '.zip'}"
    assert export(name, [harbour(), title_only(), edges()], target) == 3
    if inside:
        with zipfile.ZipFile(target) as archive:
            written = archive.read(inside)
    else:
        written = target.read_bytes()
    found = written.replace(f"Glossator {__version__}".encode(), b"Glossator VERSION")
    assert found == (checkout / "tests/golden" / golden).read_bytes()
