"""Opening a project with a person at hand: one sentence when it cannot be, and the way out there is."""

from __future__ import annotations

from pathlib import Path

from glossator.core.errors import AppError, UserError
from glossator.core.service.library import Project
from glossator.sentences import sentence
from glossator.ui.widgets.asker import Asker

READABLE = frozenset({"project-locked", "project-read-only", "project-on-share"})
"""Refusals of a project that can still be opened for reading."""


def open_project(path: Path, asker: Asker, *, create: bool, author: str = "") -> Project | None:
    """The open project; None when it cannot be opened, which the person has then been told.

    A project that somebody else has open, or that may not be written, is offered for
    reading only.
    """
    try:
        return Project.open(path, create=create, author=author)
    except AppError as error:
        if not (isinstance(error, UserError) and error.code in READABLE):
            asker.tell("The project was not opened", sentence(error))
            return None
        if not asker.confirm("Open for reading only?", sentence(error), "Open for reading"):
            return None
    try:
        return Project.open(path, read_only=True, author=author)
    except AppError as error:
        asker.tell("The project was not opened", sentence(error))
        return None
