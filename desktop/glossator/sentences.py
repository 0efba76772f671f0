"""Codes of errors → one clear sentence each, for both faces.

A plain table without Qt, so that the command line and the window say the same. A
sentence says what happened and what to do. ``{name}`` takes a value of the error.
"""

from __future__ import annotations

from glossator.core.errors import AppError, StaleChange, UserError

SENTENCES: dict[str, str] = {
    # general
    "cancelled": "Cancelled; nothing was changed.",
    "no-resources": "The program's own files are missing at {path}: install it again.",
    "unknown-part": "There is no {kind} called “{name}”. Known: {known}.",
    # reading
    # nlp
    # store
    # export
    # service
}


def sentence(error: AppError) -> str:
    """The one sentence a person reads for ``error``."""
    if isinstance(error, StaleChange):
        return "This was changed in the meantime; nothing was written. Look again and repeat what you wanted."
    if not isinstance(error, UserError):
        return f"Something went wrong in the program ({type(error).__name__})."
    template = SENTENCES.get(error.code)
    if template is None:
        return f"This did not work ({error.code})."
    try:
        return template.format(**error.values)
    except (KeyError, IndexError):
        return template
