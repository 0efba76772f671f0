"""Dates and names as sites write them: small parsers that rather say nothing than guess."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})"
_FORMS = tuple(
    re.compile(rf"(?<![\w/.-]){form}(?!\d)", re.IGNORECASE)
    for form in (
        r"(?P<year>[12]\d{3})-(?P<month>\d{2})-(?P<day>\d{2})",
        r"(?P<year>[12]\d{3})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"{_DAY}-{_MONTH}-{_YEAR}",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>[12]\d{3})",
    )
)
_SLASHED = re.compile(r"(?<![\w/.-])(\d{1,2})[/-](\d{1,2})[/-]([12]\d{3})(?!\d)")
_AGO = re.compile(
    r"\b(?:(?:\d+|an?|one|two|few)\s*(?:s|sec|m|min|h|hr|hour|minute|second|day|d|week|w|month|year)s?\.?\s+ago"
    r"|just now|moments ago|today|yesterday)\b",
    re.IGNORECASE,
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?"
_CLOCK = (
    r"(?<!\d)\d{1,2}(?:[:.]\d{2})?(?::\d{2})?(?!\d)\s*(?:[ap]\.?m\.?)?(?:\s*\(?(?:[A-Z]{2,5}|[+-]\d{2}:?\d{2})\)?)?"
)
_AROUND = re.compile(
    rf"(?:{_WEEKDAY}|{_CLOCK}|T\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?(?:Z|[+-]\d{{2}}:?\d{{2}})?|[\s,|·•@–—-]|\bat\b)*+",
    re.IGNORECASE,
)


def parse_date(text: str) -> str:
    """The first date in ``text`` as ``YYYY-MM-DD``, or "".

    ``3/4/2026`` is read only where one number cannot be a month; a relative time
    (``5 sec ago``) is no date.
    """
    found = _first(text)
    return found[0] if found else ""


def is_only_date(text: str) -> bool:
    """Whether ``text`` holds a date, perhaps with weekday and clock, and nothing else."""
    found = _first(text)
    if not found:
        return False
    _, start, end = found
    return bool(_AROUND.fullmatch(text[:start])) and bool(_AROUND.fullmatch(text[end:]))


def is_relative(text: str) -> bool:
    """Whether it says how long ago something was."""
    return bool(_AGO.search(text))


def _first(text: str) -> tuple[str, int, int] | None:
    hits: list[tuple[int, int, str]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            iso = _iso(match["year"], match["month"], match["day"])
            if iso:
                hits.append((match.start(), match.end(), iso))
                break
    for match in _SLASHED.finditer(text):
        a, b = int(match[1]), int(match[2])
        if a > 12 or b > 12 or a == b:
            day, month = (a, b) if a > 12 or a == b else (b, a)
            iso = _iso(match[3], str(month), str(day))
            if iso:
                hits.append((match.start(), match.end(), iso))
                break
    if not hits:
        return None
    start, end, iso = min(hits)
    return iso, start, end


def _iso(year: str, month: str, day: str) -> str:
    number = int(month) if month.isdecimal() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return ""


_NAME = r"[^\W\d_]|[’'.`-]"
_BYLINE = re.compile(
    rf"(?:by|words by|report by|text by|story by)[:\s]\s*(?P<names>(?!the\b)[^\W\d_](?:{_NAME}|[\s,&])*?)"
    r"(?:\s*[|·•–—]\s*.*|,\s*(?P<role>[a-z].*))?",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b)\s*")
_LITTLE = frozenset("de del della di da du la le van von der den bin ibn ben al el and y".split())


def byline_names(text: str) -> str:
    """The names in a line like ``By Ada Lovelace and Alan Turing``, joined by ", ", or ""."""
    text = text.strip()
    if len(text) > 140 or text.endswith((".", "!", "?", ",", ";", ":")):
        return ""
    match = _BYLINE.fullmatch(text)
    if not match:
        return ""
    names = [name for name in _JOIN.split(match["names"].strip()) if name]
    words = [word for name in names for word in name.split()]
    proper = all(word.lower() in _LITTLE or not word[0].islower() for word in words)
    return ", ".join(names) if names and proper and 2 <= len(words) <= 14 else ""
