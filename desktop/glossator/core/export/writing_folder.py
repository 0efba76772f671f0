"""A folder of files that is there whole or not at all; named ``*.zip``, it is one packed file."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from glossator.core.errors import UserError
from glossator.core.export.writing import Replacement, _as_fault, _sync_folder

LISTING = ".glossator-export"
"""The file in a written folder that names all others with their digests: only such a folder is ever replaced."""

_MOMENT = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20


class Stream:
    """One file of the folder that stays open until the folder is done."""

    def __init__(self, handle: BinaryIO, target: Path) -> None:
        self._handle, self._target = handle, target

    def write(self, data: bytes) -> None:
        """Add ``data``; UserError ``disk-full`` or ``cannot-write``."""
        with _as_fault(self._target):
            self._handle.write(data)


class FolderReplacement:
    """Files that appear together at ``target`` when the ``with`` block ends well.

    They are written into a hidden folder beside it, which then takes its name. If the
    block fails or is cancelled, what was at ``target`` is untouched and nothing is left
    beside it. A folder that is there already is replaced only if it is empty or holds
    nothing but an earlier export as it was written: no one's files are lost, and no work
    that another program did in them. A target whose name
    ends in ``.zip`` becomes one archive. UserError ``export-folder-not-empty``,
    ``cannot-write``, ``disk-full``, and for an archive those of :class:`Replacement`.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self._place = Path(os.path.realpath(target))
        self._packed = target.suffix.lower() == ".zip"
        self._draft = self._place.with_name(f".glossator-{secrets.token_hex(8)}.part")
        self._handles: list[BinaryIO] = []
        self._listing: BinaryIO | None = None

    def __enter__(self) -> FolderReplacement:
        with _as_fault(self.target):
            if self._packed and self._place.is_dir():
                raise UserError("export-target-is-folder", path=str(self.target))
            if not self._packed:
                self._may_replace()
            self._draft.mkdir()
            self._listing = (self._draft / LISTING).open("xb")
        return self

    def _may_replace(self) -> None:
        """UserError unless the target is free, empty, or an earlier export and nothing else."""
        if not self._place.exists():
            return
        if not self._place.is_dir():
            raise UserError("cannot-write", path=str(self.target), why="there is a file of that name")
        listing = self._place / LISTING
        known = dict(_rows(listing)) if listing.is_file() else {}
        for one in self._place.rglob("*"):
            name = one.relative_to(self._place).as_posix()
            if name != LISTING and not one.is_dir() and known.get(name) != _digest(one):
                raise UserError("export-folder-not-empty", path=str(self.target))

    def path(self, name: str) -> Path:
        """Where the file ``name`` (``/`` parts folders) is to be written by a library that writes itself.

        It must be there when the block ends.
        """
        path = self._draft / name
        with _as_fault(self.target):
            if self._listing is None:
                raise ValueError("the folder is not open")
            path.parent.mkdir(parents=True, exist_ok=True)
            self._listing.write(f"{name}\n".encode())
        return path

    def stream(self, name: str) -> Stream:
        """A new file that is written bit by bit; for the few files that grow together."""
        with _as_fault(self.target):
            handle = self.path(name).open("xb")
        self._handles.append(handle)
        return Stream(handle, self.target)

    def write(self, name: str, data: bytes) -> None:
        """A new file with all of ``data``; a name that was written before is refused."""
        with _as_fault(self.target), self.path(name).open("xb") as handle:
            handle.write(data)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            with _as_fault(self.target):
                self._close()
                if error is None and self._packed:
                    self._pack()
                elif error is None:
                    self._sync()
                    self._swap()
        finally:
            shutil.rmtree(self._draft, ignore_errors=True)

    def _close(self) -> None:
        """Every file, even if one of them cannot be finished."""
        with contextlib.ExitStack() as stack:
            for handle in self._handles:
                stack.callback(handle.close)
            if self._listing is not None:
                stack.callback(self._listing.close)

    def _files(self) -> Iterator[tuple[str, Path]]:
        """Names and places in the order of writing, read from the listing so that memory stays flat."""
        with (self._draft / LISTING).open(encoding="utf-8", newline="\n") as rows:
            for row in rows:
                yield row[:-1], self._draft / row[:-1]

    def _sync(self) -> None:
        """Make every file last before the folder takes its name, and list it with its digest."""
        told = self._draft / f"{LISTING}.new"
        with told.open("xb") as rows:
            for name, path in self._files():
                rows.write(f"{_digest(path, last=True)} {name}\n".encode())
            rows.flush()
            os.fsync(rows.fileno())
        told.replace(self._draft / LISTING)

    def _pack(self) -> None:
        """The same files give the same archive, byte for byte."""
        with Replacement(self.target) as out, zipfile.ZipFile(_Unseekable(out), "w", zipfile.ZIP_DEFLATED) as archive:
            for name, path in self._files():
                entry = zipfile.ZipInfo(name, _MOMENT)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                with path.open("rb") as source, archive.open(entry, "w") as sink:
                    shutil.copyfileobj(source, sink, _CHUNK)

    def _swap(self) -> None:
        """The draft takes the target's place; an old folder is put aside first and comes back on failure."""
        old = self._place.with_name(f".glossator-{secrets.token_hex(8)}.old")
        there = self._place.is_dir()
        if there:
            self._may_replace()
            self._place.rename(old)
        try:
            self._draft.rename(self._place)
        except OSError:
            if there:
                old.rename(self._place)
            raise
        _sync_folder(self._place.parent)
        if there:
            shutil.rmtree(old, ignore_errors=True)


def _digest(path: Path, last: bool = False) -> str:
    """What tells a file's content from any other; ``last`` puts it on the disk too."""
    with path.open("rb") as handle:
        found = hashlib.file_digest(handle, "sha256").hexdigest()
    if last:
        with path.open("rb+") as handle:
            os.fsync(handle.fileno())
    return found


def _rows(listing: Path) -> Iterator[tuple[str, str]]:
    """(name, digest) of each file in a listing."""
    for row in listing.read_text("utf-8", "replace").split("\n"):
        digest, _, name = row.partition(" ")
        yield name, digest


class _Unseekable:
    """What ``zipfile`` needs of a file that is only written to."""

    def __init__(self, out: Replacement) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        self._out.write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """The replacement closes itself."""
