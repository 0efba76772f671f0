"""REFI-QDA: a project (``.qdpx``) or a code book (``.qdc``) for NVivo, ATLAS.ti, MAXQDA, QualCoder and their like.

Positions are code points of the plain text beside the project, end exclusive; the text has
``\\n`` alone and no byte order mark. Ids are GUIDs made of ours, the same in every export.
Source: REFI-QDA standard 1.5, "QDA-XML version 1.0", https://www.qdasoftware.org.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from glossator import __version__
from glossator.core.export.base import Options
from glossator.core.export.losses import LINKS, NOTES, NOTES_OUT, TAGS, counted
from glossator.core.export.packing import pack
from glossator.core.export.palette import Palette
from glossator.core.export.record import meta
from glossator.core.export.safe_text import xml_safe
from glossator.core.export.selection import chosen, unreachable_notes
from glossator.core.export.streaming import each
from glossator.core.export.told import agent
from glossator.core.export.writing import Replacement
from glossator.core.model.bundle import Bundle
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.note import Note
from glossator.core.model.span import Span, State, Values
from glossator.core.progress import Progress

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
SPANS = "spans"
_OWN = uuid.uuid5(uuid.NAMESPACE_URL, "urn:glossator")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_NAME = 60
_COLOR = (0.35, 0.42)
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


def guid(kind: str, *ids: str) -> str:
    """The GUID of a thing: the same for the same ids."""
    return str(uuid.uuid5(_OWN, "\x1f".join((kind, *ids))))


def _tag(name: str, attributes: Mapping[str, str] | None = None, inside: str = "") -> str:
    """An element; attributes without a value are left out."""
    given = "".join(f" {key}={quoteattr(xml_safe(value))}" for key, value in (attributes or {}).items() if value)
    return f"<{name}{given}>{inside}</{name}>" if inside else f"<{name}{given}/>"


def _words(text: str) -> str:
    return escape(xml_safe(text)).replace("\r", "&#13;")


def _facts(state: State, score: float | None, values: Values) -> list[str]:
    """What the format has no place for, as lines of a description."""
    said = [str(state)] if state is not State.ACCEPTED else []
    said += [f"score: {score!r}"] if score is not None else []
    return [*said, *(f"{name}: {value}" for name, value in values)]


class Codes:
    """The code book: a code for each layer, below it the labels, those with a parent below that."""

    def __init__(self) -> None:
        self._labels: dict[str, Label] = {}
        self._layers: dict[str, dict[str, None]] = {}

    def learn(self, bundle: Bundle) -> None:
        """Take the project's labels, and those that spans of a chosen bundle have without a row."""
        for label in bundle.labels:
            if label.id not in self._labels:
                self._labels[label.id] = label
                self._layers.setdefault(label.layer, {})[label.id] = None
        for span in bundle.spans:
            self._layers.setdefault(str(span.layer), {})[span.label] = None

    def __bool__(self) -> bool:
        return bool(self._layers)

    def xml(self) -> str:
        """The ``Codes`` element."""
        palette = Palette(self._labels.values())
        layers = (
            _tag(
                "Code",
                {"guid": guid("layer", layer), "name": layer, "isCodable": "false"},
                "".join(self._code(layer, key, palette) for key in keys if self._parent(layer, key) is None),
            )
            for layer, keys in self._layers.items()
        )
        return _tag("Codes", None, "".join(layers))

    def _parent(self, layer: str, key: str) -> str | None:
        """The label above ``key`` in its layer; None for one that would be above itself."""
        seen = {key}
        label = self._labels.get(key)
        first = above = label.parent if label else ""
        while above in self._layers[layer] and above not in seen:
            seen.add(above)
            label = self._labels.get(above)
            above = label.parent if label else ""
        return first if first in self._layers[layer] and above not in seen else None

    def _code(self, layer: str, key: str, palette: Palette) -> str:
        label = self._labels.get(key)
        about = _tag("Description", None, _words(label.guideline)) if label and label.guideline else ""
        below = [one for one in self._layers[layer] if self._parent(layer, one) == key]
        inner = "".join(self._code(layer, one, palette) for one in below)
        color = f"#{palette.color(key, *_COLOR)}"
        given = {"guid": guid("code", layer, key), "name": palette.name(key), "isCodable": "true", "color": color}
        return _tag("Code", given, about + inner)


