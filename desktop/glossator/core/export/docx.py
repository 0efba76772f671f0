"""A Word document: the text as it is read, labels and notes as comments on it.

Source: ECMA-376, part 1, 17.13.4 (comments).
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from glossator.core.export.base import Options
from glossator.core.export.cover import Cover
from glossator.core.export.losses import LINKS, NOTES, NOTES_OUT, counted
from glossator.core.export.packing import pack
from glossator.core.export.palette import Palette
from glossator.core.export.safe_text import FORBIDDEN, forbidden, xml_safe
from glossator.core.export.selection import chosen, unreachable_notes
from glossator.core.export.streaming import each
from glossator.core.export.told import LINKS_AS_WORDS, Line, agent, in_words, lines, shows_title, under_title
from glossator.core.export.writing import Replacement
from glossator.core.model.block import Kind
from glossator.core.model.bundle import Bundle
from glossator.core.model.span import Layer, Span
from glossator.core.progress import Progress

BREAKS = "spans that lose a line's end at their edge"
NOWHERE = "spans that cover no word"
COLORED = "spans shown by colour only"
_STYLES = {
    Kind.BULLET: "List Bullet", Kind.CAPTION: "Caption", Kind.BYLINE: "Caption", Kind.QUOTATION: "Quote",
    Kind.CODE: "No Spacing",
}  # fmt: skip
_FILL = (0.43, 0.906)
_LINED = (Layer.QUOTE, Layer.CUE, Layer.SPEAKER)


@dataclass(frozen=True)
class DocxOptions(Options):
    """What becomes a comment."""

    labels: bool = field(default=True, metadata={"help": "Write a comment on each labelled span: label, speaker, cue."})
    notes: bool = field(default=True, metadata={"help": "Write notes as comments."})


def anchored(span: Span, text: str) -> Span:
    """The part of ``span`` that a comment can stand on: a document's lines are paragraphs of their own."""
    words = text[span.start : span.end]
    start, end = span.start + len(words) - len(words.lstrip("\n")), span.end - len(words) + len(words.rstrip("\n"))
    return replace(span, start=start, end=end)


def _right_to_left(words: str) -> bool:
    strong = (unicodedata.bidirectional(c) for c in words)
    return next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L"


class _Comments:
    """The document's comments. Numbers are given here: asking for the next free one takes longer with each."""

    def __init__(self, document: Any) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE

        len(document.comments)  # makes the part
        self._part = document.part.part_related_by(RELATIONSHIP_TYPE.COMMENTS)
        self._count = 0

    def add(self, first: Any, last: Any, words: list[str], author: str, written: str = "") -> None:
        """A comment on the runs from ``first`` to ``last``; ``words`` are its paragraphs."""
        from docx.comments import Comment
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls, qn

        made: Any = parse_xml(f'<w:comment {nsdecls("w")} w:id="{self._count}" w:author=""/>')
        made.set(qn("w:author"), xml_safe(author))
        made.set(qn("w:initials"), xml_safe("".join(word[0] for word in author.split()[:3])))
        if written:
            made.set(qn("w:date"), written)
        comment = Comment(made, self._part)
        for line in words:
            comment.add_paragraph(xml_safe(line))
        self._part.element.append(made)
        first.mark_comment_range(last, self._count)
        self._count += 1


