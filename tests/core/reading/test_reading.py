"""The whole room: samples, bad files, the child process, and a person's correction."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from glossator.core import reading as room
from glossator.core.errors import Cancelled, UserError
from glossator.core.model.block import Kind
from glossator.core.progress import Silent
from glossator.core.reading.base import files_in
from glossator.core.reading.sniff import MAX_FILE

SAMPLES = Path(__file__).resolve().parents[3] / "resources" / "samples"


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        room.read(path)
    assert caught.value.values["path"]
    return caught.value.code


@pytest.mark.parametrize("path", files_in([SAMPLES]), ids=lambda path: path.name)
def test_every_sample_is_read(path: Path) -> None:
    found = room.read(path)
    assert len(found.articles) == (3 if path.name == "three-stories.txt" else 1)
    for number, article in enumerate(found.articles):
        assert article.part == number
        assert article.blocks[0].kind is Kind.HEADING
        assert article.text[article.blocks[0].start : article.blocks[0].end] == article.title
        assert len(article.text) > 500


def test_samples_are_many_and_one_is_long() -> None:
    paths = files_in([SAMPLES])
    assert len(paths) >= 8
    assert max(len(a.text.split()) for p in paths for a in room.read(p).articles) >= 2000


def test_bad_files_are_refused_with_a_reason(tmp_path: Path) -> None:
    made = {"empty.txt": b"", "blank.txt": b"\n \n", "picture.txt": b"\x89PNG\r\n", "nothing.html": b"<html></html>"}
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(200 << 20)
    assert refused(tmp_path / "none.txt") == "file-missing"
    assert refused(tmp_path) == "file-special"
    assert refused(tmp_path / "pipe") == "file-special"
    assert refused(tmp_path / "huge.txt") == "file-too-large"
    assert refused(tmp_path / "empty.txt") == "file-empty"
    assert refused(tmp_path / "blank.txt") == "file-empty"
    assert refused(tmp_path / "picture.txt") == "file-binary"
    assert refused(tmp_path / "nothing.html") == "nothing-to-read"
    assert MAX_FILE < 200 << 20


def test_too_much_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("word " * 400_001)
    assert refused(path) == "text-too-long"


def test_the_child_reads_the_same(tmp_path: Path) -> None:
    for name in ("three-stories.txt", "lighthouse.html", "seed-library.md", "names-of-the-world.txt"):
        here, apart = room.read(SAMPLES / name), room.read_apart(SAMPLES / name, Silent())
        assert [(a.title, a.text, a.blocks) for a in here.articles] == [
            (a.title, a.text, a.blocks) for a in apart.articles
        ]
        assert (here.source.id, here.source.text) == (apart.source.id, apart.source.text)


def test_the_childs_refusal_arrives(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.4")
    with pytest.raises(UserError) as caught:
        room.read_apart(tmp_path / "a.txt", Silent())
    assert caught.value.code == "file-binary"


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("import os; os.abort()", "reader-failed"),
        ("print('rubbish')", "reader-failed"),
        ("print('{}')", "reader-failed"),
        ("import time; time.sleep(30)", "reader-too-slow"),
        ("a = bytearray(200 << 20); import time; time.sleep(30)", "reader-too-big"),
        ("print('x' * 1_000_000)", "reader-too-big"),
    ],
)
def test_whatever_the_child_does_we_live(script: str, code: str) -> None:
    begun = time.monotonic()
    with pytest.raises(UserError) as caught:
        room.read_apart(
            SAMPLES / "interview.txt",
            Silent(),
            seconds=2 if "slow" in code else 20,
            memory=100 << 20,
            answer=500_000,
            command=(sys.executable, "-c", script),
        )
    assert caught.value.code == code
    assert time.monotonic() - begun < 15


def test_cancelling_kills_the_child() -> None:
    class Stopped(Silent):
        cancelled = True

    begun = time.monotonic()
    with pytest.raises(Cancelled):
        room.read_apart(
            SAMPLES / "interview.txt", Stopped(), command=(sys.executable, "-c", "import time; time.sleep(30)")
        )
    assert time.monotonic() - begun < 15, "it sleeps for thirty seconds if nobody kills it"


def test_a_person_parts_and_joins() -> None:
    found = room.read(SAMPLES / "three-stories.txt")
    flat = room.flat_blocks(found)
    begins = tuple(next(n for n, (_, article) in enumerate(flat) if article == k) for k in range(3))
    assert room.resplit(found.source, found, begins) == found
    joined = room.resplit(found.source, found, ())
    assert len(joined.articles) == 1
    assert joined.articles[0].title == found.articles[0].title
    assert [block for block, _ in room.flat_blocks(joined)] == [block for block, _ in flat]
    again = room.resplit(found.source, joined, begins)
    assert [(a.title, a.published, a.byline, a.text) for a in again.articles] == [
        (a.title, a.published, a.byline, a.text) for a in found.articles
    ]
    with pytest.raises(ValueError, match=r"\d"):
        room.resplit(found.source, found, (len(flat),))
