"""UIMA XMI: one file an article and the type system they share, as INCEpTION and UIMA in Java read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from glossator.core.export.base import Options
from glossator.core.export.cas import CasOptions, cas_of, type_system
from glossator.core.export.losses import NOTES_OUT, counted
from glossator.core.export.names import stem
from glossator.core.export.safe_text import FORBIDDEN, forbidden, xml_safe
from glossator.core.export.selection import chosen, unreachable_notes
from glossator.core.export.streaming import each
from glossator.core.export.writing_folder import FolderReplacement
from glossator.core.model.bundle import Bundle
from glossator.core.progress import Progress


class Xmi:
    """Writes ``TypeSystem.xml`` and ``TITLE-ID.xmi`` files; offsets in them are UTF-16 units.

    In INCEpTION import the type system first (as layers), then the documents.
    """

    name = "xmi"
    title = "UIMA CAS XMI (INCEpTION)"
    suffix = "-xmi"
    options = CasOptions

    def losses(self, bundle: Bundle, options: Options) -> Mapping[str, int]:
        """Control characters, and notes on spans that are not exported."""
        kept = chosen(bundle, options)
        return counted({NOTES_OUT: unreachable_notes(bundle, kept), FORBIDDEN: forbidden(kept.article.text)})

    def write(self, bundles: Iterable[Bundle], target: Path, options: CasOptions, progress: Progress) -> int:
        """One article in memory at a time. UserError as :class:`FolderReplacement`, Cancelled."""
        types = type_system()
        done = 0
        with FolderReplacement(target) as out:
            out.write("TypeSystem.xml", (types.to_xml() or "").encode("utf-8"))
            for bundle in each(bundles, options, progress):
                written = cas_of(bundle, options, types, xml_safe).to_xmi() or ""
                out.write(f"{stem(bundle.article.title, bundle.article.id)}.xmi", written.encode("utf-8"))
                done += 1
        return done
