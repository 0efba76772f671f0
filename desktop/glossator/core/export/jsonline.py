"""One JSON value on one line, whatever characters it holds."""

from __future__ import annotations

import json
from typing import Any

_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def dumped(value: Any) -> bytes:
    """``value`` in UTF-8 with its ``\\n``: some readers take U+0085, U+2028 and U+2029 for a line's end, so they are
    escaped; all other characters stand as they are."""
    return (json.dumps(value, ensure_ascii=False, allow_nan=False).translate(_LINE_ENDS) + "\n").encode(
        "utf-8", "replace"
    )
