"""TEI P5: one corpus file; the text of each article, and all that is said of it beside it.

Annotations point into the text with ``#string-range(BODY,OFFSET,LENGTH)``: code points of
the body's characters, white space between its paragraphs included. Nothing stands inside
the text, so spans may overlap as they like.
Source: TEI P5 Guidelines 4.8, 16.2.4 (pointer schemes) and 16.10 (standOff).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossator.core.export.base import Options
from glossator.core.export.losses import NOTES_OUT, counted
from glossator.core.export.record import meta
from glossator.core.export.safe_text import FORBIDDEN, forbidden, xml_id, xml_safe
from glossator.core.export.selection import chosen, unreachable_notes
from glossator.core.export.streaming import each
from glossator.core.export.writing import Replacement
from glossator.core.model.block import Kind
from glossator.core.model.bundle import Bundle
from glossator.core.model.span import Values
from glossator.core.progress import Progress

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "http://www.tei-c.org/ns/1.0"
_NSMAP: Any = {None: NAMESPACE}  # None is the namespace without a prefix; the stubs of lxml know only str
_XML = "{http://www.w3.org/XML/1998/namespace}"
_HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<teiCorpus xmlns="{NAMESPACE}" version="5.0">\n'
    "<teiHeader><fileDesc><titleStmt><title>Articles with annotations</title></titleStmt>"
    "<publicationStmt><p>Exported from Glossator.</p></publicationStmt>"
    "<sourceDesc><p>Each text names its source.</p></sourceDesc></fileDesc></teiHeader>\n"
)


def _add(parent: _Element, tag: str, text: str = "", **attributes: str) -> _Element:
    """A new last child; ``id`` and ``space`` are attributes of XML itself, empty ones are left out."""
    from lxml import etree

    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    for key, value in attributes.items():
        if value:
            made.set(_XML + key if key in {"id", "space", "lang"} else key, xml_safe(value))
    made.text = xml_safe(text) or None
    return made


def pieces(bundle: Bundle) -> Iterator[tuple[int, int, str, int]]:
    """Stretches that hold the whole text: start, end, kind ("" between blocks) and level."""
    last = 0
    for block in bundle.article.blocks:
        if last < block.start:
            yield last, block.start, "", 0
        yield block.start, block.end, str(block.kind), block.level
        last = block.end
    if last < len(bundle.article.text):
        yield last, len(bundle.article.text), "", 0


class _Writing:
    """One chosen bundle as a ``TEI`` element."""

    def __init__(self, bundle: Bundle) -> None:
        from lxml import etree

        self._bundle, self._article = bundle, bundle.article
        self.root = etree.Element(f"{{{NAMESPACE}}}TEI", nsmap=_NSMAP)
        self._key = xml_id("a", bundle.article.id)
        self.root.set(_XML + "id", self._key)
        origins = [span.origin for span in bundle.spans] + [link.origin for link in bundle.links]
        self._agents = list(dict.fromkeys([*origins, *(note.author for note in bundle.notes if note.author)]))

    def _id(self, kind: str, ident: str) -> str:
        return f"{self._key}.{xml_id(kind, ident)}"

    def _resp(self, agent: str) -> str:
        return f"#{self._key}.who{self._agents.index(agent)}" if agent in self._agents else ""

    def header(self) -> None:
        """Where the article comes from, who annotated it, its language and tags."""
        article, facts = self._article, meta(self._bundle)
        top = _add(self.root, "teiHeader")
        file = _add(top, "fileDesc")
        title = _add(file, "titleStmt")
        _add(title, "title", article.title)
        if article.byline:
            _add(title, "author", article.byline)
        for number, agent in enumerate(self._agents):
            who = _add(title, "respStmt", id=f"{self._key}.who{number}")
            _add(who, "resp", "annotation")
            _add(who, "name", agent)
        _add(_add(file, "publicationStmt"), "p", "Exported from Glossator.")
        about = _add(file, "notesStmt")
        told = {"id": article.id, "stage": str(self._bundle.stage), "pipeline": facts["pipeline"]}
        for kind, value in told.items():
            if value:
                _add(about, "note", value, type=kind)
        source = _add(_add(file, "sourceDesc"), "bibl")
        _add(source, "title", facts["source"] or article.title)
        if article.published:
            _add(source, "date", article.published, when=article.published)
        if article.address:
            _add(source, "ref", article.address, target=article.address.replace(" ", "%20"))
        _add(source, "idno", facts["sha256"], type="sha256")
        self._profile(top)

    def _profile(self, top: _Element) -> None:
        if not self._article.language and not self._bundle.tags:
            return
        profile = _add(top, "profileDesc")
        if self._article.language:
            _add(_add(profile, "langUsage"), "language", self._article.language, ident=self._article.language)
        if self._bundle.tags:
            words = _add(_add(profile, "textClass"), "keywords")
            for tag in self._bundle.tags:
                _add(words, "term", tag)

    def stand_off(self) -> None:
        """Spans, links and notes; nothing if there are none."""
        bundle = self._bundle
        if not (bundle.spans or bundle.links or bundle.notes):
            return
        top = _add(self.root, "standOff")
        if bundle.spans:
            self._spans(_add(top, "listAnnotation", type="spans"))
        if bundle.links:
            group = _add(top, "linkGrp", type="quotations")
            for link in bundle.links:
                ends = f"#{self._id('s', link.head)} #{self._id('s', link.tail)}"
                ident = self._id("k", link.id)
                _add(group, "link", id=ident, type=link.kind, target=ends, resp=self._resp(link.origin))
                self._facts(top, str(link.state), link.score, link.values, target=f"#{ident}")
        for note in bundle.notes:
            target = f"#{self._id('s', note.span) if note.span else self._key}"
            ident, who = self._id("n", note.id), self._resp(note.author)
            made = _add(top, "note", note.text, id=ident, type="comment", target=target, resp=who)
            if note.written:
                _add(made, "date", when=note.written)

    def _spans(self, top: _Element) -> None:
        for span in self._bundle.spans:
            place = f"#string-range({self._key}.body,{span.start},{span.end - span.start})"
            ident = self._id("s", span.id)
            one = _add(
                top, "annotation", id=ident, target=place, motivation="classifying", resp=self._resp(span.origin)
            )
            _add(one, "note", span.label, type="label")
            _add(one, "note", str(span.layer), type="layer")
            self._facts(one, str(span.state), span.score, span.values)

    def _facts(self, parent: _Element, state: str, score: float | None, values: Values, target: str = "") -> None:
        _add(parent, "note", state, type="state", target=target)
        if score is not None:
            _add(parent, "note", repr(score), type="score", target=target)
        for name, value in values:
            _add(parent, "note", value, type="value", n=name, target=target)

    def text(self) -> None:
        """The body; its characters are the article's, one for one."""
        body = _add(_add(self.root, "text"), "body", id=f"{self._key}.body", space="preserve")
        text = self._article.text
        for start, end, kind, level in pieces(self._bundle):
            words = text[start:end]
            if kind == Kind.PARAGRAPH:
                _add(body, "p", words)
            elif kind:
                _add(body, "ab", words, type=kind, n=str(level) if level else "")
            elif words.strip(" \t\n"):
                _add(body, "ab", words)
            elif len(body):
                body[-1].tail = words
            else:
                body.text = words
        if not len(body):
            _add(body, "p")


def element(bundle: Bundle) -> _Element:
    """A chosen bundle as a ``TEI`` element."""
    writing = _Writing(bundle)
    writing.header()
    writing.stand_off()
    writing.text()
    return writing.root


class Tei:
    """Writes one ``teiCorpus``; labels are ``note type="label"`` of an ``annotation``."""

    name = "tei"
    title = "TEI XML"
    suffix = ".xml"
    options = Options

    def losses(self, bundle: Bundle, options: Options) -> Mapping[str, int]:
        """Control characters, and notes on spans that are not exported."""
        kept = chosen(bundle, options)
        return counted({NOTES_OUT: unreachable_notes(bundle, kept), FORBIDDEN: forbidden(kept.article.text)})

    def write(self, bundles: Iterable[Bundle], target: Path, options: Options, progress: Progress) -> int:
        """One article in memory at a time. UserError as :class:`Replacement`, Cancelled."""
        from lxml import etree

        done = 0
        with Replacement(target) as out:
            out.write(_HEAD.encode())
            for bundle in each(bundles, options, progress):
                out.write(etree.tostring(element(bundle), encoding="utf-8") + b"\n")
                done += 1
            out.write(b"</teiCorpus>\n")
        return done
