"""Text as Markdown that reads back as the same text (CommonMark, section 2.4, backslash escapes)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from glossator.core.model.article import Article
from glossator.core.model.block import Kind
from glossator.core.model.overlap import contains, overlaps, reading_order
from glossator.core.model.span import Span

_ANYWHERE = re.compile(r"[\\`*_\[\]<~$]|&(?=#?\w+;)")
_LINE_START = re.compile(r"^([ \t]*)([#>+\-=:|])", re.MULTILINE)
_NUMBERED = re.compile(r"^([ \t]*\d{1,9})([.)])", re.MULTILINE)
_CLASS = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def escaped(text: str) -> str:
    """``text`` with a backslash before each mark that Markdown would take for its own, but at lines' starts."""
    return _ANYWHERE.sub(r"\\\g<0>", text)


def settled(lines: str) -> str:
    """Escaped text with the marks at lines' starts escaped too, and hard breaks at its line ends."""
    safe = _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", lines))
    return "\\\n".join(line.strip(" \t") for line in safe.split("\n"))


def cell(text: str) -> str:
    """``text`` in a table: on one line, its bars escaped."""
    return escaped(" ".join(text.split())).replace("|", "\\|")


def fenced(text: str) -> str:
    """``text`` as it stands, between fences longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an article that is one block of Markdown."""

    start: int
    end: int
    kind: Kind
    level: int


def parts(article: Article) -> list[Part]:
    """The article's blocks in order, a dateline with its paragraph; text between blocks is a paragraph too."""
    found: list[Part] = []
    last = 0
    for block in article.blocks:
        found += _loose(article.text, last, block.start)
        if found and found[-1].kind is Kind.DATELINE and "\n" not in article.text[found[-1].end : block.start]:
            found[-1] = Part(found[-1].start, block.end, block.kind, block.level)
        else:
            found.append(Part(block.start, block.end, block.kind, block.level))
        last = block.end
    return [*found, *_loose(article.text, last, len(article.text))]


def _loose(text: str, start: int, end: int) -> list[Part]:
    return [
        Part(start + match.start(), start + match.end(), Kind.PARAGRAPH, 0)
        for match in re.finditer(r"\S(?:[^\n]*\S)?", text[start:end])
    ]


def nested(spans: Sequence[Span], within: Sequence[Part]) -> list[Span]:
    """The spans that can be brackets: each in one part that is not code, none crossing another; long ones win."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        fits = any(part.kind is not Kind.CODE and contains(part, span) for part in within)
        crossing = (o for o in kept if overlaps(o, span) and not contains(o, span))
        if fits and next(crossing, None) is None:
            kept.append(span)
    return reading_order(kept)


def _attribute(label: str) -> str:
    if _CLASS.fullmatch(label):
        return f"{{.{label}}}"
    told = " ".join(label.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'{{label="{told}"}}'


def marked(text: str, part: Part, spans: Sequence[Span]) -> str:
    """The part's text, escaped, with ``[words]{.LABEL}`` around each span; ``spans`` are :func:`nested`."""
    mine = [span for span in spans if contains(part, span)]
    opening = {span.start: 0 for span in mine}
    closing: dict[int, list[Span]] = {}
    for span in mine:
        opening[span.start] += 1
        closing.setdefault(span.end, []).insert(0, span)
    made = []
    last = part.start
    for at in sorted({*opening, *closing}):
        made.append(escaped(text[last:at]))
        made += [f"]{_attribute(span.label)}" for span in closing.get(at, ())]
        made.append("[" * opening.get(at, 0))
        last = at
    return "".join([*made, escaped(text[last : part.end])])
