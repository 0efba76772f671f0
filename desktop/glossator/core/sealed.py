"""A wall inside the worker processes: no socket, no further program, whatever a library tries.

The parsers are told to fetch nothing; this holds also where one of them forgets. Code
written in C that does not ask Python is not held by it.
"""

from __future__ import annotations

import sys

_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "pty.",
              "ftplib.", "http.client.", "imaplib.", "poplib.", "smtplib.", "urllib.", "webbrowser.")  # fmt: skip
_HARMLESS = frozenset({"socket.gethostname", "socket.__new__"})
"""Asked while libraries are imported; without a connection they reach nobody."""


class Sealed(PermissionError):
    """A worker tried to reach out of its process."""


def seal() -> None:
    """Refuse, from now on and for good, every connection and every program that this process would start."""
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN) and event not in _HARMLESS:
        raise Sealed(event)
