"""One article after another: where a job may be stopped, and what it reports."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from glossator.core.export.base import Options
from glossator.core.export.selection import chosen
from glossator.core.export.writing import Replacement
from glossator.core.model.bundle import Bundle
from glossator.core.progress import Progress, check


def each(bundles: Iterable[Bundle], options: Options, progress: Progress) -> Iterator[Bundle]:
    """What of each bundle leaves the program (:func:`chosen`), one in memory at a time; a step is told after each.

    Cancelled before the first, between two and after the last.
    """
    total = operator.length_hint(bundles)
    for done, bundle in enumerate(bundles, 1):
        check(progress)
        yield chosen(bundle, options)
        progress.step(done, total, bundle.article.title)
    check(progress)


def one_file(
    bundles: Iterable[Bundle],
    target: Path,
    options: Options,
    progress: Progress,
    encode: Callable[[Bundle], bytes],
) -> int:
    """Every chosen bundle as ``encode`` has it, in one file; returns how many. UserError as Replacement, Cancelled."""
    done = 0
    with Replacement(target) as out:
        for bundle in each(bundles, options, progress):
            out.write(encode(bundle))
            done += 1
    return done
