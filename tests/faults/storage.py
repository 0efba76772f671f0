"""The storage under the program's own SQLite, recorded or made to fail, call by call.

SQLite's way to the disk is a table of functions (its VFS). The driver's copy of SQLite
shows where that table lies, so the functions are wrapped there: what is tested is the
program as it is, with its own driver and threads, not a copy of it.
Specification: https://www.sqlite.org/vfs.html
"""

from __future__ import annotations

import ctypes
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossator.core.store.connection import driver

_P = ctypes.c_void_p
_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, _P, _P, _P, ctypes.c_int, _P)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, _P, _P, ctypes.c_int)
_MOVE = ctypes.CFUNCTYPE(ctypes.c_int, _P, _P, ctypes.c_int, ctypes.c_int64)
_CUT = ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_int)
FULL, READ_FAILS, WRITE_FAILS, SYNC_FAILS = 13, 10 | (1 << 8), 10 | (3 << 8), 10 | (4 << 8)


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_int), ("file_size", ctypes.c_int), ("longest", ctypes.c_int), ("next", _P),
        ("name", ctypes.c_char_p), ("data", _P), ("open", _P), ("delete", _P),
    ]  # fmt: skip


class _Methods(ctypes.Structure):
    _fields_ = [("version", ctypes.c_int)] + [
        (name, _P)
        for name in (
            "close read write cut sync size lock unlock reserved control sector traits"
            " shm_map shm_lock shm_barrier shm_unmap fetch unfetch"
        ).split()
    ]


@dataclass(frozen=True)
class Event:
    """Something the disk saw: write, cut, sync or delete; or ``ack``, what a person was told (offset: the number)."""

    kind: str
    name: str = ""
    offset: int = 0
    data: bytes = b""


class Storage:
    """Wraps the storage of this process from construction on; harmless until it is told to record or fail."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.recording = False
        self.fails: Callable[[str], int] | None = None
        """Gets read, write or sync; answers SQLite's code to fail with, or 0."""
        self._files: dict[int, str] = {}
        self._keep: list[Any] = []
        self._methods: dict[int, _Methods] = {}
        library = ctypes.CDLL(importlib.import_module(driver.__name__.rpartition(".")[0] + "._sqlite3").__file__)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        vfs = library.sqlite3_vfs_find(None).contents
        real_open, real_delete = _OPEN(vfs.open), _DELETE(vfs.delete)

        def opened(vfs_at: int, name: int, file: int, flags: int, out: int) -> int:
            code = real_open(vfs_at, name, file, flags, out)
            if code == 0 and name:
                self._files[file] = Path(ctypes.string_at(name).decode()).name
                self._wrap(file)
            return code

        def deleted(vfs_at: int, name: int, folder: int) -> int:
            self.note(Event("delete", Path(ctypes.string_at(name).decode()).name, folder))
            return real_delete(vfs_at, name, folder)

        self._keep += [opening := _OPEN(opened), deleting := _DELETE(deleted)]
        vfs.open, vfs.delete = ctypes.cast(opening, _P).value, ctypes.cast(deleting, _P).value

    def note(self, event: Event) -> None:
        """Remember ``event`` while recording."""
        if self.recording:
            self.events.append(event)

    def _asked(self, what: str) -> int:
        return self.fails(what) if self.fails is not None else 0

    def _wrap(self, file: int) -> None:
        place = ctypes.cast(file, ctypes.POINTER(ctypes.POINTER(_Methods)))
        at = ctypes.addressof(place[0].contents)
        if at not in self._methods:
            self._methods[at] = self._wrapped(place[0].contents)
        place[0] = ctypes.pointer(self._methods[at])

    def _wrapped(self, real: _Methods) -> _Methods:
        mine = _Methods.from_buffer_copy(real)
        read, write, cut, sync = _MOVE(real.read), _MOVE(real.write), _CUT(real.cut), _SYNC(real.sync)

        def reading(file: int, data: int, size: int, offset: int) -> int:
            return self._asked("read") or read(file, data, size, offset)

        def writing(file: int, data: int, size: int, offset: int) -> int:
            if self.recording:
                self.note(Event("write", self._files[file], offset, ctypes.string_at(data, size)))
            return self._asked("write") or write(file, data, size, offset)

        def cutting(file: int, size: int) -> int:
            self.note(Event("cut", self._files[file], size))
            return cut(file, size)

        def syncing(file: int, flags: int) -> int:
            code = self._asked("sync") or sync(file, flags)
            self.note(Event("sync", self._files[file]))
            return code

        for name, kind, function in (
            ("read", _MOVE, reading), ("write", _MOVE, writing), ("cut", _CUT, cutting), ("sync", _SYNC, syncing),
        ):  # fmt: skip
            self._keep.append(wrapped := kind(function))
            setattr(mine, name, ctypes.cast(wrapped, _P).value)
        return mine
