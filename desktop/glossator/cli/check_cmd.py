"""``glossator check [--deep] [--repair]``"""

from __future__ import annotations

import argparse

from glossator.cli.answer import Answer
from glossator.core.service.checking import Problem, check_project
from glossator.core.service.recovery import repair_project


def arguments(parser: argparse.ArgumentParser) -> None:
    """How deep, and whether to mend."""
    parser.add_argument("--deep", action="store_true", help="compare every row with the journal too")
    parser.add_argument("--repair", action="store_true", help="mend what can be mended, after a backup")


def run(chosen: argparse.Namespace) -> Answer:
    """Look for damage; without ``--repair`` nothing is changed."""
    if chosen.repair:
        return _repair(chosen)
    problems = check_project(chosen.project, deep=chosen.deep)
    lines = _lines(problems) or ["The project is in order."]
    return Answer({"project": str(chosen.project), "problems": _rows(problems)}, lines, bool(problems))


def _repair(chosen: argparse.Namespace) -> Answer:
    done = repair_project(chosen.project)
    document = {
        "project": str(chosen.project),
        "found": _rows(done.found),
        "mended": list(done.mended),
        "backup": str(done.backup.path) if done.backup else None,
        "problems": _rows(done.left),
    }
    if not done.found:
        return Answer(document, ["The project is in order; nothing was changed."])
    lines = [f"Found: {line}" for line in _lines(done.found)]
    lines += [f"Mended: {', '.join(done.mended)}", f"The file as it was: {done.backup.path if done.backup else ''}"]
    lines += [f"Left: {line}" for line in _lines(done.left)] or ["The project is in order now."]
    return Answer(document, lines, bool(done.left))


def _rows(problems: list[Problem] | tuple[Problem, ...]) -> list[dict[str, str]]:
    return [{"code": problem.code, "detail": problem.detail} for problem in problems]


def _lines(problems: list[Problem] | tuple[Problem, ...]) -> list[str]:
    return [f"{problem.code}: {problem.detail}" for problem in problems]
