"""Articles and spans written as pictures: ``[Ada](PERSON) said [“hi”](QUOTE).``"""

from __future__ import annotations

import re

from glossator.core.model.article import Article
from glossator.core.model.block import Block, Kind
from glossator.core.model.ids import new_id
from glossator.core.model.span import Layer, Span, State

_MARK = re.compile(r"\[(?P<text>[^\[\]]*)\]\((?P<label>[A-Z_]+)\)")
LAYERS = {"QUOTE": Layer.QUOTE, "CUE": Layer.CUE, "SPEAKER": Layer.SPEAKER}


def article(text: str, title: str = "A title", **fields: object) -> Article:
    """An article whose lines are its paragraphs; "# " begins a heading, "! " furniture, "- " a bullet."""
    kinds = {"# ": Kind.HEADING, "! ": Kind.FURNITURE, "- ": Kind.BULLET}
    lines: list[str] = []
    blocks: list[Block] = []
    at = 0
    for line in text.split("\n"):
        kind = kinds.get(line[:2], Kind.PARAGRAPH)
        body = line[2:] if line[:2] in kinds else line
        if body.strip():
            blocks.append(Block(at, at + len(body), kind, 1 if kind is Kind.HEADING else 0))
        lines.append(body)
        at += len(body) + 1
    defaults: dict[str, object] = {
        "id": new_id(), "revision": 1, "title": title, "byline": "", "published": "2026-01-07", "language": "en",
        "address": "", "source": "0" * 64, "part": 0, "added": "2026-01-08T10:00:00+00:00",
    }  # fmt: skip
    return Article(text="\n".join(lines), blocks=tuple(blocks), **{**defaults, **fields})  # type: ignore[arg-type]


def picture(drawn: str, state: State = State.ACCEPTED, origin: str = "human:test") -> tuple[Article, tuple[Span, ...]]:
    """The article that ``drawn`` shows, and its spans in order."""
    plain = ""
    marks: list[tuple[int, int, str]] = []
    last = 0
    for match in _MARK.finditer(drawn):
        plain += drawn[last : match.start()]
        marks.append((len(plain), len(plain) + len(match["text"]), match["label"]))
        plain += match["text"]
        last = match.end()
    plain += drawn[last:]
    made = article(plain)
    spans = tuple(
        Span(new_id(), made.id, 1, a, b, label, LAYERS.get(label, Layer.ENTITY), origin, state, plain[a:b])
        for a, b, label in marks
    )
    return made, spans
