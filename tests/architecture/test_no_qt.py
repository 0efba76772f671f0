"""core and the command line live without Qt: here they are imported where Qt cannot be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "desktop" / "glossator"

BLOCKED = """
import importlib, sys
sys.modules["PySide6"] = sys.modules["shiboken6"] = None
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def modules(building: str) -> list[str]:
    """Names of all modules in core or cli; `process` modules are programs, not to be imported."""
    found = []
    for file in sorted((PACKAGE / building).rglob("*.py")):
        parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
        if parts[-1] in {"__main__"} or parts[-2:] == ("nlp", "process"):
            continue
        found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return found


@pytest.mark.parametrize("building", ["core", "cli"])
def test_every_module_is_imported_without_qt(building: str) -> None:
    names = modules(building)
    assert names
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, *names], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
