"""brat standoff: a text and an ``.ann`` file for each article, and the configuration brat asks for.

Offsets are code points. brat refuses a place that runs over a line's end or a tab, so
such spans become fragments; the pieces of one quotation are fragments of one span.
Specification: brat.nlplab.org/standoff.html and /configuration.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from glossator.core.export.base import Options
from glossator.core.export.losses import (
    ARTICLE_NOTES,
    BLANK,
    EDGES,
    LINKS,
    NOTES_OUT,
    SCORES,
    TAGS,
    VALUES,
    counted,
    scores,
    values,
)
from glossator.core.export.names import stem
from glossator.core.export.selection import chosen, unreachable_notes
from glossator.core.export.streaming import each
from glossator.core.export.writing_folder import FolderReplacement
from glossator.core.model.bundle import Bundle
from glossator.core.model.link import Link
from glossator.core.model.overlap import trimmed
from glossator.core.model.span import Span, State
from glossator.core.progress import Progress

KIND, SUGGESTED = "kind", "Suggested"
_BREAK = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")

Fragments = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class BratOptions(Options):
    """Whether a quotation in pieces is one thing."""

    join_pieces: bool = field(
        default=True, metadata={"help": "Write the pieces of a quotation as one span with several fragments."}
    )


@dataclass(frozen=True)
class Bound:
    """One text-bound annotation: the span whose label it has, and where."""

    span: Span
    fragments: Fragments


def fragments(text: str, start: int, end: int) -> Fragments:
    """``[start, end)`` without line ends and tabs, and without blanks at the edges of each part."""
    found = []
    last = start
    for match in [*_BREAK.finditer(text, start, end), None]:
        low, high = trimmed(text, last, match.start() if match else end)
        if low < high:
            found.append((low, high))
        last = match.end() if match else end
    return tuple(found)


class Document:
    """One chosen bundle as brat sees it: text-bound annotations, and the links between them."""

    def __init__(self, bundle: Bundle, options: BratOptions) -> None:
        self.bundle = bundle
        text = bundle.article.text
        places = {span.id: fragments(text, span.start, span.end) for span in bundle.spans}
        self._heads = self._joined(places) if options.join_pieces else {}
        pieces: dict[str, list[tuple[int, int]]] = {}
        for span in bundle.spans:
            pieces.setdefault(self.head(span.id), []).extend(places[span.id])
        self.bounds = [Bound(s, tuple(sorted(pieces[s.id]))) for s in bundle.spans if pieces.get(s.id)]
        self.numbers = {bound.span.id: f"T{k}" for k, bound in enumerate(self.bounds, 1)}

    def head(self, ident: str) -> str:
        """The span that ``ident`` is a fragment of: mostly itself."""
        return self._heads.get(ident, ident)

    def _joined(self, places: Mapping[str, Fragments]) -> dict[str, str]:
        """Pieces that may be fragments of their quotation: same label and state, no note, nothing shared."""
        by_id = {span.id: span for span in self.bundle.spans}
        noted = {note.span for note in self.bundle.notes}
        linked = {end for k in self.bundle.links if k.kind != "piece" for end in (k.head, k.tail)}
        heads: dict[str, str] = {}
        taken = {ident: list(fragments) for ident, fragments in places.items()}
        for link in self.bundle.links:
            head, tail = by_id[link.head], by_id[link.tail]
            free = tail.id not in heads and head.id not in heads and tail.id not in noted | linked and head is not tail
            apart = all(a >= d or c >= b for a, b in taken[head.id] for c, d in places[tail.id])
            alike = (head.label, head.layer, head.state) == (tail.label, tail.layer, tail.state)
            is_head = tail.id in heads.values()
            if link.kind == "piece" and free and apart and alike and not is_head and places[head.id]:
                heads[tail.id] = head.id
                taken[head.id].extend(places[tail.id])
        return heads

    @property
    def links(self) -> list[Link]:
        """Links that are relations: between two annotations."""
        return [k for k in self.bundle.links if k.head in self.numbers and k.tail in self.numbers]

    @property
    def joined(self) -> int:
        """How many piece links have become fragments."""
        return sum(1 for k in self.bundle.links if k.kind == "piece" and self._heads.get(k.tail) == k.head)


class _Types:
    """brat's names for labels and kinds of link: letters, digits, ``-`` and ``_``, each label its own."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}
        self._taken: set[str] = {KIND, SUGGESTED}
        self._arcs: dict[str, tuple[set[str], set[str]]] = {}
        self.kinds: dict[str, None] = {}

    def name(self, layer: str, label: str) -> str:
        """The type of ``label`` in ``layer``; the same each time."""
        if (layer, label) not in self._names:
            plain = re.sub(r"[^A-Za-z0-9_-]", "_", label) or "_"
            name, number = plain, 1
            while name in self._taken:
                number += 1
                name = f"{plain}-{number}"
            self._taken.add(name)
            self._names[layer, label] = name
        return self._names[layer, label]

    def arc(self, kind: str, head: str, tail: str) -> str:
        """The type of a link, and between which types it was seen."""
        name = self.name("", kind)
        heads, tails = self._arcs.setdefault(name, (set(), set()))
        heads.add(head)
        tails.add(tail)
        return name

    def annotation_conf(self) -> str:
        """The four sections of ``annotation.conf``; labels stand under their layers, which cannot be chosen."""
        layers: dict[str, list[str]] = {}
        for (layer, _), name in self._names.items():
            if layer:
                layers.setdefault(layer, []).append(name)
        rows = ["[entities]"]
        for layer, names in layers.items():
            rows += [f"!{re.sub(r'[^A-Za-z0-9_-]', '_', layer)}-layer", *(f"\t{name}" for name in names)]
        rows += ["", "[relations]", "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"]
        rows += [f"{n}\tArg1:{'|'.join(sorted(a))}, Arg2:{'|'.join(sorted(b))}" for n, (a, b) in self._arcs.items()]
        rows += ["", "[events]", "", "[attributes]", f"{SUGGESTED}\tArg:<ENTITY>"]
        if self.kinds:
            rows.append(f"{KIND}\tArg:<ENTITY>, Value:{'|'.join(self.kinds)}")
        return "\n".join([*rows, ""])

    def visual_conf(self) -> str:
        """How types that had to be written otherwise are shown."""
        told = [f"{name} | {_line(label)}" for (_, label), name in self._names.items() if name != label]
        return "\n".join(["[labels]", *told, "", "[drawing]", ""])


