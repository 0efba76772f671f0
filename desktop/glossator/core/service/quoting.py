"""Quotations of texts that lie in no project: lines of JSON in, the same lines with quotations out.

A line in is ``{"id", "text"}``, and may name its ``"language"``; a line out is
``{"id", "text", "quotes": [{"start", "end", "text", "kind", "score", "speaker", "cue", "group"}]}``.
Offsets are code points into ``text``. Pieces of one quotation are quotes with the same
``group``. ``speaker`` holds the mention and its fullest ``name``, ``cue`` its ``class``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO

from glossator.core.errors import UserError
from glossator.core.export.writing import Replacement
from glossator.core.model.article import Article
from glossator.core.model.quote import Quote, QuoteKind, gather
from glossator.core.model.span import Span
from glossator.core.nlp.base import Findings
from glossator.core.nlp.client import Problem, Worker
from glossator.core.nlp.quotes.plain import plain_article
from glossator.core.progress import Progress

BATCH = 96
"""Texts read before the next ones are asked for, and"""
BATCH_SIZE = 2_000_000
"""code points; together they keep memory constant."""
MAX_TEXT = 2_000_000
MAX_LINE = 16 << 20
"""Bytes of one line: room for the longest text with every character escaped."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A line that gave nothing; ``code`` and ``values`` make its sentence."""

    line: int
    code: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Quoted:
    """What was done: texts written, quotations in them, and the lines that failed."""

    texts: int = 0
    quotes: int = 0
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line as read: the id as given and its text as an article whose id is the line's number."""

    number: int
    given: str | int
    article: Article


class _Bad(Exception):
    """A line that is not what it should be."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def quote_lines(
    source: BinaryIO, write: Callable[[bytes], None], worker: Worker, progress: Progress,
    *, total: int = 0, language: str = "", scare: bool = False,
) -> Quoted:  # fmt: skip
    """Read lines of ``source`` and ``write`` those with quotations, in order, in constant memory.

    ``language`` (a code) holds for texts that name none; without it each text's own words
    tell. ``total`` is the number of lines for the progress, 0 if unknown. ``scare`` gives
    marks that quote nobody too. A bad line is listed in the answer and the rest goes on;
    the worker's fault (UserError ``pipeline-…``) is raised before anything is written.
    """
    done = Quoted()
    number = 0
    for batch in _batches(_lines(source, language, done.failures)):
        answers = worker.analyse([line.article for line in batch], names=("quotes",))
        for line, answer in zip(batch, answers, strict=True):
            if worker.fault is not None:
                raise worker.fault
            if isinstance(answer, Problem):
                done.failures.append(Failure(line.number, answer.code, {**answer.values, "title": str(line.given)}))
                continue
            quotes = records(answer, scare=scare)
            done.texts += 1
            done.quotes += len({quote["group"] for quote in quotes})
            write(_dumped({"id": line.given, "text": line.article.text, "quotes": quotes}))
            number = line.number
            if total:
                progress.step(min(number, total), total)
    done.failures.sort(key=lambda failure: failure.line)
    progress.step(total or number, total or number)
    return done


def quote_file(
    source: Path | BinaryIO, target: Path | BinaryIO, pipeline: str, progress: Progress,
    *, language: str = "", scare: bool = False,
) -> Quoted:  # fmt: skip
    """:func:`quote_lines` from and to files or open streams, with a worker process of its own.

    A file is there whole or not at all. UserError ``file-missing``, ``file-unreadable``,
    ``cannot-write``, ``disk-full``, ``pipeline-…``.
    """
    with ExitStack() as stack:
        total = 0
        if isinstance(source, Path):
            total = _count(source)
            source = stack.enter_context(_opened(source))
        put = stack.enter_context(Replacement(target)).write if isinstance(target, Path) else _to(target)
        worker = Worker(pipeline)
        stack.callback(worker.stop)
        return quote_lines(source, put, worker, progress, total=total, language=language, scare=scare)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise UserError("file-missing", path=str(path)) from error
    except IsADirectoryError as error:
        raise UserError("file-special", path=str(path)) from error
    except OSError as error:
        raise UserError("file-unreadable", path=str(path)) from error


def _count(path: Path) -> int:
    """Lines of the file at ``path``, 0 for what can be read only once."""
    if not path.is_file():
        return 0
    with _opened(path) as file:
        return sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b""))


def _to(stream: BinaryIO) -> Callable[[bytes], None]:
    def put(data: bytes) -> None:
        try:
            stream.write(data)
            stream.flush()
        except OSError as error:
            raise UserError("cannot-write", path="-", why=error.strerror or type(error).__name__) from error

    return put


def _dumped(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"


def _lines(source: BinaryIO, language: str, failures: list[Failure]) -> Iterator[_Line]:
    """The good lines; the bad ones go into ``failures``. Blank lines are passed over."""
    seen: set[bytes] = set()
    for number, raw in enumerate(_raw(source), 1):
        if raw is not None and not raw.strip():
            continue
        try:
            line = _parsed(number, raw, language)
            mark = blake2b(repr(line.given).encode("utf-8", "surrogatepass"), digest_size=8).digest()
            if mark in seen:
                raise _Bad("quotes-line-id-twice", id=line.given)
            seen.add(mark)
        except _Bad as bad:
            failures.append(Failure(number, bad.code, bad.values))
        else:
            yield line


def _raw(source: BinaryIO) -> Iterator[bytes | None]:
    """Lines of ``source``; None for one that is too long, of which no more than a part is ever held."""
    while raw := source.readline(MAX_LINE + 1):
        if len(raw) <= MAX_LINE:
            yield raw
            continue
        while raw and not raw.endswith(b"\n"):
            raw = source.readline(MAX_LINE)
        yield None


def _parsed(number: int, raw: bytes | None, language: str) -> _Line:
    """The line ``raw``; _Bad says what is wrong with it."""
    if raw is None:
        raise _Bad("quotes-line-too-long", limit=MAX_LINE >> 20)
    try:
        data = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
    except (ValueError, RecursionError) as error:
        raise _Bad("quotes-line-not-json") from error
    if not isinstance(data, dict):
        raise _Bad("quotes-line-not-json")
    text = data.get("text")
    if not isinstance(text, str):
        raise _Bad("quotes-line-no-text")
    if len(text) > MAX_TEXT:
        raise _Bad("quotes-text-too-long", limit=MAX_TEXT)
    given = data.get("id", number)
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise _Bad("quotes-line-bad-id")
    own = data.get("language")
    article = plain_article(str(number), _whole(text))
    chosen = own if isinstance(own, str) and own else language
    return _Line(number, _whole(given) if isinstance(given, str) else given, replace(article, language=chosen))


def _whole(text: str) -> str:
    """``text`` with half characters, which no file can hold, replaced; offsets stay."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if not _sound(text) else text


