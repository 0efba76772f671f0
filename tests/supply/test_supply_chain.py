"""What is installed is pinned by hash, under a licence we may ship, and listed in the bill of materials."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest

from glossator.core.errors import UserError
from glossator.core.nlp import pipeline
from glossator.sentences import sentence

SHAPE = {
    "type": "object",
    "required": ["bomFormat", "specVersion", "serialNumber", "version", "metadata", "components", "dependencies"],
    "properties": {
        "bomFormat": {"const": "CycloneDX"},
        "specVersion": {"const": "1.5"},
        "serialNumber": {"pattern": "^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},
        "version": {"type": "integer", "minimum": 1},
        "components": {
            "type": "array",
            "uniqueItems": True,
            "items": {
                "type": "object",
                "required": ["type", "name", "version", "purl", "hashes", "licenses", "bom-ref"],
                "additionalProperties": False,
                "properties": {
                    "type": {"const": "library"},
                    "name": {"type": "string", "minLength": 1},
                    "version": {"type": "string", "minLength": 1},
                    "bom-ref": {"type": "string", "minLength": 1},
                    "purl": {"pattern": "^pkg:pypi/[a-z0-9.-]+@[^@ ]+$"},
                    "properties": {
                        "type": "array",
                        "items": {"required": ["name", "value"], "additionalProperties": {"type": "string"}},
                    },
                    "licenses": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 1,
                        "items": {"required": ["expression"], "properties": {"expression": {"type": "string"}}},
                    },
                    "hashes": {
                        "type": "array",
                        "minItems": 1,
                        "uniqueItems": True,
                        "items": {
                            "required": ["alg", "content"],
                            "additionalProperties": False,
                            "properties": {"alg": {"const": "SHA-256"}, "content": {"pattern": "^[0-9a-f]{64}$"}},
                        },
                    },
                },
            },
        },
        "dependencies": {
            "type": "array",
            "items": {
                "required": ["ref", "dependsOn"],
                "properties": {"dependsOn": {"type": "array", "uniqueItems": True, "items": {"type": "string"}}},
            },
        },
    },
}
"""The part of CycloneDX 1.5 that we write."""


@pytest.fixture
def scripts(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ModuleType]]:
    monkeypatch.syspath_prepend(str(checkout / "packaging"))
    found: dict[str, ModuleType] = {}
    for name in ("sbom", "licences"):
        spec = importlib.util.spec_from_file_location(name, checkout / "packaging" / f"{name}.py")
        assert spec and spec.loader
        found[name] = sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(found[name])
    yield found
    for name in found:
        del sys.modules[name]


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_hashes(scripts: dict[str, ModuleType], checkout: Path, lock: str) -> None:
    text = (checkout / "packaging" / lock).read_text(encoding="utf-8")
    pins = scripts["sbom"].pinned(text)
    assert len(pins) == len(re.findall(r"^[a-z0-9][^ =]*==", text, re.MULTILINE)) > 50
    assert sum(len(pin.hashes) for pin in pins) == text.count("--hash=sha256:")


@pytest.mark.parametrize("bad", ["lxml==1.0\n", "lxml>=1 \\\n", "git+https://x.invalid/lxml\n", "-e .\n"])
def test_a_lock_without_hashes_is_refused(scripts: dict[str, ModuleType], bad: str) -> None:
    with pytest.raises(ValueError, match=r"not a pin|no hashes"):
        scripts["sbom"].pinned(bad)


def test_the_set_up_asks_for_hashes(checkout: Path) -> None:
    assert "--require-hashes" in (checkout / "packaging" / "setup.sh").read_text(encoding="utf-8")


def test_every_run_time_package_is_under_a_licence_we_may_ship(scripts: dict[str, ModuleType], checkout: Path) -> None:
    names = {pin.name for pin in scripts["sbom"].pinned((checkout / "packaging/requirements.txt").read_text("utf-8"))}
    assert scripts["licences"].problems(names, scripts["licences"].table()) == []
    notices = (checkout / "NOTICES.md").read_text(encoding="utf-8").lower()
    known = {"colorama"}  # Windows only, not installed here
    missing = [name for name in names - known if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", notices)]
    assert missing == []


@pytest.mark.parametrize(
    ("expression", "wrong"),
    [("GPL-3.0-only", True), ("AGPL-3.0-or-later", True), ("LGPL-3.0-only", False), ("MIT", False)],
)
def test_the_check_of_licences_bites(scripts: dict[str, ModuleType], expression: str, wrong: bool) -> None:
    assert bool(scripts["licences"].problems({"no-such-package"}, {"no-such-package": expression})) is wrong
    assert scripts["licences"].problems({"new"}, {}) == ["new: no licence in the table"]
    assert scripts["licences"].problems({"lxml"}, {"lxml": "MIT"})


def test_the_bill_lists_every_pin_with_its_hashes(
    scripts: dict[str, ModuleType], checkout: Path, tmp_path: Path
) -> None:
    script = checkout / "packaging" / "sbom.py"
    subprocess.run([sys.executable, str(script), str(tmp_path / "a.json")], check=True, timeout=60)
    said = subprocess.run([sys.executable, str(script)], check=True, capture_output=True, timeout=60, cwd=tmp_path)
    assert (tmp_path / "a.json").read_bytes() == said.stdout, "the same lock gives the same bytes"
    bill = json.loads(said.stdout)
    jsonschema.validate(bill, SHAPE)
    pins = scripts["sbom"].pinned((checkout / "packaging/requirements.txt").read_text(encoding="utf-8"))
    listed = {
        (part["name"], part["version"]): {one["content"] for one in part["hashes"]} for part in bill["components"]
    }
    assert listed == {(pin.name, pin.version): set(pin.hashes) for pin in pins}
    assert set(bill["dependencies"][0]["dependsOn"]) == {part["bom-ref"] for part in bill["components"]}
    assert str(checkout) not in said.stdout.decode()


def test_the_bill_changes_with_the_lock(scripts: dict[str, ModuleType]) -> None:
    one, other = (f"a==1 \\\n    --hash=sha256:{digit * 64}\n" for digit in "12")
    bills = [scripts["sbom"].bill(lock, {"a": "MIT"}, "1.0") for lock in (one, one, other)]
    assert bills[0] == bills[1]
    assert bills[0]["serialNumber"] != bills[2]["serialNumber"]


@pytest.mark.model
def test_the_pipelines_files_are_those_that_were_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = pipeline._folder(pipeline.DEFAULT)
    assert pipeline.weights_digest(folder) == pipeline.PUBLISHED[pipeline.DEFAULT, folder.name]
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    assert pipeline.weights_digest(copy) == pipeline.weights_digest(folder)
    monkeypatch.setattr(pipeline, "_folder", lambda name: copy)
    pipeline._verify(copy, pipeline.DEFAULT)
    model = copy / "ner" / "model"
    data = bytearray(model.read_bytes())
    data[len(data) // 2] ^= 1
    model.write_bytes(data)
    with pytest.raises(UserError) as caught:
        pipeline.load(pipeline.DEFAULT)
    assert caught.value.code == "pipeline-altered"
    assert pipeline.DEFAULT in sentence(caught.value)
    pipeline._verify(copy, "somebody_elses_pipeline")


@pytest.mark.model
def test_a_file_that_was_added_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").touch()
    before = pipeline.weights_digest(tmp_path)
    (tmp_path / "README.md").touch()
    assert pipeline.weights_digest(tmp_path) == before
    (tmp_path / "extra").touch()
    assert pipeline.weights_digest(tmp_path) != before
