"""Bundles → a file that someone takes away, one module a format."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from glossator.core.export.base import Exporter, Options
from glossator.core.export.brat import Brat
from glossator.core.export.cas_json import CasJson
from glossator.core.export.conll import Conll
from glossator.core.export.conllu import Conllu
from glossator.core.export.csv_tables import Csv
from glossator.core.export.docbin import DocBin
from glossator.core.export.doccano import Doccano
from glossator.core.export.docx import Docx
from glossator.core.export.html import Html
from glossator.core.export.jsonl import Jsonl
from glossator.core.export.label_studio import LabelStudio
from glossator.core.export.markdown import Markdown
from glossator.core.export.parquet import Parquet
from glossator.core.export.prodigy import Prodigy
from glossator.core.export.refi import Refi, RefiCodebook
from glossator.core.export.spacy_train import SpacyTrain
from glossator.core.export.tei import Tei
from glossator.core.export.webanno import WebAnno
from glossator.core.export.webannotation import WebAnnotation
from glossator.core.export.xmi import Xmi
from glossator.core.model.bundle import Bundle
from glossator.core.plugins import Registry
from glossator.core.progress import Progress, Silent

EXPORTERS: Registry[Exporter] = Registry(
    "glossator.exporters",
    cast(
        "tuple[Exporter, ...]",
        (
            Jsonl(),
            DocBin(),
            Conll(),
            Conllu(),
            Prodigy(),
            Doccano(),
            LabelStudio(),
            Brat(),
            WebAnno(),
            Csv(),
            Markdown(),
            Xmi(),
            CasJson(),
            WebAnnotation(),
            Tei(),
            Docx(),
            Html(),
            Refi(),
            RefiCodebook(),
            Parquet(),
            SpacyTrain(),
        ),
    ),
)


def export(
    name: str, bundles: Iterable[Bundle], target: Path, options: Options | None = None, progress: Progress | None = None
) -> int:
    """Write ``bundles`` to ``target`` in the format called ``name``; returns how many articles were written.

    ``options`` of a plain :class:`Options` are widened to the format's own. UserError
    ``unknown-part``, ``export-target-is-folder``, ``cannot-write``, ``disk-full``,
    ``tokens-damaged``; Cancelled. In every case of failure the old file is whole.
    """
    exporter = EXPORTERS.get(name)
    return exporter.write(bundles, target, fitting(exporter, options), progress or Silent())


def fitting(exporter: Exporter, options: Options | None) -> Any:
    """``options`` as the exporter's own kind: what they do not say is the format's default."""
    if isinstance(options, exporter.options):
        return options
    return exporter.options(**vars(options)) if options else exporter.options()


__all__ = ["EXPORTERS", "Exporter", "Options", "export", "fitting"]