def _sound(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _batches(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    batch: list[_Line] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line.article.text)
        if len(batch) >= BATCH or size >= BATCH_SIZE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def records(found: Findings, *, scare: bool = False) -> list[dict[str, Any]]:
    """The quotations of ``found`` as plain data, one record a piece, in order of the text."""
    listed: list[dict[str, Any]] = []
    quotes = [q for q in gather(found.spans, found.links) if scare or q.kind != QuoteKind.SCARE]
    for number, quote in enumerate(quotes, 1):
        listed += [_record(quote, piece, f"q{number}") for piece in quote.pieces]
    return sorted(listed, key=lambda record: (record["start"], record["end"]))


def _record(quote: Quote, piece: Span, group: str) -> dict[str, Any]:
    speaker = {**_stretch(quote.speaker), "name": quote.speaker_name} if quote.speaker else None
    cue = _stretch(quote.cue) if quote.cue else None
    if cue is not None and quote.cue is not None and quote.cue.value("class"):
        cue["class"] = quote.cue.value("class")
    return {
        **_stretch(piece), "kind": piece.value("kind", quote.kind), "score": piece.score,
        "speaker": speaker, "cue": cue, "group": group,
    }  # fmt: skip


def _stretch(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def language_code(code: str) -> str:
    """``code`` in small letters with a hyphen; UserError ``language-code`` when it is none."""
    parts = code.strip().lower().replace("_", "-").split("-")
    if not (2 <= len(parts[0]) <= 3 and all(part.isascii() and part.isalnum() for part in parts)):
        raise UserError("language-code", language=code)
    return "-".join(parts)
