"""Which importer reads a file, and every reason not to read it at all."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from glossator.core.errors import UserError
from glossator.core.reading.base import Importer
from glossator.core.reading.decode import binary_kind

MAX_FILE = 50 << 20
"""Bytes; a larger file is refused by its size, before it is opened."""

HEAD = 4096


def looked_at(path: Path) -> int:
    """The file's size in bytes, without opening it.

    UserError file-missing, file-unreadable, file-special (folder, pipe, device),
    file-too-large, file-empty.
    """
    shown = shown_path(path)
    try:
        info = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise UserError("file-missing", path=shown) from None
    except (OSError, ValueError):
        raise UserError("file-unreadable", path=shown) from None
    if not stat.S_ISREG(info.st_mode):
        raise UserError("file-special", path=shown)
    if info.st_size > MAX_FILE:
        raise UserError("file-too-large", path=shown, size=info.st_size >> 20, limit=MAX_FILE >> 20)
    if info.st_size == 0:
        raise UserError("file-empty", path=shown)
    return info.st_size


def loaded(path: Path) -> bytes:
    """The whole file; UserError as :func:`looked_at`, also if it grew meanwhile."""
    looked_at(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError:
        raise UserError("file-unreadable", path=shown_path(path)) from None
    if len(data) > MAX_FILE:
        raise UserError("file-too-large", path=shown_path(path), size=len(data) >> 20, limit=MAX_FILE >> 20)
    return data


def shown_path(path: Path) -> str:
    """The path as text that can be stored, whatever bytes the file system has."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def choose(importers: Iterable[Importer], head: bytes, name: str) -> Importer:
    """The surest importer, the earlier one of equals; UserError file-binary if nobody wants it."""
    if kind := binary_kind(head):
        raise UserError("file-binary", kind=kind)
    ranked = [(importer.sniff(head, name), importer) for importer in importers]
    best = max(ranked, key=lambda pair: pair[0], default=None)
    if best is None or best[0] <= 0:
        raise UserError("file-binary", kind="binary")
    return best[1]
