"""Annotation files that mean harm: whatever they hold, a person gets a sentence or the good part of them."""

from __future__ import annotations

import random
import resource
import shutil
import time
import zlib
from pathlib import Path

import pytest

from faults.hostile_files import mutated
from glossator.core.errors import UserError
from glossator.core.interchange import READERS
from glossator.core.progress import Silent
from glossator.core.service.checking import check_project
from glossator.core.service.interchange import import_annotations
from glossator.core.service.library import Project
from glossator.sentences import SENTENCES

MUTATIONS = 15
GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def damaged(name: str, number: int, folder: Path) -> Path:
    """A damaged copy of a golden file, or of brat's folder."""
    dice = random.Random(f"{name} {number}")
    if name == "brat":
        target = folder / f"brat-{number}"
        target.mkdir()
        for file in sorted((GOLDEN / "harbour-brat").iterdir()):
            data = file.read_bytes()
            (target / file.name).write_bytes(mutated(data, dice) if dice.random() < 0.5 else data)
        return target
    file = dice.choice(sorted(one for one in GOLDEN.rglob("*") if one.is_file()))
    target = folder / f"{number}-{file.name}"
    target.write_bytes(mutated(file.read_bytes(), dice))
    return target


@pytest.mark.parametrize("name", READERS.names())
def test_damage_is_refused_or_read_in_part(name: str, tmp_path: Path) -> None:
    project = Project.open(tmp_path / "p" / "p.glossator", create=True)
    for number in range(MUTATIONS):
        path = damaged(name, number, tmp_path)
        begun = time.monotonic()
        try:
            import_annotations(project, path, name, {}, Silent())
        except UserError as error:
            assert error.code in SENTENCES
        assert time.monotonic() - begun < 10
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    project.close()
    assert check_project(project.path) == []


def test_a_small_file_that_unpacks_to_most_of_a_gigabyte_is_refused(tmp_path: Path) -> None:
    packer = zlib.compressobj(1)
    piece = bytes(1 << 20)
    bomb = b"".join(packer.compress(piece) for _ in range(800)) + packer.flush()
    (tmp_path / "bomb.spacy").write_bytes(bomb)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UserError) as caught:
        READERS.get("docbin").read(tmp_path / "bomb.spacy")
    assert caught.value.code == "file-too-large"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 600 * 1024, "KiB: a person's other programs live too"


@pytest.mark.parametrize("name", READERS.names())
def test_a_pipe_is_never_opened(name: str, tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe")
    begun = time.monotonic()
    with pytest.raises(UserError):
        READERS.get(name).read(tmp_path / "pipe")
    assert time.monotonic() - begun < 5
