"""``glossator export --format NAME --to PATH``"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from glossator.cli.answer import Answer, Printed, opened
from glossator.core.service import exporting


def arguments(parser: argparse.ArgumentParser) -> None:
    """What, how and where to."""
    parser.add_argument("--format", required=True, choices=[one.name for one in exporting.formats()])
    parser.add_argument("--to", required=True, type=Path, metavar="PATH", help="the file or folder to write")
    parser.add_argument("--suggestions", action="store_true", help="undecided suggestions too, each with its state")
    parser.add_argument("--furniture", action="store_true", help="what a site put around the article too")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a choice of the format itself, such as scheme=BILUO or style=old; a wrong name lists them",
    )
    add_choice(parser)
    parser.add_argument("--manifest", action="store_true", help="also write PATH.manifest.json: counts and digests")
    parser.add_argument("ids", nargs="*", metavar="ID", help="ids of articles (default: all)")


def add_choice(parser: argparse.ArgumentParser) -> None:
    """Which articles and spans are meant; each may be given several times."""
    for name, word in (
        ("tag", "articles with this tag"),
        ("stage", "articles that have come so far"),
        ("label", "spans with this label"),
        ("layer", "spans of this layer: entity, quote, cue, …"),
        ("author", "spans made by this person or analyser"),
    ):
        stages = {"choices": ["new", "started", "done"]} if name == "stage" else {"metavar": name.upper()}
        parser.add_argument(f"--{name}", action="append", default=[], help=f"only {word}", **stages)


def choice_of(chosen: argparse.Namespace) -> exporting.Choice:
    """What :func:`add_choice` was told."""
    told = (chosen.tag, chosen.stage, chosen.label, chosen.layer, chosen.author)
    return exporting.Choice(*map(tuple, told))


def run(chosen: argparse.Namespace) -> Answer:
    """Write the corpus and say what the format could not hold."""
    wanted = next(one for one in exporting.formats() if one.name == chosen.format)
    options = exporting.with_choices(wanted, chosen.set)
    options = replace(options, suggestions=chosen.suggestions, furniture=chosen.furniture)
    with opened(chosen, read_only=True) as project:
        done = exporting.export(
            project, chosen.format, chosen.to, Printed("Exporting"), options, chosen.ids or None,
            choice_of(chosen), chosen.manifest,
        )  # fmt: skip
    for what, count in done.losses.items():
        print(f"left out or changed: {what} ({count})", file=sys.stderr)
    document = {"format": chosen.format, "articles": done.articles, "to": done.target, "losses": done.losses}
    return Answer(document, [f"{done.articles} articles written to {done.target}"])
