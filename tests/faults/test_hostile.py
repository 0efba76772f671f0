"""No article file can freeze, crash or read out the program."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from faults.hostile_files import Hostile
from faults.hostile_storm import Listener, Told, corpus, judge_all, mutations, run
from glossator.core.errors import UserError
from glossator.core.model.change import Change
from glossator.core.model.ids import new_id
from glossator.core.progress import Silent
from glossator.core.reading import IMPORTERS, read_apart
from glossator.core.service.checking import check_project
from glossator.core.service.library import Project
from pictures import picture

MUTATIONS = 20
SEED = 20_260_107


def test_every_hostile_file_ends_as_it_must_while_a_person_edits(tmp_path: Path) -> None:
    project = Project.open(tmp_path / "p.glossator", create=True)
    article, spans = picture("[Ada](PERSON) met Bob.")
    project.apply(Change("Import", (), (article, *spans)))
    acknowledged: list[str] = []
    over = threading.Event()
    slow: list[float] = []

    def edit() -> None:
        while not over.is_set():
            begun = time.monotonic()
            new = replace(spans[0], id=new_id())
            project.apply(Change("Add", (), (new,)))
            acknowledged.append(new.id)
            slow.append(time.monotonic() - begun)
            over.wait(0.02)

    person = threading.Thread(target=edit)
    person.start()
    told, server = Told(), Listener()
    folder = tmp_path / "files"
    folder.mkdir()
    try:
        seeds = corpus(folder, server.address)
        readings = judge_all([*seeds, *mutations(seeds, MUTATIONS, SEED)], folder, told)
    finally:
        over.set()
        person.join()
        server.close()
    assert told.wrong == []
    assert told.cases == len(seeds) + MUTATIONS >= 60
    assert server.hits == 0
    added = project.add(readings)
    stored = {span.id for span in project.reader.spans(article.id)}
    assert set(acknowledged) <= stored, "an acknowledged edit was lost"
    assert len(stored) == len(acknowledged) + len(spans)
    assert len(added.articles) >= 10
    project.close()
    assert check_project(tmp_path / "p.glossator") == []


def test_the_corpus_that_lies_beside_some_checkouts(shared: Path, tmp_path: Path) -> None:
    """Its manifest says what must become of each file; formats that nobody reads here are refused or plain text."""
    spec = importlib.util.spec_from_file_location("hostile", shared / "faults" / "hostile.py")
    assert spec and spec.loader
    maker = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = maker
    try:
        spec.loader.exec_module(maker)
        folder = tmp_path / "files"
        folder.mkdir()
        cases = maker.build(folder, 0.02)
    finally:
        del sys.modules[spec.name]
    known = {suffix for importer in IMPORTERS for suffix in importer.suffixes}
    told = Told()
    hostile = [
        Hostile(
            case.name,
            (folder / case.name).read_bytes(),
            case.outcome if Path(case.name).suffix in known else "either",
            tuple(case.must_not_contain),
        )
        for case in cases
    ]
    judge_all(hostile, folder, told)
    assert told.cases >= 71
    assert told.wrong == []


def test_mutations_are_the_same_for_the_same_seed(tmp_path: Path) -> None:
    seeds = [Hostile("a.txt", b"Some text. " * 20, "import")]
    first, again, other = (list(mutations(seeds, 30, seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_pipe_and_a_device_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "article.txt")
    for path in (tmp_path / "article.txt", Path("/dev/zero"), tmp_path):
        with pytest.raises(UserError) as caught:
            read_apart(path, Silent())
        assert caught.value.code == "file-special"


def test_a_link_to_a_device_is_no_way_in(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("/dev/zero")
    with pytest.raises(UserError, match="file-special"):
        read_apart(tmp_path / "a.txt", Silent())


@pytest.mark.parametrize("text", ["<p>said", "# A title\n\nsaid"])
def test_a_batch_names_what_failed_and_goes_on(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.html").write_text(f"<html><body>{text}</body></html>" * 3, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "d.txt").write_text("A last word.", encoding="utf-8")
    project = Project.open(tmp_path / "p" / "p.glossator", create=True)
    names = ["a.html", "b.txt", "c.docx", "d.txt"]
    done = project.import_([tmp_path / name for name in names], Silent())
    assert len(done.articles) >= 2
    assert [Path(failure.path).name for failure in done.failures] == ["b.txt", "c.docx"]
    project.close()


def test_the_long_version_says_what_it_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faults.hostile_storm.corpus", lambda *_: [Hostile("a.txt", b"Some text, said Ada.", "import")])
    told = run(tmp_path, 2)
    assert told.cases == 2
    assert told.wrong == []
    assert json.dumps(told.line())
