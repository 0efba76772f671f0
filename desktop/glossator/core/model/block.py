"""What part of an article a stretch of its text is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of block, by what they are to a reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    CAPTION = "caption"
    DATELINE = "dateline"
    BYLINE = "byline"
    QUOTATION = "quotation"
    CODE = "code"
    TABLE = "table"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch ``[start, end)`` of an article's text, in code points, ends not blank.

    Blocks are in order and do not overlap. One ``\\n`` parts a block from the next;
    only a dateline shares its line with the paragraph that it leads, parted by a space.
    ``level`` is 1 to 6 for headings, the depth for bullets, else 0.
    """

    start: int
    end: int
    kind: Kind
    level: int = 0
