"""``glossator preflight [--format NAME] [--fix CODE …] [--except CODE:SUBJECT …]``"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, replace
from typing import Any

from glossator.cli.answer import Answer, Printed, opened
from glossator.cli.export_cmd import add_choice, choice_of
from glossator.core.errors import UserError
from glossator.core.service import exporting, preflight
from glossator.core.service.library import Project
from glossator.sentences import sentence


def arguments(parser: argparse.ArgumentParser) -> None:
    """For which format, and what to do about what is found."""
    parser.add_argument("--format", choices=[one.name for one in exporting.formats()], help="the format to be written")
    parser.add_argument("--suggestions", action="store_true", help="suggestions are to be exported too")
    parser.add_argument("--furniture", action="store_true", help="page furniture is to be exported too")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a choice of the format itself, as for export"
    )
    add_choice(parser)
    parser.add_argument(
        "--least", type=int, default=preflight.LEAST, metavar="N", help="examples that a label needs (%(default)s)"
    )
    parser.add_argument(
        "--fix",
        action="extend",
        nargs="+",
        default=[],
        metavar="CODE",
        choices=[code for code in preflight.CODES if code in preflight.FIXABLE],
        help="mend all findings of these kinds, as one act that can be undone: %(choices)s",
    )
    parser.add_argument(
        "--except",
        dest="exceptions",
        action="extend",
        nargs="+",
        default=[],
        metavar="CODE:ID",
        help="keep a finding as an exception, by its key as it is listed",
    )
    parser.add_argument("--forget-exceptions", action="store_true", help="tell what was kept as an exception again")


def run(chosen: argparse.Namespace) -> Answer:
    """List what a trainer would choke on; exit code 1 when something is left."""
    wanted = _wanted(chosen)
    writes = chosen.fix or chosen.exceptions or chosen.forget_exceptions
    with opened(chosen, read_only=not writes) as project:
        if chosen.forget_exceptions:
            preflight.forget(project)
        report = preflight.look(project, wanted, Printed("Checking"))
        fixed, kept = _act(project, chosen, report)
        if fixed or kept:
            report = preflight.look(project, wanted, Printed("Checking"))
    return _answer(report, fixed, kept)


def _wanted(chosen: argparse.Namespace) -> preflight.Wanted:
    options = exporting.Options()
    if chosen.format:
        named = next(one for one in exporting.formats() if one.name == chosen.format)
        options = exporting.with_choices(named, chosen.set)
    elif chosen.set:
        raise UserError("option-unknown", name=chosen.set[0].partition("=")[0], format="", known="--format first")
    options = replace(options, suggestions=chosen.suggestions, furniture=chosen.furniture)
    return preflight.Wanted(chosen.format or "", options, chosen.least, choice_of(chosen))


def _act(project: Project, chosen: argparse.Namespace, report: preflight.Report) -> tuple[int, int]:
    """Mend and keep what was asked for; how many findings each."""
    keys = set(chosen.exceptions)
    unknown = keys - {one.key for one in report.findings} - preflight.exceptions(project).keys()
    if unknown:
        raise UserError("finding-unknown", key=min(unknown))
    kept = preflight.keep(project, [one for one in report.findings if one.key in keys])
    wanted = [one for one in report.findings if one.code in chosen.fix and one.key not in keys]
    project.apply(preflight.mend(project, wanted))
    return len(wanted), kept


def told(finding: preflight.Finding) -> str:
    """The sentence of a finding."""
    return sentence(UserError(f"found-{finding.code}", **dict(finding.values)))


def _answer(report: preflight.Report, fixed: int, kept: int) -> Answer:
    findings: list[dict[str, Any]] = []
    for one in report.findings:
        row = asdict(one) | {"values": dict(one.values)}
        findings.append({"key": one.key, **row, "fixable": one.fixable, "sentence": told(one)})
    lines = [f"{one.key}  {told(one)}" for one in report.findings]
    total = len(report.findings)
    print(f"{report.articles} articles, {total} findings, {report.excepted} kept as exceptions", file=sys.stderr)
    document = {
        "articles": report.articles, "findings": findings, "counts": report.counts(),
        "excepted": report.excepted, "fixed": fixed, "kept": kept,
    }  # fmt: skip
    return Answer(document, lines or ["Nothing to mend."], failed=bool(total))
