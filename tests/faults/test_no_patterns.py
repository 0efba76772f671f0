"""Nowhere does a person's text become a pattern: evil ones are words like all others, and cost no time."""

from __future__ import annotations

import ast
import time
from pathlib import Path

import pytest

from glossator.core.model.change import Change
from glossator.core.service.library import Project
from glossator.core.store.articles import ListFilter
from pictures import article

EVIL = ["(.*)(.*)(.*)z", "(a+)+$", "(a|aa)+$", "([a-z]+)*!", "(?:a?){30}a{30}", "\\b(\\w+\\s*)+$"]
ROOT = Path(__file__).resolve().parents[2] / "desktop" / "glossator"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = Project.open(tmp_path_factory.mktemp("patterns") / "p.glossator", create=True)
    made.apply(Change("Import", (), (article("a" * 3_000 + " and " + "word " * 2_000, title="a" * 200),)))
    yield made
    made.close()


@pytest.mark.parametrize("evil", EVIL)
def test_searching_and_filtering_take_no_time(project: Project, evil: str) -> None:
    begun = time.process_time()
    project.reader.search(evil)
    project.reader.articles(ListFilter(text=evil))
    assert time.process_time() - begun < 10, "seconds of the processor: an evil pattern takes hours"


def test_a_pattern_is_a_constant_or_made_of_escaped_words() -> None:
    """In the rooms that hear a person; readers and analysers have patterns of their own, and processes of their own."""
    found = []
    for room in ("ui", "cli", "core/service", "core/store"):
        for file in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
                escapes = any(ast.unparse(node).startswith("re.escape(") for node in ast.walk(function))
                for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                    name = ast.unparse(call.func)
                    if name == "re.escape" or not name.startswith(("re.", "regex.")) or not call.args:
                        continue
                    pattern = call.args[0]
                    ours = isinstance(pattern, ast.Constant) or (
                        isinstance(pattern, ast.JoinedStr) and all(_is_ours(one) for one in pattern.values)
                    )
                    if not ours and not escapes:
                        found.append(f"{file.name}:{call.lineno}")
            assert "QRegularExpression" not in ast.unparse(tree), file.name
            assert "regexp_function" not in ast.unparse(tree), file.name
    assert found == []


def _is_ours(part: ast.expr) -> bool:
    """A constant in a pattern, or a constant of the module."""
    if isinstance(part, ast.Constant):
        return True
    return isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name) and part.value.id.isupper()
