"""What a web page says of itself: title, authors, date, language and address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from glossator.core.reading.base import Draft
from glossator.core.reading.metadata import parse_date
from glossator.core.reading.tree import collapsed

_KINDS = ("article", "posting", "report", "review")


def told(tree: Any, part: Any) -> Draft:
    """A draft without blocks that holds the facts; ``part`` is the article's own element.

    JSON-LD goes first, then the meta elements, then what the page shows.
    """
    news = next(_news(tree), {}) if part is tree else {}
    heading = next((t for h in part.iter("h1", "h2") if (t := collapsed(h.text_content()))), "")
    title = _text(news.get("headline")) or (_meta(tree, "og:title") if part is tree else "") or heading
    if part is tree:
        title = title or collapsed(tree.findtext(".//title") or "").split(" | ")[0]
    shown = next((t for n in part.iter("h1") if (t := collapsed(n.text_content())) and t in title), "")
    return Draft(
        (),
        title=shown or title,
        byline=", ".join(_names(news.get("author"))) or (_author(tree) if part is tree else _shown_author(part)),
        published=_published(tree, part, news),
        language=_language(tree),
        address=_address(tree, news) if part is tree else "",
    )


def _news(tree: Any) -> Iterator[dict[str, Any]]:
    for node in tree.iter("script"):
        if (node.get("type") or "").strip().lower() == "application/ld+json" and len(node.text or "") < 1_000_000:
            try:
                said = json.loads(node.text or "")
            except (ValueError, RecursionError):
                continue
            yield from _objects(said)


def _objects(said: Any) -> Iterator[dict[str, Any]]:
    heap = [said]
    for _ in range(1000):
        if not heap:
            return
        one = heap.pop(0)
        if isinstance(one, list):
            heap += one
        elif isinstance(one, dict):
            if any(kind in str(one.get("@type")).lower() for kind in _KINDS):
                yield one
            heap += [one[k] for k in ("@graph", "mainEntity") if k in one]


def _text(value: Any) -> str:
    return collapsed(value) if isinstance(value, str) else ""


def _names(value: Any) -> list[str]:
    people = value if isinstance(value, list) else [value]
    names = [_text(p.get("name")) if isinstance(p, dict) else _text(p) for p in people]
    return [name for name in names if name and not name.startswith("http")]


def _meta(tree: Any, *names: str) -> str:
    for name in names:
        for key in ("name", "property", "itemprop"):
            for node in tree.xpath(f"//meta[@{key}=$name]", name=name):
                if node.get("content"):
                    return collapsed(node.get("content"))
    return ""


def _author(tree: Any) -> str:
    found = _meta(tree, "author", "article:author", "byl", "dc.creator", "DC.creator", "parsely-author")
    return "" if found.startswith("http") else found.removeprefix("By ")


def _shown_author(part: Any) -> str:
    nodes = part.xpath(".//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' author ')]")
    return collapsed(nodes[0].text_content()).removeprefix("By ") if nodes else ""


def _published(tree: Any, part: Any, news: dict[str, Any]) -> str:
    said = [_text(news.get("datePublished"))]
    if part is tree:
        said.append(_meta(tree, "article:published_time", "datePublished", "date", "pubdate", "dc.date", "DC.date"))
    said += [node.get("datetime") or node.text_content() for node in part.iter("time")][:3]
    return next((iso for text in said if (iso := parse_date(text.replace("T", " ", 1)))), "")


def _language(tree: Any) -> str:
    said = tree.get("lang") or _meta(tree, "og:locale") or ""
    said = said.strip().replace("_", "-")
    return said if 2 <= len(said) <= 35 and said.replace("-", "").isalnum() and said.isascii() else ""


def _address(tree: Any, news: dict[str, Any]) -> str:
    main = news.get("mainEntityOfPage")
    said = [link.get("href") or "" for link in tree.xpath("//link[@rel='canonical']")]
    said += [_meta(tree, "og:url"), _text(news.get("url")), _text(main.get("@id") if isinstance(main, dict) else main)]
    return next((text for text in said if text.startswith(("https://", "http://"))), "")
