"""Ids are made here and never by the database, so that undo restores the same id."""

from __future__ import annotations

import secrets


def new_id() -> str:
    """Sixteen hexadecimal digits (64 random bits)."""
    return secrets.token_hex(8)
