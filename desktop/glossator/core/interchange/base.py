"""What a reader of annotations gives: articles as another program has them, before they are settled."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from glossator.core.errors import UserError

MAX_BYTES = 200 * 1024 * 1024
"""Bytes of one file, and of all files of a folder together."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be taken over, and why: a code and values for a sentence."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ForeignSpan:
    """A span as the file says it; ``[start, end)`` in code points of the article's text.

    ``text`` are the covered words if the file tells them, else "". ``layer`` is "" when
    the file knows none; ``suggested`` is for predictions, with the ``origin`` told.
    """

    id: str
    start: int
    end: int
    label: str
    layer: str = ""
    text: str = ""
    score: float | None = None
    suggested: bool = False
    origin: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignLink:
    """A relation between two spans of the article, by their ids in the file."""

    kind: str
    head: str
    tail: str
    name: str = ""
    suggested: bool = False


@dataclass(frozen=True, slots=True)
class ForeignNote:
    """A note on a span of the file, or on the article when ``span`` is ""."""

    span: str
    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A span told by its words and what stands around them; its offsets are -1 where the file tells none."""

    span: ForeignSpan
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ForeignArticle:
    """One text with what the file says of it. ``blocks`` are (start, end, kind, level), or none are known.

    Where the file has no text, ``source`` is the name by which it knows the article, and
    ``quoted`` are the spans that wait for its text.
    """

    text: str
    title: str = ""
    byline: str = ""
    published: str = ""
    language: str = ""
    address: str = ""
    spans: tuple[ForeignSpan, ...] = ()
    links: tuple[ForeignLink, ...] = ()
    tags: tuple[str, ...] = ()
    notes: tuple[ForeignNote, ...] = ()
    blocks: tuple[tuple[int, int, str, int], ...] = ()
    problems: tuple[Problem, ...] = ()
    source: str = ""
    quoted: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """What one file or folder holds; ``data`` is what tells it from others, ``problems`` are of no one article."""

    data: bytes
    articles: tuple[ForeignArticle, ...]
    problems: tuple[Problem, ...] = ()


class AnnotationReader(Protocol):
    """Reads one format. It never sees the store, Qt or another reader."""

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    def read(self, path: Path) -> ForeignFile:
        """What is at ``path``; UserError annotations-unreadable, file-missing, file-too-large."""
        ...


def loaded(path: Path) -> bytes:
    """The bytes of one file. UserError file-missing, file-unreadable, file-special, file-too-large."""
    if not path.exists():
        raise UserError("file-missing", path=str(path))
    if not path.is_file():
        raise UserError("file-special", path=str(path))
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UserError("file-too-large", path=str(path), size=size >> 20, limit=MAX_BYTES >> 20)
        return path.read_bytes()
    except OSError as error:
        raise UserError("file-unreadable", path=str(path)) from error


def unreadable(path: Path, why: str) -> UserError:
    """The error for a file that is not of its format at all."""
    return UserError("annotations-unreadable", path=str(path), why=why)


def decoded(path: Path, data: bytes) -> str:
    """``data`` as UTF-8, which every one of these formats is; a byte order mark is taken off."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise unreadable(path, f"byte {error.start} is not UTF-8") from error


def json_lines(path: Path, text: str) -> Iterator[tuple[int, Any | None]]:
    """(number of the line, its value) for each line that is not blank; None where it is no JSON."""
    for number, row in enumerate(text.split("\n"), 1):
        if row.strip():
            try:
                yield number, json.loads(row)
            except (ValueError, RecursionError):
                yield number, None


class Malformed(ValueError):
    """A part of a file that does not say what its format asks for."""


def in_each(
    path: Path, data: bytes, values: Iterable[tuple[int, Any]], article: Callable[[Mapping[str, Any]], ForeignArticle]
) -> ForeignFile:
    """The file of one article a value: what is malformed is listed by its line, and the rest is read."""
    found, problems = [], []
    for number, value in values:
        try:
            found.append(article(table(value)))
        except Malformed as error:
            problems.append(Problem("annotation-line", {"line": number, "why": str(error)}))
    return checked(path, data, found, problems)


def whole(value: Any) -> int:
    """``value`` as a whole number; Malformed otherwise."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Malformed(f"{str(value)[:40]} is no whole number")
    return value


def sureness(value: Any) -> float | None:
    """``value`` as a score from 0 to 1; None for anything else."""
    good = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
    return float(value) if good else None


def words(value: Any) -> str:
    """``value`` as text, "" for null; Malformed for anything but text and numbers."""
    if value is None:
        return ""
    if isinstance(value, str | int | float):
        return str(value)
    raise Malformed(f"{type(value).__name__} where text is expected")


def table(value: Any) -> Mapping[str, Any]:
    """``value`` as a JSON object; Malformed otherwise."""
    if not isinstance(value, dict):
        raise Malformed("an object is expected")
    return value


def rows(value: Any) -> list[Any]:
    """``value`` as a JSON array, [] for null; Malformed otherwise."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise Malformed("a list is expected")
    return value


def checked(path: Path, data: bytes, found: Iterable[ForeignArticle], problems: Iterable[Problem]) -> ForeignFile:
    """A file with at least one article; UserError annotations-unreadable otherwise."""
    articles, said = tuple(found), tuple(problems)
    if not articles:
        raise unreadable(path, "it holds no article of this format")
    return ForeignFile(data, articles, said)


def with_problems(article: ForeignArticle, problems: Iterable[Problem]) -> ForeignArticle:
    """``article`` with more that could not be taken over."""
    return replace(article, problems=(*article.problems, *problems))
