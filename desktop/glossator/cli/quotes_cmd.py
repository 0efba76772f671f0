"""``glossator quotes IN.jsonl --to OUT.jsonl``: the quotation engine for scripts, without a project."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from glossator.cli.answer import Answer, Printed, failures
from glossator.core.errors import UserError
from glossator.core.service import quoting
from glossator.core.settings import read_settings

STREAM = "-"


def arguments(parser: argparse.ArgumentParser) -> None:
    """From where, to where, by which pipeline, in which language."""
    parser.add_argument("source", metavar="IN", help='lines of JSON {"id", "text"}, or - for standard input')
    parser.add_argument("--to", default=STREAM, metavar="OUT", help="the file to write, or - for standard output")
    parser.add_argument("--pipeline", default=None, help="an installed spaCy pipeline, or blank:en")
    parser.add_argument("--language", default="", metavar="CODE", help="of all texts (default: each text's own)")
    parser.add_argument("--scare", action="store_true", help="also give words in marks that nobody says")


def run(chosen: argparse.Namespace) -> Answer:
    """Read every line, find its quotations in a worker process, write it; the file is there whole or not at all."""
    if chosen.json and chosen.to == STREAM:
        raise UserError("quotes-two-answers")
    language = quoting.language_code(chosen.language) if chosen.language else ""
    pipeline = chosen.pipeline or read_settings().pipeline
    done = quoting.quote_file(
        Path(chosen.source) if chosen.source != STREAM else sys.stdin.buffer,
        Path(chosen.to) if chosen.to != STREAM else sys.stdout.buffer,
        pipeline, Printed("Finding quotations"), language=language, scare=chosen.scare,
    )  # fmt: skip
    failed = failures((f"line {f.line}", f.code, f.values) for f in done.failures)
    answer = {"texts": done.texts, "quotes": done.quotes, "to": chosen.to, "failed": failed}
    print(f"{done.quotes} quotations in {done.texts} texts", file=sys.stderr)
    return Answer(answer, [], bool(failed))
