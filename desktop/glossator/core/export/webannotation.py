"""W3C Web Annotations as JSON-LD: each span one annotation with the words, their surroundings and their place.

Source: Web Annotation Data Model, W3C Recommendation 23 February 2017. The model leaves
the unit of positions to "characters"; here they are code points, and every target has
its words as well, for readers that count UTF-16 units.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from glossator.core.export.base import Options
from glossator.core.export.losses import NOTES_OUT, counted
from glossator.core.export.selection import chosen, unreachable_notes
from glossator.core.export.streaming import each
from glossator.core.export.writing import Replacement
from glossator.core.model.bundle import Bundle
from glossator.core.model.link import Link
from glossator.core.model.note import Note
from glossator.core.model.span import Span, Values
from glossator.core.progress import Progress

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_OWN = "urn:glossator:"
_AROUND = 32

Row = dict[str, Any]


@dataclass(frozen=True)
class WebAnnotationOptions(Options):
    """Whether the texts come along."""

    texts: bool = field(
        default=True, metadata={"help": "Include the text of each article, so that the file can be read alone."}
    )


def urn(kind: str, *ids: str) -> str:
    """The name of a thing of this program: ``urn:glossator:KIND:ARTICLE:ID``."""
    return ":".join([_OWN + kind, *(quote(ident, safe="") for ident in ids)])


def _body(purpose: str, value: str, **more: str) -> Row:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain", **more}


def _agent(name: str) -> Row:
    """A person for an origin ``human:NAME`` or a note's author, else the program that said it."""
    if name.startswith("human:"):
        return {"type": "Person", "name": name.removeprefix("human:")}
    return {"type": "Software", "name": name}


def _facts(state: str, score: float | None, values: Values) -> list[Row]:
    """What the model has no word for, as describing bodies ``NAME=VALUE``."""
    facts = [("state", state), *([("score", repr(score))] if score is not None else []), *values]
    return [_body("describing", f"{name}={value}") for name, value in facts]


class _Sheet:
    """The annotations of one chosen bundle, in the order text, spans, links, notes."""

    def __init__(self, bundle: Bundle, texts: bool) -> None:
        self._bundle, self._texts = bundle, texts
        self._article = bundle.article
        self.source = urn("article", self._article.id)

    def items(self) -> Iterator[Row]:
        """Every annotation."""
        yield from self._about()
        yield from map(self._span, self._bundle.spans)
        yield from map(self._link, self._bundle.links)
        yield from map(self._note, self._bundle.notes)

    def _row(self, kind: str, ident: str, motivation: str, body: object, target: object) -> Row:
        name = urn(kind, self._article.id, *([ident] if ident else []))
        return {"id": name, "type": "Annotation", "motivation": motivation, "body": body, "target": target}

    def _about(self) -> Iterator[Row]:
        """Title, address, text and tags as annotations of the article itself."""
        article = self._article
        facts = {"byline": article.byline, "published": article.published, "stage": str(self._bundle.stage)}
        bodies = [_body("identifying", article.title)]
        bodies += [_body("describing", f"{name}={value}") for name, value in facts.items() if value]
        if article.address:
            bodies.append({"id": article.address, "type": "Text", "format": "text/html"})
        yield self._row("title", "", "identifying", bodies, self.source)
        if self._texts:
            language = {"language": article.language} if article.language else {}
            yield self._row("text", "", "describing", [_body("describing", article.text, **language)], self.source)
        if self._bundle.tags:
            yield self._row("tags", "", "tagging", [_body("tagging", tag) for tag in self._bundle.tags], self.source)

    def _target(self, span: Span) -> Row:
        text, start, end = self._article.text, span.start, span.end
        words = {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - _AROUND) : start],
            "suffix": text[end : end + _AROUND],
        }
        place = {"type": "TextPositionSelector", "start": start, "end": end}
        return {"type": "SpecificResource", "source": self.source, "selector": [words, place]}

    def _span(self, span: Span) -> Row:
        bodies = [
            _body("classifying", span.label),
            _body("describing", f"layer={span.layer}"),
            *_facts(str(span.state), span.score, span.values),
        ]
        return {**self._row("span", span.id, "classifying", bodies, self._target(span)), "creator": _agent(span.origin)}

    def _link(self, link: Link) -> Row:
        """A link has the further span as its body and the quotation as its target."""
        bodies: list[object] = [
            {"id": urn("span", self._article.id, link.tail)},
            _body("classifying", link.kind),
            *_facts(str(link.state), link.score, link.values),
        ]
        row = self._row("link", link.id, "linking", bodies, urn("span", self._article.id, link.head))
        return {**row, "creator": _agent(link.origin)}

    def _note(self, note: Note) -> Row:
        target = urn("span", self._article.id, note.span) if note.span else self.source
        row = self._row("note", note.id, "commenting", [_body("commenting", note.text)], target)
        about = {"creator": {"type": "Person", "name": note.author}} if note.author else {}
        return {**row, **about, **({"created": note.written} if note.written else {})}


def items(bundle: Bundle, options: WebAnnotationOptions) -> Iterator[Row]:
    """The annotations of a chosen bundle."""
    return _Sheet(bundle, options.texts).items()


class WebAnnotation:
    """Writes one AnnotationCollection with one page; articles are named ``urn:glossator:article:ID``."""

    name = "webannotation"
    title = "W3C Web Annotation (JSON-LD)"
    suffix = ".jsonld"
    options = WebAnnotationOptions

    def losses(self, bundle: Bundle, options: Options) -> Mapping[str, int]:
        """Only notes on spans that are not exported themselves."""
        return counted({NOTES_OUT: unreachable_notes(bundle, chosen(bundle, options))})

    def write(self, bundles: Iterable[Bundle], target: Path, options: WebAnnotationOptions, progress: Progress) -> int:
        """One annotation a line, in constant memory. UserError as :class:`Replacement`, Cancelled."""
        done = count = 0
        head = {"@context": CONTEXT, "id": _OWN + "collection", "type": "AnnotationCollection"}
        page = f'"first": {{"id": "{_OWN}page", "type": "AnnotationPage", "startIndex": 0, "items": ['
        with Replacement(target) as out:
            out.write(f"{json.dumps(head)[:-1]},\n{page}\n".encode())
            for bundle in each(bundles, options, progress):
                for row in items(bundle, options):
                    line = json.dumps(row, ensure_ascii=False, allow_nan=False)
                    out.write((",\n" if count else "").encode() + line.encode("utf-8", "replace"))
                    count += 1
                done += 1
            out.write(f'\n]}},\n"total": {count}}}\n'.encode())
        return done
