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


def stacks(entries: Iterable[Entry]) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """What is done and what was undone, each with the next one to undo or redo last.

    A group stands where it began: what a machine adds to it later joins it there, what a
    person adds joins it only while it is the newest. A person's act forgets what was
    undone; the machine's does not. Machine entries without a group are housekeeping and
    cannot be undone. An undo whose act is not among ``entries`` is passed over.
    """
    done: list[list[Entry]] = []
    undone: list[list[Entry]] = []
    for entry in sorted(entries, key=lambda one: one.seq):
        if entry.kind in ("undo", "redo"):
            source, target = (done, undone) if entry.kind == "undo" else (undone, done)
            moved = next((group for group in source if group[0].seq == entry.target), None)
            if moved is not None:
                source.remove(moved)
                target.append(moved)
            continue
        if entry.kind == "machine" and not entry.group:
            continue
        if entry.kind == "act":
            undone.clear()
        joined = _joins(entry, done)
        if joined is None:
            done.append([entry])
        else:
            joined.append(entry)
    return tuple(map(_group, done)), tuple(map(_group, undone))


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
