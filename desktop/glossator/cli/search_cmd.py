"""``glossator search QUERY``"""

from __future__ import annotations

import argparse

from glossator.cli.answer import Answer, opened


def arguments(parser: argparse.ArgumentParser) -> None:
    """Words to find."""
    parser.add_argument("query", help="words; all of them are wanted, the last one may be a beginning")
    parser.add_argument("--limit", type=int, default=50, help="at most so many articles (default 50)")


def run(chosen: argparse.Namespace) -> Answer:
    """The best articles first, each with a snippet."""
    with opened(chosen, read_only=True) as project:
        hits = project.reader.search(chosen.query, limit=chosen.limit)
    rows = [
        {"id": hit.article, "title": hit.title, "snippet": hit.snippet, "ranges": [list(r) for r in hit.ranges]}
        for hit in hits
    ]
    lines = [f"{hit.article}  {hit.title}\n    {' '.join(hit.snippet.split())}" for hit in hits]
    return Answer({"query": chosen.query, "hits": rows}, lines)
