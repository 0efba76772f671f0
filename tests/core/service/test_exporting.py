"""Which articles and spans are exported, what stands beside the export, and that it is the same every time."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bundles import bundle, harbour, span
from glossator.cli.main import main
from glossator.core.errors import UserError
from glossator.core.model.bundle import Bundle
from glossator.core.model.change import Change
from glossator.core.model.ids import new_id
from glossator.core.model.tag import Stage, Standing, Tag
from glossator.core.progress import Silent
from glossator.core.service import exporting
from glossator.core.service.exporting import Choice
from glossator.core.service.library import Project
from pictures import article


def rows(of: Bundle) -> tuple[object, ...]:
    tags = tuple(Tag(new_id(), of.article.id, name) for name in of.tags)
    return (of.article, of.analysis, *of.spans, *of.links, *of.notes, *tags, Standing(of.article.id, of.stage))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project.open(tmp_path / "p.glossator", create=True, author="kim")
    first = harbour()
    of = article("Ada Moreau met Ben.", title="Second", id="a2", added="2026-01-09T10:00:00+00:00")
    second = bundle(
        of,
        span(of, "Ada Moreau", "PERSON", origin="human:lee"),
        span(of, "Ben", "PERSON", origin="names@1 test@1"),
        tags=("port",),
        stage=Stage.DONE,
    )
    made.annotator.apply(Change("All", (), (first.source, *rows(first), *rows(second))))  # type: ignore[arg-type]
    yield made
    made.close()


def test_articles_are_chosen_by_tag_and_stage(project: Project) -> None:
    def ids(**wanted: tuple[str, ...]) -> list[str]:
        return exporting.chosen(project, None, Choice(**wanted))

    assert ids() == ["a1", "a2"]
    assert ids(tags=("port",)) == ["a1", "a2"]
    assert ids(tags=("spring",)) == ids(stages=("started",)) == ["a1"]
    assert ids(tags=("port",), stages=("done",)) == ["a2"]
    assert ids(tags=("spring",), stages=("done",)) == []
    assert exporting.chosen(project, ["a1", "a2"], Choice(stages=("done",))) == ["a2"]
    with pytest.raises(UserError, match="tag-unknown"):
        ids(tags=("Spring",))


def test_spans_are_chosen_by_label_layer_and_author(project: Project, tmp_path: Path) -> None:
    def texts(**wanted: tuple[str, ...]) -> list[str]:
        target = tmp_path / "out.jsonl"
        exporting.export(project, "jsonl", target, Silent(), None, None, Choice(**wanted))
        lines = map(json.loads, target.read_text(encoding="utf-8").split("\n")[:-1])
        return [one["text"] for line in lines for one in line["spans"]]

    assert texts(labels=("GPE", "DATE")) == ["São Paulo", "May"]
    assert texts(layers=("quote",)) == ["“We open,”", "“in May.”", "“no”"]
    assert texts(authors=("lee",)) == ["Ada Moreau"]
    assert texts(authors=("names",)) == texts(authors=("names@1",)) == ["Ben"]
    assert texts(authors=("lee", "names"), labels=("ORG",)) == []


def test_links_and_notes_go_with_their_spans() -> None:
    kept = Choice(layers=("quote",)).narrow(harbour())
    assert [link.kind for link in kept.links] == ["piece"]
    assert [note.id for note in kept.notes] == ["n1", "n2"]


def test_losses_are_listed_beside_the_export_only_when_there_are_some(project: Project, tmp_path: Path) -> None:
    target, listed = tmp_path / "out.conll", tmp_path / "out.conll.losses.txt"
    done = exporting.export(project, "conll", target, Silent())
    text = listed.read_text(encoding="utf-8")
    assert text.startswith("What this export does not hold")
    assert [line.split("  ")[-1] for line in text.splitlines()[2:]] == list(done.losses)
    assert f"{done.losses['notes']:>8}  notes\n" in text
    exporting.export(project, "conll", target, Silent(), None, ["a2"], Choice(labels=("NONE",)))
    assert listed.exists()  # the tag is still lost
    second = project.reader.tags("a2")
    project.apply(Change("untag", second, ()))
    exporting.export(project, "conll", target, Silent(), None, ["a2"], Choice(labels=("NONE",)))
    assert not listed.exists()
    listed.write_text("mine", encoding="utf-8")
    exporting.export(project, "conll", target, Silent(), None, ["a2"], Choice(labels=("NONE",)))
    assert listed.read_text(encoding="utf-8") == "mine"


def test_a_manifest_names_every_file_with_its_digest(project: Project, tmp_path: Path) -> None:
    for name, target in (("jsonl", tmp_path / "out.jsonl"), ("brat", tmp_path / "brat"), ("csv", tmp_path / "c.zip")):
        assert not target.with_name(f"{target.name}.manifest.json").exists()
        exporting.export(project, name, target, Silent(), None, None, Choice(stages=("done",)), manifest=True)
        told = json.loads(target.with_name(f"{target.name}.manifest.json").read_text(encoding="utf-8"))
        files = {
            one.relative_to(target).as_posix() if target.is_dir() else one.name: one
            for one in ([target] if target.is_file() else target.rglob("*"))
            if one.is_file() and one.name != ".glossator-export"
        }
        assert {key: row["sha256"] for key, row in told["files"].items()} == {
            key: hashlib.sha256(one.read_bytes()).hexdigest() for key, one in files.items()
        }
        assert (told["export"], told["choice"]["stages"], told["pipelines"]) == (name, ["done"], {"test@1": 1})
        assert told["counts"]["all"]["articles"] == 1
        assert told["counts"]["all"]["spans"] == 2
        assert [one["id"] for one in told["articles"]] == ["a2"]
        assert {label["id"] for label in told["labels"]} >= {"PERSON", "QUOTE"}
    exporting.export(project, "brat", tmp_path / "brat", Silent())  # and the folder may be replaced as before


SCRIPT = """
import sys
from pathlib import Path
from glossator.cli.main import main
from glossator.core.service.exporting import formats
project, folder = sys.argv[1:]
for one in formats():
    target = str(Path(folder) / ("out" + one.suffix))
    if main(["export", "--project", project, "--format", one.name, "--to", target, "--manifest"]):
        sys.exit(one.name)
