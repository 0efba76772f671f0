"""Text that files can hold: XML 1.0 forbids some characters in any spelling, UTF-8 has no half surrogate pairs.

Source: Extensible Markup Language (XML) 1.0, fifth edition, section 2.2.
"""

from __future__ import annotations

import re

FORBIDDEN = "characters that XML forbids, written as blanks"

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNNAMED = re.compile(r"[^A-Za-z0-9.-]")


def xml_safe(text: str) -> str:
    """``text`` with a blank for each forbidden character, so that offsets hold."""
    return _FORBIDDEN.sub(" ", text)


def forbidden(text: str) -> int:
    """How many characters of ``text`` XML cannot hold."""
    return len(_FORBIDDEN.findall(text))


def whole(text: str) -> str:
    """``text`` as UTF-8 can hold it: half a surrogate pair becomes a question mark, one for one."""
    return text.encode("utf-8", "replace").decode("utf-8")


def xml_id(prefix: str, ident: str) -> str:
    """``ident`` as an ``xml:id``: unlike ids stay unlike, and it begins with ``prefix`` (a letter)."""
    return prefix + _UNNAMED.sub(lambda match: f"_{ord(match[0]):x}_", ident)
