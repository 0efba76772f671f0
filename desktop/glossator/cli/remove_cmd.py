"""``glossator remove ID… [--for-good]``"""

from __future__ import annotations

import argparse

from glossator.cli.answer import Answer, opened
from glossator.core.service.removal import remove_for_good, to_trash


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which, and how far."""
    parser.add_argument("ids", nargs="+", metavar="ID", help="ids of articles, as “glossator list” shows them")
    parser.add_argument(
        "--for-good",
        action="store_true",
        help="take them out of the project file with all that is said of them; this cannot be undone",
    )


def run(chosen: argparse.Namespace) -> Answer:
    """Put articles into the trash, or take them out for good and say which copies may still hold them."""
    with opened(chosen) as project:
        if not chosen.for_good:
            count = to_trash(project, chosen.ids)
            return Answer({"trashed": chosen.ids}, [f"{count} articles put into the trash"])
        done = remove_for_good(project, chosen.ids)
    lines = [f"{len(done.articles)} articles removed for good"]
    lines += [f"may still hold them: {copy}" for copy in done.copies]
    # The project is closed here, which empties what somebody's reading had kept.
    return Answer({"removed": list(done.articles), "copies": list(done.copies)}, lines)
