"""From the project to a file that a person takes away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import Field, dataclass, fields, replace
from pathlib import Path
from typing import Any

from glossator.core.errors import UserError
from glossator.core.export import EXPORTERS
from glossator.core.export.base import Options
from glossator.core.model.bundle import Bundle
from glossator.core.model.tag import Stage
from glossator.core.progress import Progress, check
from glossator.core.service.library import Project

__all__ = ["NOT_INSTALLED", "Exported", "Format", "Options", "chosen", "export", "formats", "losses", "with_choices"]


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


def chosen(project: Project, ids: Sequence[str] | None = None) -> list[str]:
    """The ids to export: those given, or all that are not in the trash, oldest first.

    UserError ``article-unknown`` for an id that the project does not hold.
    """
    if ids is None:
        return [line.id for line in reversed(project.reader.articles())]
    for one in ids:
        if project.reader.article(one) is None:
            raise UserError("article-unknown", id=one)
    return list(ids)


def losses(
    project: Project, name: str, options: Options, ids: Sequence[str], progress: Progress | None = None
) -> dict[str, int]:
    """What the format cannot hold of those articles, in total; reads them all. Cancelled."""
    exporter = EXPORTERS.get(name)
    total: Counter[str] = Counter()
    for one in ids:
        if progress is not None:
            check(progress)
        total.update(exporter.losses(project.reader.bundle(one), options))
    return {what: count for what, count in total.items() if count}


class _Bundles:
    """Articles one after the other, so that memory does not grow; says how many, so that progress can be told."""

    def __init__(self, project: Project, ids: Sequence[str], wanted: Callable[[Bundle], bool]) -> None:
        self._project, self._ids, self._wanted = project, ids, wanted

    def __length_hint__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[Bundle]:
        return filter(self._wanted, map(self._project.reader.bundle, self._ids))


def export(
    project: Project,
    name: str,
    target: Path,
    progress: Progress,
    options: Options | None = None,
    ids: Sequence[str] | None = None,
) -> Exported:
    """Write articles to ``target``; nothing is there, or the old file, until all is written."""
    exporter = EXPORTERS.get(name)
    options = options or exporter.options()
    wanted = chosen(project, ids)
    lost: Counter[str] = Counter()

    def note(bundle: Bundle) -> bool:
        if ids is None and bundle.stage is Stage.TRASHED:
            return False
        lost.update(exporter.losses(bundle, options))
        return True

    count = exporter.write(_Bundles(project, wanted, note), target, options, progress)
    progress.step(len(wanted), len(wanted))
    return Exported(count, str(target), {what: n for what, n in lost.items() if n})
