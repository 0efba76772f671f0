"""Who is meant by a name: people and organisations of the whole project, and the names they go by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A person or an organisation that somebody made out of several names.

    ``kind`` is ``PERSON`` or ``ORG``. Whoever goes by one name only needs no row.
    """

    id: str
    name: str
    kind: str

    @property
    def article(self) -> str:
        """People belong to no article."""
        return ""


@dataclass(frozen=True, slots=True)
class Alias:
    """A rule: the name ``id``, exactly as it is written, means the person ``person`` (an id)."""

    id: str
    person: str

    @property
    def article(self) -> str:
        """Rules belong to no article."""
        return ""
