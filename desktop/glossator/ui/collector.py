"""Python's cycle collector, run from the window's event loop only.

Left to itself the collector runs in whichever thread allocates next, and may then free
widgets in a worker thread or half of a tree of widgets that Qt is about to delete; both
end the process. Here Qt deletes first, and what is left is collected between two events.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

EVERY = 1000
"""Milliseconds between two looks at the counts of new objects."""


def delete_widgets() -> None:
    """Delete now what was given to ``deleteLater``, wherever the event loop is."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class Collector(QObject):
    """While it lives no other thread collects; :meth:`stop` gives Python its own ways back."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.collect()
        gc.freeze()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(EVERY)

    def look(self) -> int:
        """Collect the oldest generation that is due; returns its number, -1 for none."""
        due = [
            number
            for number, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > limit
        ]
        if not due:
            return -1
        gc.collect(due[-1])
        return due[-1]

    def stop(self) -> None:
        """Let Python collect as it likes."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
