"""``voices`` and ``people`` as scripts use them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from glossator.cli.main import main
from glossator.core.model.article import Source
from glossator.core.model.change import Change
from glossator.core.model.link import Link
from glossator.core.model.span import State
from glossator.core.service.library import Project
from pictures import picture


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, list[str]]:
    """A project with one quotation each of Ada Moreau and of Moreau, and the articles' ids."""
    path = tmp_path / "p.glossator"
    project = Project.open(path, create=True, author="test")
    rows: list[Any] = [Source("0" * 64, "a.txt", "utf-8", 1, "2026-01-01T00:00:00+00:00", "x")]
    ids = []
    for name in ("Ada Moreau", "Moreau"):
        article, spans = picture(f"[“One two,”](QUOTE) said [{name}](SPEAKER). [{name}](PERSON) left.")
        link = Link(
            f"l{article.id}",
            article.id,
            "speaker",
            spans[0].id,
            spans[1].id,
            "test",
            State.ACCEPTED,
            None,
            (("name", name),),
        )
        rows += [article, *spans, link]
        ids.append(article.id)
    project.annotator.apply(Change("All", (), tuple(rows)))
    project.close()
    return path, ids


def answer(capsys: pytest.CaptureFixture[str], path: Path, *words: str, code: int = 0) -> Any:
    assert main([*words, "--project", str(path), "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_voices_are_listed_and_written(
    made: tuple[Path, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, ids = made
    said = answer(capsys, path, "voices")
    assert [(v["name"], v["quotes"], v["words"], v["direct_share"]) for v in said["voices"]] == [
        ("Ada Moreau", 1, 2, 1.0),
        ("Moreau", 1, 2, 1.0),
    ]
    assert said["without_speaker"] == 0
    target = tmp_path / "v.jsonl"
    alone = answer(capsys, path, "voices", "--article", ids[1], "--to", str(target))
    assert (alone["written"], alone["format"]) == (1, "jsonl")
    assert json.loads(target.read_text(encoding="utf-8"))["speaker"] == "Moreau"
    assert main(["voices", "--project", str(path), "--to", str(tmp_path / "v.csv"), "--format", "csv"]) == 0
    assert "2 quotations written" in capsys.readouterr().out
    assert answer(capsys, path, "voices", "--article", "none", code=2)["error"]["code"] == "article-unknown"


def test_people_are_merged_and_split(made: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    path, _ = made
    assert [one["name"] for one in answer(capsys, path, "people")["people"]] == ["Ada Moreau", "Moreau"]
    (one,) = answer(capsys, path, "people", "--merge", "Moreau", "Ada Moreau")["people"]
    assert (one["name"], one["mentions"], one["quotes"], one["articles"]) == ("Ada Moreau", 2, 2, 2)
    (other,) = answer(capsys, path, "people", "--merge", "Ada Moreau", "--as", "Dr. Moreau", "--kind", "ORG")["people"]
    assert (other["name"], other["kind"], len(other["forms"])) == ("Dr. Moreau", "ORG", 3)
    assert main(["people", "--project", str(path)]) == 0
    assert "Ada Moreau" in capsys.readouterr().out
    assert len(answer(capsys, path, "people", "--split", "Dr. Moreau")["people"]) == 2
    assert answer(capsys, path, "people", "--split", "Dr. Moreau", code=2)["error"]["code"] == "person-unknown"
    assert answer(capsys, path, "people", "--merge", "Moreau", code=2)["error"]["code"] == "people-too-few"
