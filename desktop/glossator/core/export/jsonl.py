"""Glossator's own JSONL: one article a line, everything that was accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from glossator.core.export.base import Options
from glossator.core.export.jsonline import dumped
from glossator.core.export.losses import NOTES_OUT, counted
from glossator.core.export.record import record
from glossator.core.export.selection import chosen, unreachable_notes
from glossator.core.export.streaming import one_file
from glossator.core.model.bundle import Bundle
from glossator.core.progress import Progress


def line(bundle: Bundle) -> str:
    """The line of a chosen bundle, with its ``\\n``.

    Characters that some readers take for the end of a line are escaped; all others
    stand as they are.
    """
    return dumped(record(bundle)).decode()


class Jsonl:
    """Writes UTF-8 without a byte order mark; offsets are code points."""

    name = "jsonl"
    title = "JSON Lines (everything)"
    suffix = ".jsonl"
    options = Options

    def losses(self, bundle: Bundle, options: Options) -> Mapping[str, int]:
        """Only notes on spans that are not exported themselves."""
        return counted({NOTES_OUT: unreachable_notes(bundle, chosen(bundle, options))})

    def write(self, bundles: Iterable[Bundle], target: Path, options: Options, progress: Progress) -> int:
        """One line an article, in constant memory. UserError as :class:`Replacement`, Cancelled."""
        return one_file(bundles, target, options, progress, lambda bundle: dumped(record(bundle)))
