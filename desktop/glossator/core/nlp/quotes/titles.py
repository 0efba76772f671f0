"""Marks around the name of a book, a song or a programme rather than around speech."""

from __future__ import annotations

import re

_WORDS = re.compile(r"\w+(?:[’'-]\w+)*")


def is_title(body: str) -> bool:
    """Whether every long word between two marks has a capital, as in the names of books and programmes."""
    words = _WORDS.findall(body)
    long = [w for w in words if len(w) > 3 or w is words[0]]
    return bool(words) and all(w[0].isupper() or w[0].isdigit() for w in long) and words[0].lower() not in ("i", "we")
