"""Undo and redo of everything, across restarts.

The stacks are not kept beside the project: they are read from its journal, which is
append-only and says of every act whether it was taken back. So the history survives a
crash, and a script's acts can be undone in the window.
"""

from __future__ import annotations

from glossator.core.errors import StaleChange
from glossator.core.model.change import Change
from glossator.core.service.annotator import Annotator
from glossator.core.store.history import Group, stacks


class History:
    """The acts that can be undone and redone, newest last."""

    def __init__(self, annotator: Annotator) -> None:
        self._annotator = annotator
        self._done: list[Group] = []
        self._undone: list[Group] = []
        self._last_seq = -1

    def _refresh(self) -> None:
        reader = self._annotator.store.reader()
        last = reader.last_seq()
        if last != self._last_seq:
            done, undone = stacks(reader.history())
            self._done, self._undone, self._last_seq = list(done), list(undone), last

    @property
    def undo_title(self) -> str:
        """What undo would take back, or ""."""
        self._refresh()
        return self._done[-1].title if self._done else ""

    @property
    def redo_title(self) -> str:
        """What redo would repeat, or ""."""
        self._refresh()
        return self._undone[-1].title if self._undone else ""

    def undo(self) -> Change | None:
        """Take back the newest act; None when there is none. StaleChange leaves all as it was."""
        self._refresh()
        return self._act(self._done, "undo")

    def redo(self) -> Change | None:
        """Repeat the act taken back last; None when there is none."""
        self._refresh()
        return self._act(self._undone, "redo")

    def _act(self, stack: list[Group], kind: str) -> Change | None:
        if not stack:
            return None
        group = stack[-1]
        whole = self._annotator.store.reader().change_of(group.seqs)
        change = whole.inverse if kind == "undo" else whole
        try:
            self._annotator.apply(change, kind=kind, target=group.target)
        except StaleChange:
            self._last_seq = -1
            raise
        return change
