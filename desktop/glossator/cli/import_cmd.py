"""``glossator import PATH…``"""

from __future__ import annotations

import argparse
from pathlib import Path

from glossator.cli.answer import Answer, Printed, failures, opened


def arguments(parser: argparse.ArgumentParser) -> None:
    """Files and folders."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="article files, or folders of them")


def run(chosen: argparse.Namespace) -> Answer:
    """Read each file and keep its articles; the project is made when there is none."""
    with opened(chosen, create=True) as project:
        done = project.import_(chosen.paths, Printed("Reading"))
        added = [article for article in map(project.reader.article, done.articles) if article is not None]
    failed = failures((f.path, f.code, f.values) for f in done.failures)
    rows = [{"id": a.id, "title": a.title, "published": a.published, "characters": len(a.text)} for a in added]
    lines = [f"{row['id']}  {row['published'] or '          '}  {row['title']}" for row in rows]
    lines += [f"already in the project: {path}" for path in done.known]
    return Answer({"imported": rows, "known": list(done.known), "failed": failed}, lines, bool(failed))
