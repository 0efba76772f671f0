from __future__ import annotations

import pytest

from glossator.core.export.flat import Overlaps, Placed, flattened
from glossator.core.model.span import Span, State


def placed(start: int, end: int, label: str, layer: str = "entity") -> Placed:
    span = Span(label, "a", 1, start, end, label, layer, "human:t", State.ACCEPTED, "")
    return Placed(start, end, span)


ROWS = [
    placed(0, 4, "A"), placed(3, 9, "B", "quote"), placed(8, 10, "C", "cue"), placed(10, 12, "D"),
    placed(10, 12, "E", "mine"), placed(14, 15, "F"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "named", "kept"),
    [
        (Overlaps.KEEP, "", "ABCDEF"),
        (Overlaps.LONGEST, "", "BDF"),
        (Overlaps.FIRST, "", "ACDF"),
        (Overlaps.BY_LAYER, "", "ACDF"),
        (Overlaps.BY_LAYER, "quote, mine, entity", "BEF"),
        (Overlaps.SKIP, "", "F"),
    ],
)
def test_who_wins(policy: Overlaps, named: str, kept: str) -> None:
    assert "".join(one.span.label for one in flattened(ROWS, str(policy), named)) == kept


def test_spans_that_only_touch_are_kept() -> None:
    rows = [placed(0, 3, "A"), placed(3, 5, "B"), placed(5, 6, "C")]
    for policy in Overlaps:
        assert flattened(rows, str(policy)) == rows
