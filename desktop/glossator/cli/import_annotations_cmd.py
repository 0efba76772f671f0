"""``glossator import-annotations PATH [--format NAME] [--map OLD=NEW …]``"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from glossator.cli.answer import Answer, Printed, failures, opened
from glossator.core.service import interchange


def arguments(parser: argparse.ArgumentParser) -> None:
    """What, in which format, and which labels become which."""
    parser.add_argument(
        "path", type=Path, metavar="PATH", help="a file, or a folder of brat, WebAnno TSV, XMI or CAS JSON files"
    )
    parser.add_argument(
        "--format",
        choices=[one.name for one in interchange.formats()],
        help="the format; without it, it is recognised",
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="OLD=NEW",
        help="call the label OLD of the file NEW; OLD= leaves its spans out",
    )
    parser.add_argument(
        "--match", action="store_true", help="put the spans on articles of the project that have the same text"
    )
    parser.add_argument("--list", action="store_true", help="only say what is in the file; nothing is stored")


def run(chosen: argparse.Namespace) -> Answer:
    """Store the articles with their spans, and list what could not be taken over."""
    mapping = interchange.mapping_of(chosen.map)
    name = chosen.format or interchange.recognised(chosen.path)
    with opened(chosen, create=True) as project:
        if chosen.list:
            return _listed(interchange.survey(project, chosen.path, name))
        progress = Printed("Taking over")
        done = interchange.import_annotations(project, chosen.path, name, mapping, progress, match=chosen.match)
    if done.known:
        document = {"known": True, "imported": [], "labels": {}, "links": 0, "left_out": 0, "problems": []}
        return Answer(document, [f"already in the project: {chosen.path}"])
    problems = failures((title or str(chosen.path), p.code, dict(p.values)) for title, p in done.problems)
    for label in done.made:
        print(f"new label: {label}", file=sys.stderr)
    document = {
        "known": False,
        "imported": list(done.articles),
        "matched": list(done.matched),
        "labels": done.labels,
        "new_labels": list(done.made),
        "links": done.links,
        "left_out": done.left_out,
        "there": done.there,
        "problems": problems,
    }
    spans = sum(done.labels.values())
    count = len(done.articles) + len(done.matched)
    lines = [f"{count} articles with {spans} spans and {done.links} relations taken over"]
    return Answer(document, lines, bool(problems))


def _listed(found: interchange.Survey) -> Answer:
    problems = failures(("file", p.code, dict(p.values)) for p in found.problems)
    document = {"articles": found.articles, "labels": found.labels, "known": found.known, "problems": problems}
    lines = [f"{found.articles} articles", *(f"{count:7}  {label}" for label, count in found.labels.items())]
    return Answer(document, lines)
