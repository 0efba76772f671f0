"""No test goes online: connections of this process reach this machine only."""

from __future__ import annotations

import socket


def is_here(address: object) -> bool:
    """Whether a socket's address is this machine's: a path, or an address of the loopback."""
    if isinstance(address, str | bytes):
        return True
    host = str(address[0]) if isinstance(address, tuple) and address else ""
    return host in ("localhost", "::1") or host.startswith("127.")


def guard() -> None:
    """From now on, connecting to another machine fails the test that tries."""
    for method in ("connect", "connect_ex"):
        setattr(socket.socket, method, _guarded(getattr(socket.socket, method)))


def _guarded(original):
    def guarded(self: socket.socket, address: object) -> object:
        if not is_here(address):
            raise AssertionError(f"a connection to {address!r}: nothing here may use the network")
        return original(self, address)

    return guarded
