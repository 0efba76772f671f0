"""``glossator``: a command of the command line, or the window; only the chosen face is imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

WORKERS = {"--nlp-process": "glossator.core.nlp.process", "--reading-worker": "glossator.core.reading.worker"}
"""How a frozen program, which has no ``python -m``, starts its own worker processes."""


def worker(option: str, arguments: Sequence[str]) -> int:
    """Be a worker process: speak to the parent over the standard streams and nothing else."""
    code: int = import_module(WORKERS[option]).main(list(arguments))
    return code


def main(argv: Sequence[str] | None = None) -> int:
    """Run the face that the arguments ask for and return its exit code.

    The first word that is no option decides: a command's name means the command line,
    ``headless`` the window's job without a display, all else are files for the window.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    from glossator.cli.main import COMMANDS, first_word

    if arguments[:1] and arguments[0] in WORKERS:
        return worker(arguments[0], arguments[1:])
    word = first_word(arguments)
    if word == "headless":
        from glossator.ui.headless import main as headless

        return headless(arguments[arguments.index("headless") + 1 :])
    if word in COMMANDS or any(a in ("-h", "--help", "--version") for a in arguments):
        from glossator.cli.main import main as command

        return command(arguments)
    from glossator.ui.app import main as window

    return window(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
