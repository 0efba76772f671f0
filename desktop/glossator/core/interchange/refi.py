"""REFI-QDA projects (``.qdpx``) of NVivo, ATLAS.ti, MAXQDA, QualCoder and their like, and Glossator's own.

Plain-text sources, selections, codes, notes, links and sets. Programs disagree on what a
position counts and on whether the end is in the selection; the names of selections, which
are their words, prove it where they are told. Source: REFI-QDA standard 1.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from glossator.core.interchange.archive import Archive
from glossator.core.interchange.base import (
    ForeignArticle,
    ForeignFile,
    ForeignLink,
    ForeignNote,
    ForeignSpan,
    Malformed,
    Problem,
    checked,
    loaded,
    sureness,
    unreadable,
)
from glossator.core.interchange.units import Unit, converter, lost
from glossator.core.interchange.xml import parsed

_INTERNAL = "internal://"
_FACTS = {"date": "published", "byline": "byline", "address": "address", "language": "language"}
_OURS = frozenset({"source", "sha256", "stage", "pipeline"})
_OTHER = ("PictureSource", "AudioSource", "VideoSource", "Case", "Graph")
_FACT = re.compile(r"(\w+): (.+)")
_DOTS = re.compile(r"(\s*(…|\.\.\.))?$")


class Refi:
    """The project file and the texts in the archive; nothing outside it is opened."""

    name = "refi"
    title = "REFI-QDA project"

    def read(self, path: Path) -> ForeignFile:
        """UserError annotations-unreadable, file-missing, file-too-large."""
        data = loaded(path)
        archive = Archive(path, data)
        inside = next((name for name in sorted(archive.names(), key=len) if name.lower().endswith(".qde")), "")
        root = parsed(path, archive.read(inside) or b"")
        if not root.tag.endswith("}Project"):
            raise unreadable(path, "it holds no QDA project")
        project = _Project(root, archive)
        return checked(path, data, project.articles(), project.problems)


@dataclass
class _Selection:
    """A selection as it is told, and the codes that it got."""

    guid: str
    start: int
    end: int
    said: str
    codes: list[tuple[str, str]]
    about: str
    notes: list[str]
    user: str


@dataclass
class _Source:
    """One text and what lies on it."""

    name: str
    text: str
    selections: list[_Selection] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    notes: list[ForeignNote] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class _Project:
    """``project.qde`` with its namespace left aside: every program declares it a little differently."""

    def __init__(self, root: Any, archive: Archive) -> None:
        for element in root.iter("*"):
            element.tag = element.tag.rpartition("}")[2]
        self._root, self._archive = root, archive
        self._ours = (root.get("origin") or "").startswith("Glossator")
        self._users = {one.get("guid", ""): one.get("name") or "" for one in root.iter("User")}
        self._codes = {one.get("guid", ""): self._code(one) for one in root.iter("Code")}
        self._variables = {one.get("guid", ""): one.get("name") or "" for one in root.iter("Variable")}
        self.problems = [
            Problem("annotation-kind", {"kind": f"{one.tag} {one.get('name') or ''}".strip()})
            for one in root.iter(*_OTHER)
        ]
        self._notes = {one.get("guid", ""): self._note(one) for one in root.iter("Note")}

    def _code(self, code: Any) -> tuple[str, str]:
        """(label, layer): a top code that cannot be given is a layer."""
        above = [one for one in code.iterancestors("Code") if (one.get("isCodable") or "").lower() == "false"]
        return code.get("name") or "", (above[-1].get("name") or "") if above and self._ours else ""

    def _file(self, told: str | None) -> str | None:
        """A text of the archive; None for one that lies elsewhere. Malformed if it is no UTF-8."""
        if not told or not told.startswith(_INTERNAL):
            return None
        data = self._archive.read("sources/" + told.removeprefix(_INTERNAL).removeprefix("/"))
        try:
            return None if data is None else data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Malformed("its text is not UTF-8") from error

    def _note(self, note: Any) -> str:
        content = note.findtext("PlainTextContent")
        try:
            told = content if content is not None else self._file(note.get("plainTextPath"))
        except Malformed:
            told = None
        if told is None:
            self.problems.append(Problem("annotation-kind", {"kind": f"Note {note.get('name') or ''}".strip()}))
        return (told or note.findtext("Description") or "").strip()

    def articles(self) -> Iterator[ForeignArticle]:
        """Every text source; what has no plain text is a problem."""
        sets = [(one.get("name") or "", {m.get("targetGUID") for m in one.iter("MemberSource")})
                for one in self._root.iter("Set")]  # fmt: skip
        links: dict[str, list[Any]] = {}
        for one in self._root.iter("Link"):
            links.setdefault(one.get("originGUID") or "", []).append(one)
        held: set[str] = set()
        for element in self._root.iter("TextSource", "Representation"):
            name = element.get("name") or ""
            try:
                content = element.findtext("PlainTextContent")
                text = content if content is not None else self._file(element.get("plainTextPath"))
            except Malformed as error:
                self.problems.append(Problem("annotation-text", {"name": f"{name}: {error}"}))
                continue
            if text is None:
                self.problems.append(Problem("annotation-text", {"name": name or element.get("guid") or "?"}))
                continue
            source = _Source(name, text, tags=[tag for tag, members in sets if element.get("guid") in members and tag])
            self._fill(source, element)
            article = self._article(source, links)
            held.update(span.id for span in article.spans)
            yield article
        self.problems += [
            Problem("annotation-link", {"kind": one.get("name") or "link"})
            for origin, told in links.items()
            if origin not in held
            for one in told
        ]

    def _fill(self, source: _Source, element: Any) -> None:
        for part in element.iterchildren("*"):
            if part.tag == "PlainTextSelection":
                self._selection(source, part)
            elif part.tag == "NoteRef":
                source.notes += self._noted(part, "")
            elif part.tag == "Coding":
                source.tags += [self._codes[code][0] for code in self._referred(part) if code in self._codes]
                source.notes += [note for one in part.iter("NoteRef") for note in self._noted(one, "")]
            elif part.tag == "VariableValue":
                self._variable(source, part)
            elif part.tag == "Description":
                source.notes.append(ForeignNote("", part.text or ""))
            elif part.tag != "PlainTextContent":
                source.problems.append(Problem("annotation-kind", {"kind": part.tag}))

    def _noted(self, reference: Any, span: str) -> list[ForeignNote]:
        told = self._notes.get(reference.get("targetGUID") or "", "")
        return [ForeignNote(span, told)] if told else []

    def _referred(self, coding: Any) -> list[str]:
        return [one.get("targetGUID") or "" for one in coding.iter("CodeRef")]

    def _variable(self, source: _Source, element: Any) -> None:
        name = next((self._variables.get(one.get("targetGUID") or "", "") for one in element.iter("VariableRef")), "")
        value = next((one.text or "" for one in element.iterchildren("*") if one.tag.endswith("Value")), "")
        if name.lower() in _FACTS:
            source.facts[_FACTS[name.lower()]] = value
        elif not (self._ours and name in _OURS) and value:
            source.notes.append(ForeignNote("", f"{name}: {value}"))

    def _selection(self, source: _Source, element: Any) -> None:
        codes: list[tuple[str, str]] = []
        references = [*element.iterchildren("NoteRef")]
        for coding in element.iterchildren("Coding"):
            codes += [self._codes.get(code, ("", "")) for code in self._referred(coding)]
            references += coding.iterchildren("NoteRef")
        notes = [note.text for one in references for note in self._noted(one, "")]
        user = element.get("creatingUser") or next((c.get("creatingUser") for c in element.iter("Coding")), "") or ""
        try:
            start, end = int(element.get("startPosition") or ""), int(element.get("endPosition") or "")
        except ValueError:
            source.problems.append(Problem("annotation-line", {"line": element.sourceline, "why": "it has no place"}))
            return
        source.selections.append(
            _Selection(
                element.get("guid") or f"selection-{len(source.selections)}", start, end, element.get("name") or "",
                [code for code in codes if code[0]], element.findtext("Description") or "", notes,
                self._users.get(user, ""),
            )
        )  # fmt: skip

    def _article(self, source: _Source, links: Mapping[str, list[Any]]) -> ForeignArticle:
        text, unit, inclusive = _counted(source)
        convert = converter(text, unit)
        spans: list[ForeignSpan] = []
        notes = list(source.notes)
        for one in source.selections:
            start, end = convert(one.start), convert(one.end + inclusive)
            for made, told in self._spans(one):
                if start is None or end is None or start >= end:
                    source.problems.append(lost(made, "annotation-outside"))
                else:
                    spans.append(_at(made, text, start, end))
                    notes += [ForeignNote(made.id, note) for note in told]
        ids = dict.fromkeys(span.id for span in spans)
        found, loose = [], []
        for one in (one for ident in ids for one in links.get(ident, ())):
            head, tail = one.get("originGUID") or "", one.get("targetGUID") or ""
            kind, (name, suggested) = one.get("name") or "link", self._of_link(one)
            if tail in ids:
                found.append(ForeignLink(kind, head, tail, name, suggested))
            else:
                loose.append(Problem("annotation-link", {"kind": kind}))
        return ForeignArticle(
            text, source.name, spans=tuple(spans), links=tuple(found), tags=tuple(dict.fromkeys(source.tags)),
            notes=tuple(notes), problems=(*source.problems, *loose), **source.facts,
        )  # fmt: skip

    def _of_link(self, link: Any) -> tuple[str, bool]:
        """(name of the speaker, whether it is a suggestion), which Glossator writes into the link's note."""
        told = "\n".join(self._notes.get(one.get("targetGUID") or "", "") for one in link.iter("NoteRef"))
        rows = told.split("\n") if self._ours else []
        name = next((row.removeprefix("name: ") for row in rows if row.startswith("name: ")), "")
        return name, "suggested" in rows

    def _spans(self, told: _Selection) -> Iterator[tuple[ForeignSpan, list[str]]]:
        """One span a code, with its notes; a selection without a code is a highlight."""
        facts, notes = (_facts(told.about) if self._ours else {}), list(told.notes)
        if told.about.strip() and not self._ours:
            notes.append(told.about)
        suggested = facts.pop("state", "") == "suggested"
        try:
            score = sureness(float(facts.pop("score", "-1")))
        except ValueError:
            score = None
        origin = told.user if "@" in told.user else f"human:{told.user}" if told.user else ""
        for k, (label, layer) in enumerate(told.codes or [("HIGHLIGHT", "highlight")]):
            ident = f"{told.guid}#{k}" if k else told.guid
            values = tuple(sorted(facts.items()))
            made = ForeignSpan(
                ident, told.start, told.end, label, layer, told.said, score, suggested, origin, values
            )  # fmt: skip
            yield made, notes if k == 0 else []


