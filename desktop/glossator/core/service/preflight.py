"""Before an export: what a trainer would choke on, changes that mend it, and exceptions that are remembered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from glossator.core.export import EXPORTERS, checks, fitting
from glossator.core.export.base import Options
from glossator.core.export.checks import (
    CODES,
    FIXABLE,
    LEAST,
    OF_SPANS,
    Corpus,
    Finding,
    check_article,
    flat_groups,
    is_decided,
    tokens_of,
    without_marks,
)
from glossator.core.export.losses import on_tokens
from glossator.core.export.splits import SplitOptions
from glossator.core.model.analysis import Token
from glossator.core.model.bundle import Bundle
from glossator.core.model.change import Change, Row, merged
from glossator.core.model.link import Link
from glossator.core.model.note import Note
from glossator.core.model.overlap import overlaps, trimmed
from glossator.core.model.span import Span
from glossator.core.model.tag import Stage
from glossator.core.progress import Progress, check
from glossator.core.service import changes
from glossator.core.service.exporting import ALL, Choice, chosen
from glossator.core.service.library import Project

__all__ = ["CODES", "FIXABLE", "LEAST", "OF_SPANS", "Finding", "Report", "Wanted", "look", "look_at"]

EXCEPTIONS = "preflight-exceptions"
"""The project setting that holds kept exceptions: a JSON object of keys of findings and their facts."""


@dataclass(frozen=True)
class Wanted:
    """What is to be exported: format (``""`` for none in particular), its options, articles and spans.

    ``least`` is how many examples of a label suffice.
    """

    name: str = ""
    options: Options | None = None
    least: int = LEAST
    choice: Choice = ALL

    @property
    def chosen_options(self) -> Options:
        """The options as the format has them."""
        if self.name:
            made: Options = fitting(EXPORTERS.get(self.name), self.options)
            return made
        return self.options or Options()

    @property
    def groups(self) -> list[tuple[str, ...]]:
        """Layers within which the format takes no overlaps."""
        return flat_groups(self.name, self.chosen_options) if self.name else []


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be looked at, in how many articles it was looked for, and how many findings are kept exceptions."""

    findings: tuple[Finding, ...]
    articles: int
    excepted: int

    def counts(self) -> dict[str, int]:
        """How many findings of each code, in the order of the codes."""
        found = [one.code for one in self.findings]
        return {code: found.count(code) for code in CODES if code in found}


def look(project: Project, wanted: Wanted, progress: Progress, ids: Sequence[str] | None = None) -> Report:
    """Check the articles (None: all) one after the other, each read once.

    UserError ``article-unknown``, ``unknown-part``, ``tokens-damaged``; Cancelled.
    """
    options, groups = wanted.chosen_options, wanted.groups
    corpus = Corpus(options, wanted.least, divides=isinstance(options, SplitOptions))
    found: list[Finding] = []
    articles = chosen(project, ids, wanted.choice)
    for number, one in enumerate(articles):
        check(progress)
        bundle = project.reader.bundle(one)
        progress.step(number, len(articles), bundle.article.title)
        found += _looked_at(bundle, wanted, options, groups)
        corpus.add(wanted.choice.narrow(bundle))
    found += corpus.findings()
    progress.step(len(articles), len(articles))
    return _without_exceptions(project, found, len(articles))


def look_at(project: Project, wanted: Wanted, ids: Sequence[str], progress: Progress | None = None) -> list[Finding]:
    """What is to be looked at in these articles alone (codes of :data:`OF_SPANS`).

    Nothing in those that are gone, in the trash, or no longer chosen. Cancelled.
    """
    found: list[Finding] = []
    options, groups = wanted.chosen_options, wanted.groups
    for one in ids:
        if progress is not None:
            check(progress)
        if project.reader.article(one) is None:
            continue
        bundle = project.reader.bundle(one)
        if bundle.stage is not Stage.TRASHED and wanted.choice.takes(bundle.tags, bundle.stage):
            found += _looked_at(bundle, wanted, options, groups)
    return list(_without_exceptions(project, found, 0).findings)


