"""Queries for who says how much, and what: sums over a whole project, read from covering indexes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from glossator.core.model.span import State
from glossator.core.store.rows import chunks
from glossator.core.store.session import Session

BETWEEN = " … "
"""Stands between the pieces of one quotation."""


@dataclass(frozen=True, slots=True)
class VoiceCount:
    """What one voice says in one stretch of time.

    ``name`` is the ledger's where it knows the speaker's, "" for quotations without one;
    ``date`` is the beginning of the articles' dates ("" for undated ones); ``words`` are
    parted by blanks.
    """

    name: str
    date: str
    articles: int
    quotes: int
    words: int
    direct: int
    mixed: int
    indirect: int


@dataclass(frozen=True, slots=True)
class Said:
    """One quotation with its article. Offsets are code points; ``end`` is that of its last piece.

    ``text`` is its pieces with … between them. ``passage``, where it was asked for, is the
    article's own text around it, and ``places`` are the pieces' bounds in that.
    """

    id: str
    article: str
    title: str
    published: str
    name: str
    kind: str
    state: State
    start: int
    end: int
    text: str
    words: int
    cue: str
    pieces: tuple[tuple[int, int], ...] = ()
    passage: str = ""
    places: tuple[tuple[int, int], ...] = ()


_SPEAKER = """
    LEFT JOIN link l INDEXED BY link_speaker
      ON l.article = q.article AND l.head = {head} AND l.kind = 'speaker' AND l.state <> 'rejected'
    LEFT JOIN span t INDEXED BY span_speaker
      ON t.article = l.article AND t.id = l.tail AND t.layer = 'speaker' AND t.state <> 'rejected'
"""
_RAW = "CASE WHEN t.id IS NULL THEN '' WHEN l.name <> '' THEN l.name ELSE t.text END"
_KEPT = "q.article NOT IN (SELECT id FROM standing WHERE stage = 'trashed')"

_COUNTS = """
    WITH part AS MATERIALIZED (
      SELECT q.article, {raw} AS raw, p.tail IS NULL AS first, q.quoted AS kind, q.words AS words
      FROM span q INDEXED BY span_quoted
      LEFT JOIN link p INDEXED BY link_piece
        ON p.article = q.article AND p.tail = q.id AND p.kind = 'piece' AND p.state <> 'rejected'
      {speaker}
      WHERE q.layer = 'quote' AND q.state <> 'rejected' AND q.quoted <> 'scare' AND {kept} AND {where}),
    whole AS (
      SELECT article, raw, sum(first) AS quotes, sum(words) AS words, sum(first AND kind = 'direct') AS direct,
             sum(first AND kind = 'mixed') AS mixed, sum(first AND kind = 'indirect') AS indirect
      FROM part GROUP BY article, raw)
    SELECT w.article, coalesce(n.name, w.raw), substr(a.published, 1, ?), quotes, w.words, direct, mixed, indirect
    FROM whole w CROSS JOIN article a INDEXED BY article_dated ON a.id = w.article
    LEFT JOIN alias x ON x.id = w.raw LEFT JOIN person n ON n.id = x.person
"""


def counts(session: Session, article: str = "", digits: int = 7) -> list[VoiceCount]:
    """What every voice says, by the first ``digits`` characters of the dates (4 years, 7 months, 10 days).

    Of one article, or of all that are not in the trash. Marks around a mere word are not
    counted; a further piece adds words, not a quotation.
    """
    sql = _COUNTS.format(
        raw=_RAW,
        speaker=_SPEAKER.format(head="coalesce(p.head, q.id)"),
        kept="1" if article else _KEPT,
        where="q.article = ?" if article else "1",
    )
    sums: dict[tuple[str, str], list[int]] = {}
    seen: dict[tuple[str, str], str] = {}
    for one, name, date, *numbers in session.ask(sql, (*([article] if article else []), digits)):
        total = sums.setdefault((name, date), [0] * 6)
        total[0] += seen.get((name, date)) != one  # an article's rows come one after another
        seen[name, date] = one
        for place, number in enumerate(numbers, 1):
            total[place] += number
    return [VoiceCount(name, date, *total) for (name, date), total in sums.items()]


def dates(session: Session) -> tuple[str, str]:
    """The first and the last date of the articles that have one; "" when none has."""
    found = session.one("SELECT min(published), max(published) FROM article WHERE published <> ''")
    return (found[0] or "", found[1] or "") if found else ("", "")


_SAID = """
    SELECT q.id, q.article, a.title, a.published, coalesce(n.name, {raw}), q.quoted, q.state, q.start, q."end",
           q.text, q.words,
           coalesce((SELECT c.text FROM link k JOIN span c ON c.id = k.tail WHERE k.article = q.article
             AND k.kind = 'cue' AND k.head = q.id AND k.state <> 'rejected' AND c.state <> 'rejected' LIMIT 1), '')
    FROM span q JOIN article a ON a.id = q.article
    {speaker}
    LEFT JOIN alias x ON x.id = {raw} LEFT JOIN person n ON n.id = x.person
    WHERE q.layer = 'quote' AND q.state <> 'rejected' AND q.quoted <> 'scare' AND {kept} AND {where}
      AND NOT EXISTS(SELECT 1 FROM link p WHERE p.article = q.article AND p.tail = q.id AND p.kind = 'piece'
                     AND p.state <> 'rejected')
    ORDER BY a.published = '', a.published, a.added, a.num, q.start LIMIT ?
