"""Queries for the journal."""

from __future__ import annotations

import json
from collections.abc import Iterable

from glossator.core.model.change import Change, merged
from glossator.core.store import codec
from glossator.core.store.history import Entry
from glossator.core.store.session import Session

_COLUMNS = 'seq, at, who, kind, title, "group", target, articles'


def entries(session: Session, limit: int | None) -> list[Entry]:
    """The last ``limit`` entries (None: all), the oldest first.

    Older members of a group that reaches into them come too, so no group is cut in two.
    """
    if limit is None:
        found = session.ask(f"SELECT {_COLUMNS} FROM journal ORDER BY seq")
    else:
        found = session.ask(
            f"""WITH recent AS (SELECT seq, "group" FROM journal ORDER BY seq DESC LIMIT ?)
                SELECT {_COLUMNS} FROM journal WHERE seq IN (SELECT seq FROM recent)
                OR "group" IN (SELECT "group" FROM recent WHERE "group" <> '') ORDER BY seq""",
            (limit,),
        )
    return [
        Entry(seq, at, who, kind, title, group, target, tuple(json.loads(articles)))
        for seq, at, who, kind, title, group, target, articles in found
    ]


def change_at(session: Session, seq: int) -> Change:
    """What entry ``seq`` did; LookupError for an unknown one and for undo and redo, which carry nothing."""
    found = session.one("SELECT payload FROM journal WHERE seq = ?", (seq,))
    if found is None or found[0] is None:
        raise LookupError(seq)
    change: Change = session.taken(codec.decode, found[0])
    return change


def change_of(session: Session, seqs: Iterable[int]) -> Change:
    """One change that does what these entries did, in order."""
    whole: Change | None = None
    for seq in seqs:
        change = change_at(session, seq)
        whole = change if whole is None else merged(whole, change)
    if whole is None:
        raise LookupError("no entries")
    return whole


def last_seq(session: Session) -> int:
    """The newest entry's number, 0 when there is none."""
    found = session.one("SELECT max(seq) FROM journal")
    return int(found[0] or 0) if found else 0
