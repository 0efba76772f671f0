"""WebAnno TSV 3.3, as INCEpTION reads and writes it: a file an article.

Entities are DKPro's NamedEntity, which every INCEpTION project has; other layers are
``webanno.custom.Span`` (features label, layer, note), their links
``webanno.custom.Relation`` (feature label): make these two layers first. Offsets are
UTF-16 units. Specification: INCEpTION's user guide, "WebAnno TSV 3.3 File format".
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from glossator.core.export.base import Options
from glossator.core.export.losses import (
    ARTICLE_NOTES,
    BLANK,
    EDGES,
    LINKS,
    NOTES_OUT,
    SCORES,
    SPEAKERS,
    SUGGESTED,
    TAGS,
    VALUES,
    counted,
    scores,
    speakers,
    suggested,
    values,
)
from glossator.core.export.names import stem
from glossator.core.export.selection import chosen, table, unreachable_notes
from glossator.core.export.streaming import each
from glossator.core.export.writing_folder import FolderReplacement
from glossator.core.model.analysis import Token
from glossator.core.model.bundle import Bundle
from glossator.core.model.link import Link
from glossator.core.model.offsets import OffsetMap
from glossator.core.model.overlap import trimmed
from glossator.core.model.span import Layer, Span
from glossator.core.progress import Progress

NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
SPAN, RELATION = "webanno.custom.Span", "webanno.custom.Relation"
HEADER = (
    "#FORMAT=WebAnno TSV 3.3\n"
    f"#T_SP={NAMED_ENTITY}|identifier|value\n"
    f"#T_SP={SPAN}|label|layer|note\n"
    f"#T_RL={RELATION}|label|BT_{SPAN}\n\n"
)
_VALUE = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", **{c: f"\\{c}" for c in "[]|_;*"}}
_TEXT = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\f": "\\f", "\b": "\\b"}
_TEXT.update({chr(n): "\\" + chr(n) for n in range(32) if not 7 < n < 14})
_ESCAPED_VALUE, _ESCAPED_TEXT = str.maketrans(_VALUE), str.maketrans(_TEXT)


def value(told: str) -> str:
    """A feature's value with the reserved characters escaped; ``*`` for an empty one."""
    return "\\->".join(part.translate(_ESCAPED_VALUE) for part in told.split("->")) or "*"


@dataclass(frozen=True, slots=True)
class Unit:
    """A row: a token (``number`` 0) or a part of one; ``[start, end)`` in code points."""

    start: int
    end: int
    token: int


class Grid:
    """The rows of one article, and which of them each span covers."""

    def __init__(self, text: str, tokens: Sequence[Token], spans: Iterable[Span]) -> None:
        self.tokens = tokens
        self._starts, self._ends = [t.start for t in tokens], [t.end for t in tokens]
        self.parts: dict[int, list[Unit]] = {}
        self.rows: dict[str, list[Unit]] = {}
        self._covering: dict[Unit, list[Span]] = {}
        for span in spans:
            units = self._units(*trimmed(text, span.start, span.end))
            if units:
                self.rows[span.id] = units
            for unit in units:
                self._covering.setdefault(unit, []).append(span)
        for parts in self.parts.values():
            parts.sort(key=lambda unit: (unit.start, unit.end))

    def _units(self, start: int, end: int) -> list[Unit]:
        """Whole tokens inside ``[start, end)``, and parts of those at its edges."""
        found = []
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        for k in range(first, last if start < end else first):
            low, high = max(start, self._starts[k]), min(end, self._ends[k])
            unit = Unit(low, high, k)
            if (low, high) != (self._starts[k], self._ends[k]) and unit not in self.parts.setdefault(k, []):
                self.parts[k].append(unit)
            found.append(unit)
        return found

    def covering(self, unit: Unit) -> list[Span]:
        """The spans on this row, in order."""
        return self._covering.get(unit, [])


