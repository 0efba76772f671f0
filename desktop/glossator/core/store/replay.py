"""Playing the journal from its first entry: what every row must be, whatever became of its table.

The journal carries whole rows, each entry behind a checksum (zlib's), so it is a second
copy of the project. It notices a changed bit in any row, and gives rows back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from glossator.core.model.change import Change, Key, Row, key, merged
from glossator.core.store import codec
from glossator.core.store.history import Entry, Stacks
from glossator.core.store.rows import SHAPES

ENTRIES = 'SELECT seq, at, who, kind, title, "group", target, articles FROM journal ORDER BY seq'
HEADINGS = 'SELECT seq, at, payload, title, "group", articles FROM journal WHERE payload IS NOT NULL'


@dataclass
class Replayed:
    """The end of a replay: for every living row the digest of its values and the entry that last wrote it.

    ``gone`` are rows that the journal took away for good, ``unreadable`` entries that
    could not be read: with any of these, rows may be missing here without being wrong.
    """

    rows: dict[Key, tuple[bytes, int]] = field(default_factory=dict)
    gone: set[Key] = field(default_factory=set)
    unreadable: list[int] = field(default_factory=list)
    strange: list[int] = field(default_factory=list)
    """Undos and redos that name other articles than those they changed."""
    last: int = 0

    def apply(self, change: Change, seq: int) -> None:
        """Rows go and come."""
        for row in change.before:
            self.rows.pop(key(row), None)
            self.gone.add(key(row))
        for row in change.after:
            self.rows[key(row)] = row_digest(row), seq
            self.gone.discard(key(row))


def row_digest(row: Row) -> bytes:
    """A digest of all values of a row."""
    return hashlib.blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def heading_of(change: Change) -> tuple[str, str, str]:
    """Title, group and articles as the journal writes them beside a change."""
    return change.title, change.group, json.dumps(sorted(change.articles), separators=(",", ":"))


def entries(connection: Any) -> Iterator[Entry]:
    """All entries in order; raises the driver's errors and ValueError where they cannot be read."""
    for seq, at, who, kind, title, group, target, articles in connection.execute(ENTRIES):
        yield Entry(seq, at, who, kind, title, group, target, tuple(json.loads(articles)))


def payload(connection: Any, seq: int) -> Change:
    """What entry ``seq`` did; raises ValueError when it cannot be read, the driver's errors."""
    found = connection.execute("SELECT payload FROM journal WHERE seq = ?", (seq,)).fetchone()
    if found is None or found[0] is None:
        raise ValueError(seq)
    return codec.decode(found[0])


def replay(all_entries: Iterable[Entry], change_of: Callable[[int], Change]) -> Replayed:
    """Play entries from the first one; ``change_of`` raises ValueError for one that cannot be read."""
    end, both = Replayed(), Stacks()
    for entry in all_entries:
        if entry.seq != end.last + 1:
            end.unreadable.append(end.last + 1)
        end.last = entry.seq
        moved = both.take(entry)
        try:
            if entry.kind in ("act", "machine"):
                end.apply(change_of(entry.seq), entry.seq)
            elif moved:
                whole = _whole([change_of(one.seq) for one in moved])
                end.apply(whole.inverse if entry.kind == "undo" else whole, moved[-1].seq)
                if entry.articles != tuple(sorted(whole.articles)):
                    end.strange.append(entry.seq)
        except ValueError:
            end.unreadable.append(entry.seq)
    return end


def _whole(changes: list[Change]) -> Change:
    whole = changes[0]
    for change in changes[1:]:
        whole = merged(whole, change)
    return whole


def stored(connection: Any) -> Iterator[tuple[Key, Row | None, bool]]:
    """Every row of every table, None where it cannot be read back, and whether what is computed of it holds."""
    for name, shape in SHAPES.items():
        columns = ", ".join(f'"{one}"' for one in (*shape.columns, *(kept for kept, _ in shape.kept)))
        width = len(shape.columns)
        for values in connection.execute(f'SELECT {columns} FROM "{shape.table._meta.table_name}"'):
            try:
                row = shape.take(values[:width])
                yield key(row), row, values[width:] == tuple(compute(row) for _, compute in shape.kept)
            except (ValueError, TypeError):
                yield (name, str(values[0])), None, True


def differences(connection: Any) -> Iterator[tuple[str, Key]]:
    """Where tables and journal disagree: ("journal-differs" | "journal-lacks" | "row-lost", the row's key).

    "derived" is a row beside which what is computed of it (words, a digest) is wrong.
    Nothing more is said of rows when an entry cannot be read.
    """
    end = replay(entries(connection), lambda seq: payload(connection, seq))
    for seq in end.strange:
        yield "journal", ("Entry", str(seq))
    there: set[Key] = set()
    for name, row, holds in stored(connection):
        there.add(name)
        if not holds:
            yield "derived", name
        expected = end.rows.get(name)
        if expected is None:
            if not end.unreadable:
                yield "journal-lacks", name
        elif (row is None or row_digest(row) != expected[0]) and not end.unreadable:
            yield "journal-differs", name
    if not end.unreadable:
        for name in end.rows.keys() - there:
            yield "row-lost", name