"""
_OF_NAMES = """q.id IN (
    SELECT m.head FROM link m INDEXED BY link_named
    WHERE m.kind = 'speaker' AND m.state <> 'rejected' AND m.name IN ({marks})
    UNION ALL SELECT m.head FROM link m INDEXED BY link_named JOIN span u ON u.id = m.tail
    WHERE m.kind = 'speaker' AND m.state <> 'rejected' AND m.name = '' AND u.text IN ({marks}))"""


def of_names(session: Session, names: Sequence[str], article: str = "", limit: int = -1) -> list[Said]:
    """What those who go by ``names`` say, by date and place; -1 means all."""
    marks = ",".join("?" * len(names))
    only, parameters = _only(article)
    found = _said(session, f"{_OF_NAMES.format(marks=marks)} AND {only}", [*names, *names, *parameters], limit)
    return [one for one in found if one.name]  # a speaker who was rejected has said nothing


def unspoken(session: Session, article: str = "", limit: int = -1) -> list[Said]:
    """Quotations without a speaker, by date and place."""
    only, parameters = _only(article)
    return _said(session, f"t.id IS NULL AND {only}", parameters, limit)


def of_articles(session: Session, articles: Sequence[str]) -> list[Said]:
    """Every quotation of these articles, by date and place; those in the trash too."""
    found: list[Said] = []
    for chunk in chunks(articles):
        found += _said(session, f"q.article IN ({','.join('?' * len(chunk))})", chunk, -1, kept="1")
    return found


def _only(article: str) -> tuple[str, list[str]]:
    return ("q.article = ?", [article]) if article else ("1", [])


def _said(session: Session, where: str, parameters: Sequence[object], limit: int, kept: str = _KEPT) -> list[Said]:
    sql = _SAID.format(raw=_RAW, speaker=_SPEAKER.format(head="q.id"), kept=kept, where=where)
    with session.snapshot():
        found = [_row(row) for row in session.ask(sql, (*parameters, limit))]
        further = _further(session, found)
    return [_whole(one, further.get(one.id, [])) for one in found]


def _row(row: Sequence[Any]) -> Said:
    one, article, title, published, name, kind, state, start, end, text, words, cue = row
    pieces = ((start, end),)
    return Said(one, article, title, published, name, kind, State(state), start, end, text, words, cue, pieces)


def _further(session: Session, found: Sequence[Said]) -> dict[str, list[tuple[Any, ...]]]:
    """Id of a quotation → (start, end, text, words) of its further pieces, in order."""
    made: dict[str, list[tuple[Any, ...]]] = {}
    wanted = {one.id for one in found}
    for chunk in chunks(dict.fromkeys(one.article for one in found)):
        marks = ",".join("?" * len(chunk))
        rows = session.ask(
            f"""SELECT p.head, s.start, s."end", s.text, s.words
                FROM link p INDEXED BY link_piece JOIN span s ON s.id = p.tail
                WHERE p.article IN ({marks}) AND p.kind = 'piece' AND p.state <> 'rejected' AND s.state <> 'rejected'
                ORDER BY s.start""",
            chunk,
        )
        for head, *piece in rows:
            if head in wanted:
                made.setdefault(head, []).append(tuple(piece))
    return made


def _whole(one: Said, pieces: Sequence[tuple[Any, ...]]) -> Said:
    if not pieces:
        return one
    return replace(
        one,
        end=max(one.end, *(piece[1] for piece in pieces)),
        text=BETWEEN.join((one.text, *(piece[2] for piece in pieces))),
        words=one.words + sum(piece[3] for piece in pieces),
        pieces=(*one.pieces, *((piece[0], piece[1]) for piece in pieces)),
    )


def in_context(session: Session, found: Sequence[Said], around: int) -> list[Said]:
    """The same with up to ``around`` code points of their paragraph on either side."""
    texts: dict[str, str] = {}
    for chunk in chunks(dict.fromkeys(one.article for one in found)):
        texts.update(session.ask(f"SELECT id, text FROM article WHERE id IN ({','.join('?' * len(chunk))})", chunk))
    return [_around(one, texts.get(one.article, ""), around) for one in found]


def _around(one: Said, text: str, around: int) -> Said:
    """Whole words of the paragraph on either side; what is left out is marked with …"""
    low, high = min(start for start, _ in one.pieces), max(end for _, end in one.pieces)
    first = text.rfind("\n", 0, low) + 1
    last = text.find("\n", high)
    last = len(text) if last < 0 else last
    start, end = max(first, low - around), min(last, high + around)
    if start > first:
        start = text.find(" ", start, low) + 1 or low
    if end < last:
        end = max(text.rfind(" ", high, end), high)
    lead = "…" if start > first else ""
    shift = len(lead) - start
    return replace(
        one,
        passage=lead + text[start:end] + ("…" if end < last else ""),
        places=tuple((a + shift, b + shift) for a, b in one.pieces),
    )
