"""Search in titles and texts: any text a person types is a safe query."""

from __future__ import annotations

import re
from dataclasses import dataclass

from glossator.core.store.session import Session

_OPEN, _CLOSE = "\x02", "\x03"
_WORDS_AROUND = 24
_PIECE = re.compile(r'"([^"]*)"|([^\s"]+)')

_SEARCH = """
    SELECT a.id, a.title, snippet(article_fts, -1, char(2), char(3), '…', ?), article_fts.rank
    FROM article_fts CROSS JOIN article a ON a.num = article_fts.rowid
    WHERE article_fts MATCH ? AND article_fts.rank MATCH 'bm25(5.0, 1.0)'
      AND NOT EXISTS(SELECT 1 FROM standing d WHERE d.id = a.id AND d.stage = 'trashed')
    ORDER BY article_fts.rank LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found. ``ranges`` are the found words in ``snippet``, in code points; a smaller ``rank`` is better."""

    article: str
    title: str
    snippet: str
    ranges: tuple[tuple[int, int], ...]
    rank: float


def match_of(query: str) -> str:
    """What FTS5 is asked for a person's words, "" when there is none.

    Every word is quoted, so none is an operator; words between double quotes stay
    together; all must be found; the last word may be the beginning of one.
    """
    clean = query.encode("utf-8", "ignore").decode("utf-8")
    clean = "".join(mark if mark.isprintable() else " " for mark in clean)
    pieces = [
        (phrase or word, bool(phrase))
        for phrase, word in _PIECE.findall(clean)
        if any(mark.isalnum() for mark in phrase or word)
    ]
    if not pieces:
        return ""
    asked = ['"' + piece + '"' for piece, _ in pieces]
    return " ".join(asked) + ("" if pieces[-1][1] else "*")


def search(session: Session, query: str, limit: int) -> list[Hit]:
    """The best articles for a person's words, the best first; trashed ones are left out."""
    asked = match_of(query)
    if not asked:
        return []
    found = session.ask(_SEARCH, (_WORDS_AROUND, asked, limit))
    return [Hit(article, title, *unmarked(marked), rank) for article, title, marked, rank in found]


def unmarked(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A snippet without its marks and line ends, and where the marks stood."""
    plain: list[str] = []
    ranges: list[tuple[int, int]] = []
    begun: int | None = None
    at = 0
    for part in re.split(f"([{_OPEN}{_CLOSE}])", marked.replace("\n", " ")):
        if part == _OPEN:
            begun = at
        elif part == _CLOSE:
            if begun is not None and begun < at:
                ranges.append((begun, at))
            begun = None
        else:
            plain.append(part)
            at += len(part)
    return "".join(plain), tuple(ranges)
