"""Writing a file so that a place holds the old one or the whole new one, never half of it."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from glossator.core.errors import UserError


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """A binary file beside ``target`` that takes its place when the block ends without an error.

    Synced before it is renamed. Raises UserError ``export-target-is-folder``,
    ``disk-full`` or ``cannot-write``; the old file is then as it was and nothing is left over.
    """
    if target.is_dir():
        raise UserError("export-target-is-folder", path=str(target))
    part: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:80]}.", suffix=".part")
        part = Path(name)
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.chmod(0o644)
        part.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        _forget(part)
        code = "disk-full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "cannot-write"
        raise UserError(code, path=str(target), why=error.strerror or type(error).__name__) from error
    except BaseException:
        _forget(part)
        raise


def _forget(part: Path | None) -> None:
    if part is not None:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
