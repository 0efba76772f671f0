from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from bundles import edges, harbour, title_only
from glossator.core.errors import Cancelled, UserError
from glossator.core.export import EXPORTERS, Options, export, fitting
from glossator.core.export.conll import ConllOptions
from glossator.core.model.bundle import Bundle

NAMES = ["jsonl", "docbin", "conll"]


class Watcher:
    """Stops after some steps and remembers what it was told."""

    def __init__(self, stop: int = 99) -> None:
        self.steps: list[tuple[int, int, str]] = []
        self._stop = stop

    @property
    def cancelled(self) -> bool:
        return len(self.steps) >= self._stop

    def step(self, done: int, total: int, what: str = "") -> None:
        self.steps.append((done, total, what))


def test_every_exporter_says_what_it_is() -> None:
    assert EXPORTERS.names() == NAMES
    for exporter in EXPORTERS:
        assert exporter.title
        assert exporter.suffix.startswith(".")
        assert all(field.metadata["help"] for field in fields(exporter.options))


@pytest.mark.parametrize("name", NAMES)
def test_progress_and_count(name: str, tmp_path: Path) -> None:
    watcher = Watcher()
    assert export(name, [harbour(), title_only(), edges()], tmp_path / "out", None, watcher) == 3
    assert watcher.steps[0] == (1, 3, "Harbour 😀 news")
    assert watcher.steps[-1] == (3, 3, "Edges")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("stop", [1, 2])
def test_cancel_leaves_the_old_file(name: str, stop: int, tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"old")
    with pytest.raises(Cancelled):
        export(name, [harbour(), edges()], tmp_path / "out", Options(), Watcher(stop))
    assert (tmp_path / "out").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_failing_project_leaves_the_old_file(name: str, tmp_path: Path) -> None:
    def breaking() -> Iterator[Bundle]:
        yield harbour()
        raise UserError("project-damaged", path="p")

    (tmp_path / "out").write_bytes(b"old")
    with pytest.raises(UserError, match="project-damaged"):
        export(name, breaking(), tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", NAMES)
def test_nothing_to_write_is_a_good_file(name: str, tmp_path: Path) -> None:
    assert export(name, [], tmp_path / "out") == 0
    assert (tmp_path / "out").exists()


def test_twice_the_same_bytes(tmp_path: Path) -> None:
    for name in ("jsonl", "conll"):
        export(name, [harbour()], tmp_path / "one")
        export(name, [harbour()], tmp_path / "two")
        assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_unknown_format_and_widened_options(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        export("parchment", [], tmp_path / "out")
    assert caught.value.code == "unknown-part"
    widened = fitting(EXPORTERS.get("conll"), Options(suggestions=True))
    assert widened == ConllOptions(suggestions=True)
    assert widened.layer == "entity"
