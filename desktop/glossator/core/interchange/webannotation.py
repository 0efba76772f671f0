"""W3C Web Annotations in JSON-LD: a collection, a page, a list, one annotation, or one a line.

The text of a target is what Glossator put into the file, the ``value`` of its source, or
a ``.txt`` of the source's name beside the file; else it is left to whoever knows the
project. Source: Web Annotation Data Model, W3C Recommendation 23 February 2017.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from glossator.core.interchange.base import (
    MAX_BYTES,
    ForeignArticle,
    ForeignFile,
    ForeignLink,
    ForeignNote,
    ForeignSpan,
    Malformed,
    Problem,
    Quoted,
    checked,
    decoded,
    json_lines,
    loaded,
    sureness,
    table,
    whole,
    words,
)
from glossator.core.interchange.quoting import settled

OWN = "urn:glossator:"
_FRAGMENT = re.compile(r"char=(\d+),(\d+)(?:;.*)?")
_STATED = frozenset({"state", "score", "layer"})
_KEEPS = frozenset({"byline", "published"})


class WebAnnotation:
    """Takes text positions and text quotes; other selectors are listed."""

    name = "webannotation"
    title = "W3C Web Annotation (JSON-LD)"

    def read(self, path: Path) -> ForeignFile:
        """UserError annotations-unreadable, file-missing, file-too-large."""
        data = loaded(path)
        sheets = _Sheets()
        for number, value in _annotations(path, decoded(path, data)):
            try:
                sheets.take(table(value), number)
            except Malformed as error:
                sheets.problems.append(Problem("annotation-line", {"line": number, "why": str(error)}))
        return checked(path, data, sheets.articles(path.parent), sheets.problems)


def _annotations(path: Path, text: str) -> Iterator[tuple[int, Any]]:
    """(number, annotation) of any of the shapes."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        yield from json_lines(path, text)
        return
    if isinstance(value, dict) and "Annotation" not in many(value.get("type")):
        page = value.get("first", value)
        value = page.get("items", []) if isinstance(page, dict) else []
    yield from enumerate(many(value), 1)


