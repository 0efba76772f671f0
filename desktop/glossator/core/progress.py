"""The only thing a long job gets from outside: where to report, and whether to stop."""

from __future__ import annotations

from typing import Protocol

from glossator.core.errors import Cancelled


class Progress(Protocol):
    """What a long job reports to; implemented by a face."""

    @property
    def cancelled(self) -> bool:
        """Whether the person asked to stop."""
        ...

    def step(self, done: int, total: int, what: str = "") -> None:
        """``done`` of ``total`` items are ready; ``what`` names the item in hand."""
        ...


class Silent:
    """A progress that nobody watches."""

    cancelled = False

    def step(self, done: int, total: int, what: str = "") -> None:
        """Take the report and drop it."""


def check(progress: Progress) -> None:
    """Raise :class:`Cancelled` if the person asked to stop."""
    if progress.cancelled:
        raise Cancelled
