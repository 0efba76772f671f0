"""Whether a file lies on a network share, where SQLite's log cannot work.

The write-ahead log needs memory that all programs share, and locks that hold: file
systems over a network promise neither (sqlite.org/wal.html, "Disadvantages").
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import psutil

KINDS = frozenset(
    ("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "davfs2", "9p", "ceph", "afs")
)
_OVER_FUSE = frozenset(f"fuse.{one}" for one in ("sshfs", "rclone", "davfs2", "glusterfs", "smbnetfs", "gvfsd-fuse"))


def share_of(path: Path, mounts: Iterable[tuple[str, str, str]] | None = None) -> str:
    """The kind of share that ``path`` lies on, "" on a disk of this computer.

    ``mounts`` are (folder, file system, options), today's by default. A virtual machine
    whose own disk is 9p is no share: only what is mounted below the root counts there.
    """
    place = os.path.realpath(path)
    if place.startswith("\\\\"):
        return "smb"
    if mounts is None:
        mounts = [(one.mountpoint, one.fstype, one.opts) for one in psutil.disk_partitions(all=True)]
    best, kind, options = "", "", ""
    for folder, system, says in mounts:
        inside = place == folder or place.startswith(folder.rstrip("/\\") + os.sep)
        if inside and len(folder) >= len(best):
            best, kind, options = folder, system.lower(), says
    if kind == "9p" and best == "/":
        return ""
    if kind in KINDS or kind in _OVER_FUSE:
        return kind
    return "network drive" if "remote" in options.split(",") else ""
