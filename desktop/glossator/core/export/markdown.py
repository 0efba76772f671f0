"""Markdown to read and to keep: the article, then its quotations, labels and notes.

A target named ``*.md`` holds all articles; a folder or ``*.zip`` holds a file for each,
with YAML front matter. Plain CommonMark; marks of spans are Pandoc's bracketed spans.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from glossator.core.export.base import Options
from glossator.core.export.losses import (
    LINKS,
    NOTES_OUT,
    OVERLAPS,
    PLACES,
    SCORES,
    SUGGESTED,
    VALUES,
    counted,
    scores,
    suggested,
    values,
)
from glossator.core.export.markdown_text import Part, cell, escaped, fenced, marked, nested, parts, settled
from glossator.core.export.names import stem
from glossator.core.export.record import meta
from glossator.core.export.selection import chosen, unreachable_notes
from glossator.core.export.streaming import each, one_file
from glossator.core.export.writing_folder import FolderReplacement
from glossator.core.model.block import Kind
from glossator.core.model.bundle import Bundle
from glossator.core.model.quote import Quote, gather
from glossator.core.model.span import Layer, Span
from glossator.core.progress import Progress

_IN_QUOTES = {Layer.QUOTE, Layer.CUE, Layer.SPEAKER}


@dataclass(frozen=True)
class MarkdownOptions(Options):
    """What stands beside the text."""

    marks: bool = field(
        default=False, metadata={"help": "Mark spans in the text as [Ada]{.PERSON}, as Pandoc reads them."}
    )
    lists: bool = field(default=True, metadata={"help": "Add lists of quotations, labels and notes after the text."})


def _facts(bundle: Bundle) -> dict[str, str | list[str]]:
    """What is known of the article, without what is empty."""
    article, told = bundle.article, meta(bundle)
    facts = {
        "title": article.title,
        "byline": article.byline,
        "date": article.published,
        "source": told["source"],
        "address": article.address,
        "language": article.language,
        "stage": str(bundle.stage),
        "tags": list(bundle.tags),
        "id": article.id,
    }
    return {name: value for name, value in facts.items() if value}


def _front_matter(bundle: Bundle) -> str:
    """YAML 1.2: every value is also JSON."""
    rows = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in _facts(bundle).items()]
    return "\n".join(["---", *rows, "---", "", ""])


def _fact_list(bundle: Bundle) -> str:
    rows = []
    for name, value in _facts(bundle).items():
        if name not in {"title", "stage"}:
            rows.append(f"- {name.capitalize()}: {cell(value if isinstance(value, str) else ', '.join(value))}")
    return "\n".join(rows)


def _block(text: str, part: Part, spans: list[Span]) -> str:
    """One part as Markdown; headings of the article stand below its title."""
    if part.kind is Kind.CODE:
        return fenced(text[part.start : part.end])
    words = settled(marked(text, part, spans))
    if part.kind is Kind.HEADING:
        return f"{'#' * min(6, max(1, part.level) + 1)} {words.replace(chr(92) + chr(10), ' ')}"
    if part.kind is Kind.BULLET:
        return "- " + words.replace("\n", "\n  ")
    if part.kind is Kind.QUOTATION:
        return "> " + words.replace("\n", "\n> ")
    return words


def body(bundle: Bundle, options: MarkdownOptions) -> Iterator[str]:
    """The article's blocks; a heading that only repeats the title is left to the title."""
    text, found = bundle.article.text, parts(bundle.article)
    if found and found[0].kind is Kind.HEADING and text[found[0].start : found[0].end] == bundle.article.title:
        found = found[1:]
    spans = nested(bundle.spans, found) if options.marks else []
    yield from (_block(text, part, spans) for part in found)


