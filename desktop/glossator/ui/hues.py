"""A hue for every voice, so that who speaks can be told at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from glossator.ui.models.fold import folded

HUES = (214, 12, 152, 280, 38, 190, 334, 88, 250, 24, 124, 306)
"""Degrees on the colour circle, neighbours far apart."""


def hues_of(names: Iterable[str]) -> dict[str, int]:
    """Each name's hue: the one its letters ask for, the next free one where that is taken.

    A name that comes later never changes the hue of one before it; blank names have none.
    """
    made: dict[str, int] = {}
    taken: set[int] = set()
    for name in names:
        if name in made or not name:
            continue
        wanted = crc32(folded(name).encode("utf-8", "replace")) % len(HUES)
        slot = next((s for k in range(len(HUES)) if (s := (wanted + k) % len(HUES)) not in taken), wanted)
        taken.add(slot)
        made[name] = HUES[slot]
    return made
