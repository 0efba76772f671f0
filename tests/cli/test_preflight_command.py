"""``preflight`` as scripts use it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bundles import bundle, span
from glossator.cli.main import main
from glossator.core.model.change import Change
from glossator.core.service.library import Project
from pictures import article


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "p.glossator"
    project = Project.open(path, create=True, author="test")
    of = article("Ada Moreau, met {Ben} of São Paulo.", id="a1", title="Curly {0}")
    rows = (
        span(of, "Moreau,", "PERSON", ident="s1"),
        span(of, "{Be", "PERSON", ident="s2"),
        span(of, "São Paulo", "GPE", ident="s3"),
        span(of, "Paulo", "PERSON", ident="s4"),
    )
    all_ = bundle(of, *rows)
    project.annotator.apply(Change("All", (), (all_.source, of, all_.analysis, *rows)))  # type: ignore[arg-type]
    project.close()
    return path


def answer(capsys: pytest.CaptureFixture[str], path: Path, *words: str, code: int) -> Any:
    assert main(["preflight", "--project", str(path), "--json", *words]) == code
    return json.loads(capsys.readouterr().out)


def test_findings_are_listed_mended_and_kept(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = answer(capsys, made, "--least", "1", "--format", "conll", code=1)
    assert [one["key"] for one in said["findings"]] == [
        "mark-edge:s1", "mark-edge:s2", "off-tokens:s2", "overlap:s4",
    ]  # fmt: skip
    first = said["findings"][0]
    assert (first["article"], first["spans"], first["fixable"]) == ("a1", ["s1"], True)
    assert first["sentence"] == (
        "Curly {0}: PERSON “Moreau,” begins or ends with a punctuation mark; without it: “Moreau”."
    )
    assert "overlap" not in answer(capsys, made, "--least", "1", code=1)["counts"]
    said = answer(
        capsys, made, "--least", "1", "--format", "conll", "--fix", "mark-edge", "overlap", "--except", "off-tokens:s2",
        code=1,
    )  # fmt: skip
    # Trimmed, the span is another one, so the exception that was made for it no longer holds.
    assert (said["fixed"], said["kept"], list(said["counts"])) == (3, 1, ["off-tokens"])
    said = answer(capsys, made, "--least", "1", "--format", "conll", "--fix", "off-tokens", code=0)
    assert (said["fixed"], said["findings"]) == (1, [])
    assert main(["preflight", "--project", str(made), "--least", "1"]) == 0
    assert capsys.readouterr().out == "Nothing to mend.\n"


def test_an_exception_lasts_until_it_is_forgotten(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = answer(capsys, made, "--except", "few-examples:GPE", code=1)
    assert said["excepted"] == 1
    assert "few-examples:GPE" not in [one["key"] for one in answer(capsys, made, code=1)["findings"]]
    said = answer(capsys, made, "--forget-exceptions", code=1)
    assert "few-examples:GPE" in [one["key"] for one in said["findings"]]


def test_wrong_use(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = answer(capsys, made, "--except", "off-tokens:nobody", code=2)
    assert said["error"]["code"] == "finding-unknown"
    assert answer(capsys, made, "--set", "overlaps=keep", code=2)["error"]["code"] == "option-unknown"
    assert main(["preflight", "--project", str(made), "--fix", "undecided"]) == 2
