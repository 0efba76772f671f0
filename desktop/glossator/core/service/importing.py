"""Correcting where one file's articles begin, for the preview."""

from __future__ import annotations

from glossator.core import reading as room
from glossator.core.reading.base import Reading


def resplit(reading: Reading, starts: tuple[int, ...]) -> Reading:
    """The same file with its articles beginning at these blocks (indices into all its blocks)."""
    return room.resplit(reading.source, reading, starts)