class _Document:
    """One chosen bundle as rows; every annotation has its number, so nothing is ambiguous."""

    def __init__(self, bundle: Bundle) -> None:
        self._text = bundle.article.text
        self._units = OffsetMap(self._text)
        self._grid = Grid(self._text, table(bundle), bundle.spans)
        written = [span for span in bundle.spans if span.id in self._grid.rows]
        self.spans = written
        self._numbers = {span.id: k for k, span in enumerate(written, 1)}
        custom = {span.id for span in written if span.layer != Layer.ENTITY}
        self.links = [link for link in bundle.links if link.head in custom and link.tail in custom]
        self._notes: dict[str, list[str]] = {}
        for note in bundle.notes:
            if note.span:
                self._notes.setdefault(note.span, []).append(note.text)
        self._arriving: dict[Unit, list[Link]] = {}
        for link in self.links:
            self._arriving.setdefault(self._grid.rows[link.tail][0], []).append(link)
        self._names: dict[Unit, str] = {}

    @property
    def noted(self) -> int:
        """How many notes are written: those on spans that are no entities."""
        return sum(len(self._notes.get(span.id, ())) for span in self.spans if span.layer != Layer.ENTITY)

    def _features(self, span: Span) -> tuple[str, ...]:
        if span.layer == Layer.ENTITY:
            return "*", value(span.label)
        return value(span.label), value(str(span.layer)), value("\n".join(self._notes.get(span.id, ())))

    def _columns(self, unit: Unit) -> list[str]:
        found: list[str] = []
        covering = self._grid.covering(unit)
        for entities, width in ((True, 2), (False, 3)):
            mine = [span for span in covering if (span.layer == Layer.ENTITY) is entities]
            told = [[f"{one}[{self._numbers[s.id]}]" for one in self._features(s)] for s in mine]
            found += ["|".join(row[k] for row in told) or "_" for k in range(width)]
        links = self._arriving.get(unit, [])
        found.append("|".join(value(link.kind) for link in links) or "_")
        found.append("|".join(self._source(link) for link in links) or "_")
        return found

    def _source(self, link: Link) -> str:
        """Where a relation comes from: ``1-2[4_7]``, the row of its head and the numbers of both ends."""
        head = self._names[self._grid.rows[link.head][0]]
        return f"{head}[{self._numbers[link.head]}_{self._numbers[link.tail]}]"

    def _row(self, unit: Unit) -> str:
        place = f"{self._units.to_utf16(unit.start)}-{self._units.to_utf16(unit.end)}"
        words = "".join(" " if c in "\t\n\r" else c for c in self._text[unit.start : unit.end])
        return "\t".join([self._names[unit], place, words, *self._columns(unit), ""]) + "\n"

    def _sentences(self) -> list[list[int]]:
        found: list[list[int]] = []
        for k, token in enumerate(self._grid.tokens):
            if token.sentence or not found:
                found.append([])
            found[-1].append(k)
        return found

    def lines(self) -> Iterable[str]:
        """The body: an empty line before each sentence, its text, its rows."""
        tokens = self._grid.tokens
        sentences = self._sentences()
        for s, numbers in enumerate(sentences, 1):
            for t, k in enumerate(numbers, 1):
                self._names[Unit(tokens[k].start, tokens[k].end, k)] = f"{s}-{t}"
                for p, part in enumerate(self._grid.parts.get(k, ()), 1):
                    self._names[part] = f"{s}-{t}.{p}"
        for numbers in sentences:
            yield "\n"
            for line in self._text[tokens[numbers[0]].start : tokens[numbers[-1]].end].split("\n"):
                yield f"#Text={line.translate(_ESCAPED_TEXT)}\n"
            for k in numbers:
                yield self._row(Unit(tokens[k].start, tokens[k].end, k))
                yield from (self._row(part) for part in self._grid.parts.get(k, ()))


def document(bundle: Bundle) -> str:
    """A chosen bundle as the text of its file."""
    return HEADER + "".join(_Document(bundle).lines())


class WebAnno:
    """Writes a folder (or, named ``*.zip``, an archive) with a TSV file for each article."""

    name = "webanno"
    title = "WebAnno TSV 3.3 (INCEpTION)"
    suffix = "-webanno"
    options = Options

    def losses(self, bundle: Bundle, options: Options) -> Mapping[str, int]:
        """Blanks at edges and between sentences, links of entities, notes but those on custom spans, tags, scores."""
        kept = chosen(bundle, options)
        made = _Document(kept)
        text = kept.article.text
        return counted(
            {
                BLANK: len(kept.spans) - len(made.spans),
                EDGES: sum(1 for s in made.spans if trimmed(text, s.start, s.end) != (s.start, s.end)),
                LINKS: len(kept.links) - len(made.links),
                SPEAKERS: speakers(made.links),
                SCORES: scores(made.spans),
                SUGGESTED: suggested(made.spans),
                VALUES: values(made.spans),
                TAGS: len(kept.tags),
                ARTICLE_NOTES: sum(1 for note in kept.notes if not note.span),
                NOTES_OUT: unreachable_notes(bundle, kept) + sum(1 for note in kept.notes if note.span) - made.noted,
            }
        )

    def write(self, bundles: Iterable[Bundle], target: Path, options: Options, progress: Progress) -> int:
        """A file an article, in constant memory. UserError as FolderReplacement, Cancelled."""
        done = 0
        with FolderReplacement(target) as out:
            for bundle in each(bundles, options, progress):
                name = stem(bundle.article.title, bundle.article.id)
                out.write(f"{name}.tsv", document(bundle).encode("utf-8", "replace"))
                done += 1
        return done
