"""Saved web pages: trafilatura finds the article, our own walk where it keeps no structure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import lxml.etree

from glossator.core.errors import UserError
from glossator.core.model.block import Kind
from glossator.core.progress import Progress, check
from glossator.core.reading import page as pages
from glossator.core.reading import tree as trees
from glossator.core.reading.base import Draft, DraftBlock
from glossator.core.reading.decode import binary_kind, decode
from glossator.core.reading.metadata import parse_date
from glossator.core.reading.plain import MAX_TEXT
from glossator.core.reading.shape import dressed, furnished
from glossator.core.reading.split import plainly
from glossator.core.reading.tree import collapsed

MAX_PAGE = 3_000_000
"""Code points of mark-up given to trafilatura, whose time grows faster than the page."""

MAX_TAGS = 60_000
MOST_TAGS = 200_000
"""Pages with more are refused, as text-too-long is."""

ENOUGH = 400
"""Code points of paragraphs that make an ``<article>`` one of its own and no teaser."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_LOOKS = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.{0,2000}?-->\s*){0,3}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


class Html:
    """Reads ``.html`` as a browser saves it."""

    name = "html"
    title = "Web page"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def sniff(self, head: bytes, name: str) -> float:
        """Sure by the first tag; by its suffix if there is any tag at all."""
        if binary_kind(head):
            return 0.0
        if _LOOKS.match(head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")):
            return 0.95
        return 0.8 if name.lower().endswith(self.suffixes) else 0.0

    def read(self, data: bytes, name: str, progress: Progress) -> tuple[str, str, Sequence[Draft]]:
        """(encoding, text, drafts); UserError as decoding, text-too-long, too-many-parts, nothing-to-read."""
        declared = _CHARSET.search(data[:8192])
        text, encoding = decode(data, declared[1].decode("ascii", "replace") if declared else "")
        page = trees.without_data(text)
        check(progress)
        drafts = _drafts(page, progress)
        if not any(draft.blocks for draft in drafts):
            raise UserError("nothing-to-read")
        if sum(len(block.text) for draft in drafts for block in draft.blocks) > MAX_TEXT:
            raise UserError("text-too-long", limit=MAX_TEXT)
        return encoding, text, drafts


def _drafts(page: str, progress: Progress) -> list[Draft]:
    depth, tags = trees.depth_of(page)
    if tags > MOST_TAGS:
        raise UserError("too-many-parts", limit=MOST_TAGS)
    tree = None if depth >= trees.MAX_DEPTH or trees.has_monstrous_tag(page) else trees.parsed(page)
    if tree is None:
        title, blocks = trees.flat(page)
        return [dressed(Draft(tuple(furnished(blocks, title)), title))]
    if depth > 200 or tags > MAX_TAGS or len(page) > MAX_PAGE:
        return [_draft(tree, tree, trees.walked(_main(tree)))]
    parts = _articles(tree)
    if len(parts) > 1:
        drafts = []
        for part in parts:
            check(progress)
            drafts.append(_draft(tree, part, trees.walked(part)))
        return drafts
    return _by_headings(_draft(tree, tree, _extracted(page, tree)))


def _articles(tree: Any) -> list[Any]:
    """The ``<article>`` elements that are articles of their own: a heading, two paragraphs, enough text.

    Teasers are short or mostly links, and comments lie in a side; a list of teasers beside
    one long article is no reason to part the page.
    """
    found: list[tuple[int, Any]] = []
    for node in tree.xpath("//article[not(ancestor::article)]"):
        if trees.aside(node) or not any(collapsed(h.text_content()) for h in node.iter("h1", "h2", "h3")):
            continue
        paragraphs = [collapsed(p.text_content()) for p in node.iter("p")]
        linked = sum(len(collapsed(a.text_content())) for p in node.iter("p") for a in p.iter("a"))
        size = sum(map(len, paragraphs))
        if size > ENOUGH and linked < size / 2 and sum(len(text) > 60 for text in paragraphs) >= 2:
            found.append((size, node))
    largest = max((size for size, _ in found), default=0)
    return [node for size, node in found if size >= largest / 8]


def _main(tree: Any) -> Any:
    """The one element that most likely is the article."""
    for tag in ("article", "main", "body"):
        nodes = [node for node in tree.iter(tag) if not trees.aside(node)]
        if nodes:
            return max(nodes, key=lambda node: len(node.text_content()))
    return tree


def _extracted(page: str, tree: Any) -> list[DraftBlock]:
    """Blocks by trafilatura, or by our walk if that kept most of the text in one piece."""
    from trafilatura import extract

    xml = extract(page, fast=True, output_format="xml", include_comments=False, include_tables=True)
    blocks = _converted(xml) if xml else []
    walked = trees.walked(_main(tree))
    if len(blocks) < 3 and len(walked) > len(blocks):
        return walked
    if not blocks:
        return walked or trees.walked(tree)
    kinds = {plainly(block.text): block for block in walked if block.kind is not Kind.PARAGRAPH}
    blocks = [kinds.get(plainly(b.text), b) if b.kind is Kind.PARAGRAPH else b for b in blocks]
    inside = {plainly(block.text) for block in walked}
    beside = {name for text in trees.side_texts(tree) if (name := plainly(text)) not in inside}
    return [replace(b, kind=Kind.FURNITURE, level=0) if plainly(b.text) in beside else b for b in blocks]


def _converted(xml: str) -> list[DraftBlock]:
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = lxml.etree.fromstring(xml.encode("utf-8"), parser)
    except lxml.etree.XMLSyntaxError:
        return []
    main = root.find("main")
    found: list[DraftBlock] = []
    for node in main if main is not None else ():
        found += _node_blocks(node)
    return [block for block in found if block.text.strip()]


def _node_blocks(node: Any) -> list[DraftBlock]:
    if node.tag == "head":
        level = (node.get("rend") or "h2")[-1]
        return [DraftBlock(_said(node), Kind.HEADING, int(level) if level in "123456" else 2)]
    if node.tag == "list":
        return [DraftBlock(_own(item), Kind.BULLET, _depth(item)) for item in node.iter("item")]
    if node.tag == "quote":
        inner = [child for child in node.iter("p")]
        return [DraftBlock(_said(part), Kind.QUOTATION) for part in inner or [node]]
    if node.tag == "table":
        return [DraftBlock(" | ".join(_said(c) for c in row.iter("cell")), Kind.TABLE) for row in node.iter("row")]
    if node.tag == "code":
        return [DraftBlock("".join(node.itertext()), Kind.CODE)]
    return [DraftBlock(_said(node))]


def _said(node: Any) -> str:
    """Its text, blanks collapsed, with a line's end for each ``<lb/>``."""
    for mark in node.iter("lb"):
        mark.text = "\x1e"
    lines = "".join(node.itertext()).split("\x1e")
    return "\n".join(filter(None, map(collapsed, lines)))


def _own(item: Any) -> str:
    """A list item's text without the lists inside it."""
    parts = [item.text or ""]
    for child in item:
        parts += ["" if child.tag == "list" else "".join(child.itertext()), child.tail or ""]
    return collapsed("".join(parts))


def _depth(item: Any) -> int:
    return max(1, min(6, sum(1 for node in item.iterancestors("list"))))


def _draft(tree: Any, part: Any, blocks: list[DraftBlock]) -> Draft:
    facts = pages.told(tree, part)
    blocks = furnished(_captioned(blocks, part), facts.title)
    return dressed(replace(facts, blocks=tuple(blocks), published=facts.published or _dated(blocks)))


def _dated(blocks: Sequence[DraftBlock]) -> str:
    return next((parse_date(b.text) for b in blocks if b.kind is Kind.FURNITURE and parse_date(b.text)), "")


def _captioned(blocks: list[DraftBlock], part: Any) -> list[DraftBlock]:
    """``blocks`` with the captions that the extraction dropped, each before the paragraph that follows it."""
    names = [plainly(block.text) for block in blocks]
    for text, after in trees.captions(part):
        name = plainly(text)
        if name in names:
            at = names.index(name)
            blocks[at] = DraftBlock(blocks[at].text, Kind.CAPTION)
        elif plainly(after) in names:
            at = names.index(plainly(after))
            blocks.insert(at, DraftBlock(text, Kind.CAPTION))
            names.insert(at, name)
    return blocks


def _by_headings(draft: Draft) -> list[Draft]:
    """Several articles where headings of the first level each lead enough text of their own."""
    tops = [i for i, b in enumerate(draft.blocks) if b.kind is Kind.HEADING and b.level == 1]
    begins = [0, *tops[1:]]
    groups = [draft.blocks[a:b] for a, b in zip(begins, [*begins[1:], len(draft.blocks)], strict=True)]
    full = all(sum(len(b.text) for b in g if b.kind is Kind.PARAGRAPH) > ENOUGH for g in groups)
    if len(groups) < 2 or not full:
        return [draft]
    first = replace(draft, blocks=groups[0])
    return [first, *(dressed(Draft(g, g[0].text, language=draft.language)) for g in groups[1:])]
