"""What an export holds and how it was made, so that it can be made again byte for byte.

There is no time and no folder in it: the same project, options and versions give the same
manifest.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from glossator import __version__
from glossator.core.export.base import Options
from glossator.core.model.bundle import Bundle
from glossator.core.model.label import Label

FORMAT, VERSION = "glossator-manifest", 1


def sha256(data: bytes) -> str:
    """The SHA-256 of ``data`` in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def versions(*packages: str) -> dict[str, str]:
    """Of this program, Python and those of ``packages`` that are installed."""
    found = {"glossator": __version__, "python": platform.python_version()}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


class Manifest:
    """Counts articles and files as they are written; ``parts`` are such as train and dev."""

    def __init__(self, export: str, options: Options, packages: tuple[str, ...] = ()) -> None:
        self._head = {"format": FORMAT, "version": VERSION, "export": export, "offset_unit": "codepoint"}
        self._options, self._packages = options, packages
        self._labels: dict[str, Label] = {}
        self._articles: list[dict[str, Any]] = []
        self._files: dict[str, dict[str, Any]] = {}
        self._counts: dict[str, Counter[str]] = {}
        self.spans: dict[str, dict[str, Counter[str]]] = {}
        """Layer → label → how many spans in each part."""

    def article(self, bundle: Bundle, part: str) -> None:
        """Count a chosen bundle in ``part``."""
        article = bundle.article
        self._labels.update({label.id: label for label in bundle.labels})
        digest = sha256(article.text.encode("utf-8", "surrogatepass"))
        row = {"id": article.id, "revision": article.revision, "part": part, "text_sha256": digest}
        self._articles.append({**row, "source_sha256": article.source})
        counts = self._counts.setdefault(part, Counter())
        counts.update(articles=1, characters=len(article.text), spans=len(bundle.spans), links=len(bundle.links))
        for span in bundle.spans:
            self.spans.setdefault(str(span.layer), {}).setdefault(span.label, Counter())[part] += 1

    def articles(self, part: str) -> int:
        """How many articles are in ``part``."""
        return self._counts.get(part, Counter())["articles"]

    def file(self, name: str, data: bytes) -> None:
        """Note a file that was written."""
        self.digest(name, len(data), sha256(data))

    def digest(self, name: str, size: int, digest: str) -> None:
        """Note a file of ``size`` bytes by its SHA-256."""
        self._files[name] = {"bytes": size, "sha256": digest}

    def json(self, **more: object) -> bytes:
        """The manifest as UTF-8 with ``more`` keys at its end."""
        written = {
            **self._head,
            "versions": versions(*self._packages),
            "options": asdict(self._options),
            "counts": {part: dict(sorted(counts.items())) for part, counts in sorted(self._counts.items())},
            "spans": {layer: _sorted(labels) for layer, labels in sorted(self.spans.items())},
            "labels": [asdict(label) for label in self._labels.values()],
            "articles": self._articles,
            "files": dict(sorted(self._files.items())),
            **more,
        }
        return (json.dumps(written, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _sorted(labels: Mapping[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {label: dict(sorted(parts.items())) for label, parts in sorted(labels.items())}
