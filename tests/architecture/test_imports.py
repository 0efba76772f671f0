"""The contracts in pyproject.toml: who may import whom."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_contracts_hold(checkout: Path) -> None:
    """Run in a process of its own: import-linter changes sys.path and the logging of whoever calls it."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))",
        ],
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout
