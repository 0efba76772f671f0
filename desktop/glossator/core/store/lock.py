"""One writer a project: an exclusive lock on a small file beside it, with who holds it inside."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from pathlib import Path

from glossator.core.errors import UserError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_FAR = 1 << 20
"""Windows locks bytes and then nobody may read them: one far behind the content is locked."""


class ProjectLock:
    """The lock of one project, held from construction until :meth:`release`.

    The system drops it when the process ends, however it ends; the file may stay.
    Raises UserError ``project-locked`` (``holder`` is pid and host) or ``cannot-save``.
    """

    def __init__(self, project: Path) -> None:
        self.path = Path(f"{project}.lock")
        while True:
            try:
                self._file = os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600)
            except OSError as error:
                raise UserError("cannot-save", path=str(project), why=error.strerror or "lock") from error
            try:
                _take(self._file)
            except OSError as error:
                os.close(self._file)
                raise UserError("project-locked", path=str(project), holder=holder(self.path)) from error
            if self._is_current():
                break
            os.close(self._file)  # its last holder removed it between our open and our lock
        os.ftruncate(self._file, 0)
        os.write(self._file, f"process {os.getpid()} on {socket.gethostname()}".encode())

    def release(self) -> None:
        """Let others write; removes the file."""
        if sys.platform == "win32":
            os.close(self._file)
            with contextlib.suppress(OSError):
                self.path.unlink()
        else:
            with contextlib.suppress(OSError):
                self.path.unlink()
            os.close(self._file)

    def _is_current(self) -> bool:
        try:
            there = self.path.stat()
        except FileNotFoundError:
            return False
        mine = os.fstat(self._file)
        return (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino)


def ensure_free(project: Path) -> None:
    """Raise UserError ``project-locked`` if somebody writes; creates nothing."""
    path = Path(f"{project}.lock")
    try:
        file = os.open(path, os.O_RDWR)
    except OSError:
        return
    try:
        _take(file)
    except OSError as error:
        raise UserError("project-locked", path=str(project), holder=holder(path)) from error
    finally:
        os.close(file)


def holder(path: Path) -> str:
    """Who wrote the lock file."""
    try:
        return path.read_text("utf-8", "replace").strip() or "another program"
    except OSError:
        return "another program"


def _take(file: int) -> None:
    """Lock without waiting; raises OSError when somebody holds it."""
    if sys.platform == "win32":
        os.lseek(file, _FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        os.lseek(file, 0, os.SEEK_SET)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
