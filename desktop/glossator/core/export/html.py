"""One page of HTML that looks like the reader's: it needs no network, no scripts and no other file.

The text of the ``.t`` elements is the article's, one for one: chips and numbers are drawn
by the style sheet and are in no selection. Every stretch names the spans that cover it in
``data-s``.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path

from glossator.core.export.base import Options
from glossator.core.export.cover import Cover
from glossator.core.export.losses import LINKS, NOTES_OUT, SCORES, VALUES, counted, scores, values
from glossator.core.export.palette import Palette
from glossator.core.export.safe_text import FORBIDDEN, forbidden, xml_safe
from glossator.core.export.selection import chosen, unreachable_notes
from glossator.core.export.streaming import each
from glossator.core.export.told import (
    LINKS_AS_WORDS,
    Line,
    agent,
    in_words,
    lines,
    shows_title,
    speaker_names,
    under_title,
)
from glossator.core.export.writing import Replacement
from glossator.core.model.block import Kind
from glossator.core.model.bundle import Bundle
from glossator.core.model.span import Layer, Span, State
from glossator.core.places import resources
from glossator.core.progress import Progress

_STEP = 5
_CHIPLESS = {Layer.QUOTE, Layer.CUE, Layer.SPEAKER, Layer.HIGHLIGHT}
_LINES = {Layer.QUOTE: "q", Layer.CUE: "c", Layer.SPEAKER: "s"}


@dataclass(frozen=True)
class HtmlOptions(Options):
    """What stands beside the text."""

    chips: bool = field(default=True, metadata={"help": "Show the label behind each name."})
    listing: bool = field(default=False, metadata={"help": "List every label with all that is known at the end."})


@cache
def style() -> str:
    """The style sheet: that of the page and one class for every fifth degree of the colour circle."""
    hues = "".join(f".h{hue}{{--h:{hue}}}" for hue in range(0, 360, _STEP))
    return (resources() / "templates" / "page.css").read_text("utf-8") + hues


def head(title: str) -> str:
    """All before the first article. Its policy allows this one style sheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="und">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="generator" content="Glossator">\n'
        f"<title>{_safe(title)}</title>\n<style>{style()}</style>\n</head>\n<body>\n"
    )


def _safe(text: str) -> str:
    """``text`` for HTML; what a browser would drop or change is a blank."""
    return escape(xml_safe(text)).replace("\r", "&#13;")


def _key(text: str) -> str:
    """A name for ``id`` and ``data-s``: no blanks, unlike for unlike ids."""
    return re.sub(r"[^A-Za-z0-9-]", lambda match: f"_{ord(match[0]):x}_", text)