def _at(span: ForeignSpan, text: str, start: int, end: int) -> ForeignSpan:
    """``span`` at its place in code points, with the words that stand there."""
    return ForeignSpan(
        span.id, start, end, span.label, span.layer, text[start:end], span.score, span.suggested, span.origin,
        span.values,
    )  # fmt: skip


def _facts(about: str) -> dict[str, str]:
    """The lines that Glossator writes before the notes: a state, a score, then values."""
    found: dict[str, str] = {}
    for row in about.split("\n"):
        match = _FACT.fullmatch(row)
        if row in ("suggested", "rejected") and not found:
            found["state"] = row
        elif match and match[1] not in found:
            found[match[1]] = match[2]
        else:
            break
    return found


def _counted(source: _Source) -> tuple[str, Unit, int]:
    """(text, unit, what to add to an end) in which most selections say their names; code points and 0 if none do."""
    texts = dict.fromkeys((source.text, source.text.replace("\r\n", "\n")))
    told = [(one.start, one.end, "".join(_DOTS.sub("", one.said).split())) for one in source.selections]
    told = [one for one in told if one[2]]
    best, most = (source.text, Unit.CODE_POINTS, 0), 0
    for text in texts:
        for unit in Unit:
            convert = converter(text, unit)
            for extra in (0, 1):
                hits = 0
                for start, end, said in told:
                    low, high = convert(start), convert(end + extra)
                    there = "".join(text[low:high].split()) if low is not None and high is not None else ""
                    hits += bool(there) and (there == said or (len(said) > 20 and there.startswith(said)))
                if hits > most:
                    best, most = (text, unit, extra), hits
    return best
