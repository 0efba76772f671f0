"""Plain events, so that core can tell a face what happened without knowing Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Event(Generic[T]):
    """Listeners of one kind of happening, called in the order they were connected.

    A listener runs in the thread that emits. An error in a listener is raised to the
    emitter after every other listener has been called.
    """

    def __init__(self) -> None:
        self._listeners: list[Callable[[T], None]] = []

    def connect(self, listener: Callable[[T], None]) -> None:
        """Call ``listener`` at every later emit."""
        self._listeners.append(listener)

    def disconnect(self, listener: Callable[[T], None]) -> None:
        """Forget ``listener``; a stranger is ignored."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def emit(self, value: T) -> None:
        """Tell every listener; the first error is raised when all have been told."""
        first: BaseException | None = None
        for listener in tuple(self._listeners):
            try:
                listener(value)
            except BaseException as error:  # noqa: BLE001 - re-raised below, the others come first
                first = first or error
        if first is not None:
            raise first
