"""Spans and articles in a few words, for files that people read and machines do not."""

from __future__ import annotations

from dataclasses import dataclass

from glossator.core.model.bundle import Bundle
from glossator.core.model.quote import gather
from glossator.core.model.span import Span, State

LINKS_AS_WORDS = "links written as words only"


@dataclass(frozen=True)
class Line:
    """A line of the text ``[start, end)`` in code points, and the kind and level of the block that it is."""

    start: int
    end: int
    kind: str
    level: int


def lines(bundle: Bundle) -> list[Line]:
    """The text line by line; a dateline does not make a line of its own. No text, no lines."""
    article = bundle.article
    found: list[Line] = []
    at = 0
    blocks = iter(article.blocks)
    block = next(blocks, None)
    for words in article.text.split("\n") if article.text else ():
        end = at + len(words)
        kind, level = "paragraph", 0
        while block is not None and block.start <= end:
            if block.kind != "dateline" or block.end >= end:
                kind, level = str(block.kind), block.level
            if block.end > end:
                break
            block = next(blocks, None)
        found.append(Line(at, end, kind, level))
        at = end + 1
    return found


def shows_title(bundle: Bundle) -> bool:
    """Whether the text begins with a heading, so that the title need not be set above it."""
    first = next(iter(bundle.article.blocks), None)
    return first is not None and first.kind == "heading"


def agent(origin: str) -> str:
    """Who made a row: a person's name, or the program with its version."""
    return origin.removeprefix("human:")


def under_title(bundle: Bundle) -> list[str]:
    """What stands under a title: author, date and address, then tags."""
    article = bundle.article
    facts = [article.byline, article.published, article.address]
    tags = ", ".join(bundle.tags)
    return [line for line in (" · ".join(filter(None, facts)), f"Tags: {tags}" if tags else "") if line]


def speaker_names(bundle: Bundle) -> dict[str, str]:
    """Who says each quotation: the id of its last piece in the text → the fullest name known."""
    quotes = gather(bundle.spans, bundle.links)
    return {max(q.pieces, key=lambda piece: piece.end).id: q.speaker_name for q in quotes if q.speaker}


def in_words(bundle: Bundle) -> dict[str, list[str]]:
    """What is known of each span beside its label: its id → lines such as ``speaker: Ada Moreau``."""
    found = {span.id: _facts(span) for span in bundle.spans}
    words = {span.id: span.text for span in bundle.spans}
    for link in bundle.links:
        name = link.value("name")
        named = f" ({name})" if name and name != words[link.tail] else ""
        found[link.head].append(f"{link.kind}: {words[link.tail]}{named}")
    return found


def _facts(span: Span) -> list[str]:
    facts = [f"{name}: {value}" for name, value in span.values]
    if span.state is not State.ACCEPTED:
        facts.append(str(span.state))
    if span.score is not None:
        facts.append(f"score: {span.score:g}")
    return facts
