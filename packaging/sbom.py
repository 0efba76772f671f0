"""Writes the bill of materials: every pinned run-time package with its hashes, as CycloneDX 1.5 JSON.

    python packaging/sbom.py [TARGET]     default: standard output

Made from the lock alone, so the same lock gives the same bytes; it holds no time, no name
of a machine, and needs no network. Format: https://cyclonedx.org/docs/1.5/json/
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LOCK = HERE / "requirements.txt"
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?:\s*;\s*(?P<marker>.*?))?\s*\\?$")
_HASH = re.compile(r"^\s+--hash=sha256:(?P<hash>[0-9a-f]{64})\s*\\?$")


@dataclass(frozen=True)
class Pin:
    """One line of the lock: ``hashes`` are SHA-256 of every file that may be installed."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def pinned(lock: str) -> list[Pin]:
    """The pins of a lock in order; ValueError for a line that is none, and for a pin without hashes."""
    found: list[Pin] = []
    for line in lock.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if match := _PIN.match(line):
            found.append(Pin(match["name"].lower(), match["version"], match["marker"] or "", ()))
        elif (match := _HASH.match(line)) and found:
            last = found.pop()
            found.append(Pin(last.name, last.version, last.marker, (*last.hashes, match["hash"])))
        else:
            raise ValueError(f"not a pin: {line}")
    bare = [one.name for one in found if not one.hashes]
    if bare:
        raise ValueError(f"no hashes: {', '.join(bare)}")
    return found


def version() -> str:
    """The program's own."""
    text = (HERE.parent / "desktop" / "glossator" / "__init__.py").read_text(encoding="utf-8")
    match = re.search(r'__version__ = "([^"]+)"', text)
    if match is None:
        raise ValueError("no __version__")
    return match[1]


def component(pin: Pin, licences: dict[str, str]) -> dict[str, Any]:
    """A package as CycloneDX describes it."""
    purl = f"pkg:pypi/{pin.name}@{pin.version}"
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": pin.name,
        "version": pin.version,
        "purl": purl,
        "hashes": [{"alg": "SHA-256", "content": one} for one in sorted(pin.hashes)],
    }
    if pin.name in licences:
        made["licenses"] = [{"expression": licences[pin.name]}]
    if pin.marker:
        made["properties"] = [{"name": "python:marker", "value": pin.marker}]
    return made


def bill(lock: str, licences: dict[str, str], number: str) -> dict[str, Any]:
    """The whole document for a program of version ``number``."""
    own = f"pkg:generic/glossator@{number}"
    parts = [component(pin, licences) for pin in sorted(pinned(lock), key=lambda pin: (pin.name, pin.version))]
    digest = hashlib.sha256(f"{number}\n{lock}".encode()).hexdigest()
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.UUID(digest[:32], version=5)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "glossator",
                "version": number,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": parts,
        "dependencies": [{"ref": own, "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def main(arguments: list[str]) -> int:
    """Write the bill to the file named, or print it."""
    from licences import table

    text = json.dumps(bill(LOCK.read_text(encoding="utf-8"), table(), version()), indent=1) + "\n"
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
