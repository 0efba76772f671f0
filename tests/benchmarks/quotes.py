"""How well and how fast quotations are found: ``python -m tests.benchmarks.quotes DIR|FILES…``

From the root of a checkout. Each file holds annotated documents, one JSON object a line,
as :mod:`benchmarks.quote_scorer` describes; for each the scorer's table is printed, with
words of text a second, and what quotations cost beside the pipeline alone.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests")]

from benchmarks.quote_scorer import score, show  # noqa: E402
from glossator.core import nlp  # noqa: E402
from glossator.core.nlp.base import Findings  # noqa: E402
from glossator.core.nlp.pipeline import Pipeline  # noqa: E402
from glossator.core.nlp.quotes import Quotes  # noqa: E402
from glossator.core.nlp.quotes.plain import plain_article  # noqa: E402
from glossator.core.service.quoting import records  # noqa: E402

MOST = 0.15
"""What quotations may take of the pipeline's own time."""


@dataclass
class Speed:
    """Words of text and seconds."""

    words: int = 0
    pipeline: float = 0.0
    quotes: float = 0.0

    def __str__(self) -> str:
        total = self.pipeline + self.quotes
        share = self.quotes / self.pipeline if self.pipeline else 0.0
        return f"{self.words / total if total else 0:.0f} words/s; quotations take {100 * share:.1f}% over the pipeline"


@dataclass
class Run:
    """The engine over one file."""

    pipeline: Pipeline
    language: str = ""
    speed: Speed = field(default_factory=Speed)

    def predict(self, documents: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The documents with the quotations that the engine finds, and the time counted."""
        analyser = Quotes()
        articles = (
            replace(plain_article(d["id"], d["text"]), language=self.language or d.get("lang", "")) for d in documents
        )
        started = time.perf_counter()
        for article, doc, _ in nlp.parsed(articles, self.pipeline):
            now = time.perf_counter()
            self.speed.pipeline += now - started
            spans, links = analyser.from_doc(article, doc, "benchmark")
            started = time.perf_counter()
            self.speed.quotes += started - now
            self.speed.words += len(article.text.split())
            found = Findings(article.id, 0, spans, links, None)  # type: ignore[arg-type]
            yield {"id": article.id, "text": article.text, "quotes": records(found)}


def files(places: Sequence[Path]) -> list[Path]:
    """The files named, and those in the folders named."""
    found = [sorted(place.glob("*.jsonl")) if place.is_dir() else [place] for place in places]
    return [path for group in found for path in group]


def load(path: Path) -> list[dict[str, Any]]:
    """The documents of one file; a line ends at a line feed only."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table for each file; 1 where quotations take too much time over a trained pipeline."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.quotes", description=__doc__)
    parser.add_argument("places", nargs="+", type=Path, metavar="DIR|FILE")
    parser.add_argument("--pipeline", default=nlp.DEFAULT)
    parser.add_argument("--language", default="")
    parser.add_argument("--source", default="", help="only documents of this source")
    parser.add_argument("--strict", action="store_true", help="count optional quotations as any other")
    parser.add_argument("--to", type=Path, default=None, metavar="FOLDER", help="keep the predictions there")
    chosen = parser.parse_args(arguments)
    pipeline = nlp.load(chosen.pipeline)
    slow = False
    for path in files(chosen.places):
        gold = [d for d in load(path) if not chosen.source or d.get("source") == chosen.source]
        run = Run(pipeline, chosen.language)
        found = list(run.predict(gold))
        print(f"== {path.name}\n{show(score(gold, found, chosen.strict))}\nspeed                  {run.speed}\n")
        if chosen.to:
            chosen.to.mkdir(parents=True, exist_ok=True)
            lines = (json.dumps(d, ensure_ascii=False) + "\n" for d in found)
            (chosen.to / path.name).write_text("".join(lines), encoding="utf-8")
        trained = pipeline.nlp.has_pipe("parser") and not chosen.language
        slow = (
            slow
            or trained
            and path.stem.startswith(("gum", "polnear"))
            and run.speed.quotes > MOST * run.speed.pipeline
        )
    return int(slow)


if __name__ == "__main__":
    raise SystemExit(main())
