"""Where one file holds several articles. Evidence is needed; in doubt it is one article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from glossator.core.reading.furniture import is_caption, is_furniture, is_rule, is_stamp, is_weak
from glossator.core.reading.lines import Line, lead
from glossator.core.reading.metadata import byline_names, is_only_date

REACH = 12
"""Lines after a headline in which it may be repeated or its cluster may stand."""

_SPACES = re.compile(r"\W+")


def starts(lines: Sequence[Line], speakers: frozenset[str] = frozenset()) -> list[int]:
    """Indices of the lines with which articles begin; always at least the first.

    A new article needs a headline with evidence: it is repeated after furniture, or a stamp,
    a byline or a dateline follows, or a separating line stands before. And the article
    before must have had a body.
    """
    found = [0]
    skip = 0
    latest_body = -1
    for i in range(len(lines)):
        if i and is_body(lines[i - 1]):
            latest_body = i - 1
        if i < skip or not is_headline(lines, i, speakers):
            continue
        again = repeated(lines, i)
        if not (again or _clustered(lines, i, speakers) or _parted(lines, i, speakers)):
            continue
        if again:
            skip = again + 1
        if i and latest_body >= found[-1]:
            found.append(i)
    return found if len(found) > 1 else [0]


def is_headline(lines: Sequence[Line], i: int, speakers: frozenset[str] = frozenset()) -> bool:
    """Whether line ``i`` could be one: short, no full stop, no list, after a blank or a rule."""
    line = lines[i]
    text = line.text
    if line.is_bullet or not 8 <= len(text) <= 200 or len(text.split()) < 2 and text.isascii():
        return False
    if i and not (line.gap or is_rule(lines[i - 1].text) or _buttons(lines[i - 1].text)):
        return False
    if text.rstrip("”’\"')»").endswith((".", ",", ";", ":", "…", "—")) or text[0].islower():
        return False
    if is_furniture(text) or is_caption(text) or byline_names(text) or is_only_date(text):
        return False
    if text.partition(":")[0] in speakers:
        return False
    return lead(text) is None or len(text) < 90


def repeated(lines: Sequence[Line], i: int) -> int:
    """Index at which the headline ``i`` stands again, with furniture between or a stamp near; or 0."""
    name = plainly(lines[i].text)
    for j in range(i + 1, min(len(lines), i + REACH)):
        if plainly(lines[j].text) == name:
            between = [line.text for line in lines[i + 1 : j]]
            near = between + [line.text for line in lines[j + 1 : j + 4]]
            if any(is_furniture(t) or is_only_date(t) for t in near) and not has_body(_bare(lines[i + 1 : j])):
                return j
    return 0


def plainly(text: str) -> str:
    """Letters and digits only, so that a repeated headline is known again."""
    return _SPACES.sub(" ", text).strip().casefold()


def has_body(lines: Sequence[Line]) -> bool:
    """Whether there is a paragraph that is more than title and furniture."""
    return any(is_body(line) for line in lines)


def is_body(line: Line) -> bool:
    """A line long enough, or enough of a sentence, to be an article's own text."""
    text = line.text
    if is_furniture(text) or is_rule(text):
        return False
    return len(text) >= 200 or (len(text) >= 40 and text.rstrip("”’\"')»").endswith((".", "!", "?", "…", "।", "。")))


def _bare(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if not is_caption(line.text, beside_title=True)]


def _buttons(text: str) -> bool:
    return is_furniture(text) or is_weak(text)


def _clustered(lines: Sequence[Line], i: int, speakers: frozenset[str]) -> bool:
    """A stamp, byline, date or dateline comes before any body, with at most one other line between."""
    others = 0
    for line in lines[i + 1 : i + 8]:
        text = line.text
        if is_stamp(text) or byline_names(text) or is_only_date(text):
            return True
        if lead(text, speakers) and len(text) >= 60:
            return True
        if _buttons(text) or line.is_bullet or is_caption(text, beside_title=True):
            continue
        others += 1
        if others > 1:
            return False
    return False


def _parted(lines: Sequence[Line], i: int, speakers: frozenset[str]) -> bool:
    """A rule or a new page stands before, and a long paragraph follows, as after the file's first line."""
    before = lines[i - 1] if i else None
    if before is None or not (lines[i].page or is_rule(before.text)) or not is_headline(lines, 0, speakers):
        return False
    if plainly(lines[0].text) == plainly(lines[i].text):
        return False
    after = [line for line in lines[i + 1 : i + 4] if not _buttons(line.text)]
    return bool(after) and after[0].gap and any(len(line.text) >= 120 and is_body(line) for line in after)
