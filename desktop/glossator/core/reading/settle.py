"""A draft becomes an article: characters are made safe once, and offsets hold from then on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from glossator.core.errors import UserError
from glossator.core.model.article import Article
from glossator.core.model.block import Block, Kind
from glossator.core.model.ids import new_id
from glossator.core.reading.base import Draft, DraftBlock

MAX_BLOCK = 20_000
"""Code points in one block; longer ones are parted at a blank, since laying them out is quadratic."""

MAX_TITLE = 500

BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""Everything that some program or other takes for the end of a line."""

_BAD = re.compile("[\x00\ud800-\udfff\ufdd0-\ufdef" + "".join(chr(p + e) for p in range(0, 0x110000, 0x10000) for e in (0xFFFE, 0xFFFF)) + "]")  # fmt: skip  # noqa: E501
_CONTROL = re.compile("[\x01-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """``text`` with NFC, no control characters, nothing that a database or Qt would change.

    Lone surrogates, NUL and noncharacters become U+FFFD, other controls a space.
    """
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", _BAD.sub("\ufffd", text)))


def settle(draft: Draft, source_id: str, part: int, added: str) -> Article:
    """The article that ``draft`` becomes; UserError nothing-to-read if it holds no text."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for block in draft.blocks:
        for text in _pieces(block):
            if blocks:
                leads = blocks[-1].kind is Kind.DATELINE and block.kind is Kind.PARAGRAPH
                parts.append(" " if leads else "\n")
                at += 1
            blocks.append(Block(at, at + len(text), block.kind, block.level))
            parts.append(text)
            at += len(text)
    if not blocks:
        raise UserError("nothing-to-read")
    text = "".join(parts)
    return Article(
        id=new_id(),
        revision=1,
        title=one_line(draft.title) or _first_words(text, blocks),
        byline=one_line(draft.byline),
        published=one_line(draft.published),
        language=one_line(draft.language),
        address=one_line(draft.address),
        source=source_id,
        part=part,
        added=added,
        text=text,
        blocks=tuple(blocks),
    )


def one_line(text: str) -> str:
    """``text`` fit for a list or a window's title: one line, no direction overrides, at most 500 long."""
    return " ".join(clean(_STEERING.sub("", BREAK.sub(" ", text))).split())[:MAX_TITLE].strip()


def drafted(article: Article) -> tuple[DraftBlock, ...]:
    """The blocks of a settled article as drafts again."""
    return tuple(DraftBlock(article.text[b.start : b.end], b.kind, b.level) for b in article.blocks)


def _pieces(block: DraftBlock) -> Iterator[str]:
    for line in BREAK.split(block.text):
        rest = clean(line).strip()
        while len(rest) > MAX_BLOCK:
            cut = rest.rfind(" ", MAX_BLOCK // 2, MAX_BLOCK)
            cut = cut if cut > 0 else MAX_BLOCK
            piece, rest = rest[:cut].strip(), rest[cut:].strip()
            if is_visible(piece):
                yield piece
        if is_visible(rest):
            yield rest


def is_visible(text: str) -> bool:
    """Whether there is anything but blanks and characters of no width."""
    return any(not char.isspace() and unicodedata.category(char) != "Cf" for char in text)


def _first_words(text: str, blocks: list[Block]) -> str:
    heading = next((b for b in blocks if b.kind is Kind.HEADING), None)
    shown = heading or next((b for b in blocks if b.kind is not Kind.FURNITURE), blocks[0])
    words = one_line(text[shown.start : shown.end])
    return words if len(words) <= 100 else words[:100].rpartition(" ")[0] + "…" if " " in words[:100] else words[:100]
