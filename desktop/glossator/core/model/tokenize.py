"""Tokens without a pipeline: enough for snapping and for exports of unanalysed articles."""

from __future__ import annotations

import re

from glossator.core.model.analysis import Token

_TOKEN = re.compile(r"\w+(?:[.'’-]\w+)*|[^\w\s]")
_CLOSING = "”’\"'»)"
_END = re.compile(r"[.!?…。！？]")


def tokens(text: str) -> list[Token]:
    """Words, numbers and single marks, in code points; a sentence begins after a full stop or a line's end."""
    found: list[Token] = []
    begins = True
    last_end = 0
    for match in _TOKEN.finditer(text):
        begins = begins or "\n" in text[last_end : match.start()]
        broken = "\n" in text[last_end : match.start()] or not found
        closes = match.group() in _CLOSING and match.start() == last_end and not broken
        found.append(Token(match.start(), match.end(), begins and not closes))
        begins = bool(_END.fullmatch(match.group())) or (begins and closes)
        last_end = match.end()
    return found
