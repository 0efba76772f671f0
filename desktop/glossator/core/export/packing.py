"""Files of other programs that are archives inside: the same content gives the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable

from glossator.core.export.writing import Replacement

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The time of every entry, the first that the format knows, so that no clock gets into the file."""


class _Sink:
    """What ``zipfile`` needs of a file that is only written to."""

    def __init__(self, out: Replacement) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        self._out.write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """The replacement closes itself."""


def pack(out: Replacement, files: Iterable[tuple[str, bytes]]) -> None:
    """Write ``files`` (name and content) as a zip archive, each as it comes."""
    with zipfile.ZipFile(_Sink(out), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
