"""Parquet as Hugging Face's ``datasets`` loads it: one row an article, tags of tokens with their names.

pyarrow is large and so not part of the program: without it this format says so.
Source: https://huggingface.co/docs/datasets, features in the schema's key ``huggingface``.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from glossator.core.errors import UserError
from glossator.core.export.base import Options
from glossator.core.export.flat import FLAT_CHOICES, Overlaps, flattened, on_words
from glossator.core.export.losses import NOTES_OUT, counted, on_tokens
from glossator.core.export.record import meta
from glossator.core.export.safe_text import whole
from glossator.core.export.selection import chosen, table, unreachable_notes
from glossator.core.export.streaming import each
from glossator.core.export.writing import Replacement
from glossator.core.model.analysis import Token
from glossator.core.model.bundle import Bundle
from glossator.core.model.link import Link
from glossator.core.model.span import Layer, Span, Values
from glossator.core.progress import Progress

_GROUP = 4_000_000
"""Characters of text in a row group: what is in memory at a time."""

Row = dict[str, Any]


@dataclass(frozen=True)
class ParquetOptions(Options):
    """Which layer becomes tags of tokens; the column of spans has all layers."""

    layer: str = field(
        default=str(Layer.ENTITY), metadata={"help": "The layer that becomes tags of tokens: entity, quote, …"}
    )
    overlaps: str = field(
        default=str(Overlaps.LONGEST),
        metadata={
            "help": "Which of overlapping spans become tags; all are spans.",
            "choices": FLAT_CHOICES,
        },
    )


class _Sink(io.RawIOBase):
    """A file for pyarrow that only grows."""

    def __init__(self, out: Replacement) -> None:
        self._out, self._at = out, 0

    def writable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Bytes written so far."""
        return self._at

    def write(self, data: Any) -> int:
        """All of ``data``, any kind of bytes."""
        size = memoryview(data).nbytes
        self._out.write(bytes(data))
        self._at += size
        return size


class TagNames:
    """The numbers of IOB2 tags, given as they are met; ``O`` is 0, the project's labels come first."""

    def __init__(self) -> None:
        self._numbers = {"O": 0}

    def number(self, tag: str) -> int:
        """The number of ``tag``; a label's two tags are neighbours."""
        if tag not in self._numbers:
            for prefix in "BI":
                self._numbers.setdefault(f"{prefix}-{tag[2:]}", len(self._numbers))
        return self._numbers[tag]

    def learn(self, bundle: Bundle, layer: str) -> None:
        """Numbers for the project's labels of ``layer``, in the order of the palette."""
        for label in bundle.labels:
            if label.layer == layer:
                self.number(f"B-{'_'.join(label.id.split())}")

    @property
    def names(self) -> list[str]:
        """All tags by number."""
        return list(self._numbers)


def _tags(bundle: Bundle, tokens: list[Token], options: ParquetOptions, names: TagNames) -> list[int]:
    of_layer = [span for span in bundle.spans if span.layer == options.layer]
    spans = flattened(on_words(of_layer, bundle.article.text, tokens), options.overlaps)
    found = []
    at = 0
    for token in tokens:
        while at < len(spans) and spans[at].end <= token.start:
            at += 1
        span = spans[at] if at < len(spans) and spans[at].start <= token.start else None
        prefix = "B" if span and span.start == token.start else "I"
        found.append(names.number(whole(f"{prefix}-{'_'.join(span.span.label.split())}")) if span else 0)
    return found


def _facts(row: Span | Link) -> Row:
    values: Values = row.values
    pairs = [{"name": whole(name), "value": whole(value)} for name, value in values]
    return {"state": str(row.state), "origin": whole(row.origin), "score": row.score, "values": pairs}


def row(bundle: Bundle, options: ParquetOptions, names: TagNames) -> Row:
    """A chosen bundle as one row; offsets are code points, token numbers count from 0, both end exclusive."""
    article, tokens = bundle.article, table(bundle)
    starts = {token.start: number for number, token in enumerate(tokens)}
    ends = {token.end: number + 1 for number, token in enumerate(tokens)}

    def span_row(span: Span) -> Row:
        place = on_tokens(span, article.text, tokens)
        first, last = (starts.get(place[0]), ends.get(place[1])) if place else (None, None)
        return {
            "id": span.id, "label": whole(span.label), "layer": str(span.layer), "start": span.start, "end": span.end,
            "text": whole(article.text[span.start : span.end]), "token_start": first, "token_end": last, **_facts(span),
        }  # fmt: skip

    facts = {name: whole(str(value)) for name, value in meta(bundle).items() if name != "revision"}
    return {
        "id": article.id,
        "title": whole(article.title),
        "text": whole(article.text),
        **facts,
        "stage": str(bundle.stage),
        "tokens": [whole(article.text[token.start : token.end]) for token in tokens],
        "token_starts": [token.start for token in tokens],
        "sentence_starts": [token.sentence for token in tokens],
        "ner_tags": _tags(bundle, tokens, options, names),
        "spans": [span_row(span) for span in bundle.spans],
        "relations": [
            {"id": link.id, "label": link.kind, "head": link.head, "tail": link.tail, **_facts(link)}
            for link in bundle.links
        ],
        "tags": [whole(tag) for tag in bundle.tags],
        "notes": [
            {"span": note.span or None, "text": whole(note.text), "author": note.author, "written": note.written}
            for note in bundle.notes
        ],
        "blocks": [{"start": b.start, "end": b.end, "kind": str(b.kind), "level": b.level} for b in article.blocks],
    }


