"""Voices: who speaks in an article or in the whole project, how much, when, and in which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from glossator.core.store.reader import Reader
from glossator.core.store.voices import Said, VoiceCount

__all__ = [
    "Said",
    "Voice",
    "VoiceCount",
    "Voices",
    "add_up",
    "digits_for",
    "names_of",
    "over_time",
    "read_voices",
    "share",
]

DAYS_AT_MOST = 62
YEARS_FROM = 366 * 5


@dataclass(frozen=True, slots=True)
class Voice:
    """What one speaker says in all; ``name`` is "" for quotations without a speaker.

    ``quotes`` are ``direct``, ``mixed`` and ``indirect`` ones; ``words`` are parted by blanks.
    """

    name: str
    quotes: int
    words: int
    direct: int
    mixed: int
    indirect: int
    articles: int


@dataclass(frozen=True, slots=True)
class Voices:
    """Every voice, the one with most words first; then the sums by date that a chart is made of."""

    voices: tuple[Voice, ...]
    dates: tuple[str, ...]
    words: dict[str, tuple[int, ...]]
    unspoken: int


def share(part: int, whole: int) -> float:
    """``part`` of ``whole``, 0 to 1; 0 of nothing."""
    return part / whole if whole else 0.0


def add_up(counts: Iterable[VoiceCount]) -> tuple[Voice, ...]:
    """One voice for each name, the one with most words first, then by name."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    for one in counts:
        total = sums[one.name]
        for place, number in enumerate((one.quotes, one.words, one.direct, one.mixed, one.indirect, one.articles)):
            total[place] += number
    made = (Voice(name, *numbers) for name, numbers in sums.items())
    return tuple(sorted(made, key=lambda voice: (-voice.words, voice.name)))


def over_time(counts: Sequence[VoiceCount]) -> tuple[tuple[str, ...], dict[str, tuple[int, ...]]]:
    """The dates in order ("", the undated, last), and for each name its words at each of them."""
    dates = sorted({one.date for one in counts}, key=lambda date: (not date, date))
    places = {date: place for place, date in enumerate(dates)}
    words: dict[str, list[int]] = defaultdict(lambda: [0] * len(dates))
    for one in counts:
        words[one.name][places[one.date]] += one.words
    return tuple(dates), {name: tuple(numbers) for name, numbers in words.items()}


def digits_for(first: str, last: str) -> int:
    """How many characters of a date a chart from ``first`` to ``last`` wants: 10 days, 7 months, 4 years."""
    days = _day(last) - _day(first)
    return 10 if days <= DAYS_AT_MOST else 4 if days >= YEARS_FROM else 7


def _day(date: str) -> int:
    """About how many days after year 0; the months need not be exact here."""
    numbers = [int(part) if part.isdecimal() else 0 for part in (date[:4], date[5:7], date[8:10])]
    return numbers[0] * 365 + numbers[1] * 30 + numbers[2]


def read_voices(reader: Reader, article: str = "") -> Voices:
    """The voices of one article, or of all that are not in the trash."""
    counts = reader.voice_counts(article, digits_for(*reader.dates()))
    spoken = [one for one in counts if one.name]
    dates, words = over_time(spoken)
    return Voices(add_up(spoken), dates, words, sum(one.quotes for one in counts if not one.name))


def names_of(reader: Reader, name: str) -> list[str]:
    """All names that mean the one called ``name`` in the ledger, that name among them."""
    persons = {person.id for person in reader.persons() if person.name == name}
    return list(dict.fromkeys([name, *(alias.id for alias in reader.aliases() if alias.person in persons)]))
