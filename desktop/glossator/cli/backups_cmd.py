"""``glossator backups list|make|restore``"""

from __future__ import annotations

import argparse
from typing import Any

from glossator.cli.answer import Answer
from glossator.core.service import keeping
from glossator.core.service.keeping import Backup


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which backup."""
    parser.add_argument("act", choices=("list", "make", "restore"), help="what to do")
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="the backup to put back")


def run(chosen: argparse.Namespace) -> Answer:
    """List the backups, make one, or put one back."""
    if chosen.act == "make":
        made = keeping.make_backup(chosen.project)
        return Answer({"project": str(chosen.project), "backup": _row(made)}, [f"Made {_line(made)}"])
    if chosen.act == "restore":
        put, aside = keeping.restore_backup(chosen.project, chosen.name)
        document = {"project": str(chosen.project), "backup": _row(put), "replaced": str(aside) if aside else None}
        return Answer(document, [f"Put back {_line(put)}", f"What lay there before: {aside}"])
    found = keeping.backups(chosen.project)
    lines = [_line(one) for one in found] or ["There are no backups yet."]
    return Answer({"project": str(chosen.project), "backups": [_row(one) for one in found]}, lines)


def _row(one: Backup) -> dict[str, Any]:
    return {
        "name": one.name,
        "path": str(one.path),
        "made": one.made.isoformat(timespec="seconds"),
        "reason": one.reason,
        "bytes": one.size,
        "articles": one.articles,
        "spans": one.spans,
        "seq": one.seq,
    }


def _line(one: Backup) -> str:
    holds = "damaged" if one.articles is None else f"{one.articles} articles, {one.spans} spans"
    return f"{one.name}  {one.made:%Y-%m-%d %H:%M} UTC  {one.reason}  {holds}  {one.size / 1e6:.1f} MB"
