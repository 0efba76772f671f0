"""A person's note on an article or on one of its spans."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """Text of a person. ``span`` is the id of the span it is on, or "" for the article.

    ``written`` is an ISO 8601 time.
    """

    id: str
    article: str
    span: str
    text: str
    author: str
    written: str
