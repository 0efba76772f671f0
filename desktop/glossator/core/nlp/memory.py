"""How much memory another process takes."""

from __future__ import annotations

from pathlib import Path


def resident(pid: int) -> int:
    """Resident memory of process ``pid`` in bytes; 0 when it is gone or cannot be asked."""
    try:
        import psutil
    except ImportError:
        return _from_proc(pid)
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def _from_proc(pid: int) -> int:
    try:
        import resource

        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize()
    except (ImportError, OSError, ValueError, IndexError):
        return 0
