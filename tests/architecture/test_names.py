"""No attics, no second SQLite, no debts left in the text."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

DESKTOP = Path(__file__).resolve().parents[2] / "desktop"
FILES = sorted(DESKTOP.rglob("*.py"))
ATTICS = {"utils", "util", "helpers", "helper", "common", "misc", "stuff", "tools", "lib"}
# Only these may catch everything and go on: what comes from outside may fail in any way, an event calls
# every listener before it raises, both faces end with a report, and the writer hands the error to
# the thread that waits for the answer.
CATCH_ALL = {
    "glossator/cli/main.py",
    "glossator/core/events.py",
    "glossator/core/plugins.py",
    "glossator/core/store/writer.py",
    "glossator/ui/app.py",
    "glossator/ui/headless.py",
    "glossator/ui/jobs.py",
}


def name_of(file: Path) -> str:
    """The file's name as people say it."""
    return file.relative_to(DESKTOP).as_posix()


def imported(tree: ast.AST) -> set[str]:
    """Top-level packages that a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.partition(".")[0])
    return names


def is_broad(handler: ast.ExceptHandler) -> bool:
    """Whether it catches everything and does not pass it on (tidying up before `raise` is fine)."""
    caught = handler.type
    if caught is not None and not (isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"}):
        return False
    last = handler.body[-1]
    return not (isinstance(last, ast.Raise) and last.exc is None)


def test_no_attic() -> None:
    rooms = {file.parent for file in FILES} | set(FILES)
    assert not sorted(str(room) for room in rooms if room.stem in ATTICS)


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_module_keeps_the_rules(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert "sqlite3" not in imported(tree), "use peewee.sqlite3: two copies of SQLite lose commits"
    assert not re.findall(r"\b(?:TODO|FIXME|XXX|HACK)\b", text)
    if name_of(file) not in CATCH_ALL:
        broad = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and is_broad(node)]
        assert not broad, f"catches everything in lines {broad}"
    if name_of(file).startswith("glossator/core/"):
        prints = [
            node.lineno
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        ]
        assert not prints, f"core shows nothing: print in lines {prints}"
    if text.strip():
        assert ast.get_docstring(tree), "a module begins with one sentence that says what it is"


def test_core_door_is_empty() -> None:
    """Importing a noun must load neither peewee nor spaCy."""
    door = DESKTOP / "glossator" / "core" / "__init__.py"
    assert not imported(ast.parse(door.read_text(encoding="utf-8")))
