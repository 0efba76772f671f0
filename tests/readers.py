"""Strict readers of exported files, written from the formats' specifications and from nothing of the program's."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Place = tuple[int, int, str]


@dataclass
class Read:
    """What a file says of one article: ``spans`` are (start, end, label) in code points."""

    text: str
    spans: list[Place]
    links: list[tuple[Place, Place, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    fragments: dict[Place, list[tuple[int, int]]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)


def strict_lines(path: Path) -> list[Any]:
    """JSON Lines read by a reader that takes every line end of Unicode for one."""
    return [json.loads(row) for row in path.read_bytes().decode("utf-8").splitlines()]


def prodigy(path: Path) -> list[Read]:
    """Prodigy: tokens tile the text, ``token_end`` is inclusive, a relation names last tokens."""
    found = []
    for task in strict_lines(path):
        text, tokens = task["text"], task["tokens"]
        assert [t["id"] for t in tokens] == list(range(len(tokens)))
        assert "".join(t["text"] + " " * t["ws"] for t in tokens) == text
        assert all(text[t["start"] : t["end"]] == t["text"] for t in tokens)
        by_edge = {}
        for s in task["spans"]:
            assert tokens[s["token_start"]]["start"] == s["start"]
            assert tokens[s["token_end"]]["end"] == s["end"]
            by_edge[s["start"], s["end"], s["label"]] = s
        links = []
        for r in task["relations"]:
            ends = [(r[n]["start"], r[n]["end"], r[n]["label"]) for n in ("head_span", "child_span")]
            assert all(end in by_edge for end in ends)
            assert [r["head"], r["child"]] == [r[n]["token_end"] for n in ("head_span", "child_span")]
            links.append((ends[0], ends[1], r["label"]))
        assert task["answer"] == "accept"
        assert set(task.get("accept", [])) <= {o["id"] for o in task.get("options", [])}
        spans = [(s["start"], s["end"], s["label"]) for s in task["spans"]]
        found.append(Read(text, spans, links, task.get("accept", []), more=task["meta"]))
    return found


def doccano(path: Path) -> list[Read]:
    """doccano: the checks of its import (offsets in order and inside the text, whole numbers as ids)."""
    found = []
    seen: set[int] = set()
    for row in strict_lines(path):
        text = row["text"]
        if "label" in row:
            spans = [(a, b, label) for a, b, label in row["label"]]
            links = []
        else:
            by_id = {e["id"]: (e["start_offset"], e["end_offset"], e["label"]) for e in row["entities"]}
            spans = list(by_id.values())
            links = [(by_id[r["from_id"]], by_id[r["to_id"]], r["type"]) for r in row["relations"]]
            ids = [*by_id, *(r["id"] for r in row["relations"])]
            assert all(type(one) is int for one in ids)
            assert len(set(ids)) == len(ids)
            assert not seen & set(ids)
            seen.update(ids)
        assert all(0 <= a < b <= len(text) and label for a, b, label in spans)
        found.append(Read(text, spans, links, row["tags"], more={"article": row["article"]}))
    return found


def label_studio(folder: Path) -> list[Read]:
    """Label Studio: every name and value in the tasks is offered by the labelling interface."""
    root = ET.fromstring((folder / "label_config.xml").read_bytes())
    texts = {e.get("name"): e.get("value") for e in root.iter("Text")}
    labels = {e.get("name"): {one.get("value") for one in e} for e in root.iter("Labels")}
    choices = {e.get("name"): {one.get("value") for one in e} for e in root.iter("Choices")}
    kinds = {e.get("value") for e in root.iter("Relation")}
    assert all(e.get("toName") in texts for e in [*root.iter("Labels"), *root.iter("Choices")])
    names = [e.get("name") for e in root.iter() if e.get("name")]
    assert len(set(names)) == len(names)
    found = []
    for task in json.loads((folder / "tasks.json").read_text("utf-8")):
        read = Read(task["data"]["text"], [], more={"results": [], "data": task["data"]})
        for one in [*task["annotations"], *task["predictions"]]:
            _label_studio_result(one, read, texts, labels, choices, kinds)
        assert all(one["model_version"] is not None for one in task["predictions"])
        found.append(read)
    return found


def _label_studio_result(one: Any, read: Read, texts: Any, labels: Any, choices: Any, kinds: Any) -> None:
    by_id: dict[str, Place] = {}
    for item in one["result"]:
        if item["type"] == "relation":
            assert set(item["labels"]) <= kinds
            assert item["direction"] == "right"
            read.links.append((by_id[item["from_id"]], by_id[item["to_id"]], item["labels"][0]))
            continue
        assert texts[item["to_name"]] == "$text"
        if item["type"] == "choices":
            assert set(item["value"]["choices"]) <= choices[item["from_name"]]
            read.tags += item["value"]["choices"]
            continue
        value = item["value"]
        assert item["type"] == "labels"
        assert set(value["labels"]) <= labels[item["from_name"]]
        assert read.text[value["start"] : value["end"]] == value["text"]
        assert item["id"] not in by_id
        by_id[item["id"]] = (value["start"], value["end"], value["labels"][0])
        read.spans.append(by_id[item["id"]])
        read.notes += item.get("meta", {}).get("text", [])
    read.more["results"].append(one)


_LINE_END = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def brat(folder: Path) -> dict[str, Read]:
    """brat standoff with the checks of brat's own reader; lines end as Python 2's codecs ended them."""
    found = {}
    known = re.findall(r"^!?\t?([A-Za-z0-9_-]+)", (folder / "annotation.conf").read_text("utf-8"), re.MULTILINE)
    for path in sorted(folder.glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        read = Read(text, [])
        places: dict[str, Place] = {}
        seen: set[str] = set()
        for row in _LINE_END.split(path.read_bytes().decode("utf-8"))[:-1]:
            ident, data = row.split("\t", 1)
            assert ident not in seen
            seen.add(ident)
            _brat_row(ident, data, read, places, known)
        found[path.stem] = read
    return found


def _brat_row(ident: str, data: str, read: Read, places: dict[str, Place], known: list[str]) -> None:
    if ident[0] == "T":
        head, covered = data.split("\t")
        label, rest = head.split(" ", 1)
        bits = [tuple(map(int, bit.split(" "))) for bit in rest.split(";")]
        assert label in known
        assert all(0 <= a < b <= len(read.text) for a, b in bits)
        assert all(b <= c for (_, b), (c, _) in zip(bits, bits[1:], strict=False))
        assert " ".join(read.text[a:b] for a, b in bits) == covered
        assert not re.search(r"[\t\n]", covered)
        places[ident] = (bits[0][0], bits[-1][1], label)
        read.spans.append(places[ident])
        read.fragments[places[ident]] = bits  # type: ignore[assignment]
    elif ident[0] == "R":
        kind, one, two = data.split(" ")
        assert kind in known
        assert (one[:5], two[:5]) == ("Arg1:", "Arg2:")
        read.links.append((places[one[5:]], places[two[5:]], kind))
    elif ident[0] == "A":
        assert data.split(" ")[0] in known
        assert data.split(" ")[1] in places
        read.more.setdefault("attributes", []).append(data)
    else:
        head, told = data.split("\t")
        assert head.split(" ")[0] == "AnnotatorNotes"
        read.notes.append(told)


def webanno(data: bytes) -> Read:
    """WebAnno TSV 3.3 as INCEpTION's reader takes it: the text is rebuilt from sentences and UTF-16 places."""
    rows = data.decode("utf-8").split("\n")
    assert rows[0] == "#FORMAT=WebAnno TSV 3.3"
    columns: list[tuple[str, str]] = []
    at = 1
    while rows[at]:
        kind, rest = rows[at][1:].split("=", 1)
        layer, *features = rest.split("|")
        columns += [(layer, feature) for feature in features]
        assert kind in {"T_SP", "T_RL"}
        at += 1
    units = b""
    state = _Tsv(columns)
    while at < len(rows):
        if not rows[at]:
            at += 1
            continue
        lines = []
        while rows[at].startswith("#Text="):
            lines.append(_text(rows[at][6:]))
            at += 1
        assert lines
        begin = int(rows[at].split("\t")[1].split("-")[0])
        if len(units) // 2 > begin:
            units = units[:-2]
        units += (" " * (begin - len(units) // 2)).encode("utf-16-le")
        assert len(units) // 2 == begin
        units += ("\n".join(lines) + "\n").encode("utf-16-le")
        while at < len(rows) and rows[at]:
            state.row(rows[at], units)
            at += 1
    return state.result(units)


def _text(told: str) -> str:
    plain = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}
    return re.sub(r"\\(.)", lambda m: plain.get(m[1], m[1]), told, flags=re.DOTALL)


def _value(told: str) -> str:
    return re.sub(r"\\(->|.)", lambda m: {"t": "\t", "n": "\n"}.get(m[1], m[1]), told, flags=re.DOTALL)


class _Tsv:
    """Annotations by their numbers, grown row by row."""

    def __init__(self, columns: list[tuple[str, str]]) -> None:
        self._columns = columns
        self._places: dict[int, list[int]] = {}
        self._features: dict[int, dict[str, str]] = {}
        self._first: dict[str, set[int]] = {}
        self._links: list[tuple[str, str, int, int]] = []
        self._last = ("", -1)

    def row(self, row: str, units: bytes) -> None:
        ident, place, covered, *cells = row.split("\t")
        assert cells[-1] == ""
        assert len(cells) == len(self._columns) + 1
        start, end = map(int, place.split("-"))
        assert re.sub(r"[\t\n\r]", " ", units[2 * start : 2 * end].decode("utf-16-le")) == covered
        kinds: list[str] = []
        for (layer, feature), cell in zip(self._columns, cells, strict=False):
            if cell == "_":
                continue
            for told in re.split(r"(?<!\\)\|", cell):
                if feature.startswith("BT_"):
                    match = re.fullmatch(r"(\d+-\d+(?:\.\d+)?)\[(\d+)_(\d+)\]", told)
                    assert match
                    self._links.append((kinds.pop(0), match[1], int(match[2]), int(match[3])))
                elif layer.endswith("Relation"):
                    kinds.append(_value(told))
                else:
                    value, number = told[:-1].rsplit("[", 1)
                    self._add(int(number), start, end, ident)
                    known = self._features.setdefault(int(number), {"type": layer})
                    assert known.setdefault(feature, value) == value

    def _add(self, number: int, start: int, end: int, ident: str) -> None:
        place = self._places.setdefault(number, [start, end])
        place[1] = end
        if place[0] == start:
            self._first.setdefault(ident, set()).add(number)

    def result(self, units: bytes) -> Read:
        def point(unit: int) -> int:
            return len(units[: 2 * unit].decode("utf-16-le"))

        text = units.decode("utf-16-le")
        places: dict[int, Place] = {}
        read = Read(text[:-1] if text else "", [])
        for number, (start, end) in self._places.items():
            told = self._features[number]
            label = told.get("value", told.get("label", ""))
            places[number] = (point(start), point(end), _value(label))
            read.spans.append(places[number])
            if told.get("note", "*") != "*":
                read.notes.append(_value(told["note"]))
        for kind, row, head, tail in self._links:
            assert head in self._first[row]
            read.links.append((places[head], places[tail], kind))
        return read


def table(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """A CSV file, each cell as it was before formulas were made plain; no cell is a formula."""
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as rows:
        found = list(csv.DictReader(rows, delimiter=delimiter, strict=True))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert all(cell is not None and not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
               for row in found for cell in row.values())  # fmt: skip
    return [{name: _unquoted(cell) for name, cell in row.items()} for row in found]


def _unquoted(cell: str) -> str:
    return cell[1:] if re.match(r"'+[=+\-@\t\r\n]", cell) else cell
