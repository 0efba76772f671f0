"""What each format writes for the harbour article and its neighbours, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from bundles import edges, harbour, title_only
from glossator.core.export import EXPORTERS, export, fitting
from glossator.core.export.base import Options
from glossator.core.export.writing_folder import LISTING

FILES = ["conllu", "prodigy", "doccano", "markdown"]
FOLDERS = ["label-studio", "brat", "webanno", "csv"]


@pytest.mark.parametrize("name", FILES + FOLDERS)
def test_golden(name: str, checkout: Path, tmp_path: Path) -> None:
    exporter = EXPORTERS.get(name)
    target = tmp_path / f"harbour{exporter.suffix}"
    asked = fitting(exporter, Options(suggestions=True))
    assert export(name, [harbour(), title_only(), edges()], target, asked) == 3
    expected = checkout / "tests" / "golden" / target.name
    if target.is_file():
        assert target.read_bytes() == expected.read_bytes()
        return
    (target / LISTING).unlink()
    assert sorted(one.name for one in target.iterdir()) == sorted(one.name for one in expected.iterdir())
    for one in target.iterdir():
        assert one.read_bytes() == (expected / one.name).read_bytes(), one.name