def many(value: Any) -> list[Any]:
    """JSON-LD says one thing or a list of them."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(value: Any) -> str:
    """The address of a resource, told alone or as an object."""
    told = value.get("id", value.get("@id", "")) if isinstance(value, dict) else value
    return told if isinstance(told, str) else ""


@dataclass
class _Sheet:
    """What is said of one source."""

    text: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    quoted: list[Quoted] = field(default_factory=list)
    links: list[ForeignLink] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    notes: list[ForeignNote] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _Sheets:
    """Annotations by their sources; those on other annotations wait until all are known."""

    def __init__(self) -> None:
        self._sheets: dict[str, _Sheet] = {}
        self._homes: dict[str, str] = {}
        self._later: list[Mapping[str, Any]] = []
        self.problems: list[Problem] = []

    def take(self, row: Mapping[str, Any], number: int) -> None:
        """One annotation; Malformed if it says nothing of any text."""
        if not many(row.get("target")):
            raise Malformed("it has no target")
        if "linking" in many(row.get("motivation")) or _name(row.get("target")).startswith((OWN + "span:",)):
            self._later.append(row)
            return
        ident = _name(row) or f"annotation-{number}"
        for k, target in enumerate(many(row["target"])):
            self._target(row, target, ident, k)

    def _target(self, row: Mapping[str, Any], target: Any, ident: str, k: int) -> None:
        source, selectors = target, []
        if isinstance(target, dict) and ("source" in target or "selector" in target):
            source, selectors = target.get("source"), many(target.get("selector"))
        name = _name(source)
        if not name and not isinstance(source, dict):
            raise Malformed("its target has no source")
        sheet = self._sheets.setdefault(name, _Sheet())
        if isinstance(source, dict) and isinstance(source.get("value"), str):
            sheet.text = source["value"]
        if not selectors:
            self._whole(sheet, row)
            return
        body = _Body(row)
        place = _selected(selectors, sheet.problems)
        if place is None:
            return
        own = f"{ident}#{k}" if k else ident
        self._homes[own] = name
        for j, label in enumerate(body.labels):
            span = body.span(f"{own}~{j}" if j else own, label, place.span)
            sheet.quoted.append(Quoted(span, place.before, place.after))
        sheet.notes += [ForeignNote(own, told) for told in body.notes]
        if k:
            sheet.links.append(ForeignLink("piece", ident, own))

    def _whole(self, sheet: _Sheet, row: Mapping[str, Any]) -> None:
        """An annotation of a whole source: tags, notes, or what Glossator says of an article."""
        body, kind = _Body(row), _name(row).removeprefix(OWN).split(":")[0] if _name(row).startswith(OWN) else ""
        if kind == "text":
            sheet.text = next((words(one.get("value")) for one in body.parts), "")
            sheet.facts["language"] = next((words(one.get("language")) for one in body.parts), "")
        elif kind == "title":
            sheet.facts["title"] = next((words(p.get("value")) for p in body.parts if "value" in p), "")
            sheet.facts["address"] = next((_name(p) for p in body.parts if _name(p)), "")
            sheet.facts.update({name: value for name, value in body.facts.items() if name in _KEEPS})
        else:
            sheet.tags += body.tags
            sheet.notes += [ForeignNote("", told) for told in body.notes]

    def _second(self, row: Mapping[str, Any]) -> None:
        """A note on an annotation, or a link from one to another."""
        head = _name(row.get("target"))
        sheet = self._sheets.get(self._homes.get(head, "\0"))
        body = _Body(row)
        tail = next((name for name in map(_name, body.parts) if name), "")
        kind = next(iter(body.tags), "link")
        if sheet is None:
            code = Problem("annotation-link", {"kind": kind}) if tail else None
            self.problems.append(code or Problem("annotation-kind", {"kind": " ".join(body.notes)[:60]}))
        elif tail:
            sheet.links.append(ForeignLink(kind, head, tail, body.facts.get("name", ""), body.suggested))
        else:
            sheet.notes += [ForeignNote(head, told) for told in body.notes]

    def articles(self, folder: Path) -> Iterator[ForeignArticle]:
        """One for each source, with the text that the file or ``folder`` has of it."""
        for row in self._later:
            try:
                self._second(row)
            except Malformed as error:
                self.problems.append(Problem("annotation-line", {"line": 0, "why": str(error)}))
        for name, sheet in self._sheets.items():
            text = sheet.text or _beside(folder, name)
            facts: dict[str, Any] = {key: value for key, value in sheet.facts.items() if value}
            if not name.startswith(OWN) and name.startswith(("http://", "https://")):
                facts.setdefault("address", name)
            article = ForeignArticle(
                "", links=tuple(sheet.links), tags=tuple(filter(None, sheet.tags)), notes=tuple(sheet.notes),
                problems=tuple(sheet.problems), source=name, quoted=tuple(sheet.quoted), **facts,
            )  # fmt: skip
            yield settled(article, text) if text else article


class _Body:
    """The bodies of one annotation, sorted by what they are for."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        told = [*many(row.get("body")), *many(row.get("bodyValue"))]
        self.parts = [one if isinstance(one, dict) else {"value": words(one)} for one in told]
        why = [words(one) for one in many(row.get("motivation"))]
        ours = _name(row).startswith(OWN)
        self.tags: list[str] = []
        self.notes: list[str] = []
        self.facts: dict[str, str] = {}
        for part in self.parts:
            value = words(part.get("value")) if "value" in part else ""
            purposes = [words(one) for one in many(part.get("purpose"))] or why
            name, equals, fact = value.partition("=")
            if not value:
                continue
            if ours and equals and "describing" in purposes:
                self.facts[name] = fact
            elif {"classifying", "tagging"} & {*purposes}:
                self.tags.append(value)
            elif not (ours and "describing" in purposes):
                self.notes.append(value)
        self.labels = self.tags or [next(iter(why), "highlighting").rsplit("/", 1)[-1].upper()]
        self.suggested = self.facts.get("state") == "suggested"
        agent = next((one for one in many(row.get("creator")) if isinstance(one, dict)), {})
        person = agent.get("type") == "Person"
        self._origin = ("human:" if person else "") + words(agent.get("name")) if agent.get("name") else ""
        links = [name for name in map(_name, self.parts) if name]
        links += [words(part["source"]) for part in self.parts if isinstance(part.get("source"), str)]
        self._links = () if ours else tuple(("link", name) for name in links[:1])

    def span(self, ident: str, label: str, place: ForeignSpan) -> ForeignSpan:
        """The span with this label at ``place``."""
        values = tuple(sorted((k, v) for k, v in self.facts.items() if k not in _STATED))
        try:
            score = sureness(float(self.facts["score"])) if "score" in self.facts else None
        except ValueError:
            score = None
        return ForeignSpan(
            ident, place.start, place.end, label, self.facts.get("layer", ""), place.text, score,
            self.suggested, self._origin, (*values, *self._links),
        )  # fmt: skip


def _selected(selectors: list[Any], problems: list[Problem]) -> Quoted | None:
    """The place that text selectors tell together; None, and a problem, if there is none among them."""
    start, end, exact, before, after = -1, -1, "", "", ""
    for one in map(table, selectors):
        kind = words(one.get("type"))
        fragment = _FRAGMENT.fullmatch(words(one.get("value"))) if kind == "FragmentSelector" else None
        if kind == "TextPositionSelector":
            start, end = whole(one.get("start")), whole(one.get("end"))
        elif kind == "TextQuoteSelector":
            exact, before, after = (words(one.get(key)) for key in ("exact", "prefix", "suffix"))
        elif fragment and start < 0:
            start, end = int(fragment[1]), int(fragment[2])
    if start < 0 and not exact:
        kinds = ", ".join(words(one.get("type")) for one in map(table, selectors))
        problems.append(Problem("annotation-kind", {"kind": kinds[:60] or "selector"}))
        return None
    return Quoted(ForeignSpan("", start, end, "", text=exact), before, after)


def _beside(folder: Path, source: str) -> str:
    """The text in a file of the source's name beside the annotations, "" if there is none."""
    name = re.split(r"[/\\:]", unquote(source.rstrip("/")))[-1]
    place = folder / name
    if not name.endswith(".txt") or not place.is_file() or place.stat().st_size > MAX_BYTES:
        return ""
    return decoded(place, loaded(place))