def _quote(quote: Quote, text: str) -> str:
    pieces = sorted(quote.pieces, key=lambda piece: (piece.start, piece.end))
    said = " … ".join(" ".join(text[piece.start : piece.end].split()) for piece in pieces)
    told = [str(quote.kind), f"“{' '.join(quote.cue.text.split())}”" if quote.cue else ""]
    who = f" — **{cell(quote.speaker_name)}**" if quote.speaker_name.strip() else ""
    return f"- {settled(escaped(said))}{who} ({escaped(', '.join(filter(None, told)))})"


def _notes(bundle: Bundle) -> Iterator[str]:
    texts = {span.id: " ".join(span.text.split()) for span in bundle.spans}
    for note in bundle.notes:
        words = texts.get(note.span, "").strip('“”"')
        on = f"on “{escaped(words)}”" if note.span else "on the article"
        yield f"- {settled(escaped(' '.join(note.text.split())))} ({on}; {cell(note.author)}, {note.written[:10]})"


def lists(bundle: Bundle) -> Iterator[str]:
    """Quotations with their speakers, a table of the other labels' words, notes."""
    text = bundle.article.text
    quoted = [_quote(quote, text) for quote in gather(bundle.spans, bundle.links)]
    if quoted:
        yield "## Quotations\n\n" + "\n".join(quoted)
    words = Counter((s.label, text[s.start : s.end]) for s in bundle.spans if s.layer not in _IN_QUOTES)
    if words:
        rows = [f"| {cell(label)} | {cell(told)} | {times} |" for (label, told), times in sorted(words.items())]
        yield "\n".join(["## Labels\n", "| Label | Words | Times |", "|---|---|---:|", *rows])
    if bundle.notes:
        yield "## Notes\n\n" + "\n".join(_notes(bundle))


def document(bundle: Bundle, options: MarkdownOptions, alone: bool) -> str:
    """A chosen bundle; ``alone`` in its file it has front matter, else a list of facts below its title."""
    title = f"# {cell(bundle.article.title) or 'Untitled'}"
    found = [title, *([] if alone else [_fact_list(bundle)]), *body(bundle, options)]
    found += lists(bundle) if options.lists else []
    return (_front_matter(bundle) if alone else "") + "\n\n".join(filter(None, found)) + "\n"


class Markdown:
    """Writes for people: offsets are not kept, the words are."""

    name = "markdown"
    title = "Markdown"
    suffix = ".md"
    options = MarkdownOptions

    def losses(self, bundle: Bundle, options: MarkdownOptions) -> Mapping[str, int]:
        """Scores, facts, and what stands where unless spans are marked; without lists links and notes too."""
        kept = chosen(bundle, options)
        marks = len(nested(kept.spans, parts(kept.article))) if options.marks else 0
        kinds = sum(1 for s in kept.spans if s.layer == Layer.QUOTE and s.value("kind")) if options.lists else 0
        return counted(
            {
                OVERLAPS if options.marks else PLACES: len(kept.spans) - marks,
                LINKS: 0 if options.lists else len(kept.links),
                SCORES: scores(kept.spans),
                SUGGESTED: suggested(kept.spans),
                VALUES: values(kept.spans) - kinds,
                NOTES_OUT: len(bundle.notes) if not options.lists else unreachable_notes(bundle, kept),
            }
        )

    def write(self, bundles: Iterable[Bundle], target: Path, options: MarkdownOptions, progress: Progress) -> int:
        """One file, or one for each article. UserError as Replacement and FolderReplacement, Cancelled."""
        if target.suffix.lower() in {".md", ".markdown"}:
            return one_file(bundles, target, options, progress, lambda b: _in_one(b, options))
        done = 0
        with FolderReplacement(target) as out:
            for bundle in each(bundles, options, progress):
                name = stem(bundle.article.title, bundle.article.id)
                out.write(f"{name}.md", document(bundle, options, alone=True).encode("utf-8", "replace"))
                done += 1
        return done


def _in_one(bundle: Bundle, options: MarkdownOptions) -> bytes:
    """The article with an empty line after it, before the next one's title."""
    return f"{document(bundle, options, alone=False)}\n".encode("utf-8", "replace")
