"""One program, several faces: the first words choose, and a frozen program can be its own worker."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from glossator.__main__ import WORKERS


def test_a_reading_worker_answers_with_one_document(tmp_path: Path) -> None:
    story = tmp_path / "a.txt"
    story.write_text("Harbour reopens\n\nThe harbour opened again on Monday.", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "glossator", "--reading-worker", str(story)], capture_output=True, timeout=60, check=True
    )
    answer = json.loads(done.stdout)
    assert "Harbour reopens" in json.dumps(answer)


@pytest.mark.parametrize("option", sorted(WORKERS))
def test_every_worker_is_there(option: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import {WORKERS[option]} as m; assert callable(m.main)"],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_a_reader_that_has_had_enough_is_no_fault(tmp_path: Path) -> None:
    project, story = str(tmp_path / "p.glossator"), tmp_path / "a.txt"
    story.write_text("Harbour reopens\n\nThe harbour opened again on Monday.", encoding="utf-8")
    made = subprocess.run(
        [sys.executable, "-m", "glossator", "--project", project, "import", str(story)], timeout=60, check=True
    )
    assert made.returncode == 0
    with subprocess.Popen(
        [sys.executable, "-m", "glossator", "--project", project, "list", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        child.stdout.close()
        told = child.stderr.read() if child.stderr else b""
        assert child.wait(60) == 0
    assert told == b""
