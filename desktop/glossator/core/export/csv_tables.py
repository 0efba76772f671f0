"""Tables for spreadsheets and statistics: spans, quotations and relations, a file each (RFC 4180).

Offsets are code points. A cell that a spreadsheet would run as a formula begins with
``'`` (owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from glossator.core.export.base import Options
from glossator.core.export.losses import ARTICLE_NOTES, NOTES_OUT, TAGS, TEXTS, counted
from glossator.core.export.record import meta
from glossator.core.export.selection import chosen, unreachable_notes
from glossator.core.export.streaming import each
from glossator.core.export.writing_folder import FolderReplacement, Stream
from glossator.core.model.bundle import Bundle
from glossator.core.model.quote import gather
from glossator.core.progress import Progress

_ARTICLE = ("article", "title", "date", "source")
SPANS = (*_ARTICLE, "id", "start", "end", "layer", "label", "text", "before", "after", "state", "origin", "score",
         "values", "notes")  # fmt: skip
QUOTES = (*_ARTICLE, "id", "start", "end", "kind", "text", "pieces", "speaker", "speaker_text", "speaker_start",
          "speaker_end", "cue", "cue_start", "cue_end", "state", "notes")  # fmt: skip
RELATIONS = (*_ARTICLE, "id", "kind", "head", "head_text", "tail", "tail_text", "name", "state", "origin", "score",
             "values")  # fmt: skip
TABLES = {"spans": SPANS, "quotes": QUOTES, "relations": RELATIONS}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class CsvOptions(Options):
    """What the spreadsheet expects."""

    delimiter: str = field(
        default=",",
        metadata={
            "choices": ((",", "Comma"), (";", "Semicolon"), ("\t", "Tab")),
            "help": "What parts the columns; spreadsheets of some languages expect a semicolon.",
        },
    )
    mark: bool = field(
        default=True, metadata={"help": "Begin with a byte order mark, so that Excel reads the letters right."}
    )
    context: int = field(
        default=60,
        metadata={"help": "How many characters before and after a span are shown.", "least": 0, "most": 1000},
    )


def cell(value: Any) -> Any:
    """``value`` as a cell: text that would be a formula is made plain by one ``'`` more at its beginning."""
    if isinstance(value, str) and value.lstrip("'").startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _article(bundle: Bundle) -> list[Any]:
    article = bundle.article
    return [article.id, article.title, article.published, meta(bundle)["source"]]


def _notes(bundle: Bundle) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for note in bundle.notes:
        found.setdefault(note.span, []).append(note.text)
    return {span: "\n".join(texts) for span, texts in found.items()}


def _json(values: Sequence[tuple[str, str]]) -> str:
    return json.dumps(dict(values), ensure_ascii=False) if values else ""


def spans(bundle: Bundle, options: CsvOptions) -> list[list[Any]]:
    """The rows of ``spans.csv``."""
    text, notes, head = bundle.article.text, _notes(bundle), _article(bundle)
    around = options.context
    return [
        [
            *head, s.id, s.start, s.end, str(s.layer), s.label, text[s.start : s.end],
            text[max(0, s.start - around) : s.start], text[s.end : s.end + around], str(s.state), s.origin, s.score,
            _json(s.values), notes.get(s.id, ""),
        ]
        for s in bundle.spans
    ]  # fmt: skip


def quotes(bundle: Bundle) -> list[list[Any]]:
    """The rows of ``quotes.csv``: a quotation with its speaker and cue; ``pieces`` is ``12-30;41-60``."""
    text, notes, head = bundle.article.text, _notes(bundle), _article(bundle)
    found = []
    for quote in gather(bundle.spans, bundle.links):
        pieces = sorted(quote.pieces, key=lambda piece: (piece.start, piece.end))
        start, end = pieces[0].start, max(piece.end for piece in pieces)
        speaker, cue = quote.speaker, quote.cue
        found.append(
            [
                *head, quote.id, start, end, str(quote.kind), text[start:end],
                ";".join(f"{piece.start}-{piece.end}" for piece in pieces), quote.speaker_name,
                *([text[speaker.start : speaker.end], speaker.start, speaker.end] if speaker else [None] * 3),
                *([text[cue.start : cue.end], cue.start, cue.end] if cue else [None] * 3),
                str(quote.state), notes.get(quote.id, ""),
            ]
        )  # fmt: skip
    return found


def relations(bundle: Bundle) -> list[list[Any]]:
    """The rows of ``relations.csv``; heads and tails are ids in ``spans.csv``."""
    texts = {span.id: bundle.article.text[span.start : span.end] for span in bundle.spans}
    head = _article(bundle)
    return [
        [
            *head, k.id, k.kind, k.head, texts[k.head], k.tail, texts[k.tail], k.value("name"), str(k.state),
            k.origin, k.score, _json(k.values),
        ]
        for k in bundle.links
    ]  # fmt: skip


class _Table:
    """One file that grows row by row."""

    def __init__(self, out: Stream, columns: Sequence[str], options: CsvOptions) -> None:
        self._out = out
        self._buffer = io.StringIO(newline="")
        self._writer = csv.writer(self._buffer, delimiter=options.delimiter, lineterminator="\r\n")
        if options.mark:
            out.write(b"\xef\xbb\xbf")
        self.add([list(columns)])

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write ``rows`` at once, so that memory stays flat."""
        self._writer.writerows([cell(value) for value in row] for row in rows)
        self._out.write(self._buffer.getvalue().encode("utf-8", "replace"))
        self._buffer.seek(0)
        self._buffer.truncate()


class Csv:
    """Writes a folder (or, named ``*.zip``, an archive) with ``spans.csv``, ``quotes.csv`` and ``relations.csv``."""

    name = "csv"
    title = "CSV tables"
    suffix = "-csv"
    options = CsvOptions

    def losses(self, bundle: Bundle, options: CsvOptions) -> Mapping[str, int]:
        """Articles as such: their tags and notes, and their text but for what surrounds the spans."""
        kept = chosen(bundle, options)
        return counted(
            {
                TEXTS: 1,
                TAGS: len(kept.tags),
                ARTICLE_NOTES: sum(1 for note in kept.notes if not note.span),
                NOTES_OUT: unreachable_notes(bundle, kept),
            }
        )

    def write(self, bundles: Iterable[Bundle], target: Path, options: CsvOptions, progress: Progress) -> int:
        """Rows of one article after another, in constant memory. UserError as FolderReplacement, Cancelled."""
        done = 0
        with FolderReplacement(target) as out:
            tables = {name: _Table(out.stream(f"{name}.csv"), columns, options) for name, columns in TABLES.items()}
            for bundle in each(bundles, options, progress):
                tables["spans"].add(spans(bundle, options))
                tables["quotes"].add(quotes(bundle))
                tables["relations"].add(relations(bundle))
                done += 1
        return done
