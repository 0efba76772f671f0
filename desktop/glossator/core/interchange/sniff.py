"""Which format a file or folder is in, by its name and its beginning: a guess that a person may overrule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

_HEAD = 256 * 1024
"""Bytes that are looked at, from the beginning and, of archives, from the end."""
_KEY = re.compile(r'"([^"\\]{1,40})"\s*:')
_TAGGED = re.compile(r"\S+[ \t](?:\S+[ \t]+)*(?:O|[BILUSE]-\S+)\s*")


@dataclass(frozen=True)
class _Look:
    """What is seen of a place: the names in a folder, or the beginning of a file."""

    path: Path
    suffixes: frozenset[str]
    head: str
    raw: bytes
    tail: bytes
    keys: frozenset[str]

    def has(self, *keys: str) -> bool:
        """Whether JSON keys of these names occur, all of them."""
        return self.keys.issuperset(keys)

    def any(self, *keys: str) -> bool:
        """Whether one of these JSON keys occurs."""
        return not self.keys.isdisjoint(keys)


def guesses(path: Path) -> list[str]:
    """Names of the formats that ``path`` may be in, the likeliest first; [] when nothing fits, or nothing is there."""
    try:
        look = _look_into(path) if path.is_dir() else _look_at(path)
    except OSError:
        return []
    return [name for name, fits in _SIGNS if fits(look)]


def _look_into(folder: Path) -> _Look:
    names = [one for one in sorted(folder.rglob("*")) if one.is_file()]
    suffixes = frozenset(one.suffix.lower() for one in names)
    first = next((one for one in names if one.suffix.lower() == ".json"), None)
    raw = _beginning(first) if first else b""
    head = raw.decode("utf-8-sig", "replace")
    found = frozenset({*suffixes, *(one.name for one in names if one.name == "tasks.json")})
    return _Look(folder, found, head, b"", b"", frozenset(_KEY.findall(head)))


def _look_at(path: Path) -> _Look:
    raw = _beginning(path)
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _HEAD))
        tail = file.read(_HEAD)
    head = raw.decode("utf-8-sig", "replace")
    return _Look(path, frozenset({path.suffix.lower()}), head, raw, tail, frozenset(_KEY.findall(head)))


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def _is_web_annotation(look: _Look) -> bool:
    return "www.w3.org/ns/anno" in look.head or ".jsonld" in look.suffixes or look.has("target", "selector")


def _is_brat(look: _Look) -> bool:
    beside = look.suffixes == {".txt"} and look.path.is_file() and look.path.with_suffix(".ann").exists()
    return ".ann" in look.suffixes or beside


def _is_labelbuddy(look: _Look) -> bool:
    return look.any("start_char", "start_byte", "utf8_text_md5_checksum") or look.has("text", "annotations", "metadata")


def _is_prodigy(look: _Look) -> bool:
    return look.has("text") and look.any("_input_hash", "_task_hash", "_session_id", "answer", "token_start")


def _is_doccano(look: _Look) -> bool:
    return look.any("text", "data") and (look.any("start_offset") or look.any("label", "labels"))


def _is_conll(look: _Look) -> bool:
    if look.head.startswith("-DOCSTART-") or look.suffixes & {".conll", ".iob", ".iob2", ".bio", ".conll2003"}:
        return True
    rows = [row for row in look.head.split("\n")[:60] if row.strip()][:-1]
    return len(rows) > 2 and all(map(_TAGGED.fullmatch, rows))


def _is_docbin(look: _Look) -> bool:
    return ".spacy" in look.suffixes


def _holds(suffix: str) -> Callable[[_Look], bool]:
    return lambda look: suffix in look.suffixes


_SIGNS: Iterable[tuple[str, Callable[[_Look], bool]]] = (
    ("jsonl", lambda look: "glossator-jsonl" in look.head),
    ("refi", lambda look: look.raw.startswith(b"PK") and (".qdpx" in look.suffixes or b".qde" in look.tail)),
    ("docbin", _is_docbin),
    (
        "webanno",
        lambda look: look.head.startswith("#FORMAT=WebAnno TSV") or (look.path.is_dir() and _holds(".tsv")(look)),
    ),
    ("xmi", lambda look: "http://www.omg.org/XMI" in look.head or (look.path.is_dir() and _holds(".xmi")(look))),
    ("cas-json", lambda look: look.any("%FEATURE_STRUCTURES", "%TYPES", "%VIEWS")),
    ("brat", _is_brat),
    ("label-studio", lambda look: "tasks.json" in look.suffixes or look.has("result", "data") or look.has("from_name")),
    ("webannotation", _is_web_annotation),
    ("labelbuddy", _is_labelbuddy),
    ("prodigy", lambda look: _is_prodigy(look) or (look.has("text", "spans") and not look.has("format"))),
    ("doccano", _is_doccano),
    ("conll", _is_conll),
)