class _Source:
    """One chosen bundle: its ``TextSource``, notes, links."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle, self.article = bundle, bundle.article
        self.guid = guid("article", bundle.article.id)
        self._noted: dict[str, list[Note]] = {}
        for note in bundle.notes:
            self._noted.setdefault(note.span, []).append(note)

    def _guid(self, kind: str, ident: str) -> str:
        return guid(kind, self.article.id, ident)

    def _refs(self, span: str) -> str:
        return "".join(_tag("NoteRef", {"targetGUID": self._guid("note", n.id)}) for n in self._noted.get(span, ()))

    def xml(self) -> str:
        """The ``TextSource`` element; its text lies beside the project."""
        inside = "".join(map(self._selection, self._bundle.spans)) + self._refs("")
        values = {**meta(self._bundle), "stage": self._bundle.stage}
        for name in VARIABLES:
            if values[name]:
                reference = _tag("VariableRef", {"targetGUID": guid("variable", name)})
                inside += _tag("VariableValue", None, reference + _tag("TextValue", None, _words(str(values[name]))))
        given = {"guid": self.guid, "name": self.article.title or self.article.id}
        return _tag("TextSource", {**given, "plainTextPath": f"internal://{self.guid}.txt"}, inside)

    def _selection(self, span: Span) -> str:
        user = guid("user", agent(span.origin))
        facts = [*_facts(span.state, span.score, span.values), *(note.text for note in self._noted.get(span.id, ()))]
        about = _tag("Description", None, _words("\n".join(facts))) if facts else ""
        reference = _tag("CodeRef", {"targetGUID": guid("code", str(span.layer), span.label)})
        coding = _tag("Coding", {"guid": self._guid("coding", span.id), "creatingUser": user}, reference)
        given = {
            "guid": self._guid("span", span.id), "name": " ".join(span.text[:_NAME].split()),
            "startPosition": str(span.start), "endPosition": str(span.end), "creatingUser": user,
        }  # fmt: skip
        return _tag("PlainTextSelection", given, about + coding + self._refs(span.id))

    def notes(self) -> Iterator[str]:
        """Notes of people, and one for each link that says more than its ends."""
        for note in self._bundle.notes:
            given = {"guid": self._guid("note", note.id), "name": " ".join(note.text[:_NAME].split())}
            given["creatingUser"] = guid("user", note.author) if note.author else ""
            given["creationDateTime"] = note.written if _MOMENT.fullmatch(note.written) else ""
            yield _tag("Note", given, _tag("PlainTextContent", None, _words(note.text)))
        for link in self._bundle.links:
            told = "\n".join(_facts(link.state, link.score, link.values))
            if told:
                given = {"guid": self._guid("about-link", link.id), "name": link.kind}
                yield _tag("Note", given, _tag("PlainTextContent", None, _words(told)))

    def link(self, link: Link) -> str:
        """The ``Link`` element between two selections."""
        told = _facts(link.state, link.score, link.values)
        about = _tag("NoteRef", {"targetGUID": self._guid("about-link", link.id)}) if told else ""
        given = {
            "guid": self._guid("link", link.id), "name": link.kind, "direction": "OneWay",
            "originGUID": self._guid("span", link.head), "targetGUID": self._guid("span", link.tail),
        }  # fmt: skip
        return _tag("Link", given, about)


VARIABLES = ("date", "byline", "address", "language", "source", "sha256", "stage", "pipeline")
"""Facts of an article that become variables of its source."""


class _Project:
    """Everything of ``project.qde``, gathered article by article: the standard wants it sorted by kind."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._codes = Codes()
        self._users: dict[str, None] = {}
        self._sources: list[str] = []
        self._notes: list[str] = []
        self._links: list[str] = []
        self._sets: dict[str, list[str]] = {}

    def add(self, bundle: Bundle) -> tuple[str, bytes]:
        """Take a chosen bundle; returns the name and content of its text."""
        source = _Source(bundle)
        self._codes.learn(bundle)
        origins = [span.origin for span in bundle.spans]
        self._users.update(dict.fromkeys(map(agent, origins)))
        self._users.update(dict.fromkeys(note.author for note in bundle.notes if note.author))
        self._sources.append(source.xml())
        self._notes.extend(source.notes())
        self._links.extend(map(source.link, bundle.links))
        for tag in bundle.tags:
            self._sets.setdefault(tag, []).append(source.guid)
        return f"sources/{source.guid}.txt", bundle.article.text.encode("utf-8", "replace")

    def xml(self) -> bytes:
        """The project, its parts in the order of the standard's schema."""
        users = [_tag("User", {"guid": guid("user", name), "name": name}) for name in self._users]
        variables = [
            _tag("Variable", {"guid": guid("variable", name), "name": name, "typeOfVariable": "Text"})
            for name in VARIABLES
        ]
        sets = [
            _tag(
                "Set",
                {"guid": guid("tag", tag), "name": tag},
                "".join(_tag("MemberSource", {"targetGUID": one}) for one in members),
            )
            for tag, members in self._sets.items()
        ]
        parts = {"Users": users, "CodeBook": [self._codes.xml()] if self._codes else [], "Variables": variables}
        parts |= {"Sources": self._sources, "Notes": self._notes, "Links": self._links, "Sets": sets}
        inside = "".join("\n".join([f"<{kind}>", *rows, f"</{kind}>\n"]) for kind, rows in parts.items() if rows)
        given = {"xmlns": PROJECT, "name": self._name, "origin": f"Glossator {__version__}"}
        return (_XML + _tag("Project", given, f"\n{inside}") + "\n").encode("utf-8")


