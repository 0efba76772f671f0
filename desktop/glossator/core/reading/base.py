"""What an importer is, and what it gives: drafts, before the text is settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from glossator.core.model.article import Article, Source
from glossator.core.model.block import Kind
from glossator.core.progress import Progress


@dataclass(frozen=True, slots=True)
class DraftBlock:
    """A block before its place in the text is known. ``text`` holds no settled promise yet."""

    text: str
    kind: Kind = Kind.PARAGRAPH
    level: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as an importer found it; empty strings where it found nothing."""

    blocks: tuple[DraftBlock, ...]
    title: str = ""
    byline: str = ""
    published: str = ""
    language: str = ""
    address: str = ""


class Importer(Protocol):
    """Reads one format. It never sees the store, Qt or another importer."""

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def suffixes(self) -> tuple[str, ...]: ...

    def sniff(self, head: bytes, name: str) -> float:
        """How sure it is (0 to 1) that a file of this name, beginning so, is its own."""
        ...

    def read(self, data: bytes, name: str, progress: Progress) -> tuple[str, str, Sequence[Draft]]:
        """(encoding, the whole decoded text, drafts in order); UserError for bad input."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file became: its source and its articles (at least one)."""

    source: Source
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and the UserError's code and values that say why."""

    path: str
    code: str
    values: dict[str, object] = field(default_factory=dict)


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those in the folders named (recursively, sorted, hidden ones left out)."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.is_file())
            found += [p for p in inside if not any(part.startswith(".") for part in p.relative_to(path).parts)]
        else:
            found.append(path)
    return found
