"""The window is usable in under half a second: it loads nothing that takes longer than it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "desktop" / "glossator"
HEAVY = ("numpy", "spacy", "thinc", "pydantic", "trafilatura", "torch")

PROBE = """
import importlib, sys
wanted, heavy = (argument.split(",") for argument in sys.argv[1:])
for name in wanted:
    importlib.import_module(name)
print(*sorted({name.partition(".")[0] for name in sys.modules} & set(heavy)))
"""


def rooms() -> list[str]:
    """The package of every room of the window, and every module directly under ui."""
    ui = PACKAGE / "ui"
    found = [f"glossator.ui.{file.stem}" for file in sorted(ui.glob("*.py")) if file.stem != "__init__"]
    for folder in sorted(ui.iterdir()):
        found += [f"glossator.ui.{folder.name}.{file.stem}" for file in sorted(folder.glob("*.py"))]
    return [name.removesuffix(".__init__") for name in found]


def heavy_after(*names: str) -> list[str]:
    """Which heavy packages are loaded once all of ``names`` are imported, in a fresh Python."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, ",".join(names), ",".join(HEAVY)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_the_whole_window_is_light() -> None:
    names = rooms()
    if not names:
        pytest.skip("there is no window yet")
    if heavy_after(*names):
        culprits = {name: heavy for name in names if (heavy := heavy_after(name))}
        pytest.fail(f"heavy packages at start: {culprits}")


def test_the_command_line_is_light() -> None:
    if not (PACKAGE / "cli" / "main.py").is_file():
        pytest.skip("there is no command line yet")
    assert not heavy_after("glossator.cli.main")