class Refi:
    """Writes a ``.qdpx`` project: quotations are selections that links tie together, tags are sets."""

    name = "refi"
    title = "REFI-QDA project"
    suffix = ".qdpx"
    options = Options

    def losses(self, bundle: Bundle, options: Options) -> Mapping[str, int]:
        """Notes on spans that are not exported; the text itself is whole."""
        return counted({NOTES_OUT: unreachable_notes(bundle, chosen(bundle, options))})

    def write(self, bundles: Iterable[Bundle], target: Path, options: Options, progress: Progress) -> int:
        """Texts as they come; what is said of them stays in memory. UserError as :class:`Replacement`, Cancelled."""
        project = _Project(target.stem)
        done = 0

        def files() -> Iterator[tuple[str, bytes]]:
            nonlocal done
            for bundle in each(bundles, options, progress):
                yield project.add(bundle)
                done += 1
            yield "project.qde", project.xml()

        with Replacement(target) as out:
            pack(out, files())
        return done


class RefiCodebook:
    """Writes a ``.qdc`` code book: the labels with colour and guideline, nothing of the articles."""

    name = "refi-codebook"
    title = "REFI-QDA code book"
    suffix = ".qdc"
    options = Options

    def losses(self, bundle: Bundle, options: Options) -> Mapping[str, int]:
        """All but the labels."""
        kept = chosen(bundle, options)
        rows = {SPANS: len(kept.spans), LINKS: len(kept.links), NOTES: len(bundle.notes), TAGS: len(kept.tags)}
        return counted(rows)

    def write(self, bundles: Iterable[Bundle], target: Path, options: Options, progress: Progress) -> int:
        """The labels of the project and of its spans. UserError as :class:`Replacement`, Cancelled."""
        codes = Codes()
        done = 0
        with Replacement(target) as out:
            for bundle in each(bundles, options, progress):
                codes.learn(bundle)
                done += 1
            given = {"xmlns": CODEBOOK, "origin": f"Glossator {__version__}"}
            out.write((_XML + _tag("CodeBook", given, codes.xml()) + "\n").encode("utf-8"))
        return done
