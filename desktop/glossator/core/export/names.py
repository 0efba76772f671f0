"""Names of files made of titles: the same on every system, and never two alike."""

from __future__ import annotations

import re
import unicodedata

_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_BYTES = 120


def slug(title: str) -> str:
    """``title`` as part of a file name: letters, digits and single hyphens, at most 120 bytes of UTF-8.

    "" if nothing is left. Names that Windows keeps for devices get a leading ``_``.
    """
    kept = "".join(c if c.isalnum() or unicodedata.category(c).startswith("M") else "-" for c in title)
    kept = re.sub(r"-{2,}", "-", unicodedata.normalize("NFC", kept))
    short = kept.encode("utf-8", "ignore")[:_BYTES].decode("utf-8", "ignore").strip("-").casefold()
    return f"_{short}" if _RESERVED.fullmatch(short) else short


def stem(title: str, ident: str) -> str:
    """The file name (without suffix) of the article ``ident``: its title to read, its id to be unique.

    The same article has the same name in every export.
    """
    told, number = slug(title), slug(ident)
    return f"{told}-{number}" if told and number else told or number or "article"
