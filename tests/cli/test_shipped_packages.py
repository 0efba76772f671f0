"""The main job needs the shipped packages only: those of the tests and of extras are not there for everybody."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

RUN = """
import sys
from importlib.abc import MetaPathFinder
class Hidden(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in HIDDEN:
            raise ModuleNotFoundError(name, name=name)
HIDDEN = set(sys.argv[1].split(","))
sys.meta_path.insert(0, Hidden())
from glossator.__main__ import main
sys.exit(main(sys.argv[2:]))
"""


def not_shipped(checkout: Path) -> set[str]:
    """Import names of the packages that are pinned for the tests only."""
    names = []
    for file in ("requirements.txt", "requirements-dev.txt"):
        text = (checkout / "packaging" / file).read_text(encoding="utf-8")
        names.append({name.lower() for name in re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)})
    return {name.replace("-", "_") for name in names[1] - names[0]}


@pytest.mark.model
@pytest.mark.parametrize("face", ["selftest", "headless"])
def test_the_main_job_needs_what_is_shipped_and_no_more(checkout: Path, tmp_path: Path, face: str) -> None:
    hidden = not_shipped(checkout)
    assert {"pytest", "pyarrow"} <= hidden
    arguments = ["selftest", "--json"]
    if face == "headless":
        sample = checkout / "resources" / "samples" / "interview.txt"
        arguments = ["headless", "--out", str(tmp_path), str(sample)]
    command = [sys.executable, "-c", RUN, ",".join(sorted(hidden)), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    if face == "selftest":
        answer = json.loads(done.stdout)
        assert answer["ok"]
        assert list(answer["left_out"]) == ["parquet"]
        assert all(answer["bytes"].values())
    else:
        assert "Left out   Parquet" in done.stdout
        assert (tmp_path / "page-light.png").stat().st_size > 10_000
