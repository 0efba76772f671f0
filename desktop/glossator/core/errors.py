"""The tree of errors; who is at fault decides what a person sees.

    AppError
    ├── UserError        the world's fault: a code and values, the faces make the sentence
    │   └── Cancelled    the person asked to stop; nothing is shown
    └── StaleChange      the rows are not what a change remembers; the caller reloads

Anything else that is raised is our bug and is shown as one.
"""

from __future__ import annotations


class AppError(Exception):
    """Root of every error this program raises on purpose."""


class UserError(AppError):
    """A fault of the world, named by ``code`` with ``values`` for its sentence.

    The sentence itself stands in ``glossator.sentences``, so that core shows no text
    to a person. ``values`` may hold a path or a name; it is never logged.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Cancelled(UserError):
    """The person cancelled; whatever was half done has been undone."""

    def __init__(self) -> None:
        super().__init__("cancelled")


class StaleChange(AppError):
    """A change's ``before`` rows are not what is stored; nothing was written."""
