"""Plain text: one article, or several that were pasted into one file."""

from __future__ import annotations

from collections.abc import Sequence

from glossator.core.errors import UserError
from glossator.core.progress import Progress, check
from glossator.core.reading.base import Draft
from glossator.core.reading.decode import binary_kind, decode
from glossator.core.reading.lines import lines_of, speakers_of
from glossator.core.reading.shape import shaped
from glossator.core.reading.split import starts

MAX_TEXT = 2_000_000
"""Code points of one file's text; more is refused."""


MAX_LINES = 100_000
"""Lines of one file; more is no article, and takes longer to shape than a person waits."""


class Plain:
    """Reads ``.txt`` and whatever else is text."""

    name = "plain"
    title = "Plain text"
    suffixes: tuple[str, ...] = (".txt", ".text")

    def sniff(self, head: bytes, name: str) -> float:
        """Sure by its suffix; otherwise the last resort for anything that is not binary."""
        if binary_kind(head):
            return 0.0
        return 0.6 if name.lower().endswith(self.suffixes) else 0.2

    def read(self, data: bytes, name: str, progress: Progress) -> tuple[str, str, Sequence[Draft]]:
        """(encoding, text, drafts); UserError as :func:`decode`, and text-too-long."""
        text, encoding = decode(data)
        if len(text) > MAX_TEXT:
            raise UserError("text-too-long", limit=MAX_TEXT)
        if text.count("\n") > MAX_LINES:
            raise UserError("too-many-parts", limit=MAX_LINES)
        lines = lines_of(text)
        if not lines:
            raise UserError("nothing-to-read")
        check(progress)
        speakers = speakers_of(lines)
        begins = starts(lines, speakers)
        ends = [*begins[1:], len(lines)]
        return encoding, text, [shaped(lines[a:b], speakers) for a, b in zip(begins, ends, strict=True)]
