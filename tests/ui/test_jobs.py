"""Jobs and lanes: work outside the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from glossator.core.errors import UserError
from glossator.core.progress import Progress, check
from glossator.ui.jobs import Job, Lane


@pytest.fixture
def lane(qapp: object) -> Iterator[Lane]:
    made = Lane("test")
    yield made
    made.close()


def test_a_job_runs_elsewhere_and_its_result_arrives_here(qtbot: QtBot, lane: Lane) -> None:
    seen: list[object] = []
    job = Job("x", lambda progress: threading.current_thread())
    job.done.connect(lambda result: seen.append((result, threading.current_thread())))
    with qtbot.waitSignal(lane.emptied):
        lane.add(job)
    ((worked_in, arrived_in),) = seen
    assert worked_in is not threading.main_thread()
    assert arrived_in is threading.main_thread()


def test_jobs_run_in_order_and_are_let_go(qtbot: QtBot, lane: Lane) -> None:
    order: list[int] = []
    with qtbot.waitSignal(lane.emptied):
        for number in range(5):
            lane.add(Job("x", lambda progress, n=number: order.append(n)))
        assert len(lane.jobs) == 5
    assert order == [0, 1, 2, 3, 4]
    assert lane.jobs == ()


def test_a_failure_is_told_and_the_lane_goes_on(qtbot: QtBot, lane: Lane) -> None:
    def fails(progress: Progress) -> None:
        raise UserError("file-empty")

    told: list[UserError] = []
    job = Job("x", fails)
    job.failed.connect(told.append)
    with qtbot.waitSignal(lane.emptied):
        lane.add(job)
    assert [error.code for error in told] == ["file-empty"]


def test_cancelling_ends_a_job_without_a_result(qtbot: QtBot, lane: Lane) -> None:
    started = threading.Event()
    results: list[object] = []

    def waits(progress: Progress) -> None:
        started.set()
        while True:
            check(progress)

    job = Job("x", waits)
    job.done.connect(results.append)
    job.failed.connect(results.append)
    with qtbot.waitSignal(lane.emptied):
        lane.add(job)
        started.wait(5)
        job.cancel()
    assert results == []
