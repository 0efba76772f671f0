"""WebAnno TSV 3, as INCEpTION and WebAnno export it: a file, or a folder of them; offsets are UTF-16 units.

Specification: INCEpTION's user guide, "WebAnno TSV 3.3 File format". Of a layer with
several features the label is ``value``, else ``label``, else the first that is set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from glossator.core.errors import UserError
from glossator.core.interchange.base import (
    MAX_BYTES,
    ForeignArticle,
    ForeignFile,
    ForeignLink,
    ForeignNote,
    ForeignSpan,
    Malformed,
    Problem,
    checked,
    decoded,
    loaded,
    with_problems,
)
from glossator.core.interchange.units import Unit, converted

_PLAIN = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}
_STACK = re.compile(r"(?<!\\)\|")
_NUMBERED = re.compile(r"(.*)(?<!\\)\[(\d+)\]", re.DOTALL)
_SOURCE = re.compile(r"(\d+-\d+(?:\.\d+)?)(?:\[(\d+)_(\d+)\])?")


class WebAnno:
    """Takes span layers and relation layers; chains and slots are listed."""

    name = "webanno"
    title = "WebAnno TSV 3 (INCEpTION)"

    def read(self, path: Path) -> ForeignFile:
        """UserError annotations-unreadable, file-missing, file-too-large."""
        if not path.exists():
            raise UserError("file-missing", path=str(path))
        places = sorted(path.rglob("*.tsv")) if path.is_dir() else [path]
        found, problems, whole = [], [], bytearray()
        for place in places:
            data = loaded(place)
            whole += place.stem.encode("utf-8", "replace") + b"\0" + data + b"\0" if path.is_dir() else data
            if len(whole) > MAX_BYTES:
                raise UserError("file-too-large", path=str(path), size=len(whole) >> 20, limit=MAX_BYTES >> 20)
            try:
                article = _Reader(decoded(place, data)).article()
            except (Malformed, ValueError, IndexError) as error:
                problems.append(Problem("annotation-text", {"name": f"{place.name}: {error}"[:100]}))
                continue
            found += [article] if article.text else []
        return checked(path, bytes(whole), found, problems)


def _unescaped(told: str) -> str:
    return re.sub(r"\\(->|.)", lambda m: _PLAIN.get(m[1], m[1]), told, flags=re.DOTALL)


@dataclass
class _Annotation:
    """One annotation as it grows over rows; offsets are UTF-16 units."""

    layer: str
    start: int
    end: int
    features: dict[str, str] = field(default_factory=dict)


@dataclass
class _Arc:
    """A relation as its row tells it; its ends may be rows that come later. ``head`` and ``tail`` are numbers or 0."""

    layer: str
    row: str
    features: dict[str, str] = field(default_factory=dict)
    base: str = ""
    source: str = ""
    head: int = 0
    tail: int = 0


class _Reader:
    """One file, row by row."""

    def __init__(self, text: str) -> None:
        self._rows = text.split("\n")
        self._columns: list[tuple[str, str, str]] = []
        self._units: list[str] = []
        self._size = 0
        self._annotations: list[_Annotation] = []
        self._numbered: dict[tuple[str, int], int] = {}
        self._on_row: dict[tuple[str, str], list[int]] = {}
        self._arcs: list[_Arc] = []
        self._arcs_on: dict[tuple[str, str], list[_Arc]] = {}
        self._problems: list[Problem] = []

    def article(self) -> ForeignArticle:
        """Raises Malformed where the file is not of this format."""
        if not self._rows[0].startswith("#FORMAT=WebAnno TSV 3"):
            raise Malformed("no header of WebAnno TSV 3")
        at = self._header()
        while at < len(self._rows):
            at = self._sentence(at) if self._rows[at].startswith("#") else self._row(at)
        return self._made("".join(self._units).removesuffix("\n"))

    def _header(self) -> int:
        at = 1
        while at < len(self._rows) and self._rows[at].startswith("#T_"):
            kind, rest = self._rows[at].rstrip("\r")[1:].split("=", 1)
            layer, *features = rest.split("|")
            for feature in features or [""]:
                slot = feature.startswith("ROLE_") or ("." in feature and not feature.startswith("BT_"))
                plain = kind in {"T_SP", "T_RL"} and not slot
                self._columns.append((kind if plain else "T_CH", layer, feature))
            at += 1
        for layer in {layer for kind, layer, _ in self._columns if kind == "T_CH"}:
            self._problems.append(Problem("annotation-kind", {"kind": layer}))
        return at

    def _sentence(self, at: int) -> int:
        """The text of a sentence; blanks are put before it so that it begins where its first token does."""
        lines = []
        while at < len(self._rows) and self._rows[at].startswith("#"):
            if self._rows[at].startswith("#Text="):
                lines.append(_unescaped(self._rows[at].rstrip("\r")[6:]))
            at += 1
        if not lines or at >= len(self._rows) or not self._rows[at]:
            return at
        begin = int(self._rows[at].split("\t")[1].split("-")[0])
        if self._units and self._size > begin:
            self._units[-1] = self._units[-1].removesuffix("\n")
            self._size -= 1
        if self._size > begin:
            raise Malformed(f"sentence before line {at + 1} begins inside another")
        for said in (" " * (begin - self._size), "\n".join(lines) + "\n"):
            self._units.append(said)
            self._size += len(said.encode("utf-16-le")) // 2
        return at

    def _row(self, at: int) -> int:
        row = self._rows[at].rstrip("\r")
        if not row:
            return at + 1
        ident, place, _, *cells = row.split("\t")
        if len(cells) < len(self._columns):
            raise Malformed(f"line {at + 1} has too few columns")
        start, end = map(int, place.split("-"))
        for (kind, layer, feature), cell in zip(self._columns, cells, strict=False):
            if cell == "_" or kind == "T_CH":
                continue
            for k, told in enumerate(_STACK.split(cell)):
                if kind == "T_SP":
                    self._span(layer, feature, told, (ident, k, start, end))
                else:
                    self._relation(layer, feature, told, ident, k)
        return at + 1

    def _span(self, layer: str, feature: str, told: str, unit: tuple[str, int, int, int]) -> None:
        """One value of one annotation: a new annotation, or one that goes on."""
        ident, k, start, end = unit
        match = _NUMBERED.fullmatch(told)
        value = match[1] if match else told
        here = self._on_row.setdefault((ident, layer), [])
        if k >= len(here):
            number = self._numbered.get((layer, int(match[2]))) if match else None
            if number is None:
                number = len(self._annotations)
                self._annotations.append(_Annotation(layer, start, end))
                if match:
                    self._numbered[layer, int(match[2])] = number
            here.append(number)
        made = self._annotations[here[k]]
        made.end = max(made.end, end)
        if value != "*" and feature:
            made.features[feature] = _unescaped(value)

    def _relation(self, layer: str, feature: str, told: str, ident: str, k: int) -> None:
        mine = self._arcs_on.setdefault((ident, layer), [])
        if k >= len(mine):
            mine.append(_Arc(layer, ident))
            self._arcs.append(mine[-1])
        arc = mine[min(k, len(mine) - 1)]
        if not feature.startswith("BT_"):
            if told != "*":
                arc.features[feature] = _unescaped(told)
            return
        match = _SOURCE.fullmatch(told)
        if match is None:
            raise Malformed(f"a relation comes from “{told[:40]}”")
        arc.base, arc.source = feature.removeprefix("BT_"), match[1]
        arc.head, arc.tail = int(match[2] or 0), int(match[3] or 0)

    def _end(self, base: str, row: str, number: int) -> int | None:
        """The annotation at an end of a relation: by its number, else the first one on its row."""
        if number:
            return self._numbered.get((base, number))
        return next(iter(self._on_row.get((row, base), ())), None)

    def _links(self) -> Iterator[ForeignLink]:
        for arc in self._arcs:
            head, tail = self._end(arc.base, arc.source, arc.head), self._end(arc.base, arc.row, arc.tail)
            kind = arc.features.get("label") or next(iter(arc.features.values()), arc.layer.rsplit(".", 1)[-1])
            if head is None or tail is None:
                self._problems.append(Problem("annotation-link", {"kind": kind}))
            else:
                yield ForeignLink(kind, f"a{head}", f"a{tail}")

    def _made(self, text: str) -> ForeignArticle:
        told: list[ForeignSpan] = []
        notes: list[ForeignNote] = []
        for number, one in enumerate(self._annotations):
            features = dict(one.features)
            name = next((n for n in ("value", "label") if features.get(n)), next(iter(features), ""))
            label = features.get(name) or one.layer.rsplit(".", 1)[-1]
            entity = one.layer.endswith(".NamedEntity")
            layer = "entity" if entity else features.get("layer", "")
            told.append(ForeignSpan(f"a{number}", one.start, one.end, label, layer))
            if features.get("note"):
                notes += [ForeignNote(f"a{number}", note) for note in features["note"].split("\n")]
        links = tuple(self._links())
        spans, problems = converted(text, told, Unit.UTF16)
        article = ForeignArticle(text, spans=spans, links=links, notes=tuple(notes))
        return with_problems(article, [*self._problems, *problems])
