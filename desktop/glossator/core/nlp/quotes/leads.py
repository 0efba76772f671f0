"""Speakers that no verb names: ``― Ada Lovelace`` under the words, ``From the report:`` or ``RAMOS:`` over them."""

from __future__ import annotations

import re

from glossator.core.nlp.quotes.scene import Scene
from glossator.core.nlp.quotes.speakers import Bounds

LABEL = 120
"""Code points: what stands before a colon and is longer is no label."""
_SIGNED = re.compile(r"\s*(?:[―—–]|--?)\s*(?P<name>[A-Z][^\n.!?:;“”\"(―—]{1,80}?)\.?\s*(?=$|[\n(]|,\s[a-z])")
_CAPITALS = r"[A-Z][\w.’'-]*"
_NAME = re.compile(rf"(?:(?:[Tt]he|[Aa]n?)\s+)?{_CAPITALS}(?:\s+(?:of|the|de|van|von|al|bin|&|{_CAPITALS}))*")
_PLAIN = re.compile(r"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts)\s+[\w’' -]{2,60}")
_BEFORE = "And But Now Then Here’s Here's From Per Via On In Also More Continued Added".split()
_LEAD = re.compile(rf"^(?:(?:{'|'.join(_BEFORE)})\s+(?=[A-Zt]))?")
_OWNED = re.compile(r"[’']s?\s.*$", re.DOTALL)
_SENTENCE = re.compile(r"[.!?][\"”’']*\s+(?=[A-Z])|\s[-–—]\s+(?=[A-Z])")
_DAYS = frozenset(
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)


def signature(scene: Scene, end: int) -> Bounds | None:
    """The name behind a dash after ``end``, up to the end of its paragraph: ``“We won.” — Ada Lovelace``."""
    block = scene.block(end - 1)
    if not scene.text[end : block[1]].strip():
        block = scene.block(min(block[1] + 1, len(scene.text) - 1))
    found = _SIGNED.match(scene.text, end, block[1])
    if found is None or len(found["name"].split()) > 8 or found["name"].split()[0] in _DAYS:
        return None
    name = _NAME.match(found["name"])
    if name is None:
        return None
    return found.start("name"), found.start("name") + name.end()


def label(scene: Scene, low: int, high: int) -> Bounds | None:
    """Who is named before a colon at ``high``: ``Ada Lovelace, poet:``, ``From the report:``."""
    text = scene.text[low:high].rstrip()
    if not text.endswith(":"):
        return None
    stops = list(_SENTENCE.finditer(text))
    start = stops[-1].end() if stops else 0
    body = text[start:-1]
    if not 0 < len(body) <= LABEL or any(mark in body for mark in '“”"'):
        return None
    lead = _LEAD.match(body)
    at = lead.end() if lead else 0
    found = _NAME.match(body, at) or _PLAIN.match(body, at)
    if found is None or found.group().split()[-1] in _DAYS or found.group() in ("The", "A", "An", "There", "Here"):
        return None
    name = _OWNED.sub("", found.group())
    name = name.split(" in ")[0].split(" on ")[0]
    return low + start + found.start(), low + start + found.start() + len(name)
