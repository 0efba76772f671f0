"""Text made comparable, so that typing “muller” finds “Müller”."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """``text`` without case and without accents; only for comparing, its offsets are not those of ``text``."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def has_words(haystack: str, words: tuple[str, ...]) -> bool:
    """Whether every one of the folded ``words`` stands in the folded ``haystack``."""
    return all(word in haystack for word in words)


def words_of(text: str) -> tuple[str, ...]:
    """The folded words a person typed into a filter line."""
    return tuple(folded(text).split())
