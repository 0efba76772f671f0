"""Nothing grows past what one person can hold in mind: files of 600 lines, functions of 80."""

from __future__ import annotations

import ast
from pathlib import Path

DESKTOP = Path(__file__).resolve().parents[2] / "desktop"
FILE_LINES = 600
FUNCTION_LINES = 80


def test_files_are_small() -> None:
    long = {
        str(file.relative_to(DESKTOP)): count
        for file in DESKTOP.rglob("*.py")
        if (count := len(file.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }
    assert not long


def test_functions_are_small() -> None:
    long: dict[str, int] = {}
    for file in DESKTOP.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                count = (node.end_lineno or node.lineno) - node.lineno + 1
                if count > FUNCTION_LINES:
                    long[f"{file.relative_to(DESKTOP)}:{node.lineno} {node.name}"] = count
    assert not long
