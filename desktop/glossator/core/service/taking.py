"""Articles of another program as rows of the project: settled, aligned, and what could not be placed kept aside."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from glossator.core.errors import UserError
from glossator.core.interchange.base import ForeignArticle, ForeignSpan, Problem, with_problems
from glossator.core.interchange.quoting import settled
from glossator.core.interchange.units import lost
from glossator.core.model.alignment import Alignment
from glossator.core.model.article import Article, Source
from glossator.core.model.block import Kind
from glossator.core.model.change import Row
from glossator.core.model.ids import new_id
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.note import Note
from glossator.core.model.overlap import trimmed
from glossator.core.model.span import Layer, Span, State
from glossator.core.model.tag import Tag
from glossator.core.reading.base import Draft, DraftBlock
from glossator.core.reading.plain import MAX_TEXT
from glossator.core.reading.settle import settle
from glossator.core.service.known_sources import KnownSources
from glossator.core.service.known_texts import Hidden, KnownTexts
from glossator.core.service.library import Project
from glossator.core.store.reader import Reader

T = TypeVar("T")

_ASIDE = 50
"""Places listed in the note on an article; the result lists all."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file. ``problems`` are (title of the article or "", what was not taken over).

    ``labels`` counts the spans that were placed, by label after mapping; ``made`` are
    labels that the project did not have; ``left_out`` counts spans mapped to nothing.
    ``matched`` are articles that the project had, ``there`` counts spans that they had.
    """

    articles: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()
    labels: dict[str, int] = field(default_factory=dict)
    made: tuple[str, ...] = ()
    links: int = 0
    left_out: int = 0
    there: int = 0
    known: bool = False
    problems: tuple[tuple[str, Problem], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What became, or would become, of one article of a file.

    ``how`` is ``new``, ``matched`` (the project has its text), ``quoted`` (the file
    has no text, the project's article is meant), ``missing`` (nobody has the text) or
    ``empty``. ``spans`` counts those that are placed.
    """

    title: str
    how: str
    spans: int


class Present:
    """What an article has already, so that nothing comes twice; empty for a new one.

    ``stored`` are ids of spans that the project has, not only this import.
    """

    def __init__(self, reader: Reader | None = None, article: str = "") -> None:
        self._spans: dict[tuple[int, int, str, str], Span] = {}
        self._links: set[tuple[str, str, str]] = set()
        self._notes: set[tuple[str, str]] = set()
        self._tags: set[str] = set()
        self._new = reader is None
        self.stored: set[str] = set()
        if reader is not None:
            for span in reader.spans(article):
                self.put(span)
                self.stored.add(span.id)
            self._links = {(k.kind, k.head, k.tail) for k in reader.links(article)}
            self._notes = {(n.span, n.text) for n in reader.notes(article)}
            self._tags = {tag.name for tag in reader.tags(article)}

    def put(self, span: Span) -> None:
        """Remember ``span``."""
        self._spans[span.start, span.end, span.label, str(span.layer)] = span

    def span(self, span: Span) -> Span | None:
        """The stored span of the same place, label and layer."""
        found = self._spans.get((span.start, span.end, span.label, str(span.layer)))
        if found is None and not self._new:
            self.put(span)
        return found

    def new_links(self, links: Iterable[Link]) -> list[Link]:
        """Those of ``links`` that are not there."""
        return [k for k in links if _added(self._links, (k.kind, k.head, k.tail))]

    def new_notes(self, notes: Iterable[Note]) -> list[Note]:
        """Those of ``notes`` that are not there."""
        return [n for n in notes if _added(self._notes, (n.span, n.text))]

    def new_tags(self, tags: Iterable[Tag]) -> list[Tag]:
        """Those of ``tags`` that are not there."""
        return [tag for tag in tags if _added(self._tags, tag.name)]


def _added(there: set[T], one: T) -> bool:
    """Whether ``one`` is new to ``there``, where it is from now on."""
    if one in there:
        return False
    there.add(one)
    return True