"""


def test_the_same_export_again_is_the_same_byte_for_byte(project: Project, tmp_path: Path) -> None:
    """Every format, in processes of their own with other orders of sets, as on another day."""
    found = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        made = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(project.path), str(folder)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr.decode()
        found.append({str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()})
    assert found[0].keys() == found[1].keys()
    assert [name for name, data in found[0].items() if found[1][name] != data] == []
    assert {f"out{one.suffix}.manifest.json" for one in exporting.formats()} <= found[0].keys()


def test_the_command_chooses_too(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "o.jsonl"
    words = ["export", "--project", str(project.path), "--format", "jsonl", "--to", str(target), "--json"]
    assert main([*words, "--tag", "port", "--stage", "done", "--label", "PERSON", "--author", "lee"]) == 0
    assert json.loads(capsys.readouterr().out)["articles"] == 1
    line = json.loads(target.read_text(encoding="utf-8"))
    assert [one["text"] for one in line["spans"]] == ["Ada Moreau"]
    assert main([*words, "--tag", "nothing"]) == 2
    assert "port, spring" in capsys.readouterr().err
    assert main([*words, "--stage", "never"]) == 2


def test_trash_stays_out_whatever_is_chosen(project: Project) -> None:
    standing = project.reader.standing("a2")
    assert standing is not None
    project.apply(Change("trash", (standing,), (replace(standing, stage=Stage.TRASHED),)))
    assert exporting.chosen(project, None, Choice(tags=("port",))) == ["a1"]
