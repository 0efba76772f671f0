"""Running the analysers over articles, and comparing with what is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from typing import Protocol

from glossator.core.errors import Cancelled, StaleChange, UserError
from glossator.core.model.article import Article
from glossator.core.model.bundle import Bundle
from glossator.core.model.change import Change, Row, merged
from glossator.core.model.ids import new_id
from glossator.core.model.link import Link
from glossator.core.model.span import Span, State
from glossator.core.nlp import BLANK, installed
from glossator.core.nlp.base import Findings
from glossator.core.nlp.client import Problem, Worker
from glossator.core.progress import Progress, check
from glossator.core.service import naming, people
from glossator.core.service.library import BATCH, Project

__all__ = ["Analysed", "Analyses", "Findings", "Problem", "Worker", "analyse", "compare", "run"]


class Analyses(Protocol):
    """Gives findings for articles, in any order; the worker process is one."""

    @property
    def fault(self) -> UserError | None:
        """Why the wanted pipeline could not be had, known at the first answer."""
        ...

    def analyse(self, articles: Iterable[Article], progress: Progress) -> Iterator[Findings | Problem]: ...


@dataclass(frozen=True, slots=True)
class Analysed:
    """What became of a run: ids of articles with new rows, and the problems."""

    articles: tuple[str, ...]
    problems: tuple[Problem, ...]


def _place(span: Span) -> tuple[int, int, str, str]:
    return span.start, span.end, span.label, span.layer


def compare(found: Findings, there: Bundle) -> Change:
    """What a run changes in one article: only its own undecided rows go, decided ones stay.

    A finding at the place of a row that is there, whatever its state, is that row; so
    nothing rejected is suggested twice and ids stay. Undecided rows that carry a person's
    note or link stay too.
    """
    same: dict[str, str] = {}
    have = {_place(span): span for span in there.spans}
    come: list[Row] = []
    met: set[str] = set()
    for span in found.spans:
        old = have.get(_place(span))
        if old is None:
            come.append(span)
        else:
            same[span.id] = old.id
            met.add(old.id)
    keep = met | {note.span for note in there.notes}
    keep |= {end for link in there.links if link.state is not State.SUGGESTED for end in (link.head, link.tail)}
    going = [s for s in there.spans if s.state is State.SUGGESTED and not s.is_human and s.id not in keep]
    gone = {span.id for span in going}
    links_gone, links_come = _compare_links(found, there, same, gone)
    before: list[Row] = [*going, *links_gone]
    if there.analysis is not None and there.analysis.tokens != found.analysis.tokens:
        before.append(there.analysis)
    elif there.analysis is not None and replace(there.analysis, made=found.analysis.made) != found.analysis:
        before.append(there.analysis)
    if there.analysis is None or there.analysis in before:
        come.append(found.analysis)
    return Change("Analyse", tuple(before), (*come, *links_come))


def _compare_links(
    found: Findings, there: Bundle, same: dict[str, str], gone: set[str]
) -> tuple[list[Link], list[Link]]:
    """Links that go and come; a quotation whose speaker a person decided keeps that speaker."""
    decided = {
        (link.head, link.kind) for link in there.links if link.state is not State.SUGGESTED and link.kind != "piece"
    }
    old = {(link.head, link.kind, link.tail, link.values): link for link in there.links}
    kept: set[str] = set()
    come: list[Link] = []
    rejected = {span.id for span in there.spans if span.state is State.REJECTED}
    said = naming.corrections(there.spans, there.links)
    mentions = {span.id: span.text for span in found.spans} if said else {}
    for new in found.links:
        link = naming.corrected(new, mentions.get(new.tail, ""), said)
        mine = replace(link, head=same.get(link.head, link.head), tail=same.get(link.tail, link.tail))
        twin = old.get((mine.head, mine.kind, mine.tail, mine.values))
        if twin is not None:
            kept.add(twin.id)
        elif (mine.head, mine.kind) not in decided and not {mine.head, mine.tail} & rejected:
            come.append(mine)
    going = [
        link
        for link in there.links
        if {link.head, link.tail} & gone or (link.state is State.SUGGESTED and link.id not in kept)
    ]
    return going, come


def pipelines() -> list[str]:
    """What a person can choose from: the installed pipelines, then the one without a model; loads none."""
    return [*installed(), BLANK]


def run(project: Project, ids: Sequence[str], worker: Analyses, progress: Progress, group: str = "") -> Analysed:
    """Analyse articles and store the suggestions in batches, undone as one act.

    With the ``group`` of an import the run joins that act.

    Raises the worker's ``fault`` (UserError ``pipeline-…``) before anything is stored.
    An article that changed in the meantime is compared anew, once; cancelling keeps the
    batches that are stored and raises nothing.
    """
    group = group or f"analysis-{new_id()}"
    done: list[str] = []
    problems: list[Problem] = []
    batch: list[Findings] = []
    total = len(ids)

    def store() -> None:
        if batch:
            _store(project, batch, group)
            done.extend(findings.article for findings in batch)
            batch.clear()

    articles = (a for a in map(project.reader.article, ids) if a is not None)
    with closing(worker.analyse(articles, progress)) as answers, suppress(Cancelled):  # type: ignore[type-var]
        for answer in answers:
            if worker.fault is not None:
                raise worker.fault
            if isinstance(answer, Problem):
                problems.append(answer)
            else:
                batch.append(answer)
            progress.step(len(done) + len(batch) + len(problems), total)
            if len(batch) >= (BATCH if len(done) else 1):
                store()
    store()
    return Analysed(tuple(done), tuple(problems))


def _store(project: Project, batch: Sequence[Findings], group: str) -> None:
    for attempt in range(2):
        change = Change("Analyse")
        meanings = people.read_rules(project.reader).meanings
        for findings in batch:
            if project.reader.article(findings.article) is not None:
                named = people.applied(findings, meanings)
                change = merged(change, compare(named, project.reader.bundle(findings.article)))
        change = replace(change, title=f"Analyse {len(batch)} articles" if len(batch) > 1 else "Analyse", group=group)
        try:
            project.annotator.apply(change, kind="machine")
            return
        except StaleChange:
            if attempt:
                raise


def analyse(project: Project, ids: Sequence[str], pipeline: str, progress: Progress, group: str = "") -> Analysed:
    """:func:`run` with a worker process of its own, as scripts do."""
    check(progress)
    worker = Worker(pipeline)
    try:
        return run(project, ids, worker, progress, group)
    finally:
        worker.stop()
