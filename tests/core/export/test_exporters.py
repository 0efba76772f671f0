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

NAMES = EXPORTERS.names()


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


def place(name: str, folder: Path) -> Path:
    """A target with the format's own suffix: a format of several files is then one archive."""
    return folder / f"out{EXPORTERS.get(name).suffix}"


def test_every_exporter_says_what_it_is() -> None:
    assert NAMES[:3] == ["jsonl", "docbin", "conll"]
    assert len(set(NAMES)) == len(NAMES)
    for exporter in EXPORTERS:
        assert exporter.title
        assert exporter.suffix.startswith(".")
        assert all(field.metadata["help"] for field in fields(exporter.options))


@pytest.mark.parametrize("name", NAMES)
def test_progress_and_count(name: str, tmp_path: Path) -> None:
    watcher = Watcher()
    assert export(name, [harbour(), title_only(), edges()], place(name, tmp_path), None, watcher) == 3
    assert watcher.steps[0] == (1, 3, "Harbour 😀 news")
    assert watcher.steps[-1] == (3, 3, "Edges")
    assert [path.name for path in tmp_path.iterdir()] == [place(name, tmp_path).name]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("stop", [1, 2])
def test_cancel_leaves_the_old_file(name: str, stop: int, tmp_path: Path) -> None:
    place(name, tmp_path).write_bytes(b"old")
    with pytest.raises(Cancelled):
        export(name, [harbour(), edges()], place(name, tmp_path), Options(), Watcher(stop))
    assert place(name, tmp_path).read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_failing_project_leaves_the_old_file(name: str, tmp_path: Path) -> None:
    def breaking() -> Iterator[Bundle]:
        yield harbour()
        raise UserError("project-damaged", path="p")

    place(name, tmp_path).write_bytes(b"old")
    with pytest.raises(UserError, match="project-damaged"):
        export(name, breaking(), place(name, tmp_path))
    assert place(name, tmp_path).read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", NAMES)
def test_nothing_to_write_is_a_good_file(name: str, tmp_path: Path) -> None:
    assert export(name, [], place(name, tmp_path)) == 0
    assert place(name, tmp_path).exists()


def test_twice_the_same_bytes(tmp_path: Path) -> None:
    for name in sorted(set(NAMES) - {"docbin"}):
        export(name, [harbour()], place(name, tmp_path))
        first = place(name, tmp_path).read_bytes()
        export(name, [harbour()], place(name, tmp_path))
        assert place(name, tmp_path).read_bytes() == first, name


def test_unknown_format_and_widened_options(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        export("parchment", [], tmp_path / "out")
    assert caught.value.code == "unknown-part"
    widened = fitting(EXPORTERS.get("conll"), Options(suggestions=True))
    assert widened == ConllOptions(suggestions=True)
    assert widened.layer == "entity"