def _line(text: str) -> str:
    return " ".join(_BREAK.sub(" ", text).replace("|", "/").split())


def _plain(value: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "_", value)


def standoff(document: Document, types: _Types) -> str:
    """The ``.ann`` file: T for spans, A for kinds and suggestions, R for links, # for notes and names."""
    rows: list[str] = []
    facts: list[str] = []
    text = document.bundle.article.text
    named = {bound.span.id: types.name(str(bound.span.layer), bound.span.label) for bound in document.bounds}
    for bound in document.bounds:
        span, number = bound.span, document.numbers[bound.span.id]
        places = ";".join(f"{a} {b}" for a, b in bound.fragments)
        rows.append(f"{number}\t{named[span.id]} {places}\t{' '.join(text[a:b] for a, b in bound.fragments)}")
        if span.value(KIND):
            kind = _plain(span.value(KIND))
            types.kinds[kind] = None
            facts.append(f"{KIND} {number} {kind}")
        if span.state is State.SUGGESTED:
            facts.append(f"{SUGGESTED} {number}")
    rows += [f"A{k}\t{fact}" for k, fact in enumerate(facts, 1)]
    notes: list[tuple[str, str]] = []
    for k, link in enumerate(document.links, 1):
        kind = types.arc(link.kind, named[link.head], named[link.tail])
        rows.append(f"R{k}\t{kind} Arg1:{document.numbers[link.head]} Arg2:{document.numbers[link.tail]}")
        if link.value("name"):
            notes.append((f"R{k}", link.value("name")))
    notes += [(document.numbers[n.span], n.text) for n in document.bundle.notes if n.span in document.numbers]
    rows += [f"#{k}\tAnnotatorNotes {to}\t{_BREAK.sub(' ', told)}" for k, (to, told) in enumerate(notes, 1)]
    return "".join(f"{row}\n" for row in rows)


class Brat:
    """Writes a folder (or, named ``*.zip``, an archive) to put into brat's data folder."""

    name = "brat"
    title = "brat standoff"
    suffix = "-brat"
    options = BratOptions

    def losses(self, bundle: Bundle, options: BratOptions) -> Mapping[str, int]:
        """Scores, tags and notes on articles; blanks at edges; facts of spans but a quotation's kind."""
        kept = chosen(bundle, options)
        document = Document(kept, options)
        text = kept.article.text
        places = [(span, trimmed(text, span.start, span.end)) for span in kept.spans]
        written = {bound.span.id for bound in document.bounds}
        return counted(
            {
                BLANK: sum(1 for _, (a, b) in places if a >= b),
                EDGES: sum(1 for span, (a, b) in places if a < b and (a, b) != (span.start, span.end)),
                LINKS: len(kept.links) - len(document.links) - document.joined,
                SCORES: scores(kept.spans),
                VALUES: values(kept.spans) - sum(1 for span in kept.spans if span.id in written and span.value(KIND)),
                TAGS: len(kept.tags),
                ARTICLE_NOTES: sum(1 for note in kept.notes if not note.span),
                NOTES_OUT: unreachable_notes(bundle, kept)
                + sum(1 for n in kept.notes if n.span and n.span not in written),
            }
        )

    def write(self, bundles: Iterable[Bundle], target: Path, options: BratOptions, progress: Progress) -> int:
        """Two files an article, in constant memory. UserError as FolderReplacement, Cancelled."""
        types = _Types()
        done = 0
        with FolderReplacement(target) as out:
            for bundle in each(bundles, options, progress):
                name = stem(bundle.article.title, bundle.article.id)
                out.write(f"{name}.txt", bundle.article.text.encode("utf-8", "replace"))
                ann = standoff(Document(bundle, options), types)
                out.write(f"{name}.ann", ann.encode("utf-8", "replace"))
                done += 1
            out.write("annotation.conf", types.annotation_conf().encode("utf-8", "replace"))
            out.write("visual.conf", types.visual_conf().encode("utf-8", "replace"))
        return done
