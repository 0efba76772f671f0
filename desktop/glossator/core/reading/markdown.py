"""Markdown: headings, lists, quotations and code by their marks; front matter as facts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from glossator.core.errors import UserError
from glossator.core.model.block import Kind
from glossator.core.progress import Progress, check
from glossator.core.reading.base import Draft, DraftBlock
from glossator.core.reading.decode import binary_kind, decode
from glossator.core.reading.metadata import parse_date
from glossator.core.reading.plain import MAX_LINES, MAX_TEXT
from glossator.core.reading.shape import dressed, furnished

_FRONT = re.compile(
    r"^---[ \t]*\n(?P<body>(?:[A-Za-z_][\w-]*[ \t]*:.*\n|[ \t]+\S.*\n|-[ \t].*\n|#.*\n)+)---[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_LINE = re.compile(r"\r\n?|\u2028|\u2029")

Facts = dict[str, str]


class Markdown:
    """Reads ``.md`` (CommonMark with tables)."""

    name = "markdown"
    title = "Markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdown")

    def sniff(self, head: bytes, name: str) -> float:
        """Only its suffix makes it sure; plain text often looks like it."""
        return 0.9 if name.lower().endswith(self.suffixes) and not binary_kind(head) else 0.0

    def read(self, data: bytes, name: str, progress: Progress) -> tuple[str, str, Sequence[Draft]]:
        """(encoding, text, drafts); UserError as decoding, text-too-long, nothing-to-read.

        Several articles are told apart only by front matter of their own, or by a rule
        followed by a heading of the first level where there was one before.
        """
        text, encoding = decode(data)
        if len(text) > MAX_TEXT:
            raise UserError("text-too-long", limit=MAX_TEXT)
        if text.count("\n") > MAX_LINES:
            raise UserError("too-many-parts", limit=MAX_LINES)
        drafts: list[Draft] = []
        for facts, body in _documents(_LINE.sub("\n", text)):
            check(progress)
            drafts += _drafts(facts, body)
        if not drafts:
            raise UserError("nothing-to-read")
        return encoding, text, drafts


def _documents(text: str) -> list[tuple[Facts, str]]:
    """Front matter and body of each document; a later front matter must name a title to count."""
    fronts = [
        (match, facts)
        for match in _FRONT.finditer(text)
        if (facts := _facts(match["body"])) and (not text[: match.start()].strip() or "title" in facts)
    ]
    if not fronts:
        return [({}, text)]
    found: list[tuple[Facts, str]] = [({}, text[: fronts[0][0].start()])]
    ends = [match.start() for match, _ in fronts[1:]] + [len(text)]
    found += [(facts, text[match.end() : end]) for (match, facts), end in zip(fronts, ends, strict=True)]
    return [(facts, body) for facts, body in found if facts or body.strip()]


def _facts(front: str) -> Facts:
    """``key: value`` lines; a list (``- a`` or ``[a, b]``) becomes "a, b"."""
    facts: Facts = {}
    key = ""
    for line in front.split("\n"):
        item = re.match(r"\s*-\s+(.*)", line)
        pair = re.match(r"([A-Za-z_][\w-]*)\s*:\s*(.*)", line)
        if item and key:
            facts[key] = ", ".join(filter(None, (facts[key], _bare(item[1]))))
        elif pair:
            key = pair[1].lower()
            listed = pair[2].startswith("[")
            facts[key] = ", ".join(map(_bare, pair[2].strip("[] ").split(","))) if listed else _bare(pair[2])
    return facts


def _bare(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _drafts(facts: Facts, body: str) -> list[Draft]:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 100}).enable("table")
    groups = _parted(parser.parse(body))
    drafts: list[Draft] = []
    for number, tokens in enumerate(groups):
        blocks = _blocks(tokens)
        if not blocks:
            continue
        first = next((b.text for b in blocks if b.kind is Kind.HEADING and b.level == 1), "")
        own = facts if number == 0 else {}
        title = own.get("title", "") or first or next((b.text for b in blocks if b.kind is Kind.HEADING), "")
        drafts.append(
            dressed(
                Draft(
                    tuple(furnished(blocks, title)),
                    title,
                    own.get("author", "") or own.get("authors", "") or own.get("byline", ""),
                    parse_date(own.get("date", "") or own.get("published", "")),
                    own.get("lang", "") or own.get("language", ""),
                    next((v for k in ("url", "source", "link") if (v := own.get(k, "")).startswith("http")), ""),
                )
            )
        )
    return drafts


def _parted(tokens: list[Token]) -> list[list[Token]]:
    """Top-level tokens cut at each rule that stands between two articles of the first level."""
    cuts = [0]
    for i, token in enumerate(tokens[:-1]):
        after = tokens[i + 1]
        if token.type == "hr" and token.level == 0 and after.type == "heading_open" and after.tag == "h1":
            before = tokens[cuts[-1] : i]
            if any(t.tag == "h1" for t in before) and any(t.type == "paragraph_open" for t in before):
                cuts.append(i)
    return [tokens[a:b] for a, b in zip(cuts, [*cuts[1:], len(tokens)], strict=True)]


def _blocks(tokens: Sequence[Token]) -> list[DraftBlock]:
    found: list[DraftBlock] = []
    row: list[str] | None = None
    open_: list[str] = []
    heading = 0
    fresh_item = False
    for token in tokens:
        kind = token.type
        if kind.endswith("_open"):
            open_.append(kind)
            heading = int(token.tag[1]) if kind == "heading_open" else heading
            fresh_item = kind == "list_item_open" or fresh_item
            row = [] if kind == "tr_open" else row
        elif kind.endswith("_close"):
            open_.pop()
            if kind == "tr_close" and row is not None:
                found.append(DraftBlock(" | ".join(row), Kind.TABLE))
                row = None
        elif kind == "inline" and row is not None:
            row.append(_inline(token))
        elif kind == "inline":
            block = _text_block(token, open_, heading, fresh_item)
            fresh_item = False
            found.append(block)
        elif kind in ("fence", "code_block"):
            found += [DraftBlock(line, Kind.CODE) for line in token.content.split("\n")]
        elif kind == "html_block":
            found.append(DraftBlock(" ".join(_TAG.sub(" ", token.content).split())))
    return [block for block in found if block.text.strip()]


def _text_block(token: Token, open_: Sequence[str], heading: int, fresh_item: bool) -> DraftBlock:
    text = _inline(token)
    children = token.children or []
    if "heading_open" in open_:
        return DraftBlock(text, Kind.HEADING, heading)
    if children and all(child.type == "image" for child in children):
        return DraftBlock(text, Kind.CAPTION)
    depth = sum(name == "list_item_open" for name in open_)
    if depth and fresh_item:
        return DraftBlock(text, Kind.BULLET, min(depth, 6))
    return DraftBlock(text, Kind.QUOTATION if "blockquote_open" in open_ else Kind.PARAGRAPH)


def _inline(token: Token) -> str:
    parts: list[str] = []
    for child in token.children or []:
        if child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak":
            parts.append("\n")
        elif child.type == "html_inline":
            parts.append("\n" if child.content.lower().startswith("<br") else "")
        else:
            parts.append(child.content)
    return "".join(parts)
