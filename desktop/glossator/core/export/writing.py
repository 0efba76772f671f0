"""A file that is there whole or not at all: written beside its place, then renamed."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from glossator.core.errors import UserError

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextlib.contextmanager
def _as_fault(path: Path) -> Iterator[None]:
    """Turn an error of the disk into one for a person: ``disk-full`` or ``cannot-write``."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise UserError("disk-full", path=str(path)) from error
        raise UserError("cannot-write", path=str(path), why=error.strerror or type(error).__name__) from error


class Replacement:
    """A new file that takes the place of ``target`` when its ``with`` block ends well.

    If the block fails or is cancelled, the old file is untouched and nothing is left
    beside it. A link is followed, the old file's rights are kept. UserError
    ``export-target-is-folder``, ``cannot-write``, ``disk-full``.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self._place = Path(os.path.realpath(target))
        self._draft = self._place.with_name(f".glossator-{secrets.token_hex(8)}.part")
        self._handle = -1

    def __enter__(self) -> Replacement:
        with _as_fault(self.target):
            mode = self._mode()
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
            self._handle = os.open(self._draft, flags, 0o666)
            if mode is not None:
                with contextlib.suppress(OSError):
                    self._draft.chmod(mode)
        return self

    def _mode(self) -> int | None:
        """The rights of the file to be replaced, None if there is none."""
        if self._place.is_dir():
            raise UserError("export-target-is-folder", path=str(self.target))
        if not self._place.exists():
            return None
        mode = self._place.stat().st_mode
        if not stat.S_ISREG(mode):
            raise UserError("cannot-write", path=str(self.target), why="it is not a file")
        if not os.access(self._place, os.W_OK):
            raise UserError("cannot-write", path=str(self.target), why="it is protected")
        return stat.S_IMODE(mode)

    def write(self, data: bytes) -> None:
        """Add ``data``; UserError ``disk-full`` or ``cannot-write``."""
        rest = memoryview(data)
        with _as_fault(self.target):
            while rest:
                rest = rest[os.write(self._handle, rest) :]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            with _as_fault(self.target):
                try:
                    if error is None:
                        os.fsync(self._handle)
                finally:
                    os.close(self._handle)
                if error is None:
                    self._draft.replace(self._place)
                    _sync_folder(self._place.parent)
        finally:
            with contextlib.suppress(OSError):
                self._draft.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name last; the file is whole either way, so a refusal is no fault."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
