"""Looking at a project file for damage."""

from __future__ import annotations

from pathlib import Path

from glossator.core.store.integrity import Problem, check

__all__ = ["Problem", "check_project"]


def check_project(path: Path, deep: bool = False) -> list[Problem]:
    """Every inconsistency found, none when it is in order; nothing is changed.

    ``deep`` plays the whole journal too and compares it with every row. Raises UserError
    ``project-…`` when it cannot be opened at all.
    """
    return check(path, deep)
