"""Cancelling at any moment: the process is gone within a fifth of a second, and nothing half is stored."""

from __future__ import annotations

import random
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from faults.registry import timed
from glossator.core.errors import Cancelled
from glossator.core.nlp.client import Worker
from glossator.core.progress import Silent
from glossator.core.service import analysis
from glossator.core.service.library import Project
from pictures import article

STRANGE = Path(__file__).parents[1] / "core" / "nlp" / "strange_process.py"
SOON = 0.2
"""Seconds from the wish to the end."""


class Impatient(Silent):
    """Wants to stop ``after`` seconds."""

    def __init__(self, after: float) -> None:
        self.at = time.monotonic() + after

    @property
    def cancelled(self) -> bool:
        return time.monotonic() > self.at


@dataclass
class Cancelling:
    """What was measured: seconds from each wish to its end."""

    imports: list[float] = field(default_factory=list)
    analyses: list[float] = field(default_factory=list)
    finished: int = 0
    wrong: list[str] = field(default_factory=list)


def children() -> list[psutil.Process]:
    """Workers of this process that live."""
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.Error):
            if child.status() != psutil.STATUS_ZOMBIE and "glossator" in " ".join(child.cmdline()):
                found.append(child)
    return found


def cancel_imports(folder: Path, times: int, dice: random.Random, told: Cancelling) -> None:
    """Import some files, each time cancelled at another moment."""
    files = []
    for number in range(4):
        files.append(folder / f"{number}.html")
        files[-1].write_text("<article><h1>News</h1>" + "<p>“We won,” Ada said.</p>" * 2_000, encoding="utf-8")
    project = Project.open(folder / "import.glossator", create=True)
    for _ in range(times):
        wish = Impatient(dice.uniform(0.0, 0.9))
        last = project.reader.last_seq()
        try:
            project.read(files, wish)
            told.finished += 1
            continue
        except Cancelled:
            told.imports.append(time.monotonic() - wish.at)
        if project.reader.last_seq() != last or project.reader.counts()["articles"]:
            told.wrong.append("a cancelled import stored something")
        if children():
            told.wrong.append("a reading process lives on")
    project.close()


def cancel_analyses(folder: Path, times: int, dice: random.Random, told: Cancelling) -> None:
    """Analyse forty articles, each time cancelled at another moment; whole articles may be stored, halves not."""
    from glossator.core.model.change import Change

    project = Project.open(folder / "analysis.glossator", create=True)
    rows = tuple(article(f"Text {number}. SLOW") for number in range(40))
    project.apply(Change("Import", (), rows))
    for _ in range(times):
        worker = Worker("strange", [sys.executable, str(STRANGE), str(folder / "once")])
        worker.start()
        process = worker._process
        assert process is not None
        wish = Impatient(dice.uniform(0.0, 0.7))
        result = analysis.run(project, [row.id for row in rows], worker, wish)
        ended = time.monotonic()
        gone = process.child.poll() is not None
        worker.stop(kill=True)
        if ended < wish.at:
            told.finished += 1
            continue
        told.analyses.append(ended - wish.at)
        if not gone:
            told.wrong.append("the worker lives on")
        stored = {row.id for row in rows if project.reader.analysis(row.id) is not None}
        if not set(result.articles) <= stored:
            told.wrong.append("an article that was told as analysed is not")
        while project.history.undo_title.startswith("Analyse"):
            project.history.undo()
        if any(project.reader.analysis(row.id) is not None for row in rows):
            told.wrong.append("undo left a half of a run")
    project.close()


def run(folder: Path, times: int, seed: int = 0) -> Cancelling:
    """``times`` of each kind."""
    told, dice = Cancelling(), random.Random(seed)
    cancel_imports(folder, times, dice, told)
    cancel_analyses(folder, times, dice, told)
    late = [seconds for seconds in (*told.imports, *told.analyses) if seconds > SOON and timed()]
    told.wrong += [f"it took {seconds * 1000:.0f} ms" for seconds in late]
    return told