class Taking:
    """Rows of one file, gathered article by article."""

    def __init__(
        self, source: Source, name: str, mapping: Mapping[str, str], project: Project, texts: KnownTexts | None
    ) -> None:
        self._source, self._name, self._mapping = source, name, mapping
        self._known = {label.id: label for label in project.reader.labels()}
        self._author, self._reader, self._texts = project.annotator.author, project.reader, texts
        self.gone: list[Row] = []
        self.rows: list[Row] = []
        self.made: list[Label] = []
        self._ids: list[str] = []
        self._matched: dict[str, Present] = {}
        self._counts: Counter[str] = Counter()
        self._links = self._left_out = self._there = 0
        self._problems: list[tuple[str, Problem]] = []
        self._sources: KnownSources | None = None
        self.told: list[Told] = []

    def take(self, foreign: ForeignArticle) -> None:
        """Settle one article, place its spans, and keep what could not be placed."""
        if len(foreign.text) > MAX_TEXT:
            raise UserError("text-too-long", path=self._source.path, limit=MAX_TEXT)
        if foreign.quoted:
            self._take_quoted(foreign)
            return
        try:
            article = settle(_draft(foreign), self._source.id, len(self._ids), self._source.read)
        except UserError as error:
            if error.code != "nothing-to-read":
                raise
            self._problems += [("", Problem("annotation-empty")), *(("", p) for p in foreign.problems)]
            self.told.append(Told(foreign.title, "empty", 0))
            return
        match = self._texts.find(article.text) if self._texts else None
        before = sum(self._counts.values())
        if match:
            self._add(foreign, match[0], match[1], self._present(match[0]))
        else:
            self._ids.append(article.id)
            self.rows.append(article)
            self._add(foreign, article, (), Present())
        self.told.append(Told(article.title, "matched" if match else "new", sum(self._counts.values()) - before))

    def _present(self, article: Article) -> Present:
        return self._matched.setdefault(article.id, Present(self._reader, article.id))

    def _take_quoted(self, foreign: ForeignArticle) -> None:
        """Spans on a text that the file does not hold: on the article of the project that is meant, or listed."""
        if self._sources is None:
            self._sources = KnownSources(self._reader)
        article = self._sources.find(foreign)
        if article is not None:
            before = sum(self._counts.values())
            self._add(settled(foreign, article.text), article, (), self._present(article))
            self.told.append(Told(article.title, "quoted", sum(self._counts.values()) - before))
            return
        name = foreign.title or foreign.source
        self._problems += [(name, problem) for problem in foreign.problems]
        self._problems += [
            (name, Problem("annotation-source", {"label": q.span.label, "text": q.span.text[:60], "source": name}))
            for q in foreign.quoted
        ]
        self._problems += [
            (name, Problem("annotation-source", {"label": "Note", "text": note.text[:60], "source": name}))
            for note in foreign.notes
        ]
        self.told.append(Told(name, "missing", 0))

    def _add(self, foreign: ForeignArticle, article: Article, hidden: Hidden, present: Present) -> None:
        """Rows of one article."""
        spans, problems = self._spans(foreign, article, Alignment(foreign.text, article.text, hidden), present)
        links, loose = self._link_rows(foreign, article, spans)
        foreign = with_problems(foreign, [*problems, *loose])
        tags = dict.fromkeys(t.strip() for t in foreign.tags if t.strip())
        self.rows += present.new_links(links)
        self.rows += present.new_notes(self._notes(foreign, article, spans))
        self.rows += present.new_tags(Tag(new_id(), article.id, tag) for tag in tags)
        self._links += len(links)
        self._problems += [(article.title, problem) for problem in foreign.problems]

    def result(self, problems: Iterable[Problem]) -> Taken:
        """All in all."""
        return Taken(
            tuple(self._ids),
            tuple(self._matched),
            dict(sorted(self._counts.items())),
            tuple(label.id for label in self.made),
            self._links,
            self._left_out,
            self._there,
            False,
            (*(("", problem) for problem in problems), *self._problems),
        )

    def _spans(
        self, foreign: ForeignArticle, article: Article, alignment: Alignment, present: Present
    ) -> tuple[dict[str, Span], list[Problem]]:
        """The file's spans by their ids there: new ones, or those that are there already."""
        found: dict[str, Span] = {}
        problems = []
        for told in foreign.spans:
            label = self._mapping.get(told.label, told.label)
            if not label:
                self._left_out += 1
                continue
            said = foreign.text[told.start : told.end]
            where = alignment.moved(told.start, told.end)
            start, end = trimmed(article.text, *where) if where else (0, 0)
            if told.text and told.text.split() != said.split():
                problems.append(lost(told, "annotation-mismatch"))
            elif start >= end:
                problems.append(lost(replace(told, text=said), "annotation-blank"))
            else:
                self._counts[label] += 1
                found[told.id] = self._kept(self._span(told, label, article, (start, end)), present)
        return found, problems

    def _kept(self, span: Span, present: Present) -> Span:
        """``span`` as a new row; or the one of that place and label that is there, accepted if it was a suggestion."""
        there = present.span(span)
        if there is None:
            self.rows.append(span)
            return span
        self._there += 1
        if there.state is State.SUGGESTED and span.state is State.ACCEPTED:
            accepted = replace(there, state=State.ACCEPTED)
            if there.id in present.stored:
                self.gone.append(there)
                self.rows.append(accepted)
            else:
                self.rows[self.rows.index(there)] = accepted
            present.put(accepted)
            return accepted
        return there

    def _span(self, told: ForeignSpan, label: str, article: Article, where: tuple[int, int]) -> Span:
        start, end = where
        state = State.SUGGESTED if told.suggested else State.ACCEPTED
        machine = told.origin if told.origin and not told.origin.startswith("human:") else f"{self._name}@import"
        human = told.origin if told.origin.startswith("human:") else f"human:{self._name}"
        origin = machine if told.suggested or (told.origin and told.origin == machine) else human
        layer = told.layer or self._label(label, told.layer).layer
        self._label(label, layer)
        return Span(
            new_id(), article.id, article.revision, start, end, label, layer,
            origin, state, article.text[start:end], told.score, told.values,
        )  # fmt: skip

    def _label(self, key: str, layer: str) -> Label:
        """The project's label, or a new one at the end of its palette."""
        if key not in self._known:
            place = max((label.place for label in self._known.values()), default=-1) + 1
            hue = zlib.crc32(key.encode("utf-8", "replace")) % 360
            made = Label(key, key.replace("_", " "), layer or str(Layer.ENTITY), hue, place=place)
            self._known[key] = made
            self.made.append(made)
        return self._known[key]

    def _link_rows(
        self, foreign: ForeignArticle, article: Article, spans: Mapping[str, Span]
    ) -> tuple[list[Link], list[Problem]]:
        links, loose = [], []
        for told in foreign.links:
            if told.head not in spans or told.tail not in spans or told.head == told.tail:
                loose.append(Problem("annotation-link", {"kind": told.kind}))
                continue
            head, tail = spans[told.head], spans[told.tail]
            state = State.SUGGESTED if told.suggested else State.ACCEPTED
            values = (("name", told.name),) if told.name else ()
            links.append(Link(new_id(), article.id, told.kind, head.id, tail.id, head.origin, state, None, values))
        return links, loose

    def _notes(self, foreign: ForeignArticle, article: Article, spans: Mapping[str, Span]) -> list[Note]:
        """The file's notes; one more, on the article, keeps what could not be placed."""
        made = [
            (spans[note.span].id if note.span in spans else "", note.text)
            for note in foreign.notes
            if note.text.strip()
        ]
        aside = [_aside(p) for p in foreign.problems if "label" in p.values]
        if aside:
            more = [f"… and {len(aside) - _ASIDE} more"] if len(aside) > _ASIDE else []
            told = "\n".join([f"Not placed on import ({self._name}):", *aside[:_ASIDE], *more])
            made.append(("", told))
        return [Note(new_id(), article.id, span, text, self._author, self._source.read) for span, text in made]


def _draft(foreign: ForeignArticle) -> Draft:
    """The article's blocks as they are told, if they hold all of its text, else its lines as paragraphs."""
    kinds = {str(kind): kind for kind in Kind}
    blocks = tuple(
        DraftBlock(foreign.text[a:b], kinds.get(kind, Kind.PARAGRAPH), level)
        for a, b, kind, level in foreign.blocks
        if 0 <= a < b <= len(foreign.text)
    )
    if "".join("".join(block.text.split()) for block in blocks) != "".join(foreign.text.split()):
        blocks = tuple(DraftBlock(line) for line in foreign.text.split("\n"))
    told = foreign
    return Draft(blocks, told.title, told.byline, told.published, told.language, told.address)


def _aside(problem: Problem) -> str:
    """One line on what was not placed; offsets where the file tells any."""
    told = problem.values
    place = f" {told['start']}–{told['end']}" if told.get("start") not in (None, -1) else ""
    return f"- {told['label']}{place} “{' '.join(str(told['text']).split())}”"
