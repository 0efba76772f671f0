"""An article: settled text that never changes, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass

from glossator.core.model.block import Block, Kind


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was given to us: nothing that it says is lost.

    ``id`` is the SHA-256 (hex) of the bytes, so the same file is recognised whatever
    its name. ``text`` is the whole decoded file before any cleaning, ``size`` in bytes,
    ``read`` an ISO 8601 time.
    """

    id: str
    path: str
    encoding: str
    size: int
    read: str
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a source. Offsets into ``text`` are code points, end exclusive.

    ``source`` is the id of its :class:`Source`, ``part`` its number in it (from 0).
    ``published`` is an ISO date (``2026-01-07``) or "". ``language`` is a BCP 47 code or "".
    ``address`` is the canonical web address or "". A new version of the same
    article is a new ``revision``.
    """

    id: str
    revision: int
    title: str
    byline: str
    published: str
    language: str
    address: str
    source: str
    part: int
    added: str
    text: str
    blocks: tuple[Block, ...]

    @property
    def article(self) -> str:
        """Its own id, so that every row answers to the same question."""
        return self.id

    def hidden(self) -> tuple[Block, ...]:
        """The blocks that reading and export leave out by default."""
        return tuple(block for block in self.blocks if block.kind is Kind.FURNITURE)
