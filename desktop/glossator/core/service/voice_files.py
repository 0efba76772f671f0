"""Quotations as a table that a person takes away: CSV for spreadsheets, JSON Lines for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from glossator.core.errors import UserError
from glossator.core.export.writing import Replacement
from glossator.core.progress import Progress, check
from glossator.core.store.reader import Reader
from glossator.core.store.voices import Said

FORMATS = {"csv": ".csv", "jsonl": ".jsonl"}
"""Name of a format → how its files end."""

COLUMNS = (
    "speaker", "kind", "words", "text", "cue", "state", "title", "published", "article", "quote", "start", "end",
)  # fmt: skip
AT_ONCE = 200
"""Articles read in one go."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """``value`` as a cell that no spreadsheet runs: a formula's first character gets an apostrophe before it."""
    text = str(value)
    return f"'{text}" if text.lstrip(" \n").startswith(_FORMULA) and not isinstance(value, int) else text


def record(one: Said) -> dict[str, object]:
    """A quotation by the names of the columns; offsets are code points of the article's text."""
    plain = asdict(one)
    named = {"speaker": one.name, "quote": one.id, "state": str(one.state)}
    return {column: named.get(column, plain.get(column)) for column in COLUMNS}


def csv_lines(said: Sequence[Said], *, head: bool) -> bytes:
    """Lines of CSV in UTF-8, ended as RFC 4180 says."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    if head:
        writer.writerow(COLUMNS)
    for one in said:
        writer.writerow([cell(value) for value in record(one).values()])
    return out.getvalue().encode("utf-8", "replace")


def json_lines(said: Sequence[Said]) -> bytes:
    """One JSON object a line, in UTF-8."""
    return "".join(json.dumps(record(one), ensure_ascii=False) + "\n" for one in said).encode("utf-8", "replace")


def write_voices(reader: Reader, target: Path, form: str, progress: Progress, ids: Sequence[str] | None = None) -> int:
    """Write the quotations of these articles (None: all outside the trash) to ``target``; answers how many.

    Nothing is there, or the old file, until all is written. Raises UserError
    ``unknown-part``, ``export-target-is-folder``, ``cannot-write``, ``disk-full``;
    Cancelled leaves the old file.
    """
    if form not in FORMATS:
        raise UserError("unknown-part", kind="format", name=form, known=", ".join(FORMATS))
    wanted = [line.id for line in reversed(reader.articles())] if ids is None else list(ids)
    count = 0
    with Replacement(target) as file:
        if form == "csv":
            file.write(b"\xef\xbb\xbf" + csv_lines((), head=True))  # the mark by which spreadsheets know UTF-8
        for said in _batches(reader, wanted, progress):
            file.write(csv_lines(said, head=False) if form == "csv" else json_lines(said))
            count += len(said)
    return count


def _batches(reader: Reader, ids: Sequence[str], progress: Progress) -> Iterator[list[Said]]:
    for first in range(0, len(ids), AT_ONCE):
        check(progress)
        progress.step(first, len(ids))
        yield reader.said_in(ids[first : first + AT_ONCE])
    progress.step(len(ids), len(ids))
