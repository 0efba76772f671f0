"""Where things lie: resources that came with the program, and the person's own folders."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from platformdirs import PlatformDirs

from glossator.core.errors import UserError

_DIRS = PlatformDirs("glossator", appauthor=False)


@cache
def resources() -> Path:
    """The folder of resources: in a frozen build, in a wheel, or in a checkout."""
    package = Path(__file__).resolve().parents[1]
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [package / "_resources", package.parents[1] / "resources"]
    if frozen is not None:
        candidates.insert(0, Path(frozen) / "resources")
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise UserError("no-resources", path=str(candidates[-1]))


def data_folder() -> Path:
    """Where a person's default project lies (not created here)."""
    return _DIRS.user_data_path


def config_folder() -> Path:
    """Where settings lie (not created here)."""
    return _DIRS.user_config_path


def log_folder() -> Path:
    """Where logs and crash reports lie (not created here)."""
    return _DIRS.user_log_path


def default_project() -> Path:
    """The project that opens when none is named."""
    return data_folder() / "library.glossator"
