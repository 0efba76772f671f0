"""The collector runs where the widgets live, and only when something is due."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from glossator.ui.collector import Collector


class Knot:
    """An object that only the cycle collector can free; it notes in which thread that was."""

    def __init__(self, freed_in: list[int]) -> None:
        self.me = self
        self.freed_in = freed_in

    def __del__(self) -> None:
        self.freed_in.append(threading.get_ident())


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    made = Collector()
    yield made
    made.stop()
    gc.disable()  # as it was in this test


def test_garbage_made_in_another_thread_is_freed_in_the_windows(collector: Collector) -> None:
    freed_in: list[int] = []

    def work() -> None:
        kept = [Knot(freed_in) for _ in range(gc.get_threshold()[0] * 3)]
        del kept

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert freed_in == []
    assert collector.look() >= 0
    assert set(freed_in) == {threading.get_ident()}


def test_nothing_is_collected_when_nothing_is_due(collector: Collector) -> None:
    gc.collect()
    knot = Knot([])
    seen = weakref.ref(knot)
    del knot
    assert collector.look() == -1
    assert seen() is not None
