"""How quick the window is: ``.venv/bin/python -m tests.benchmarks.window [--articles N] [FILE]``.

Each figure stands beside what the bare library needs for the same thing in the same run,
because milliseconds alone say more about the machine than about the program. Nothing
here is a test: no figure fails anything.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
CHECKOUT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT / "desktop"))
os.environ["PYTHONPATH"] = str(CHECKOUT / "desktop")  # for the worker processes, wherever this is run

ADDED = 200
TICK = 5

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow, QTextEdit
app = QApplication([])
window = QMainWindow()
page = QTextEdit(window)
window.setCentralWidget(page)
page.setPlainText(open(sys.argv[1], encoding="utf-8").read())
window.show()
app.processEvents()
window.grab()
"""
OURS = """
import sys
from pathlib import Path
from glossator.core.service.library import Project
from glossator.core.settings import Settings
from glossator.ui.app import make_application
from glossator.ui.theme import Theme
from glossator.ui.widgets.asker import QtAsker
from glossator.ui.window.main_window import MainWindow
app = make_application()
Theme.named("light").apply(app)
window = MainWindow(Project.open(Path(sys.argv[2])), Settings(), QtAsker())
window.show()
app.processEvents()
window.grab()
window.shut()
"""


@dataclass(frozen=True)
class Row:
    """A line of the report: both values in ``unit``; ``bare`` 0 where there is nothing to compare with."""

    what: str
    ours: float
    unit: str
    bare: float = 0.0
    beside: str = ""

    def line(self) -> str:
        ratio = f"{self.ours / self.bare:6.1f} ×  {self.bare:8.1f} {self.unit}  {self.beside}" if self.bare else ""
        return f"{self.what:<52}{self.ours:9.1f} {self.unit:<3} {ratio}".rstrip()


def milliseconds(act: Callable[[], object]) -> float:
    """How long ``act`` takes."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def process(code: str, *arguments: str) -> float:
    """Milliseconds that a fresh Python needs for ``code``, the best of five (the disk cache is warm then)."""
    command = [sys.executable, "-c", code, *arguments]
    return min(milliseconds(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(5))


def main(argv: list[str] | None = None) -> int:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.window", description=__doc__)
    parser.add_argument("--articles", type=int, default=300, help="articles analysed while the window is watched")
    parser.add_argument("file", nargs="?", type=Path, default=CHECKOUT / "resources/samples/three-stories.txt")
    chosen = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Path(folder), chosen.file, chosen.articles):
            print(row.line(), flush=True)
    return 0


def rows(folder: Path, file: Path, articles: int) -> Iterator[Row]:
    """Each figure as soon as it is measured."""
    from glossator.core.service.library import Project
    from glossator.core.settings import Settings
    from glossator.ui.app import make_application
    from glossator.ui.theme import Theme
    from glossator.ui.widgets.asker import QtAsker
    from glossator.ui.window.main_window import MainWindow

    app = make_application()
    Theme.named("light").apply(app)
    project = Project.open(folder / "p.glossator", create=True)
    settings = replace(Settings(), analyse_on_import=False, preview_import=False)
    window = MainWindow(project, settings, QtAsker())
    window.resize(1400, 900)
    window.show()

    def until(there: Callable[[], bool]) -> None:
        while not there():
            app.processEvents()
            time.sleep(0.001)

    def idle() -> bool:
        return not (window.lane.jobs or window.analysing.lane.jobs)

    def read() -> None:
        window.importing.read([file])
        until(lambda: window.desk.article is not None and idle())
        window.grab()

    opened = milliseconds(read)
    yield Row("open the file: read, split, store, first page painted", opened, "ms")
    yield from spans(window, folder)
    yield from watched(window, folder, articles, until, idle)
    path = str(project.path)
    window.shut()
    bare = process(BARE, str(file))
    yield Row(
        "start to a painted window with its project", process(OURS, "", path), "ms", bare, "QTextEdit in a window"
    )


def spans(window: object, folder: Path) -> Iterator[Row]:
    """Add marks through the real window, one by one, each acknowledged after its COMMIT and painted."""
    from peewee import sqlite3

    from glossator.ui.window.main_window import MainWindow

    assert isinstance(window, MainWindow)
    article = window.desk.article
    assert article is not None
    label = next(iter(window.desk.labels.values()))
    words = [(token.start, token.end) for token in window.desk.tokens if token.end - token.start > 2]
    taken: list[float] = []
    for number in range(ADDED):
        start, end = words[number % len(words)]
        end = words[(number + number // len(words)) % len(words)][1]
        if end <= start:
            continue
        window.page.select_range(start, end)
        window.page.take_selection()

        def act() -> None:
            window.label(label.id)
            window.page.viewport().repaint()

        taken.append(milliseconds(act))
    connection = sqlite3.connect(str(folder / "bare.db"), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE span (id TEXT PRIMARY KEY, start INT, end INT, label TEXT)")
    bare = [
        milliseconds(lambda number=number: connection.execute("INSERT INTO span VALUES (?, 1, 2, 'x')", (str(number),)))  # type: ignore[misc]
        for number in range(ADDED)
    ]
    connection.close()
    beside = "one INSERT and COMMIT, synchronous FULL"
    yield Row(f"add a mark, median of {len(taken)}", statistics.median(taken), "ms", statistics.median(bare), beside)
    yield Row("add a mark, slowest of twenty (95 %)", statistics.quantiles(taken, n=20)[-1], "ms")


def watched(
    window: object, folder: Path, count: int, until: Callable[[Callable[[], bool]], None], idle: Callable[[], bool]
) -> Iterator[Row]:
    """The longest time between two turns of the event loop while spaCy loads and marks ``count`` articles."""
    from PySide6.QtCore import QTimer

    from glossator.core.nlp import load
    from glossator.core.settings import Settings
    from glossator.ui.window.main_window import MainWindow

    assert isinstance(window, MainWindow)
    article = window.desk.article
    assert article is not None
    texts = folder / "texts"
    texts.mkdir()
    for number in range(count):
        (texts / f"{number:04}.txt").write_text(f"Story {number}\n\n{article.text}\n\nNumber {number}.", "utf-8")
    window.importing.read([texts])
    until(idle)
    gaps = Gaps()
    timer = QTimer(window, interval=TICK)
    timer.timeout.connect(gaps.beat)
    gaps.beat()
    timer.start()
    wall = milliseconds(lambda: (window.analysing.analyse_all(), until(idle)))
    timer.stop()
    lines = window.project.reader.articles()
    ids = [line.id for line in lines if line.analysed]
    words = sum(line.words for line in lines if line.analysed)
    yield Row(f"longest stall while {len(ids)} articles are analysed", gaps.longest * 1000, "ms")
    whole = [found.text for one in ids if (found := window.project.reader.article(one))]
    pipeline = load(Settings().pipeline).nlp
    bare = milliseconds(lambda: [len(doc) for doc in pipeline.pipe(whole, batch_size=16)])
    yield Row("analyse them (start of the process and storing included)", wall, "ms", bare, "the bare pipeline, loaded")
    yield Row("words analysed in a second", words / wall * 1000, "w/s")


class Gaps:
    """Remembers the longest time between two beats, in seconds."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = 0.0

    def beat(self) -> None:
        """The event loop has come round."""
        now = time.perf_counter()
        if self._last:
            self.longest = max(self.longest, now - self._last)
        self._last = now


if __name__ == "__main__":
    raise SystemExit(main())
