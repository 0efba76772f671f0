"""Files → articles: which importers there are, reading, and a person's correction of the parting."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from glossator.core.errors import UserError
from glossator.core.model.article import Article, Source
from glossator.core.model.block import Kind
from glossator.core.plugins import Registry
from glossator.core.progress import Progress, Silent, check
from glossator.core.reading.base import Draft, DraftBlock, Importer, Reading
from glossator.core.reading.html import Html
from glossator.core.reading.markdown import Markdown
from glossator.core.reading.plain import MAX_TEXT, Plain
from glossator.core.reading.settle import drafted, settle
from glossator.core.reading.shape import facts
from glossator.core.reading.sniff import HEAD, choose, loaded, shown_path
from glossator.core.reading.worker import read_apart

__all__ = ["IMPORTERS", "flat_blocks", "read", "read_apart", "resplit"]

IMPORTERS: Registry[Importer] = Registry("glossator.importers", (Plain(), Html(), Markdown()))


def read(path: Path, progress: Progress | None = None) -> Reading:
    """What the file at ``path`` holds, read in this process.

    UserError file-missing, file-unreadable, file-special, file-too-large, file-empty,
    file-binary, encoding-unknown, text-too-long, nothing-to-read; Cancelled.
    """
    progress = progress or Silent()
    try:
        return _read(path, progress)
    except UserError as error:
        error.values.setdefault("path", shown_path(path))
        raise


def _read(path: Path, progress: Progress) -> Reading:
    data = loaded(path)
    check(progress)
    importer = choose(IMPORTERS, data[:HEAD], path.name)
    encoding, text, drafts = importer.read(data, path.name, progress)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    text = text.encode("utf-8", "replace").decode("utf-8")
    source = Source(hashlib.sha256(data).hexdigest(), shown_path(path), encoding, len(data), now, text)
    return Reading(source, _settled(source, drafts))


def _settled(source: Source, drafts: Sequence[Draft]) -> tuple[Article, ...]:
    articles: list[Article] = []
    for draft in drafts:
        try:
            articles.append(settle(draft, source.id, len(articles), source.read))
        except UserError as error:
            if error.code != "nothing-to-read":
                raise
    if not articles:
        raise UserError("nothing-to-read")
    if sum(len(article.text) for article in articles) > MAX_TEXT:
        raise UserError("text-too-long", limit=MAX_TEXT)
    return tuple(articles)


def flat_blocks(reading: Reading) -> tuple[tuple[DraftBlock, int], ...]:
    """Every block of the file in order, each with the index of the article it is in."""
    return tuple((block, i) for i, article in enumerate(reading.articles) for block in drafted(article))


def resplit(source: Source, reading: Reading, starts: tuple[int, ...]) -> Reading:
    """The same blocks as articles that begin at the indices ``starts`` of :func:`flat_blocks`.

    The first block always begins one; ``()`` makes one article of all. An article whose
    blocks did not change keeps its id and its facts. ValueError for an index out of range.
    """
    flat = flat_blocks(reading)
    begins = sorted({0, *starts})
    if begins[0] < 0 or begins[-1] >= len(flat):
        raise ValueError(starts)
    articles: list[Article] = []
    for part, (a, b) in enumerate(zip(begins, [*begins[1:], len(flat)], strict=True)):
        old = reading.articles[flat[a][1]]
        blocks = tuple(block for block, _ in flat[a:b])
        if drafted(old) == blocks:
            articles.append(replace(old, part=part))
            continue
        keeps_top = a == 0 or flat[a - 1][1] != flat[a][1]
        articles.append(settle(_regrouped(blocks, old, keeps_top), source.id, part, source.read))
    return Reading(source, tuple(articles))


def _regrouped(blocks: tuple[DraftBlock, ...], old: Article, keeps_top: bool) -> Draft:
    """A draft of ``blocks``; an article that keeps its beginning keeps what was known of it."""
    if keeps_top:
        return Draft(blocks, old.title, old.byline, old.published, old.language, old.address)
    first = blocks[0]
    if first.kind in (Kind.PARAGRAPH, Kind.FURNITURE) and len(first.text) <= 200 and first.text[-1] not in ".,;:":
        blocks = (replace(first, kind=Kind.HEADING, level=1), *blocks[1:])
    byline, published = facts(blocks)
    title = next((block.text for block in blocks if block.kind is Kind.HEADING), "")
    return Draft(blocks, title, byline, published, old.language, old.address)
