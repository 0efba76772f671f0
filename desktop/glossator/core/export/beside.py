"""What is written beside an export: the list of what its format could not hold, and a manifest."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from glossator.core.export.writing import Replacement, _as_fault
from glossator.core.export.writing_folder import LISTING

_HEAD = "What this export does not hold, or holds changed:"


def losses_path(target: Path) -> Path:
    """Where the list of losses of ``target`` stands."""
    return target.with_name(f"{target.name}.losses.txt")


def manifest_path(target: Path) -> Path:
    """Where the manifest of ``target`` stands."""
    return target.with_name(f"{target.name}.manifest.json")


def write_losses(target: Path, losses: Mapping[str, int]) -> Path | None:
    """The list, one kind of thing a line, or no list at all: that of an earlier export goes.

    A file of that name which no export wrote is left alone when there is nothing to
    tell. UserError as :class:`Replacement`.
    """
    path = losses_path(target)
    told = [f"{count:>8}  {what}" for what, count in losses.items() if count]
    if not told:
        if path.is_file() and _is_ours(path):
            with _as_fault(path):
                path.unlink(missing_ok=True)
        return None
    with Replacement(path) as out:
        out.write(("\n".join([_HEAD, "", *told]) + "\n").encode("utf-8", "replace"))
    return path


def _is_ours(path: Path) -> bool:
    with contextlib.suppress(OSError), path.open("rb") as handle:
        return handle.read(len(_HEAD.encode())) == _HEAD.encode()
    return False


def digests(target: Path) -> Iterator[tuple[str, int, str]]:
    """(name, bytes, SHA-256) of an export's files, by name; of a folder relative to it, without its own listing."""
    files = [target] if target.is_file() else sorted(path for path in target.rglob("*") if path.is_file())
    for path in files:
        name = path.relative_to(target).as_posix() if target.is_dir() else path.name
        if name != LISTING:
            with _as_fault(path), path.open("rb") as handle:
                yield name, path.stat().st_size, hashlib.file_digest(handle, "sha256").hexdigest()


def write_manifest(target: Path, data: bytes) -> Path:
    """A manifest as it is made by :class:`Manifest`. UserError as :class:`Replacement`."""
    with Replacement(manifest_path(target)) as out:
        out.write(data)
    return manifest_path(target)
