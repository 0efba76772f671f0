"""The only door through which anything in a project changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from glossator.core.events import Event
from glossator.core.model.change import Change, key
from glossator.core.store.database import Store


@dataclass(frozen=True, slots=True)
class Changed:
    """What the ``changed`` event carries: the change as it was stored."""

    change: Change
    seq: int
    kind: str


MANY_ARTICLES, MANY_ROWS = 5, 200


def takes_many(change: Change) -> bool:
    """Whether it is destructive in bulk: at least 5 articles or 200 rows of any kind go for good."""
    stay = {key(row) for row in change.after}
    gone = [row for row in change.before if key(row) not in stay]
    return len(gone) >= MANY_ROWS or sum(type(row).__name__ == "Article" for row in gone) >= MANY_ARTICLES


class Annotator:
    """Applies changes: one transaction, acknowledged after COMMIT, then one event.

    The event is emitted in the thread that applied.
    """

    def __init__(self, store: Store, author: str) -> None:
        self.store = store
        self.author = author
        self.changed: Event[Changed] = Event()
        self.before_bulk: Callable[[], None] | None = None
        """Called before a person's act that takes many rows away (see :func:`takes_many`)."""

    def apply(self, change: Change, kind: str = "act", target: int | None = None) -> int:
        """Store ``change`` and tell everybody; returns its journal number (0 for an empty act).

        An empty undo or redo is stored, so that it leaves the stack.


        Raises StaleChange when the rows are not what the change remembers, UserError when
        the disk refuses. Either way nothing has happened.
        """
        if not change and target is None:
            return 0
        if self.before_bulk is not None and kind != "machine" and takes_many(change):
            self.before_bulk()
        seq = self.store.apply(change, self.author, kind, target=target)
        self.changed.emit(Changed(change, seq, kind))
        return seq
