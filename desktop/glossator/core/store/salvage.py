"""Reading what can be read of a damaged project: every row twice, from its table and from the journal."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from glossator.core.errors import UserError
from glossator.core.model.article import Article
from glossator.core.model.change import Change, Key, Row, article_of, key
from glossator.core.model.span import Span
from glossator.core.store import codec
from glossator.core.store.connection import driver, uri
from glossator.core.store.history import Entry
from glossator.core.store.lock import ensure_free
from glossator.core.store.migrate import STEPS, build
from glossator.core.store.opening import OPEN_HERE
from glossator.core.store.replay import Replayed, replay, row_digest
from glossator.core.store.rows import SHAPES, digest

_HEADER, _PAGE = 100, 4096
_MOST_PROBES, _BLIND_PROBES = 200_000, 1000
"""Row numbers tried one by one between two readable ends of a table, and where the last one is not known."""


@dataclass
class Salvaged:
    """Rows that are as they were, by key; ``lost`` are keys that the file names and whose rows cannot be had."""

    rows: dict[Key, Row] = field(default_factory=dict)
    lost: list[Key] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    unreadable_entries: int = 0


def salvage(damaged: Path, scratch: Path) -> Salvaged:
    """Everything of ``damaged`` that can be trusted; the file itself is only read, work is done in ``scratch``.

    Raises UserError ``project-missing``, ``project-locked`` when somebody has it open, or
    ``nothing-to-recover``.
    """
    damaged = damaged.absolute()
    if not damaged.is_file():
        raise UserError("project-missing", path=str(damaged))
    if OPEN_HERE.holds(damaged):
        raise UserError("project-locked", path=str(damaged), holder="this program")
    ensure_free(damaged)
    best = Salvaged()
    ways: list[Callable[[Path, Path], Path]] = [_as_it_is, _without_log]
    ways += [partial(_new_schema, number) for number, _ in reversed(STEPS)]
    for number, prepare in enumerate(ways):
        place = scratch / str(number)
        place.mkdir()
        with contextlib.suppress(driver.Error, UnicodeDecodeError, OSError, UserError):
            found = _read(prepare(damaged, place))
            if len(found.rows) > len(best.rows):
                best = found
            if not best.lost and not best.unreadable_entries and best.rows:
                break
    if not any(name == "Article" for name, _ in best.rows):
        raise UserError("nothing-to-recover", path=str(damaged))
    return best


def _as_it_is(damaged: Path, place: Path) -> Path:
    copied = _without_log(damaged, place)
    log = Path(f"{damaged}-wal")
    if log.exists():
        shutil.copyfile(log, f"{copied}-wal")
    return copied


def _without_log(damaged: Path, place: Path) -> Path:
    return Path(shutil.copyfile(damaged, place / "damaged"))


def _new_schema(version: int, damaged: Path, place: Path) -> Path:
    """The schema says where every table begins: the tables of a new project begin at the same pages.

    A project that was upgraded has its first tables where they were in the old shape.
    """
    copied = _without_log(damaged, place)
    build(place / "new", version)
    new = (place / "new").read_bytes()
    with copied.open("r+b") as file:
        for page in _schema_pages(new):
            file.seek((page - 1) * _PAGE)
            file.write(new[(page - 1) * _PAGE : page * _PAGE])
        first = bytearray(new[:_HEADER])
        first[28:32] = max(1, copied.stat().st_size // _PAGE).to_bytes(4, "big")
        first[32:40] = bytes(8)  # no free pages: what was free is only read, never used again
        first[92:96] = first[24:28]
        file.seek(0)
        file.write(first)
    return copied


def _schema_pages(new: bytes) -> list[int]:
    """The pages of the schema's tree, of two levels at most (sqlite.org/fileformat2.html, "B-tree Pages")."""
    if new[_HEADER] != 5:  # a leaf: the first page holds all
        return [1]
    count = int.from_bytes(new[_HEADER + 3 : _HEADER + 5], "big")
    cells = [int.from_bytes(new[at : at + 2], "big") for at in range(_HEADER + 12, _HEADER + 12 + 2 * count, 2)]
    return [1, *(int.from_bytes(new[at : at + 4], "big") for at in (*cells, _HEADER + 8))]


def _read(path: Path) -> Salvaged:
    """All that one form of the file gives."""
    with closing(driver.connect(uri(path, "mode=rw"), uri=True, isolation_level=None)) as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA writable_schema=ON")  # else SQLite refuses a file that is shorter than it says
        failed: set[str] = set()
        stored, broken = _tables(connection, failed)
        journal, changes, unreadable = _journal(connection, failed)
        settings = {str(k): str(v) for _, k, v in _scan(connection, "setting", "name, value", failed)}
    end = replay(journal, lambda seq: changes[seq] if seq in changes else _unread(seq))
    versions: dict[Key, dict[bytes, Row]] = {}
    for seq in sorted(changes):
        for row in (*changes[seq].before, *changes[seq].after):
            versions.setdefault(key(row), {})[row_digest(row)] = row
    missing = len(set(end.unreadable) | unreadable)
    if not missing and ("journal" in failed or (stored and not journal)):
        missing = 1  # how many there were is not known
    found = Salvaged(settings=settings, unreadable_entries=missing)
    _choose(found, stored, broken, end, versions)
    _drop_orphans(found)
    return found


