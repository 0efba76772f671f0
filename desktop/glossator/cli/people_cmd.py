"""``glossator people [--merge A B --as NAME] [--split NAME]``"""

from __future__ import annotations

import argparse
from dataclasses import asdict

from glossator.cli.answer import Answer, opened
from glossator.core.errors import UserError
from glossator.core.model.change import Change
from glossator.core.service import people
from glossator.core.service.library import Project


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to change, if anything."""
    parser.add_argument("--merge", nargs="+", metavar="NAME", help="names that mean the same one")
    parser.add_argument("--as", dest="name", metavar="NAME", help="what they are called (default: the longest name)")
    parser.add_argument("--kind", choices=[people.PERSON, people.ORG], default="", help="a person or an organisation")
    parser.add_argument("--split", metavar="NAME", help="let the names of this one stand for themselves again")


def run(chosen: argparse.Namespace) -> Answer:
    """The people and organisations of the project with all their names; changes can be undone."""
    changes = chosen.merge or chosen.split
    with opened(chosen, read_only=not changes) as project:
        for change in _changes(project, chosen):
            project.apply(change)
        entries = people.read_ledger(project.reader)
    lines = [
        f"{entry.mentions:6} mentions {entry.quotes:5} quotations  {' '.join(entry.name.split())}"
        + (f"  ({'; '.join(form.text for form in entry.forms if form.text != entry.name)})" if entry.id else "")
        for entry in entries
    ]
    return Answer({"people": [asdict(entry) for entry in entries]}, lines)


def _changes(project: Project, chosen: argparse.Namespace) -> list[Change]:
    """The change that is asked for, in a list; none when it is only to be listed."""
    if chosen.merge:
        name = chosen.name or max(chosen.merge, key=len)
        return [people.merge(project.reader, chosen.merge, name, chosen.kind)]
    if chosen.split:
        person = next((one for one in project.reader.persons() if one.name == chosen.split), None)
        if person is None:
            raise UserError("person-unknown", name=chosen.split)
        return [people.split(project.reader, person.id)]
    return []