_TEXT, _NUMBER, _FLAG, _REAL = "string", "int32", "bool", "float64"
_SAID: Row = {"state": _TEXT, "origin": _TEXT, "score": _REAL, "values": [{"name": _TEXT, "value": _TEXT}]}
_SPAN: Row = {
    **dict.fromkeys(("id", "label", "layer"), _TEXT), "start": _NUMBER, "end": _NUMBER, "text": _TEXT,
    "token_start": _NUMBER, "token_end": _NUMBER, **_SAID,
}  # fmt: skip
_COLUMNS: Row = {
    **dict.fromkeys(
        ("id", "title", "text", "source", "date", "byline", "sha256", "language", "address", "pipeline", "stage"), _TEXT
    ),
    "tokens": [_TEXT], "token_starts": [_NUMBER], "sentence_starts": [_FLAG], "ner_tags": ["int64"],
    "spans": [_SPAN], "relations": [{**dict.fromkeys(("id", "label", "head", "tail"), _TEXT), **_SAID}],
    "tags": [_TEXT], "notes": [dict.fromkeys(("span", "text", "author", "written"), _TEXT)],
    "blocks": [{"start": _NUMBER, "end": _NUMBER, "kind": _TEXT, "level": _NUMBER}],
}  # fmt: skip


def _arrow(kind: Any) -> Any:
    """A kind of ``_COLUMNS`` as pyarrow's type."""
    import pyarrow

    if isinstance(kind, list):
        return pyarrow.list_(_arrow(kind[0]))
    if isinstance(kind, dict):
        return pyarrow.struct([(name, _arrow(inner)) for name, inner in kind.items()])
    return getattr(pyarrow, {"bool": "bool_"}.get(kind, kind))()


def _feature(kind: Any) -> Any:
    """A kind of ``_COLUMNS`` as a feature of ``datasets``."""
    if isinstance(kind, list):
        return {"feature": _feature(kind[0]), "_type": "List"}
    if isinstance(kind, dict):
        return {name: _feature(inner) for name, inner in kind.items()}
    return {"dtype": kind, "_type": "Value"}


def features(names: TagNames) -> str:
    """What ``datasets`` wants to know of the columns, as JSON."""
    found = {name: _feature(kind) for name, kind in _COLUMNS.items()}
    found["ner_tags"]["feature"] = {"names": names.names, "_type": "ClassLabel"}
    return json.dumps({"info": {"features": found}}, ensure_ascii=False)


class Parquet:
    """Writes one Parquet file, compressed with zstd; ``datasets.load_dataset("parquet", data_files=…)`` reads it."""

    name = "parquet"
    title = "Parquet (Hugging Face)"
    suffix = ".parquet"
    options = ParquetOptions

    def losses(self, bundle: Bundle, options: Options) -> Mapping[str, int]:
        """Only notes on spans that are not exported themselves: the column of spans is exact."""
        return counted({NOTES_OUT: unreachable_notes(bundle, chosen(bundle, options))})

    def write(self, bundles: Iterable[Bundle], target: Path, options: ParquetOptions, progress: Progress) -> int:
        """Some articles in memory at a time. UserError ``parquet-missing`` and as :class:`Replacement`, Cancelled."""
        try:
            import pyarrow
            from pyarrow.parquet import ParquetWriter
        except ImportError as error:
            raise UserError("parquet-missing") from error
        # Without pyarrow's own copy of the schema, the names of tags can be told when all are known.
        schema = pyarrow.schema([(name, _arrow(kind)) for name, kind in _COLUMNS.items()])
        names = TagNames()
        rows: list[Row] = []
        done = 0
        with (
            Replacement(target) as out,
            ParquetWriter(_Sink(out), schema, compression="zstd", store_schema=False) as writer,
        ):
            for bundle in each(bundles, options, progress):
                names.learn(bundle, options.layer)
                rows.append(row(bundle, options, names))
                if sum(len(one["text"]) for one in rows) > _GROUP:
                    writer.write_table(pyarrow.Table.from_pylist(rows, schema))
                    rows.clear()
                done += 1
            writer.write_table(pyarrow.Table.from_pylist(rows, schema))
            writer.add_key_value_metadata({"huggingface": features(names)})
        return done
