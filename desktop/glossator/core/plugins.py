"""Built-in parts given as a tuple, guests found by entry point, broken guests kept visible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Generic, Protocol, TypeVar

from glossator.core.errors import UserError


class Named(Protocol):
    """A part that can be asked for by name."""

    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


@dataclass(frozen=True)
class BrokenGuest:
    """A guest that could not be loaded: shown with the type of its error, never hidden."""

    name: str
    error: str


class Registry(Generic[N]):
    """The parts of one kind, built-ins first, then guests of entry-point group ``group``."""

    def __init__(self, group: str, built_in: tuple[N, ...]) -> None:
        self._group = group
        self._built_in = built_in
        self._guests: tuple[N, ...] | None = None
        self.broken: tuple[BrokenGuest, ...] = ()

    def _load(self) -> tuple[N, ...]:
        if self._guests is None:
            good: list[N] = []
            bad: list[BrokenGuest] = []
            for point in entry_points(group=self._group):
                try:
                    good.append(point.load()())
                except Exception as error:  # noqa: BLE001 - a guest may fail in any way
                    bad.append(BrokenGuest(point.name, type(error).__name__))
            self._guests, self.broken = tuple(good), tuple(bad)
        return self._guests

    def __iter__(self) -> Iterator[N]:
        yield from self._built_in
        yield from self._load()

    def names(self) -> list[str]:
        """Every name, in order."""
        return [part.name for part in self]

    def get(self, name: str) -> N:
        """The part called ``name``; UserError ``unknown-part`` otherwise."""
        for part in self:
            if part.name == name:
                return part
        raise UserError("unknown-part", kind=self._group, name=name, known=", ".join(self.names()))
