"""Text as a filter compares it."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Without case and diacritics, so that “Zoë” is found by “zoe”."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in plain if not unicodedata.combining(mark))
