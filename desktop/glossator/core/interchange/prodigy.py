"""Prodigy's JSONL (``prodigy db-out``): tasks that were accepted; the others are listed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from glossator.core.interchange.base import (
    ForeignArticle,
    ForeignFile,
    ForeignLink,
    ForeignSpan,
    Malformed,
    Problem,
    checked,
    decoded,
    json_lines,
    loaded,
    rows,
    sureness,
    table,
    whole,
    with_problems,
    words,
)
from glossator.core.interchange.units import converted, recognised


class Prodigy:
    """Offsets are code points, or what the tokens prove; a relation names the last token of its ends."""

    name = "prodigy"
    title = "Prodigy JSONL"

    def read(self, path: Path) -> ForeignFile:
        """UserError annotations-unreadable, file-missing, file-too-large."""
        data = loaded(path)
        found, problems = [], []
        for number, value in json_lines(path, decoded(path, data)):
            try:
                task = table(value)
                if words(task.get("answer")) in {"reject", "ignore"}:
                    problems.append(Problem("annotation-rejected", {"line": number, "answer": task["answer"]}))
                else:
                    found.append(_article(task))
            except Malformed as error:
                problems.append(Problem("annotation-line", {"line": number, "why": str(error)}))
        return checked(path, data, found, problems)


def _article(task: Mapping[str, Any]) -> ForeignArticle:
    if not isinstance(task.get("text"), str):
        raise Malformed("it has no text")
    text = task["text"]
    told = [_span(table(one), number) for number, one in enumerate(rows(task.get("spans")))]
    tokens = [table(one) for one in rows(task.get("tokens"))]
    stated = [(whole(t.get("start")), whole(t.get("end")), words(t.get("text"))) for t in tokens]
    unit = recognised(text, [*stated, *((s.start, s.end, s.text) for s in told)])
    spans, problems = converted(text, told, unit)
    links, loose = _links(task, told)
    tags = tuple(words(tag) for tag in rows(task.get("accept")))
    title = words(table(task.get("meta") or {}).get("title"))
    return with_problems(ForeignArticle(text, title, spans=spans, links=links, tags=tags), [*problems, *loose])


def _span(told: Mapping[str, Any], number: int) -> ForeignSpan:
    return ForeignSpan(
        words(told.get("id")) or f"span-{number}",
        whole(told.get("start")),
        whole(told.get("end")),
        words(told.get("label")),
        words(told.get("layer")),
        words(told.get("text")),
        sureness(told.get("score")),
        told.get("state") == "suggested",
    )


def _links(task: Mapping[str, Any], spans: list[ForeignSpan]) -> tuple[tuple[ForeignLink, ...], list[Problem]]:
    """Relations between spans of exactly their places; relations of single words have no span and are problems."""
    by_place = {(span.start, span.end, span.label): span.id for span in spans}
    links, loose = [], []
    for one in map(table, rows(task.get("relations"))):
        ends = []
        for key in ("head_span", "child_span"):
            told = table(one.get(key) or {})
            place = whole(told.get("start", -1)), whole(told.get("end", -1)), words(told.get("label"))
            ends.append(by_place.get(place))
        if ends[0] and ends[1]:
            links.append(ForeignLink(words(one.get("label")), ends[0], ends[1], words(one.get("name"))))
        else:
            loose.append(Problem("annotation-link", {"kind": words(one.get("label"))}))
    return tuple(links), loose
