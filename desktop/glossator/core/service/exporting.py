"""From the project to a file that a person takes away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import Field, asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from glossator.core.errors import UserError
from glossator.core.export import EXPORTERS, beside
from glossator.core.export.base import Options
from glossator.core.export.manifest import Manifest
from glossator.core.export.selection import chosen as selected
from glossator.core.export.selection import narrowed
from glossator.core.model.bundle import Bundle
from glossator.core.model.tag import Stage
from glossator.core.progress import Progress, check
from glossator.core.service.library import Project

__all__ = [
    "ALL",
    "NOT_INSTALLED",
    "Choice",
    "Exported",
    "Format",
    "Options",
    "chosen",
    "export",
    "formats",
    "losses",
    "with_choices",
]

PACKAGES = ("spacy", "pyarrow", "dkpro-cassis", "python-docx", "lxml")
"""Packages whose version may change what is written."""


NOT_INSTALLED = frozenset({"parquet-missing"})
"""Codes of formats that need a package which is not part of every installation: they are left out, not failures."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: articles, where, and what the format could not hold."""

    articles: int
    target: str
    losses: dict[str, int]


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the export dialog's list."""

    name: str
    title: str
    suffix: str
    options: type[Options]


def formats() -> list[Format]:
    """Every format, in order."""
    return [Format(e.name, e.title, e.suffix, e.options) for e in EXPORTERS]


def with_choices(wanted: Format, told: Sequence[str]) -> Options:
    """The format's options with ``NAME=VALUE`` pairs set; yes, true and 1 are true for a box to tick.

    UserError ``option-unknown`` and ``option-unfit``, with what would do.
    """
    options = wanted.options()
    known = {one.name: one for one in fields(options)}
    for pair in told:
        name, _, value = pair.partition("=")
        if name not in known:
            raise UserError("option-unknown", name=name, format=wanted.name, known=", ".join(known))
        options = replace(options, **{name: _fitting(known[name], getattr(options, name), value)})
    return options


def _fitting(one: Field[Any], now: Any, value: str) -> Any:
    """``value`` as the field's kind."""
    choices = [c[0] if isinstance(c, tuple) else c for c in one.metadata.get("choices", ())]
    if choices and value not in choices:
        raise UserError("option-unfit", name=one.name, value=value, known=", ".join(map(str, choices)))
    if isinstance(now, bool):
        said = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}.get(value.lower())
        if said is None:
            raise UserError("option-unfit", name=one.name, value=value, known="yes, no")
        return said
    if isinstance(now, int):
        if not value.isdecimal():
            raise UserError("option-unfit", name=one.name, value=value, known="a number")
        return min(int(value), int(one.metadata.get("most", 1_000_000)))
    return value


@dataclass(frozen=True, slots=True)
class Choice:
    """Which articles and spans leave; each empty: any. ``stages`` are new, started and done.

    An article must have one of the tags and one of the stages, a span one of the
    labels, layers and authors.
    """

    tags: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    def takes(self, tags: Iterable[str], stage: str) -> bool:
        """Whether an article with these tags, so far come, is wanted."""
        return (not self.tags or not set(tags).isdisjoint(self.tags)) and (not self.stages or stage in self.stages)

    def narrow(self, bundle: Bundle) -> Bundle:
        """The bundle with the wanted spans only."""
        return narrowed(bundle, self.labels, self.layers, self.authors)


ALL = Choice()


def chosen(project: Project, ids: Sequence[str] | None = None, choice: Choice = ALL) -> list[str]:
    """The ids to export: those given, or all that are not in the trash, oldest first; of these the chosen ones.

    UserError ``article-unknown`` for an id that the project does not hold, ``tag-unknown``
    for a tag that no article has.
    """
    _known(project, choice)
    if ids is None:
        lines = project.reader.articles()
        return [line.id for line in reversed(lines) if choice.takes(line.tags, line.stage)]
    for one in ids:
        if project.reader.article(one) is None:
            raise UserError("article-unknown", id=one)
    if not (choice.tags or choice.stages):
        return list(ids)
    return [one for one in ids if _takes(project, choice, one)]


def _known(project: Project, choice: Choice) -> None:
    """A slip of the pen must not pass for an empty corpus."""
    known = [name for name, _ in project.reader.all_tags()] if choice.tags else []
    for tag in choice.tags:
        if tag not in known:
            raise UserError("tag-unknown", name=tag, known=", ".join(known) or "–")


def _takes(project: Project, choice: Choice, one: str) -> bool:
    standing = project.reader.standing(one)
    tags = [tag.name for tag in project.reader.tags(one)]
    return choice.takes(tags, standing.stage if standing else Stage.NEW)


def losses(
    project: Project,
    name: str,
    options: Options,
    ids: Sequence[str],
    progress: Progress | None = None,
    choice: Choice = ALL,
) -> dict[str, int]:
    """What the format cannot hold of those articles, in total; reads them all. Cancelled."""
    exporter = EXPORTERS.get(name)
    total: Counter[str] = Counter()
    for one in ids:
        if progress is not None:
            check(progress)
        total.update(exporter.losses(choice.narrow(project.reader.bundle(one)), options))
    return {what: count for what, count in total.items() if count}


class _Bundles:
    """Articles one after the other, so that memory does not grow; says how many, so that progress can be told."""

    def __init__(self, project: Project, ids: Sequence[str], choice: Choice, wanted: Callable[[Bundle], bool]) -> None:
        self._project, self._ids, self._choice, self._wanted = project, ids, choice, wanted

    def __length_hint__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[Bundle]:
        return filter(self._wanted, map(self._choice.narrow, map(self._project.reader.bundle, self._ids)))


def export(
    project: Project,
    name: str,
    target: Path,
    progress: Progress,
    options: Options | None = None,
    ids: Sequence[str] | None = None,
    choice: Choice = ALL,
    manifest: bool = False,
) -> Exported:
    """Write articles to ``target``; nothing is there, or the old file, until all is written.

    What the format could not hold is listed in ``<target>.losses.txt``; ``manifest``
    also writes ``<target>.manifest.json``. The same project, options and choice give the
    same bytes.
    """
    exporter = EXPORTERS.get(name)
    options = options or exporter.options()
    wanted = chosen(project, ids, choice)
    lost: Counter[str] = Counter()
    told = Manifest(name, options, PACKAGES) if manifest else None
    pipelines: Counter[str] = Counter()

    def note(bundle: Bundle) -> bool:
        if ids is None and bundle.stage is Stage.TRASHED:
            return False
        lost.update(exporter.losses(bundle, options))
        if told is not None:
            told.article(selected(bundle, options), "all")
            pipelines.update([bundle.analysis.pipeline if bundle.analysis else ""])
        return True

    count = exporter.write(_Bundles(project, wanted, choice, note), target, options, progress)
    losses = {what: n for what, n in sorted(lost.items()) if n}
    beside.write_losses(target, losses)
    if told is not None:
        for file in beside.digests(target):
            told.digest(*file)
        more = {"choice": asdict(choice), "pipelines": dict(sorted(pipelines.items())), "losses": losses}
        beside.write_manifest(target, told.json(**more))
    progress.step(len(wanted), len(wanted))
    return Exported(count, str(target), losses)
