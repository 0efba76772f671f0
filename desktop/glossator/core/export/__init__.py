"""Bundle → file: every format that people take away."""

from __future__ import annotations

from glossator.core.export.base import Exporter
from glossator.core.export.conll import Conll
from glossator.core.export.docbin import DocBinExporter
from glossator.core.export.jsonl import Jsonl
from glossator.core.plugins import Registry

EXPORTERS: Registry[Exporter] = Registry("glossator.exporters", (Jsonl(), DocBinExporter(), Conll()))
