"""The chart: every number has its piece, plain tool tips, and nothing falls over without data."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF

from glossator.ui.widgets.voice_chart import MOST, VoiceChart, step_of


@pytest.fixture
def chart(qtbot):
    made = VoiceChart()
    qtbot.addWidget(made)
    made.resize(640, 620)
    return made


def test_bars_and_columns_are_as_long_as_their_numbers(chart):
    words = {"Ada": (30, 10), "Ben": (0, 20)}
    chart.set_voices([("Ada", 40), ("Ben", 20)], ("2026-01", ""), words, {"Ada": 214})
    chart.grab()
    told = {mark.text: mark.rect for mark in chart.marks()}
    assert set(told) == {
        "Ada: 40 words", "Ben: 20 words", "Ada, 2026-01: 30 words", "Ada, no date: 10 words", "Ben, no date: 20 words",
    }  # fmt: skip
    tall, low = told["Ada, 2026-01: 30 words"], told["Ada, no date: 10 words"]
    assert tall.height() == pytest.approx(3 * low.height())
    assert told["Ben, no date: 20 words"].bottom() == pytest.approx(low.top())
    assert not told["Ada: 40 words"].contains(QPointF(0, 0))
    assert chart.accessibleDescription() == "Ada: 40 words; Ben: 20 words"


def test_many_voices_are_summed_up(chart):
    names = [f"n{number}" for number in range(MOST + 3)]
    chart.set_voices([(name, 5) for name in names], ("2026-01", "2026-02"), {name: (2, 3) for name in names}, {})
    chart.grab()
    assert "others: 15 words" in [mark.text for mark in chart.marks()]
    assert "others, 2026-02: 9 words" in [mark.text for mark in chart.marks()]


def test_without_voices_it_says_so(chart):
    chart.set_voices([], (), {}, {})
    chart.grab()
    assert chart.marks() == []


@pytest.mark.parametrize(("top", "step"), [(1, 1), (4, 1), (5, 2), (9, 5), (21, 10), (967, 500), (1_000_000, 500_000)])
def test_the_scale_has_round_steps(top, step):
    assert step_of(top) == step
