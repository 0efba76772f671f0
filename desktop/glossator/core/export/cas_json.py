"""UIMA CAS in its JSON form: one file an article, its types in it, as INCEpTION and dkpro-cassis read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from glossator.core.export.base import Options
from glossator.core.export.cas import CasOptions, cas_of, type_system
from glossator.core.export.losses import NOTES_OUT, counted
from glossator.core.export.names import stem
from glossator.core.export.safe_text import whole
from glossator.core.export.selection import chosen, unreachable_notes
from glossator.core.export.streaming import each
from glossator.core.export.writing_folder import FolderReplacement
from glossator.core.model.bundle import Bundle
from glossator.core.progress import Progress


class CasJson:
    """Writes ``TITLE-ID.json`` files (UIMA CAS JSON 0.4); offsets in them are UTF-16 units."""

    name = "cas-json"
    title = "UIMA CAS JSON (INCEpTION)"
    suffix = "-cas-json"
    options = CasOptions

    def losses(self, bundle: Bundle, options: Options) -> Mapping[str, int]:
        """Only notes on spans that are not exported themselves."""
        return counted({NOTES_OUT: unreachable_notes(bundle, chosen(bundle, options))})

    def write(self, bundles: Iterable[Bundle], target: Path, options: CasOptions, progress: Progress) -> int:
        """One article in memory at a time. UserError as :class:`FolderReplacement`, Cancelled."""
        types = type_system()
        done = 0
        with FolderReplacement(target) as out:
            for bundle in each(bundles, options, progress):
                written = cas_of(bundle, options, types, whole).to_json() or ""
                out.write(f"{stem(bundle.article.title, bundle.article.id)}.json", written.encode("utf-8"))
                done += 1
        return done
