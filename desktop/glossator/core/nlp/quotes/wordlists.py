"""The lists of words of a language: those that came with the program, and what a person adds or takes away.

A person's own file ``language/de.toml`` in the folder of the settings holds lists of the
same names; its words are added, and words that begin with ``-`` are taken out. A file for
a language that the program does not know stands for itself.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from glossator.core.errors import UserError
from glossator.core.places import config_folder, resources

Table = dict[str, Any]
EMPTY: Table = {
    "say": "", "pronouns_he": "", "pronouns_she": "", "pronouns_other": "", "titles_he": "", "titles_she": "",
    "titles_any": "", "roles_he": "", "roles_she": "", "given_he": "", "given_she": "", "name": "", "forms": {},
    "endings": {}, "pairs": {}, "parted": {}, "classes": {}, "grammar": {},
}  # fmt: skip
"""What a language without a file has; a file may have further lists."""


def own_file(language: str) -> Path:
    """Where a person's own words of ``language`` lie, whether or not they do."""
    return config_folder() / "language" / f"{language}.toml"


@cache
def wordlists(language: str) -> Table:
    """The lists of ``language``; UserError ``language-unfit``, or ``language-own-unfit`` for a person's file."""
    if not language.isalpha():
        return EMPTY
    path = resources() / "language" / f"{language}.toml"
    table = EMPTY
    if path.is_file():
        try:
            table = {**EMPTY, **tomllib.loads(path.read_text(encoding="utf-8"))}
        except (OSError, ValueError) as error:
            raise UserError("language-unfit", language=language, path=str(path)) from error
    mine = own_file(language)
    try:
        added = tomllib.loads(mine.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return table
    except (OSError, ValueError) as error:
        raise UserError("language-own-unfit", path=str(mine), why=_first_line(error)) from error
    try:
        return _joined(table, added)
    except ValueError as error:
        raise UserError("language-own-unfit", path=str(mine), why=str(error)) from error


def _first_line(error: Exception) -> str:
    return str(error).split("\n", maxsplit=1)[0] or type(error).__name__


def check_own() -> None:
    """Read every file of a person's own; UserError ``language-own-unfit`` for the first that is not sound."""
    folder = own_file("en").parent
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        wordlists(path.stem)


def _joined(table: Table, added: Table) -> Table:
    """``table`` with the words of ``added``; ValueError says what is wrong with them."""
    joined = dict(table)
    for key, value in added.items():
        there = table.get(key)
        if there is None:
            raise ValueError(f"there is no list “{key}”")
        if isinstance(there, dict):
            if not isinstance(value, dict):
                raise ValueError(f"“{key}” must be a table")
            joined[key] = {**there, **{k: _words(there.get(k, ""), v, f"{key}.{k}") for k, v in value.items()}}
        else:
            joined[key] = value if key == "name" else _words(there, value, key)
    return joined


def _words(there: str, value: object, key: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"“{key}” must be words between quotation marks")
    if not there or key.startswith("endings."):
        return value
    words = value.split()
    gone = {word[1:] for word in words if word.startswith("-")}
    return " ".join([*(w for w in there.split() if w not in gone), *(w for w in words if not w.startswith("-"))])
