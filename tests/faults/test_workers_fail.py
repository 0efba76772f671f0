"""A worker that fails in any way: the window lives, the message names the file, the next one works."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from faults import cancelling
from glossator.core import reading as room
from glossator.core.errors import UserError
from glossator.core.progress import Progress, Silent
from glossator.core.reading.base import Reading
from glossator.core.reading.worker import ANSWER, MEMORY, SECONDS, sound
from glossator.core.service.library import Project
from glossator.sentences import sentence

GOOD = Path(__file__).resolve().parents[2] / "resources" / "samples" / "interview.txt"

WAYS = {
    "aborts": ("import os; os.abort()", "reader-failed"),
    "raises": ("raise ZeroDivisionError('a text that must not be told')", "reader-failed"),
    "hangs": ("import time; time.sleep(60)", "reader-too-slow"),
    "hangs-with-closed-pipe": ("import os, time; os.close(1); time.sleep(60)", "reader-too-slow"),
    "hoards": ("a = [bytearray(10 << 20) for _ in range(99)]; import time; time.sleep(60)", "reader-too-big"),
    "floods": ("import os\nwhile True: os.write(1, b'x' * 65536)", "reader-too-big"),
    "rubbish": ("print('\\x00\\xff rubbish')", "reader-failed"),
    "nothing": ("pass", "reader-failed"),
    "deep": ("print('[' * 100_000)", "reader-failed"),
    "wrong-shape": ('print(\'{"source": [], "articles": 7}\')', "reader-failed"),
    "list": ("print('[1, 2]')", "reader-failed"),
    "error-shape": ('print(\'{"error": "x", "values": [1]}\')', "reader-failed"),
    "talks-and-dies": ("import os; os.write(1, b'{'); os.kill(os.getpid(), 9)", "reader-failed"),
}


def reader(script: str) -> Callable[[Path, Progress], Reading]:
    """Reads files called ``bad`` by a child that runs ``script``, others as always."""

    def read(path: Path, progress: Progress) -> Reading:
        if "bad" not in path.name:
            return room.read_apart(path, progress)
        return room.read_apart(
            path, progress, seconds=1.0, memory=150 << 20, answer=1 << 20, command=(sys.executable, "-c", script)
        )

    return read


@pytest.mark.parametrize("way", WAYS)
def test_the_batch_goes_on(tmp_path: Path, way: str) -> None:
    script, code = WAYS[way]
    files = [tmp_path / name for name in ("a.txt", "bad.txt", "c.txt")]
    for file in files:
        file.write_text(f"{file.stem}: a story.", encoding="utf-8")
    project = Project.open(tmp_path / "p.glossator", create=True)
    begun = time.monotonic()
    readings, failures = project.read(files, Silent(), reader(script))
    assert time.monotonic() - begun < 60
    (failure,) = failures
    assert failure.code == code
    says = sentence(UserError(failure.code, **failure.values))
    assert "bad.txt" in says
    assert "must not be told" not in says
    assert len(project.add(readings, failures).articles) == 2
    project.close()


def test_the_ceilings_are_what_is_promised() -> None:
    assert (SECONDS, MEMORY, ANSWER) == (10.0, 512 << 20, 64 << 20)


def test_a_reading_that_would_harm_the_store_is_not_taken(tmp_path: Path) -> None:
    good = room.read(GOOD)
    assert sound(good) is good
    one = good.articles[0]
    first = one.blocks[0]
    bad = [
        replace(one, blocks=(replace(first, start=-1), *one.blocks[1:])),
        replace(one, blocks=(replace(first, end=len(one.text) + 1),)),
        replace(one, blocks=(one.blocks[1], first)),
        replace(one, blocks=(replace(first, start=0.5),)),  # type: ignore[arg-type]
        replace(one, title=7),  # type: ignore[arg-type]
        replace(one, part=True),
        replace(one, source="another"),
    ]
    for article in bad:
        with pytest.raises(ValueError, match=r"\w"):
            sound(Reading(good.source, (article,)))
    with pytest.raises(ValueError, match="articles"):
        sound(Reading(good.source, ()))
    script = "import sys; sys.stdout.write(open(sys.argv[1]).read())"
    said = room.worker.answer_of(GOOD)
    for change in ({}, {"title": None}, {"source": "x"}):
        row = {**said["articles"][0], **change}
        (tmp_path / "answer").write_text(json.dumps({**said, "articles": [row]}), encoding="ascii")
        command = (sys.executable, "-c", script, str(tmp_path / "answer"))
        if not change:
            assert room.read_apart(GOOD, Silent(), command=command).articles[0].title == one.title
        else:
            with pytest.raises(UserError, match="reader-failed"):
                room.read_apart(GOOD, Silent(), command=command)


def test_cancelling_at_twenty_moments(tmp_path: Path) -> None:
    told = cancelling.run(tmp_path, 10, seed=7)
    assert told.wrong == []
    assert len(told.imports) >= 8
    assert len(told.analyses) >= 8