def _looked_at(bundle: Bundle, wanted: Wanted, options: Options, groups: Sequence[tuple[str, ...]]) -> list[Finding]:
    return check_article(wanted.choice.narrow(bundle), options, groups, is_decided(bundle))


# ---- exceptions -----------------------------------------------------------------------------------


def exceptions(project: Project) -> dict[str, str]:
    """Kept exceptions: key of the finding → what it was about when it was kept."""
    try:
        kept = json.loads(project.reader.setting(EXCEPTIONS) or "{}")
    except json.JSONDecodeError:
        return {}
    return {str(key): str(facts) for key, facts in kept.items()} if isinstance(kept, dict) else {}


def keep(project: Project, findings: Iterable[Finding]) -> int:
    """Remember these as exceptions until what they speak of changes; returns how many. Not an act, so not undone."""
    new = {one.key: one.facts for one in findings}
    if new:
        kept = {**exceptions(project), **new}
        project.store.set_setting(EXCEPTIONS, json.dumps(kept, ensure_ascii=False, sort_keys=True))
    return len(new)


def forget(project: Project, keys: Iterable[str] | None = None) -> None:
    """Tell these findings again (None: all)."""
    gone = set(keys) if keys is not None else None
    left = {key: facts for key, facts in exceptions(project).items() if gone is not None and key not in gone}
    project.store.set_setting(EXCEPTIONS, json.dumps(left, ensure_ascii=False, sort_keys=True))


def _without_exceptions(project: Project, found: Sequence[Finding], articles: int) -> Report:
    kept = exceptions(project)
    left = tuple(one for one in found if kept.get(one.key) != one.facts)
    return Report(left, articles, len(found) - len(left))


# ---- mending --------------------------------------------------------------------------------------


def mend(project: Project, findings: Sequence[Finding]) -> Change:
    """One act that mends these findings; what was changed in the meantime is passed over.

    Empty when nothing is left to do. UserError ``tokens-damaged``.
    """
    wanted: dict[str, list[Finding]] = {}
    for one in findings:
        if one.fixable:
            wanted.setdefault(one.article, []).append(one)
    rows: list[Change] = []
    for article, mine in wanted.items():
        if project.reader.article(article) is not None:
            rows.append(mended(project.reader.bundle(article), mine))
    change = Change(
        "",
        tuple(row for one in rows for row in one.before),
        tuple(row for one in rows for row in one.after),
    )
    return replace(change, title=_title(findings, change)) if change else Change("")


def _title(findings: Sequence[Finding], change: Change) -> str:
    texts = [dict(one.values).get("text", "") for one in findings]
    return f"Mend “{changes.short(texts[0])}”" if len(findings) == 1 else f"Mend {len(findings)} marks"


def mended(bundle: Bundle, findings: Sequence[Finding]) -> Change:
    """Kind by kind, each on what the one before has left: trimming may be what makes two spans apart."""
    tokens = tokens_of(bundle)
    now, total = bundle, Change("")
    for code in CODES:
        spans = {span.id: span for span in now.spans}
        mine = [one.spans for one in findings if one.code == code and spans.keys() >= set(one.spans)]
        if mine:
            step = MENDERS[code](now, [[spans[ident] for ident in ids] for ids in mine], tokens)
            total, now = merged(total, step), after(now, step)
    return total


def after(bundle: Bundle, step: Change) -> Bundle:
    """The bundle with a step's rows exchanged."""
    gone = {(type(row), row.id) for row in step.before}

    def left(rows: Sequence[Row], kind: type[Row]) -> tuple[Row, ...]:
        come = tuple(row for row in step.after if isinstance(row, kind))
        return (*(row for row in rows if (type(row), row.id) not in gone), *come)

    spans, links, notes = (
        left(rows, kind) for rows, kind in ((bundle.spans, Span), (bundle.links, Link), (bundle.notes, Note))
    )
    return replace(bundle, spans=spans, links=links, notes=notes)  # type: ignore[arg-type]


