"""``glossator check``"""

from __future__ import annotations

import argparse

from glossator.cli.answer import Answer
from glossator.core.service.checking import check_project


def arguments(parser: argparse.ArgumentParser) -> None:
    """No further arguments."""


def run(chosen: argparse.Namespace) -> Answer:
    """Look for damage without changing anything."""
    problems = check_project(chosen.project)
    rows = [{"code": problem.code, "detail": problem.detail} for problem in problems]
    lines = [f"{problem.code}: {problem.detail}" for problem in problems] or ["The project is in order."]
    return Answer({"project": str(chosen.project), "problems": rows}, lines, bool(problems))
