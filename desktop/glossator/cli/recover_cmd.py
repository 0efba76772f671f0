"""``glossator recover DAMAGED --to NEW [--jsonl OUT]``"""

from __future__ import annotations

import argparse
from pathlib import Path

from glossator.cli.answer import Answer, Printed
from glossator.core.service.recovery import recover


def arguments(parser: argparse.ArgumentParser) -> None:
    """From where and where to."""
    parser.add_argument("damaged", type=Path, metavar="DAMAGED", help="the damaged project; it is only read")
    parser.add_argument("--to", required=True, type=Path, metavar="NEW", help="the new project file")
    parser.add_argument("--jsonl", type=Path, metavar="OUT", help="write the articles as JSONL too")


def run(chosen: argparse.Namespace) -> Answer:
    """Save what is whole and say what is not."""
    done = recover(chosen.damaged, chosen.to, chosen.jsonl, Printed("Saving"))
    document = {
        "damaged": str(chosen.damaged),
        "project": str(done.path),
        "rows": done.rows,
        "lost": list(done.lost),
        "unreadable_entries": done.unreadable_entries,
        "exported": done.exported,
    }
    lines = [f"{done.rows.get('Article', 0)} articles saved in {done.path}"]
    lines += [f"lost: {one}" for one in done.lost]
    return Answer(document, lines, bool(done.lost))
