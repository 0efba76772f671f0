"""What a command answers, and how it reports progress."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from glossator.core.errors import UserError
from glossator.core.service.library import Project
from glossator.sentences import sentence, shown


@dataclass(frozen=True)
class Answer:
    """The JSON document, the same for a person's eye, and whether some items failed."""

    document: dict[str, Any]
    lines: list[str] = field(default_factory=list)
    failed: bool = False


class Printed:
    """Progress on stderr: a line rewritten in place on a terminal, else one line each tenth."""

    cancelled = False

    def __init__(self, verb: str) -> None:
        self._verb = verb
        self._last = -1

    def step(self, done: int, total: int, what: str = "") -> None:
        """Say how far it is."""
        tenth = 10 * done // max(1, total)
        if sys.stderr.isatty():
            end = "\n" if done >= total else ""
            print(f"\r\x1b[K{self._verb} {done} of {total} {shown(what)[:60]}", end=end, file=sys.stderr, flush=True)
        elif tenth != self._last:
            self._last = tenth
            print(f"{self._verb} {done} of {total}", file=sys.stderr, flush=True)


@contextmanager
def opened(arguments: argparse.Namespace, *, create: bool = False, read_only: bool = False) -> Iterator[Project]:
    """The project that the arguments name, closed at the end whatever happens."""
    project = Project.open(arguments.project, create=create, read_only=read_only)
    try:
        yield project
    finally:
        project.close()


def failures(items: Iterable[tuple[str, str, dict[str, object]]]) -> list[dict[str, str]]:
    """(what, code, values) of each item that failed, as the JSON document lists it; said on stderr too."""
    listed = []
    for what, code, values in items:
        says = sentence(UserError(code, **values))
        print(f"{shown(what)}: {says}", file=sys.stderr)
        listed.append({"item": what, "code": code, "sentence": says})
    return listed
