"""Hand cases of quotation marks: ⟦ ⟧ show the stretch that is wanted."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from glossator.core.nlp.quotes import marks
from glossator.core.nlp.quotes.marks import Stretch, stretches

CASES = [
    "⟦“Hello,”⟧ she said.",
    '⟦"Hello,"⟧ she said. ⟦"Bye."⟧',
    "⟦''Hello,''⟧ she said. ⟦''Bye.''⟧",
    "⟦``Hello,''⟧ she said.",
    "⟦‘Hello,’⟧ she said, and didn’t wait.",
    "⟦'Hello,'⟧ she said, and didn't wait for the boys' answer.",
    "⟦«Bonjour»⟧, dit-elle.",
    "⟦»Guten Tag«⟧, sagte sie.",
    "⟦„Guten Tag“⟧, sagte sie.",
    "⟦„Dzień dobry”⟧ mówi.",
    "⟦‹Hm›⟧ and ⟦「はい」⟧",
    "⟦“He said ‘no’ to me,”⟧ she said.",
    "⟦“He said “no” to me,”⟧ she said.",
    "⟦”Typed with the wrong mark,”⟧ she said, and ⟦“so on.”⟧",
    '⟦“Opened curly, closed straight,"⟧ she said.',
    "A 12\" pipe and the '90s and rock 'n' roll and the dogs’ bowls.",
    'A 12" pipe costs ⟦"nothing,"⟧ he said.',
    "⟦“One line\n“and the next,”⟧ he said.",
    "⟦“One line\n“another\n“and the last.”⟧\n⟦“New.”⟧",
    "⟦“Left open, he said.⟧\nNext line ⟦“is sound,”⟧ he said.",
    'He left ⟦"one open.⟧\nNext ⟦"is sound,"⟧ he said.',
    "A stray ” here. ⟦“Sound,”⟧ he said.",
    "⟦“It is odd,“⟧ said Ada. ⟦“It is hard.”⟧",
    '⟦“They are odd,"⟧ said Ada. ⟦"It is hard."⟧',
    '⟦“He said "yes," and left,”⟧ she said. ⟦“So.”⟧',
    '⟦"He said “yes,” and left,"⟧ she said. ⟦"So."⟧',
    '⟦"The law,”⟧ he said. ⟦"Again."⟧',
    "She said ⟦“yes“⟧ and ⟦“no“⟧.",
    "a ⟦,,quoted thing''⟧ here and ⟦,,another”⟧, not 1,,2.",
    "⟦„Pierwszy”⟧, mówi. ⟦„Drugi”⟧.",
    "⟦‘‘Nice,’’⟧ he said.",
    "\u202b⟦”שלום,“⟧ אמר דוד. ⟦“כן.”⟧",
    '\u200f⟦"שלום"⟧ said David.',
    "⟦“😀 Yes 😀,”⟧ she said.",
    "'Tis cold, she said. ⟦'I won't,'⟧ he said to 'em.",
    "⟦“‘Yes,’ she said,”⟧ he said.",
    "— Bonjour, dit-elle. — Oui.",
    "Nothing at all",
    "Empty “” and “ ” marks.",
]


def runs_of(text: str) -> list[list[tuple[int, int]]]:
    """Every line with words as a paragraph of one run."""
    bounds: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            bounds.append((at, at + len(line)))
        at += len(line) + 1
    return [bounds]


@pytest.mark.parametrize("drawn", CASES)
def test_stretches_are_where_a_reader_sees_them(drawn: str) -> None:
    text = drawn.replace("⟦", "").replace("⟧", "")
    shown = list(text)
    for found in reversed(stretches(text, runs_of(text))):
        shown.insert(found.end, "⟧")
        shown.insert(found.start, "⟦")
    assert "".join(shown) == drawn


def test_an_open_mark_is_said_to_be_open() -> None:
    text = "“Left open, he said."
    assert stretches(text, [[(0, len(text))]]) == [Stretch(0, len(text), "“", False)]


def test_a_stretch_does_not_go_on_into_another_run() -> None:
    text = "“One line\n“and the next,” he said."
    first, second = stretches(text, [[(0, 9)], [(10, len(text))]])
    assert (first.end, first.closed, second.start, second.closed) == (9, False, 10, True)


def test_the_body_leaves_the_marks_out() -> None:
    text = "''Hello'' “Bye” “open"
    assert [text[slice(*s.body)] for s in stretches(text, [[(0, len(text))]])] == ["Hello", "Bye", "open"]


def lines_run(text: str) -> int:
    """How many lines of the module ran on ``text``: a measure of work without a clock."""
    count = 0

    def local(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return local

    def tracer(frame: FrameType, _: str, __: Any) -> Any:
        return local if frame.f_code.co_filename == marks.__file__ else None

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        stretches(text, [[(0, len(text))]])
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("piece", ["“a” ", '"a" ', "''a'' ", "'a' ", "“", '"a', "'a ", "‘a ", "“a ‘b’ “c” "])
def test_five_thousand_marks_in_one_paragraph_cost_linear_time(piece: str) -> None:
    few, many = lines_run((piece * 1_250).strip()), lines_run((piece * 5_000).strip())
    assert many <= 4.1 * few


def test_five_thousand_pairs_in_one_paragraph_are_all_found() -> None:
    text = " ".join(["“a,”"] * 5_000)
    found = stretches(text, [[(0, len(text))]])
    assert len(found) == 5_000
    assert all(text[s.start : s.end] == "“a,”" for s in found)
