"""What an exporter is: it gets bundles and writes one file or folder, and says what is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from glossator.core.model.bundle import Bundle
from glossator.core.progress import Progress


@dataclass(frozen=True)
class Options:
    """What a person may choose for any format; a format's own options add fields.

    Each field's metadata has ``help``, a sentence for the form and the command line.
    """

    suggestions: bool = field(default=False, metadata={"help": "Also write what was suggested and not yet looked at."})
    furniture: bool = field(
        default=False, metadata={"help": "Keep menus, captions of adverts and other page furniture."}
    )


class Exporter(Protocol):
    """Writes one format. It never sees the store, Qt or another exporter.

    ``suffix`` begins with ``.`` for a file and with ``-`` for a folder (which may be
    named ``*.zip`` to be packed).
    """

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def suffix(self) -> str: ...

    @property
    def options(self) -> type[Options]: ...

    def losses(self, bundle: Bundle, options: Options) -> Mapping[str, int]:
        """What this format cannot hold of ``bundle``: kind of thing → count."""
        ...

    def write(self, bundles: Iterable[Bundle], target: Path, options: Any, progress: Progress) -> int:
        """Write every bundle to ``target`` and return how many articles were written.

        Writes beside it first and renames at the end: ``target`` is the old file or the
        whole new one. UserError ``cannot-write`` when the place cannot be written.
        """
        ...
