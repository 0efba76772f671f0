"""Web pages as trees: safe parsing, our own block walk, captions, and text without any tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import lxml.etree
import lxml.html

from glossator.core.model.block import Kind
from glossator.core.reading.base import DraftBlock

MAX_DEPTH = 1500
"""Levels that lxml's generous mode still reads (measured); deeper pages come out empty there."""

MAX_TAG = 64 << 10
"""Code points of one tag."""

_DATA = re.compile(r"data:[\w/+.;=-]{0,80},[^\"'\s)<>]{256,}", re.IGNORECASE)
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr p li td th tr option".split())
_SPACE = re.compile(r"[ \t\r\n\f]+")

_GONE = frozenset(
    "script style template noscript iframe object svg math head form button select nav footer aside".split()
)
_SIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|repl(?:y|ies)|share|sharing|social|advert(?:isement)?s?|ads?|promo|related|newsletter"
    r"|cookies?|consent|subscribe|breadcrumbs?|menu|teasers?|recommended|sponsor(?:ed)?|paywall|popup|modal)(?=$|[\s_-])",
    re.IGNORECASE,
)
_BLOCK = frozenset(
    "p div li h1 h2 h3 h4 h5 h6 tr blockquote pre section article main header ul ol dl dt dd table figure "
    "figcaption hr address details summary body html tbody thead".split()
)


def without_data(page: str) -> str:
    """``page`` with long ``data:`` addresses cut: lxml empties pages with huge attributes in silence."""
    return _DATA.sub("data:,", page)


def has_monstrous_tag(page: str) -> bool:
    """Whether one tag has more than 64 KiB: lxml's time is quadratic in its attributes."""
    at = page.find("<")
    while at >= 0:
        end = page.find(">", at)
        if (len(page) if end < 0 else end) - at > MAX_TAG and page[at + 1 : at + 2].isalpha():
            return True
        at = page.find("<", at + 1 if end < 0 else end)
    return False


def depth_of(page: str) -> tuple[int, int]:
    """(deepest nesting, number of tags), by one scan without a tree."""
    depth = deepest = tags = 0
    for match in _TAG.finditer(page):
        tags += 1
        if match[2].lower() not in _VOID and not match[3]:
            depth = max(0, depth - 1) if match[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest, tags


def parsed(page: str) -> Any | None:
    """The page's tree, or None if lxml makes nothing of it. Nothing is fetched or run."""
    parser = lxml.html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8"
    )
    try:
        root = lxml.html.document_fromstring(_XML.sub("", page).encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return None
    return root


def collapsed(text: str) -> str:
    """Blanks as a browser shows them; a no-break space stays."""
    return _SPACE.sub(" ", text).strip(" ")


def is_side(node: Any) -> bool:
    """Whether an element, by its name or class, is around the article and not in it."""
    if not isinstance(node.tag, str):
        return True
    named = f"{node.get('class') or ''} {node.get('id') or ''}"
    return node.tag in _GONE or node.get("hidden") is not None or (
        node.tag not in ("html", "body", "article", "main") and len(named) < 400 and bool(_SIDE.search(named))
    )  # fmt: skip


def aside(node: Any) -> bool:
    """Whether the element or one around it is a side."""
    while node is not None:
        if is_side(node):
            return True
        node = node.getparent()
    return False


def walked(root: Any) -> list[DraftBlock]:
    """Blocks of the tree by our own walk, sides left out; without recursion."""
    walk = _Walk()
    events = lxml.etree.iterwalk(root, events=("start", "end"))
    for event, node in events:
        side = node is not root and is_side(node)
        if event == "start" and side:
            events.skip_subtree()
        elif event == "start":
            walk.enter(node)
        else:
            walk.leave(node, inside=not side, last=node is root)
    walk.flush()
    return walk.found


class _Walk:
    """What :func:`walked` has gathered so far."""

    def __init__(self) -> None:
        self.found: list[DraftBlock] = []
        self._parts: list[str] = []
        self._around: list[str] = []

    def enter(self, node: Any) -> None:
        """A block ends the one before; a cell is parted from the cell before."""
        if node.tag in _BLOCK:
            self.flush()
            self._around.append(node.tag)
        elif node.tag == "br":
            self._parts.append("\0")
        elif node.tag in ("td", "th") and "".join(self._parts).strip():
            self._parts.append(" | ")
        self._parts.append(node.text or "")

    def leave(self, node: Any, *, inside: bool, last: bool) -> None:
        """Close the element, and take the text behind it."""
        if node.tag in _BLOCK and inside:
            self.flush()
            self._around.pop()
        if not last:
            self._parts.append(node.tail or "")

    def flush(self) -> None:
        """What was gathered becomes a block of the innermost element's kind."""
        text = "\n".join(filter(None, map(collapsed, "".join(self._parts).split("\0"))))
        self._parts.clear()
        if text:
            self.found.append(_block(text, self._around))


def _block(text: str, around: list[str]) -> DraftBlock:
    inner = around[-1] if around else ""
    if re.fullmatch("h[1-6]", inner):
        return DraftBlock(text, Kind.HEADING, int(inner[1]))
    if "figcaption" in around:
        return DraftBlock(text, Kind.CAPTION)
    if "li" in around[-2:]:
        return DraftBlock(text, Kind.BULLET, max(1, min(6, around.count("li"))))
    if "pre" in around:
        return DraftBlock(text, Kind.CODE)
    if "blockquote" in around:
        return DraftBlock(text, Kind.QUOTATION)
    return DraftBlock(text, Kind.TABLE if "table" in around else Kind.PARAGRAPH)


def side_texts(root: Any) -> set[str]:
    """The paragraphs of adverts, comments and other sides, blanks collapsed."""
    return {collapsed(node.text_content()) for node in root.iter("p", "li") if aside(node)}


def captions(root: Any) -> Iterator[tuple[str, str]]:
    """(caption, the text of the next paragraph or "") of each figure, in order."""
    for node in root.iter("figcaption"):
        text = collapsed(node.text_content())
        if text and not aside(node.getparent()):
            yield text, _next_text(node)


def _next_text(node: Any) -> str:
    for after in _following(node):
        text = collapsed(after.text_content())
        if text:
            return text
    return ""


def _following(node: Any) -> Iterator[Any]:
    yield from node.xpath("following::*[self::p or self::h2 or self::h3 or self::li][position() <= 5]")


class _Flat(HTMLParser):
    """Text by events alone: no tree, so no depth is too deep."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[str]] = [[]]
        self.title: list[str] = []
        self._quiet = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line; scripts and styles are passed over."""
        if not self._quiet and tag in ("script", "style", "template", "noscript", "title"):
            self._quiet = tag
        if tag in _BLOCK or tag == "br":
            self.lines.append([])

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line."""
        if tag == self._quiet:
            self._quiet = ""
        if tag in _BLOCK:
            self.lines.append([])

    def handle_data(self, data: str) -> None:
        """Text goes to its line."""
        if self._quiet == "title":
            self.title.append(data)
        elif not self._quiet:
            self.lines[-1].append(data)


def flat(page: str) -> tuple[str, list[DraftBlock]]:
    """(title, paragraphs) of a page of any depth or size, without a tree."""
    reader = _Flat()
    reader.feed(page)
    reader.close()
    texts = (collapsed("".join(parts)) for parts in reader.lines)
    return collapsed("".join(reader.title)), [DraftBlock(text) for text in texts if text]
