"""brat standoff: a folder (or one ``.ann`` file) with texts beside; offsets in code points, or what the words prove.

Specification: brat.nlplab.org/standoff.html. Labels written otherwise are shown by
``visual.conf``, layers by the headings of ``annotation.conf`` if they end in ``-layer``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from glossator.core.errors import UserError
from glossator.core.interchange.base import (
    MAX_BYTES,
    ForeignArticle,
    ForeignFile,
    ForeignLink,
    ForeignNote,
    ForeignSpan,
    Problem,
    checked,
    decoded,
    loaded,
)
from glossator.core.interchange.units import Unit, converter, lost, recognised

Piece = tuple[int, int]


class Brat:
    """Takes text-bound annotations, relations, attributes and notes; events and normalisations are listed."""

    name = "brat"
    title = "brat standoff"

    def read(self, path: Path) -> ForeignFile:
        """UserError annotations-unreadable, file-missing, file-too-large."""
        if not path.exists():
            raise UserError("file-missing", path=str(path))
        places = sorted(path.rglob("*.ann")) if path.is_dir() else [path.with_suffix(".ann")]
        names = _Names(path if path.is_dir() else path.parent)
        whole, found = bytearray(), []
        problems: list[Problem] = []
        for place in places:
            if not place.with_suffix(".txt").exists():
                problems.append(Problem("annotation-text", {"name": place.name}))
                continue
            text, ann = loaded(place.with_suffix(".txt")), loaded(place)
            whole += place.stem.encode("utf-8", "replace") + b"\0" + text + b"\0" + ann + b"\0"
            if len(whole) > MAX_BYTES:
                raise UserError("file-too-large", path=str(path), size=len(whole) >> 20, limit=MAX_BYTES >> 20)
            said = decoded(place.with_suffix(".txt"), text)
            found.append(_Document(said, names).read(decoded(place, ann)))
        return checked(path, bytes(whole), found, problems)


class _Names:
    """What the configuration beside the files says of types."""

    def __init__(self, folder: Path) -> None:
        self._labels: dict[str, str] = dict(re.findall(r"^(\S+) \| (.+)$", _told(folder / "visual.conf"), re.MULTILINE))
        self._layers: dict[str, str] = {}
        layer = ""
        entities = _told(folder / "annotation.conf").partition("[entities]")[2].partition("[relations]")[0]
        for row in entities.split("\n"):
            heading = re.fullmatch(r"!(.+)-layer", row.strip())
            if heading:
                layer = heading[1]
            elif row.strip() and layer:
                self._layers[row.split()[0]] = layer

    def label(self, name: str) -> str:
        """The label that a type stands for."""
        return self._labels.get(name, name)

    def layer(self, name: str) -> str:
        """The layer of a type, "" if none is told."""
        return self._layers.get(name, "")


def _told(path: Path) -> str:
    return loaded(path).decode("utf-8", "replace") if path.is_file() else ""


class _Document:
    """The rows of one ``.ann`` file, gathered."""

    def __init__(self, text: str, names: _Names) -> None:
        self._text, self._names = text, names
        self._bound: list[tuple[str, str, list[Piece], str]] = []
        self._relations: list[tuple[str, str, str, str]] = []
        self._values: dict[str, list[tuple[str, str]]] = {}
        self._notes: list[tuple[str, str]] = []
        self._problems: list[Problem] = []

    def read(self, ann: str) -> ForeignArticle:
        """Every row; what cannot be understood is a problem."""
        for number, row in enumerate(ann.split("\n"), 1):
            try:
                self._row(row.rstrip("\r"))
            except (ValueError, IndexError):
                self._problems.append(Problem("annotation-line", {"line": number, "why": row[:60]}))
        return self._article()

    def _row(self, row: str) -> None:
        if not row.strip():
            return
        ident, data = row.split("\t", 1)
        if ident[0] == "T":
            head, _, words = data.partition("\t")
            name, rest = head.split(" ", 1)
            pieces = [(int(a), int(b)) for a, b in (bit.split(" ") for bit in rest.strip().split(";"))]
            self._bound.append((ident, name, pieces, words))
        elif ident[0] == "R":
            kind, one, two = data.split()[:3]
            self._relations.append((ident, kind, one.split(":", 1)[1], two.split(":", 1)[1]))
        elif ident[0] in "AM":
            name, target, *value = data.split()
            self._values.setdefault(target, []).append((name, " ".join(value)))
        elif ident[0] == "#":
            head, _, words = data.partition("\t")
            self._notes.append((head.split()[-1], words))
        else:
            self._problems.append(Problem("annotation-kind", {"kind": row[:40]}))

    def _placed(self) -> Iterator[tuple[str, str, list[Piece]]]:
        """Text-bound annotations in code points, without those whose words do not stand there."""
        stated = [(p[0][0], p[0][1], w) for _, _, p, w in self._bound if len(p) == 1]
        convert = converter(self._text, recognised(self._text, stated) if stated else Unit.CODE_POINTS)
        for ident, name, pieces, words in self._bound:
            moved = [(convert(a), convert(b)) for a, b in pieces]
            good = [(a, b) for a, b in moved if a is not None and b is not None and a < b]
            span = ForeignSpan(ident, pieces[0][0], pieces[-1][1], self._names.label(name), text=words)
            if len(good) < len(moved):
                self._problems.append(lost(span, "annotation-outside"))
            elif words and words.split() != " ".join(self._text[a:b] for a, b in good).split():
                self._problems.append(lost(span, "annotation-mismatch"))
            else:
                yield ident, name, self._joined(good)

    def _joined(self, pieces: list[Piece]) -> list[Piece]:
        """Pieces that only blanks part are one: brat may not cross the end of a line."""
        found: list[Piece] = []
        for start, end in sorted(pieces):
            if found and not self._text[found[-1][1] : start].strip():
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found

    def _article(self) -> ForeignArticle:
        spans: list[ForeignSpan] = []
        links: list[ForeignLink] = []
        for ident, name, pieces in self._placed():
            told = dict(self._values.get(ident, ()))
            suggested = "Suggested" in told
            values = tuple(sorted((k, v) for k, v in told.items() if v))
            for k, (start, end) in enumerate(pieces):
                own = f"{ident}.{k}" if k else ident
                label, layer = self._names.label(name), self._names.layer(name)
                said = self._text[start:end]
                spans.append(ForeignSpan(own, start, end, label, layer, said, None, suggested, values=values))
                links += [ForeignLink("piece", ident, own, suggested=suggested)] if k else []
        arcs = {ident: told for ident, told in self._notes if ident.startswith("R")}
        links += [ForeignLink(kind, a, b, arcs.get(ident, "")) for ident, kind, a, b in self._relations]
        notes = tuple(ForeignNote(to, told) for to, told in self._notes if not to.startswith("R"))
        return ForeignArticle(
            self._text, spans=tuple(spans), links=tuple(links), notes=notes, problems=tuple(self._problems)
        )
