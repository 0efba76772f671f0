"""spaCy's DocBin: entities, span groups and categories; what Glossator put beside them, if it wrote the file."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossator.core.errors import UserError
from glossator.core.interchange.base import (
    MAX_BYTES,
    ForeignArticle,
    ForeignFile,
    ForeignLink,
    ForeignNote,
    ForeignSpan,
    Malformed,
    checked,
    loaded,
    rows,
    sureness,
    table,
    unreadable,
    words,
)
from glossator.core.interchange.own import links_of, notes_of

if TYPE_CHECKING:
    from spacy.tokens import Doc


class DocBin:
    """Offsets are code points of ``doc.text``. A group named ``sc`` or ``entity`` has no layer of its own."""

    name = "docbin"
    title = "spaCy DocBin"

    def read(self, path: Path) -> ForeignFile:
        """UserError annotations-unreadable, file-missing, file-too-large."""
        from spacy.tokens import DocBin as Bin
        from spacy.vocab import Vocab

        data = loaded(path)
        try:
            _check_inflated(path, data)
            docs = list(Bin().from_bytes(data).get_docs(Vocab()))
            found = [_article(doc) for doc in docs]
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, ArithmeticError) as error:
            raise unreadable(path, f"spaCy refuses it ({type(error).__name__})") from error
        except zlib.error as error:
            raise unreadable(path, "it is not a packed DocBin") from error
        return checked(path, data, found, ())


def _check_inflated(path: Path, data: bytes) -> None:
    """Refuse a small file that unpacks to more than a file may have: spaCy would unpack all of it."""
    if len(zlib.decompressobj().decompress(data, MAX_BYTES + 1)) > MAX_BYTES:
        raise UserError("file-too-large", path=str(path), size=f"over {MAX_BYTES >> 20}", limit=MAX_BYTES >> 20)


def _groups(doc: Doc) -> list[ForeignSpan]:
    found: list[ForeignSpan] = []
    for name, group in doc.spans.items():
        attributes: Mapping[str, Any] = group.attrs
        states, scores = list(attributes.get("states", ())), list(attributes.get("scores", ()))
        for k, span in enumerate(group):
            layer = "" if name == "sc" else name
            score = sureness(scores[k]) if k < len(scores) else None
            suggested = k < len(states) and states[k] == "suggested"
            ident = span.id_ or f"{name}-{k}"
            found.append(
                ForeignSpan(ident, span.start_char, span.end_char, span.label_, layer, span.text, score, suggested)
            )
    return found


def _article(doc: Doc) -> ForeignArticle:
    spans = _groups(doc)
    there = {(span.start, span.end, span.label) for span in spans}
    for k, ent in enumerate(doc.ents):
        if (ent.start_char, ent.end_char, ent.label_) not in there:
            spans.append(ForeignSpan(f"ent-{k}", ent.start_char, ent.end_char, ent.label_, "", ent.text))
    links: tuple[ForeignLink, ...] = ()
    notes: tuple[ForeignNote, ...] = ()
    tags = tuple(name for name, value in doc.cats.items() if value >= 0.5)
    rest = doc.user_data.get("glossator")
    if isinstance(rest, str):
        try:
            told = table(json.loads(rest))
            links, notes = links_of(told, spans), notes_of(told)
            tags = (*tags, *(words(tag) for tag in rows(told.get("tags"))))
        except (Malformed, ValueError):
            links, notes = (), ()
    title = doc.user_data.get("title")
    return ForeignArticle(
        doc.text, title if isinstance(title, str) else "", spans=tuple(spans), links=links, tags=tags, notes=notes
    )