Spans = Sequence[Sequence[Span]]
"""Of each finding its spans: the one to mend, then the one that is in its way."""


def _moved(bundle: Bundle, spans: Spans, place: Callable[[Span], tuple[int, int]]) -> Change:
    """The same spans elsewhere; a suggestion stays one, since nobody has decided on it."""
    before, later = [], []
    for span, *_ in spans:
        start, end = place(span)
        if start < end and (start, end) != (span.start, span.end):
            before.append(span)
            later.append(replace(span, start=start, end=end, text=bundle.article.text[start:end]))
    return Change("", tuple(before), tuple(later))


def _trim(bundle: Bundle, spans: Spans, tokens: Sequence[Token]) -> Change:
    return _moved(bundle, spans, lambda span: trimmed(bundle.article.text, span.start, span.end))


def _trim_marks(bundle: Bundle, spans: Spans, tokens: Sequence[Token]) -> Change:
    return _moved(bundle, spans, lambda span: without_marks(span, bundle.article.text, tokens))


def _snap(bundle: Bundle, spans: Spans, tokens: Sequence[Token]) -> Change:
    def place(span: Span) -> tuple[int, int]:
        whole = on_tokens(span, bundle.article.text, tokens)
        return whole[:2] if whole else (span.start, span.end)

    return _moved(bundle, spans, place)


def _drop(bundle: Bundle, spans: Sequence[Span]) -> Change:
    """A person's spans go, a machine's are rejected, as with a person's "delete"."""
    return changes.delete(spans, bundle.spans, bundle.links, bundle.notes) if spans else Change("")


def _drop_empty(bundle: Bundle, spans: Spans, tokens: Sequence[Token]) -> Change:
    text = bundle.article.text
    return _drop(bundle, [span for span, *_ in spans if not text[span.start : span.end].strip()])


def _drop_crossing(bundle: Bundle, spans: Spans, tokens: Sequence[Token]) -> Change:
    return _drop(bundle, [one for one, other, *_ in spans if overlaps(one, other)])


def _merge_all(bundle: Bundle, spans: Spans, tokens: Sequence[Token]) -> Change:
    now, total = bundle, Change("")
    for gone, stays, *_ in spans:
        step = _merge(now, gone, stays)
        total, now = merged(total, step), after(now, step)
    return total


def _merge(bundle: Bundle, gone: Span, stays: Span) -> Change:
    """The span too many goes; its links and notes go over to the one that stays."""
    if (gone.start, gone.end, gone.label) != (stays.start, stays.end, stays.label):
        return Change("")
    before: list[Row] = []
    after: list[Row] = []
    have = {(link.kind, link.head, link.tail) for link in bundle.links}
    for link in bundle.links:
        if gone.id not in (link.head, link.tail):
            continue
        head, tail = (stays.id if one == gone.id else one for one in (link.head, link.tail))
        before.append(link)
        if (link.kind, head, tail) not in have and head != tail:
            have.add((link.kind, head, tail))
            after.append(replace(link, head=head, tail=tail))
    for note in bundle.notes:
        if note.span == gone.id:
            before.append(note)
            after.append(replace(note, span=stays.id))
    rest = replace(bundle, links=tuple(link for link in bundle.links if link not in before), notes=())
    dropped = _drop(rest, [gone])
    return Change("", (*before, *dropped.before), (*after, *dropped.after))


MENDERS: Mapping[str, Callable[[Bundle, Spans, Sequence[Token]], Change]] = {
    checks.EMPTY: _drop_empty,
    checks.BLANK_EDGE: _trim,
    checks.MARK_EDGE: _trim_marks,
    checks.OFF_TOKENS: _snap,
    checks.DUPLICATE: _merge_all,
    checks.OVERLAP: _drop_crossing,
}
