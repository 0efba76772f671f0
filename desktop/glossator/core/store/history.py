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
    """What is done and what was undone, each in the order in which it can be undone or redone: the last first.

    A group stands where it began. A person's act forgets what was undone; the machine's
    does not. Machine entries without a group are housekeeping and cannot be undone. An
    undo whose act is not among ``entries`` is passed over.
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
        joined = next((group for group in done if entry.group and group[0].group == entry.group), None)
        if joined is None:
            done.append([entry])
        else:
            joined.append(entry)
    return tuple(map(_group, done)), tuple(map(_group, undone))


def _group(entries: list[Entry]) -> Group:
    first = entries[0]
    articles = dict.fromkeys(article for entry in entries for article in entry.articles)
    return Group(first.title, tuple(entry.seq for entry in entries), first.who, first.kind, tuple(articles))