class _Page:
    """One chosen bundle as an ``article`` element."""

    def __init__(self, bundle: Bundle, options: HtmlOptions) -> None:
        self._bundle, self._options = bundle, options
        self._article, self._text = bundle.article, bundle.article.text
        self._palette = Palette(bundle.labels)
        self._key = _key(bundle.article.id)
        self._speakers = speaker_names(bundle)
        self._ends: dict[int, list[Span]] = {}
        for span in sorted(bundle.spans, key=lambda one: one.start - one.end, reverse=True):
            self._ends.setdefault(span.end, []).append(span)
        self._cover = Cover(bundle.spans)
        self._numbers = {note.id: number for number, note in enumerate(bundle.notes, 1)}

    def parts(self) -> Iterator[str]:
        """The element, piece by piece."""
        language = f' lang="{_safe(self._article.language)}"' if self._article.language else ""
        yield f'<article id="a-{self._key}"{language}>\n<header dir="auto">\n'
        if not shows_title(self._bundle):
            yield f'<h1 dir="auto">{_safe(self._article.title)}</h1>\n'
        yield from (f'<p dir="auto">{_safe(line)}</p>\n' for line in under_title(self._bundle))
        yield "</header>\n"
        yield '<div class="t">\n'
        yield from map(self._line, lines(self._bundle))
        yield "</div>\n"
        yield from self._footer()
        yield "</article>\n"

    def _line(self, line: Line) -> str:
        tag, kind = "p", "" if line.kind == Kind.PARAGRAPH else f' class="{line.kind}"'
        if line.kind == Kind.HEADING:
            tag, kind = f"h{min(max(line.level, 1), 6)}", ""
        edges = self._cover.edges(line.start, line.end)
        words = "".join(self._stretch(a, b) for a, b in pairwise(edges) if a < b)
        return f'<{tag}{kind} dir="auto">{words}</{tag}>\n'

    def _stretch(self, start: int, end: int) -> str:
        """Words under the same spans, and behind them what is drawn for the spans that end there."""
        here = self._cover.at(start)
        words = _safe(self._text[start:end])
        if here:
            names = " ".join(_key(span.id) for span in here)
            title = "; ".join(self._palette.name(span.label) for span in here)
            inside = words + self._chips(end)
            words = f'<span class="{self._look(here)}" data-s="{names}" title="{_safe(title)}">{inside}</span>'
        return words + self._behind(end)

    def _look(self, here: list[Span]) -> str:
        """Classes: the fill and hue of the shortest span that has one, and a line for each layer of quotations."""
        found = [_LINES[Layer(layer)] for layer in sorted({span.layer for span in here} & set(_LINES))]
        filling = [span for span in here if span.layer not in _LINES]
        if filling:
            found += ["f", self._hue(min(filling, key=lambda span: span.end - span.start).label)]
        if any(span.state is State.SUGGESTED for span in here):
            found.append("g")
        return " ".join(found)

    def _hue(self, label: str) -> str:
        return f"h{self._palette.hue(label) // _STEP * _STEP}"

    def _chips(self, end: int) -> str:
        """The labels of the spans that end here, drawn on their colour."""
        spans = [span for span in self._ends.get(end, ()) if self._options.chips and span.layer not in _CHIPLESS]
        return "".join(f'<i class="{self._hue(span.label)}" data-l="{_safe(span.label)}"></i>' for span in spans)

    def _behind(self, end: int) -> str:
        """The speaker of a quotation that ends here and numbers of notes: drawn, not text."""
        found = []
        for span in self._ends.get(end, ()):
            if span.id in self._speakers:
                found.append(f'<i class="w" data-l="{_safe(self._speakers[span.id])}"></i>')
            found += [self._mark(note.id) for note in self._bundle.notes if note.span == span.id]
        return "".join(found)

    def _mark(self, note: str) -> str:
        number = self._numbers[note]
        return f'<a class="n" href="#n-{self._key}-{number}" data-l="{number}" aria-label="Note {number}"></a>'

    def _footer(self) -> Iterator[str]:
        if self._bundle.notes:
            yield "<footer>\n<h2>Notes</h2>\n<ol>\n"
            for note in self._bundle.notes:
                about = " · ".join(filter(None, [note.author, note.written[:10]]))
                ident = f"n-{self._key}-{self._numbers[note.id]}"
                yield f'<li id="{ident}" dir="auto">{_safe(note.text)}{f" ({_safe(about)})" if about else ""}</li>\n'
            yield "</ol>\n</footer>\n"
        if self._options.listing and self._bundle.spans:
            yield f"<footer><details>\n<summary>Labels ({len(self._bundle.spans)})</summary>\n<ol>\n"
            told = in_words(self._bundle)
            for span in self._bundle.spans:
                facts = " · ".join([span.label, str(span.layer), *told[span.id], agent(span.origin)])
                words = f'<b dir="auto">{_safe(self._text[span.start : span.end])}</b>'
                yield f'<li data-i="{_key(span.id)}">{words} {_safe(facts)}</li>\n'
            yield "</ol>\n</details></footer>\n"


class Html:
    """Writes one page with every article on it, light or dark as the reader's system is."""

    name = "html"
    title = "Web page"
    suffix = ".html"
    options = HtmlOptions

    def losses(self, bundle: Bundle, options: HtmlOptions) -> Mapping[str, int]:
        """Without the list of labels: all links but those to speakers, scores and small facts."""
        kept = chosen(bundle, options)
        found = {NOTES_OUT: unreachable_notes(bundle, kept), FORBIDDEN: forbidden(kept.article.text)}
        shown = len(speaker_names(kept))
        if options.listing:
            return counted({**found, LINKS_AS_WORDS: len(kept.links)})
        links = {LINKS_AS_WORDS: shown, LINKS: len(kept.links) - shown}
        return counted({**found, **links, SCORES: scores(kept.spans), VALUES: values(kept.spans)})

    def write(self, bundles: Iterable[Bundle], target: Path, options: HtmlOptions, progress: Progress) -> int:
        """One article in memory at a time. UserError as :class:`Replacement`, Cancelled."""
        done = 0
        with Replacement(target) as out:
            out.write(head(target.stem).encode("utf-8", "replace"))
            for bundle in each(bundles, options, progress):
                out.write("".join(_Page(bundle, options).parts()).encode("utf-8", "replace"))
                done += 1
            out.write(b"</body>\n</html>\n")
        return done