class _Setting:
    """Sets one chosen bundle into the document."""

    def __init__(self, document: Any, comments: _Comments, bundle: Bundle, options: DocxOptions) -> None:
        self._document, self._comments = document, comments
        self._bundle, self._options = bundle, options
        self._text = bundle.article.text
        self._palette = Palette(bundle.labels)
        self._places = [anchored(span, self._text) for span in bundle.spans]
        self._cover = Cover(self._places)
        self._starts: dict[int, Any] = {}
        self._ends: dict[int, Any] = {}

    def article(self, again: bool) -> None:
        """Title, lines, comments; ``again`` begins a new page."""
        first = self._head(again)
        for line in lines(self._bundle):
            self._line(line)
        if self._options.labels:
            self._label_comments()
        if self._options.notes:
            self._note_comments(first)

    def _head(self, again: bool) -> Any:
        """The runs of what stands over the text; the first one carries the notes on the article."""
        style = "Subtitle" if shows_title(self._bundle) else "Title"
        told = under_title(self._bundle)
        above = told if style == "Subtitle" else [self._bundle.article.title or "–", *told]
        first = None
        for words in above or ["–"]:
            paragraph = self._document.add_paragraph(style=style)
            run = paragraph.add_run(xml_safe(words))
            if first is None:
                first, paragraph.paragraph_format.page_break_before = run, again
            style = "Subtitle"
        return first

    def _line(self, line: Line) -> None:
        from docx.oxml import OxmlElement

        style = f"Heading {min(max(line.level, 1), 9)}" if line.kind == Kind.HEADING else _STYLES.get(Kind(line.kind))
        paragraph = self._document.add_paragraph(style=style)
        leans = _right_to_left(self._text[line.start : line.end])
        if leans:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for start, end in pairwise(self._cover.edges(line.start, line.end)):
            if start < end:
                run = paragraph.add_run(xml_safe(self._text[start:end]))
                run.font.rtl = leans or None
                self._starts[start] = self._ends[end] = run
                self._paint(run, self._cover.at(start))

    def _paint(self, run: Any, here: list[Span]) -> None:
        """Colour behind the shortest label that fills, a line under what is a quotation."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        if any(span.layer in _LINED for span in here):
            run.font.underline = True
        filling = [span for span in here if span.layer not in _LINED]
        if filling:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            inner = min(filling, key=lambda span: span.end - span.start)
            shade.set(qn("w:fill"), self._palette.color(inner.label, *_FILL))
            run._r.get_or_add_rPr().insert_element_before(shade, "w:rtl")

    def _label_comments(self) -> None:
        told = in_words(self._bundle)
        for span in self._places:
            if span.start < span.end:
                words = [span.label, *told[span.id]]
                self._comments.add(self._starts[span.start], self._ends[span.end], words, agent(span.origin))

    def _note_comments(self, first: Any) -> None:
        places = {span.id: (span.start, span.end) for span in self._places}
        for note in self._bundle.notes:
            start, end = places.get(note.span, (0, 0))
            runs = (self._starts[start], self._ends[end]) if start < end else (first, first)
            self._comments.add(*runs, note.text.split("\n"), note.author, note.written)


def _parts(document: Any) -> Iterator[tuple[str, bytes]]:
    """The files inside the document."""
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


class Docx:
    """Writes one document, each article on a page of its own."""

    name = "docx"
    title = "Word document"
    suffix = ".docx"
    options = DocxOptions

    def losses(self, bundle: Bundle, options: DocxOptions) -> Mapping[str, int]:
        """Links are words in the comment of their quotation; ids are not written."""
        kept = chosen(bundle, options)
        text = kept.article.text
        places = [(span, anchored(span, text)) for span in kept.spans]
        here = [(span, on) for span, on in places if on.start < on.end]
        moved = sum(1 for span, on in here if on != span)
        notes = {NOTES_OUT: unreachable_notes(bundle, kept)} if options.notes else {NOTES: len(bundle.notes)}
        links = {LINKS_AS_WORDS: len(kept.links)} if options.labels else {LINKS: len(kept.links)}
        colored = 0 if options.labels else len(here)
        placed = {NOWHERE: len(places) - len(here), BREAKS: moved, COLORED: colored}
        return counted({**placed, **links, **notes, FORBIDDEN: forbidden(text)})

    def write(self, bundles: Iterable[Bundle], target: Path, options: DocxOptions, progress: Progress) -> int:
        """The whole document is held in memory. UserError as :class:`Replacement`, Cancelled."""
        import docx

        document = docx.Document()
        document.core_properties.author = "Glossator"
        comments = _Comments(document)
        done = 0
        with Replacement(target) as out:
            for bundle in each(bundles, options, progress):
                _Setting(document, comments, bundle, options).article(again=done > 0)
                done += 1
            pack(out, _parts(document))
        return done