def _unread(seq: int) -> Change:
    raise ValueError(seq)


def _choose(
    found: Salvaged, stored: dict[Key, Row], broken: set[Key], end: Replayed, versions: dict[Key, dict[bytes, Row]]
) -> None:
    """For each row the version that can be trusted most.

    With the whole journal it is what the journal says: each entry has its own checksum.
    Where the journal is damaged, the tables have what its lost entries did: a stored row
    that says nothing impossible, else the journal's last version.
    """
    for name in {*stored, *end.rows, *broken}:
        row = stored.get(name)
        known = versions.get(name, {})
        expected = end.rows.get(name)
        if not found.unreadable_entries:
            if expected is not None:
                found.rows[name] = known[expected[0]]
        elif row is not None:
            found.rows[name] = row
        elif expected is not None:
            found.rows[name] = known[expected[0]]
        elif name not in end.gone:
            found.lost.append(name)


def _drop_orphans(found: Salvaged) -> None:
    """Rows of articles that are lost, and spans that do not lie on their text, are lost too."""
    texts = {row.id: row.text for row in found.rows.values() if isinstance(row, Article)}
    for name, row in list(found.rows.items()):
        owner = article_of(row)
        stray = owner != "" and owner not in texts
        if isinstance(row, Span) and not stray:
            stray = texts[owner][row.start : row.end] != row.text
        if stray:
            del found.rows[name]
            found.lost.append(name)


def _tables(connection: Any, failed: set[str]) -> tuple[dict[Key, Row], set[Key]]:
    """Stored rows that say nothing impossible, and the keys of those that do."""
    good: dict[Key, Row] = {}
    broken: set[Key] = set()
    for name, shape in SHAPES.items():
        columns = ", ".join(f'"{one}"' for one in shape.columns)
        extra = ", digest" if name == "Article" else ""
        for _, *values in _scan(connection, shape.table._meta.table_name, columns + extra, failed):
            kept = values.pop() if extra else None
            try:
                row = shape.take(values)
                if isinstance(row, Article) and digest(row.text) != kept:
                    raise ValueError("digest")
                good[key(row)] = row
            except (ValueError, TypeError, AttributeError):
                broken.add((name, str(values[0])))
    return good, broken - good.keys()


def _journal(connection: Any, failed: set[str]) -> tuple[list[Entry], dict[int, Change], set[int]]:
    """Entries, the changes of those that can be read, and the numbers of those that cannot."""
    journal: list[Entry] = []
    changes: dict[int, Change] = {}
    unreadable: set[int] = set()
    columns = 'at, who, kind, title, "group", target, articles, payload'
    for seq, at, who, kind, title, group, target, articles, packed in _scan(connection, "journal", columns, failed):
        try:
            if packed is not None:
                changes[seq] = codec.decode(packed)
            journal.append(Entry(seq, at, who, str(kind), title, group, target, tuple(json.loads(articles))))
        except (ValueError, TypeError):
            unreadable.add(seq)
    with contextlib.suppress(driver.Error, UnicodeDecodeError, TypeError, ValueError):
        (newest,) = connection.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'journal'").fetchone()
        newest = min(int(newest), len(journal) + _MOST_PROBES)
        unreadable |= set(range(1, newest + 1)) - {entry.seq for entry in journal}
    return sorted(journal, key=lambda one: one.seq), changes, unreadable


def _scan(connection: Any, table: str, columns: str, failed: set[str]) -> Iterator[tuple[Any, ...]]:
    """All readable rows of a table with their row numbers first: from both ends, then one by one in between.

    ``failed`` gets the table's name when a part of it cannot be read.
    """
    query = f'SELECT rowid, {columns} FROM "{table}" NOT INDEXED'
    seen: set[int] = set()
    ends = [0, 0]
    for way, order in enumerate(("ASC", "DESC")):
        for row in _until_damage(connection, f"{query} ORDER BY rowid {order}", table, failed):
            ends[way] = row[0]
            if row[0] in seen:
                break
            seen.add(row[0])
            yield row
        if table not in failed:
            return
    for number in range(ends[0] + 1, min(ends[1] or ends[0] + _BLIND_PROBES, ends[0] + _MOST_PROBES)):
        if number not in seen:
            yield from _until_damage(connection, f"{query} WHERE rowid = {number}", table, failed)


def _until_damage(connection: Any, query: str, table: str, failed: set[str]) -> Iterator[tuple[Any, ...]]:
    try:
        yield from connection.execute(query)
    except (driver.Error, UnicodeDecodeError, OverflowError):
        failed.add(table)
