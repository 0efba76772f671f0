"""The journal as a person sees it: entries, and what can be undone and redone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal. ``kind`` is act, machine, undo or redo; ``at`` an ISO 8601 time.

    ``target`` is set for undo and redo: the ``seq`` of the first entry of the group that
    it takes back or repeats. ``articles`` are the ids that it touched.
    """

    seq: int
    at: str
    who: str
    kind: str
    title: str
    group: str
    target: int | None
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that are undone as one; ``seqs`` in order, the first one names it."""

    title: str
    seqs: tuple[int, ...]
    who: str
    kind: str
    articles: tuple[str, ...]

    @property
    def target(self) -> int:
        """The number that an undo or redo entry of it carries."""
        return self.seqs[0]


class Stacks:
    """Groups of entries as they were done and undone, entry by entry in order of ``seq``.

    A group stands where it began: what a machine adds to it later joins it there, what a
    person adds joins it only while it is the newest. A person's act forgets what was
    undone; the machine's does not. Machine entries without a group are housekeeping and
    cannot be undone. An undo whose act is not among the entries is passed over.
    """

    def __init__(self) -> None:
        self.done: list[list[Entry]] = []
        self.undone: list[list[Entry]] = []

    def take(self, entry: Entry) -> list[Entry]:
        """Put one entry in its place; answers the entries that an undo or redo moved, else none."""
        if entry.kind in ("undo", "redo"):
            source, target = (self.done, self.undone) if entry.kind == "undo" else (self.undone, self.done)
            moved = next((group for group in reversed(source) if group[0].seq == entry.target), None)
            if moved is not None:
                source.remove(moved)
                target.append(moved)
            return moved or []
        if entry.kind == "machine" and not entry.group:
            return []
        if entry.kind == "act":
            self.undone.clear()
        joined = _joins(entry, self.done)
        if joined is None:
            self.done.append([entry])
        else:
            joined.append(entry)
        return []


def stacks(entries: Iterable[Entry]) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """What is done and what was undone, each with the next one to undo or redo last (see :class:`Stacks`)."""
    both = Stacks()
    for entry in sorted(entries, key=lambda one: one.seq):
        both.take(entry)
    return tuple(map(_group, both.done)), tuple(map(_group, both.undone))


def _joins(entry: Entry, done: list[list[Entry]]) -> list[Entry] | None:
    """The group an entry belongs to: a machine's wherever it stands, a person's only while it is the newest."""
    if not entry.group:
        return None
    candidates = done if entry.kind == "machine" else done[-1:]
    return next((group for group in candidates if group[0].group == entry.group), None)


def _group(entries: list[Entry]) -> Group:
    first = entries[0]
    articles = dict.fromkeys(article for entry in entries for article in entry.articles)
    return Group(first.title, tuple(entry.seq for entry in entries), first.who, first.kind, tuple(articles))
