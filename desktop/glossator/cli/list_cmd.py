"""``glossator list``"""

from __future__ import annotations

import argparse
from dataclasses import asdict

from glossator.cli.answer import Answer, opened


def arguments(parser: argparse.ArgumentParser) -> None:
    """No further arguments."""


def run(chosen: argparse.Namespace) -> Answer:
    """Every article that is not in the trash, newest first."""
    with opened(chosen, read_only=True) as project:
        found = project.reader.articles()
    rows = [asdict(line) for line in found]
    lines = [f"{line.id}  {line.published or '          '}  {line.spans:5} spans  {line.title}" for line in found]
    return Answer({"articles": rows}, lines)
