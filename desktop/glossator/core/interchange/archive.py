"""ZIP files from strangers: counted before they are opened, and read no further than they say."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from glossator.core.errors import UserError
from glossator.core.interchange.base import MAX_BYTES, unreadable

_MEMBERS = 20_000
_RATIO = 500
_SMALL = 4 * 1024 * 1024
"""Bytes unpacked under which no ratio is a danger."""


class Archive:
    """The files of a ZIP by name. UserError annotations-unreadable for damage, file-too-large for a bomb."""

    def __init__(self, path: Path, data: bytes) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, OverflowError) as error:
            raise unreadable(path, "it is no ZIP archive") from error
        members = self._zip.infolist()
        size = sum(one.file_size for one in members)
        if len(members) > _MEMBERS or size > MAX_BYTES or (size > _SMALL and size > _RATIO * len(data)):
            raise UserError("file-too-large", path=str(path), size=size >> 20, limit=MAX_BYTES >> 20)
        self._members = {one.filename: one for one in members}

    def names(self) -> list[str]:
        """Every file in it."""
        return list(self._members)

    def read(self, name: str) -> bytes | None:
        """The bytes of ``name``; None if there is no such file."""
        member = self._members.get(name)
        if member is None:
            return None
        if member.flag_bits & 1:
            raise unreadable(self._path, f"{name} is encrypted")
        try:
            with self._zip.open(member) as file:
                data = file.read(member.file_size + 1)
        except (
            zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError,
            RuntimeError,
        ) as error:  # fmt: skip
            raise unreadable(self._path, f"{name} is damaged") from error
        if len(data) > member.file_size:
            raise unreadable(self._path, f"{name} is larger than it says")
        return data
