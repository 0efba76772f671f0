from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from bundles import edges, harbour, title_only
from glossator.core.errors import Cancelled, UserError
from glossator.core.export import EXPORTERS, Options, export, fitting
from glossator.core.export.conll import ConllOptions
from glossator.core.model.bundle import Bundle

NAMES = EXPORTERS.names()
FLAT = [
    "jsonl", "conll", "conllu", "prodigy", "doccano", "label-studio", "brat", "webanno", "csv", "markdown", "xmi",
    "cas-json", "webannotation", "tei", "html", "refi-codebook",
]  # fmt: skip
"""Formats that keep one article in memory at a time."""


def target(name: str, folder: Path) -> Path:
    """A file that the format writes: formats of several files are packed."""
    suffix = EXPORTERS.get(name).suffix
    return folder / ("out" + (suffix if suffix.startswith(".") else ".zip"))


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
    assert NAMES[:3] == ["jsonl", "docbin", "conll"]
    assert set(FLAT) <= set(NAMES)
    assert len(set(NAMES)) == len(NAMES)
    assert len({exporter.suffix for exporter in EXPORTERS}) == len(NAMES)
    for exporter in EXPORTERS:
        assert exporter.title
        assert exporter.suffix[0] in ".-"
        assert all(field.metadata["help"] for field in fields(exporter.options))


@pytest.mark.parametrize("name", NAMES)
def test_progress_and_count(name: str, tmp_path: Path) -> None:
    watcher = Watcher()
    assert export(name, [harbour(), title_only(), edges()], target(name, tmp_path), None, watcher) == 3
    assert watcher.steps[0] == (1, 3, "Harbour 😀 news")
    assert watcher.steps[-1] == (3, 3, "Edges")
    assert [path.name for path in tmp_path.iterdir()] == [target(name, tmp_path).name]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("stop", [1, 2])
def test_cancel_leaves_the_old_file(name: str, stop: int, tmp_path: Path) -> None:
    target(name, tmp_path).write_bytes(b"old")
    with pytest.raises(Cancelled):
        export(name, [harbour(), edges()], target(name, tmp_path), Options(), Watcher(stop))
    assert target(name, tmp_path).read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_failing_project_leaves_the_old_file(name: str, tmp_path: Path) -> None:
    def breaking() -> Iterator[Bundle]:
        yield harbour()
        raise UserError("project-damaged", path="p")

    target(name, tmp_path).write_bytes(b"old")
    with pytest.raises(UserError, match="project-damaged"):
        export(name, breaking(), target(name, tmp_path))
    assert target(name, tmp_path).read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", NAMES)
def test_nothing_to_write_is_a_good_file(name: str, tmp_path: Path) -> None:
    assert export(name, [], target(name, tmp_path)) == 0
    assert target(name, tmp_path).exists()


def test_twice_the_same_bytes(tmp_path: Path) -> None:
    for name in NAMES:
        found = []
        for folder in (tmp_path / "one", tmp_path / "two"):
            folder.mkdir(exist_ok=True)
            export(name, [harbour(), edges()], target(name, folder))
            found.append(target(name, folder).read_bytes())
        assert found[0] == found[1] or name == "docbin"


@pytest.mark.parametrize("name", [one.name for one in EXPORTERS if one.suffix.startswith("-")])
def test_a_folder_is_replaced_whole(name: str, tmp_path: Path) -> None:
    export(name, [harbour(), edges()], tmp_path / "out")
    first = {path.name for path in (tmp_path / "out").iterdir()}
    export(name, [harbour()], tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} <= first
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def peak(name: str, count: int, to: Path) -> int:
    """Bytes at the peak of writing ``count`` articles that are made one by one."""

    def many() -> Iterator[Bundle]:
        for k in range(count):
            gc.collect()  # what waits for the collector is not kept
            made = harbour()
            yield replace(made, article=replace(made.article, id=f"a{k}", text=made.article.text + " x" * 2000))

    gc.freeze()  # or each collection would look at all that other tests have loaded
    tracemalloc.start()
    try:
        assert export(name, many(), to) == count
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.unfreeze()


@pytest.mark.parametrize("name", FLAT)
def test_memory_stays_flat(name: str, tmp_path: Path) -> None:
    """100 kept articles of this kind would be over 800 KB."""
    suffix = EXPORTERS.get(name).suffix
    peak(name, 1, tmp_path / f"warm{suffix}")
    few, many = peak(name, 5, tmp_path / f"few{suffix}"), peak(name, 105, tmp_path / f"many{suffix}")
    assert many - few < 200_000


def test_unknown_format_and_widened_options(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        export("parchment", [], tmp_path / "out")
    assert caught.value.code == "unknown-part"
    widened = fitting(EXPORTERS.get("conll"), Options(suggestions=True))
    assert widened == ConllOptions(suggestions=True)
    assert widened.layer == "entity"
