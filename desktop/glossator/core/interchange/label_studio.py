"""Label Studio's raw JSON, exported or as Glossator writes it: annotations are accepted, predictions suggested."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from glossator.core.interchange.base import (
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
    rows,
    sureness,
    table,
    unreadable,
    whole,
    with_problems,
    words,
)
from glossator.core.interchange.units import converted, recognised
from glossator.core.model.span import Layer

_LAYERS = frozenset(map(str, Layer))
"""Names of ``<Labels>`` that say which layer is meant; others are whatever a project called them."""


class LabelStudio:
    """Reads ``tasks.json``, or the folder it lies in. Offsets are code points, or what the words prove."""

    name = "label-studio"
    title = "Label Studio JSON"

    def read(self, path: Path) -> ForeignFile:
        """UserError annotations-unreadable, file-missing, file-too-large."""
        path = path / "tasks.json" if path.is_dir() else path
        data = loaded(path)
        try:
            tasks = json.loads(decoded(path, data))
        except (ValueError, RecursionError) as error:
            raise unreadable(path, "it is no JSON") from error
        found, problems = [], []
        for number, value in enumerate(tasks if isinstance(tasks, list) else [tasks], 1):
            try:
                found.append(_article(table(value)))
            except Malformed as error:
                problems.append(Problem("annotation-line", {"line": number, "why": str(error)}))
        return checked(path, data, found, problems)


class _Task:
    """Gathers the results of one task; ids are made unique, since annotations may repeat them."""

    def __init__(self) -> None:
        self.spans: list[ForeignSpan] = []
        self.links: list[ForeignLink] = []
        self.tags: dict[str, None] = {}
        self.notes: list[ForeignNote] = []
        self.problems: list[Problem] = []
        self._round = 0

    def add(self, results: Iterable[Any], suggested: bool, origin: str = "") -> None:
        """One annotation or prediction."""
        self._round += 1
        for item in map(table, results):
            kind = item.get("type")
            if kind == "labels":
                self._region(item, suggested, origin)
            elif kind == "relation":
                for label in rows(item.get("labels")) or ["relation"]:
                    ends = [self._id(words(item.get(key))) for key in ("from_id", "to_id")]
                    self.links.append(ForeignLink(words(label), ends[0], ends[1], suggested=suggested))
            elif kind == "choices":
                chosen = rows(table(item.get("value")).get("choices"))
                self.tags.update(dict.fromkeys(map(words, chosen)))
            else:
                self.problems.append(Problem("annotation-kind", {"kind": words(kind)}))

    def _id(self, told: str) -> str:
        return f"{self._round}-{told}"

    def _region(self, item: Mapping[str, Any], suggested: bool, origin: str) -> None:
        value = table(item.get("value"))
        start, end = whole(value.get("start")), whole(value.get("end"))
        sure = sureness(item.get("score"))
        named = words(item.get("from_name"))
        layer = named if named in _LAYERS else ""
        for k, label in enumerate(rows(value.get("labels"))):
            ident = self._id(words(item.get("id"))) + (f"-{k}" if k else "")
            said = words(value.get("text"))
            self.spans.append(ForeignSpan(ident, start, end, words(label), layer, said, sure, suggested, origin))
            for note in rows(table(item.get("meta") or {}).get("text")):
                self.notes.append(ForeignNote(ident, words(note)))


def _article(task: Mapping[str, Any]) -> ForeignArticle:
    data = table(task.get("data"))
    text = data.get("text")
    if not isinstance(text, str):
        raise Malformed("its data has no text")
    made = _Task()
    for one in map(table, rows(task.get("annotations"))):
        if one.get("was_cancelled"):
            made.problems.append(Problem("annotation-rejected", {"line": 0, "answer": "cancelled"}))
        else:
            made.add(rows(one.get("result")), suggested=False)
    for one in map(table, rows(task.get("predictions"))):
        made.add(rows(one.get("result")), True, words(one.get("model_version")))
    unit = recognised(text, ((s.start, s.end, s.text) for s in made.spans))
    spans, problems = converted(text, made.spans, unit)
    notes = [*made.notes, *(ForeignNote("", words(note)) for note in rows(data.get("notes")))]
    article = ForeignArticle(
        text,
        words(data.get("title")),
        published=words(data.get("date")),
        spans=spans,
        links=tuple(made.links),
        tags=tuple(made.tags),
        notes=tuple(notes),
    )
    return with_problems(article, [*made.problems, *problems])
