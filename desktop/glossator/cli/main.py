"""The command tree, the exit codes and the error sentence: an interface for scripts.

Results go to stdout (one JSON document with ``--json``), everything else to stderr.
Exit codes: 0 done; 1 some items failed and are listed; 2 wrong use; 3 the project
cannot be opened; 4 a fault of the program itself.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from glossator import __version__
from glossator.cli import (
    analyse_cmd,
    backups_cmd,
    check_cmd,
    export_cmd,
    import_annotations_cmd,
    import_cmd,
    list_cmd,
    people_cmd,
    preflight_cmd,
    quotes_cmd,
    recover_cmd,
    remove_cmd,
    search_cmd,
    selftest_cmd,
    voices_cmd,
)
from glossator.cli.answer import Answer
from glossator.core import logs
from glossator.core.errors import AppError, UserError
from glossator.core.places import default_project
from glossator.sentences import sentence, shown

DONE, SOME_FAILED, WRONG_USE, NO_PROJECT, FAULT = 0, 1, 2, 3, 4

VALUED = ("--project",)
"""Options before the command that take a value."""


WRONG_CALLS = frozenset(
    {
        "article-unknown",
        "backup-unknown",
        "export-folder-not-empty",
        "export-target-is-folder",
        "file-missing",
        "file-special",
        "finding-unknown",
        "language-code",
        "map-unfit",
        "option-unfit",
        "option-unknown",
        "people-too-few",
        "person-unknown",
        "person-without-name",
        "quotes-two-answers",
        "search-empty",
        "tag-unknown",
        "unknown-part",
    }
)
"""Codes of errors that lie in how the program was called."""


@dataclass(frozen=True, slots=True)
class Command:
    """A row of the command tree."""

    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], Answer]


COMMANDS: dict[str, Command] = {
    "import": Command("read article files and keep them in the project", import_cmd.arguments, import_cmd.run),
    "import-annotations": Command(
        "take over what was annotated in another program", import_annotations_cmd.arguments, import_annotations_cmd.run
    ),
    "list": Command("list the articles", list_cmd.arguments, list_cmd.run),
    "analyse": Command("mark names and quotations", analyse_cmd.arguments, analyse_cmd.run),
    "search": Command("find words in the articles", search_cmd.arguments, search_cmd.run),
    "voices": Command(
        "who speaks, how much and when; or their quotations as a table", voices_cmd.arguments, voices_cmd.run
    ),
    "people": Command(
        "people and organisations with all their names; merge and split", people_cmd.arguments, people_cmd.run
    ),
    "preflight": Command(
        "look before an export for what a trainer would choke on, and mend it",
        preflight_cmd.arguments,
        preflight_cmd.run,
    ),
    "export": Command("write an annotated corpus", export_cmd.arguments, export_cmd.run),
    "quotes": Command("find the quotations of plain texts, without a project", quotes_cmd.arguments, quotes_cmd.run),
    "remove": Command("put articles into the trash, or remove them for good", remove_cmd.arguments, remove_cmd.run),
    "check": Command("check the project file", check_cmd.arguments, check_cmd.run),
    "backups": Command("list, make or put back backups of the project", backups_cmd.arguments, backups_cmd.run),
    "recover": Command("save what is whole of a damaged project", recover_cmd.arguments, recover_cmd.run),
    "selftest": Command(
        "do the main job on the samples in a temporary project", selftest_cmd.arguments, selftest_cmd.run
    ),
}


class _Parser(argparse.ArgumentParser):
    """Exits with 2 and one line, as scripts expect."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USE, f"{self.prog}: {message} (see {self.prog} --help)\n")


def first_word(arguments: Sequence[str]) -> str:
    """The first argument that is neither an option nor an option's value, or ""."""
    skip = False
    for argument in arguments:
        if skip:
            skip = False
        elif argument in VALUED:
            skip = True
        elif not argument.startswith("-"):
            return argument
    return ""


def parser() -> argparse.ArgumentParser:
    """The whole command tree."""
    top = _Parser(
        prog="glossator",
        description="Read articles, mark who said what, export an annotated corpus.",
        epilog="Without a command the window opens. Exit codes: 0 done, 1 some items failed, "
        "2 wrong use, 3 the project cannot be opened, 4 a fault of the program.",
    )
    top.add_argument("--version", action="version", version=f"glossator {__version__}")
    top.add_argument("--project", type=Path, default=None, metavar="FILE", help="the project file")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    for name, command in COMMANDS.items():
        sub = commands.add_parser(name, help=command.help, description=command.help)
        sub.add_argument("--project", type=Path, default=argparse.SUPPRESS, metavar="FILE", help="the project file")
        sub.add_argument("--json", action="store_true", help="answer with one JSON document on stdout")
        command.arguments(sub)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        arguments = parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    arguments.project = arguments.project or default_project()
    try:
        answer = COMMANDS[arguments.command].run(arguments)
    except KeyboardInterrupt:
        print("Cancelled.", file=sys.stderr)
        return SOME_FAILED
    except AppError as error:
        return _refused(arguments, error)
    except Exception as error:  # noqa: BLE001 - our bug, told as one
        return _broken(arguments, error)
    try:
        _print(arguments.json, answer.document, answer.lines)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader had enough, as ``head`` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return SOME_FAILED if answer.failed else DONE


def _broken(arguments: argparse.Namespace, error: Exception) -> int:
    """A fault of ours: the report is shown, and nothing of the person's is in it."""
    if sys.flags.dev_mode:
        raise error
    logs.start()
    told = logs.fault(type(error), error, error.__traceback__)
    logs.stop()
    says = "Something went wrong in the program itself; what was saved before is safe."
    print(f"{says}\n{told}", file=sys.stderr)
    if arguments.json:
        _print(True, {"error": {"code": "fault", "sentence": says, "report": told}}, [])
    return FAULT


def _refused(arguments: argparse.Namespace, error: AppError) -> int:
    code = error.code if isinstance(error, UserError) else type(error).__name__
    print(sentence(error), file=sys.stderr)
    if arguments.json:
        _print(True, {"error": {"code": code, "sentence": sentence(error)}}, [])
    if code.startswith("project-"):
        return NO_PROJECT
    return WRONG_USE if code in WRONG_CALLS else SOME_FAILED


def _print(as_json: bool, document: dict[str, Any], lines: Sequence[str]) -> None:
    if as_json:
        json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        for line in lines:
            print(shown(line))
    sys.stdout.flush()
