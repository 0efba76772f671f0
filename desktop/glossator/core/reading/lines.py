"""Plain text → lines: hard-wrapped paragraphs joined, bullets and blanks noticed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from glossator.core.reading.furniture import is_furniture, is_rule
from glossator.core.reading.metadata import byline_names
from glossator.core.reading.settle import BREAK, is_visible

_BULLET = re.compile(r"(?P<mark>[•‣◦▪▸●○∙·]\s*|[*+-]\s+)(?=\S)")
_NUMBER = re.compile(r"\(?\d{1,2}[.)]\s+\S")
_SPEAKER = re.compile(r"([^\W\d_][^:“”\"]{0,30}):(?=\s|$)")
_PLACE = r"[^\W\d_a-z](?:[^\W\d_a-z]|[.’'])*"
_CITY = rf"{_PLACE}(?:[ /-]+{_PLACE})*"
_DATELINE = re.compile(
    rf"(?P<lead>{_CITY}(?:,\s+[^\W\d_][\w.’' -]{{1,24}})?(?:,?\s+\d{{1,2}}(?:st|nd|rd|th)?)?"
    r"(?:\s*\([^()]{2,30}\)|\s*/\s?[^\W\d_]{2,12}/?)?"
    r"\s*(?:—|–|--|-(?=\s)))\s*(?=\S)"
    rf"|(?P<colon>{_CITY}(?:,\s+[^\W\d_][\w.’' -]{{1,20}})?(?:\s*\([^()]{{2,30}}\))?:)\s+(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or one joined paragraph. ``gap``: a blank line stands before it; ``page``: a form feed."""

    text: str
    gap: bool = False
    page: bool = False
    indent: int = 0
    mark: str = ""

    @property
    def is_bullet(self) -> bool:
        """Whether a bullet's mark led it, or a number."""
        return bool(self.mark)


def lines_of(text: str) -> list[Line]:
    """The lines of a plain text that hold anything, in order."""
    lines: list[Line] = []
    gap = page = False
    raws = [
        (raw, i == 0 and n > 0)
        for n, sheet in enumerate(text.split("\x0c"))
        for i, raw in enumerate(BREAK.split(sheet))
    ]
    for raw, new in raws:
        page = page or new
        body = raw.strip()
        if not is_visible(body):
            gap = True
            continue
        indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
        lines.append(_line(body, gap or page, page, indent))
        gap = page = False
    return _joined(lines) if is_wrapped(lines) else lines


def _line(body: str, gap: bool, page: bool, indent: int) -> Line:
    bullet = None if is_rule(body) else _BULLET.match(body)
    if bullet:
        return Line(body[bullet.end() :], gap, page, indent, bullet["mark"].strip())
    return Line(body, gap, page, indent, "1" if _NUMBER.match(body) and len(body) < 300 else "")


def is_wrapped(lines: list[Line]) -> bool:
    """Whether somebody broke the lines by hand at one width (at most 100 code points).

    Lines that go on without a blank are then nearly as long as the longest; in verse
    and lists they are not, and most of them begin anew.
    """
    inner = [
        a for a, b in zip(lines, lines[1:], strict=False) if not b.gap and not b.is_bullet and not is_furniture(a.text)
    ]
    if len(inner) < 3 or len(inner) < 0.4 * len(lines):
        return False
    longest = max(len(line.text) + line.indent for line in lines)
    full = sum(len(line.text) + line.indent >= 0.75 * longest for line in inner)
    open_ended = sum(line.text[-1:].isalnum() or line.text[-1:] in ",-’" for line in inner)
    return 50 <= longest <= 100 and full >= 0.8 * len(inner) and open_ended >= 0.6 * len(inner)


def _joined(lines: list[Line]) -> list[Line]:
    found: list[Line] = []
    last = 0
    longest = max(len(line.text) for line in lines)
    for line in lines:
        begins = line.gap or line.is_bullet or not found or is_rule(line.text) or is_furniture(line.text)
        begins = begins or is_furniture(found[-1].text) or bool(_SPEAKER.match(line.text)) or last < 0.5 * longest
        if begins or byline_names(line.text):
            found.append(line)
        else:
            before = found[-1].text
            glue = "" if before[-1:] == "-" and before[-2:-1].isalpha() else " "
            found[-1] = replace(found[-1], text=before + glue + line.text)
        last = len(line.text)
    return found


def lead(text: str, speakers: frozenset[str] = frozenset()) -> tuple[str, str] | None:
    """(dateline with its mark, the rest): ``ISLAMABAD:`` or ``LONDON (Agency) —``; None without one.

    ``speakers`` are labels that a transcript uses, which look the same.
    """
    match = _DATELINE.match(text)
    if not match or len(text) - match.end() < 20:
        return None
    found = (match["lead"] or match["colon"]).strip()
    place = re.split(r"[,:(—–/-]", found)[0].strip()
    if len(found) > 60 or len(place) < 3 or place != place.upper() or found.rstrip(":") in speakers:
        return None
    return found, text[match.end() :].lstrip()


def speakers_of(lines: list[Line]) -> frozenset[str]:
    """Labels of those who talk (``Q``, ``INTERVIEWER``), if the text is a transcript; else empty."""
    counted: Counter[str] = Counter()
    for line in lines:
        match = _SPEAKER.match(line.text)
        if match:
            counted[match[1]] += 1
    again = {name for name, times in counted.items() if times >= 2}
    spoken = sum(counted[name] for name in again)
    # A wire's datelines recur too, but only once an article: one label in every four lines or fewer.
    turns = sum(
        1
        for a, b in zip(lines, lines[1:], strict=False)
        if _label(a) in again and _label(b) in again and _label(a) != _label(b)
    )
    return frozenset(counted) if spoken >= 0.25 * len(lines) and turns >= 2 else frozenset()


def _label(line: Line) -> str:
    match = _SPEAKER.match(line.text)
    return match[1] if match else ""
