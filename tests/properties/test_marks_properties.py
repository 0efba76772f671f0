"""What holds of quotation marks in any text at all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from glossator.core.nlp.quotes.marks import stretches

TEXT = st.text(alphabet="ab .,\n\"'`“”„‟«»‘’‚‹›「」é5\u00a0😀", max_size=120)


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Bounds of the lines that hold more than blanks, trimmed."""
    found = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            found.append((start, start + len(line.strip())))
        at += len(line) + 1
    return found


@given(TEXT)
def test_stretches_are_in_order_apart_and_inside_the_text(text: str) -> None:
    bounds = paragraphs(text)
    last = 0
    for one in stretches(text, [bounds]):
        assert last <= one.start < one.end <= len(text)
        assert text.startswith(one.mark, one.start)
        assert one.start <= one.body[0] <= one.body[1] <= one.end
        assert text[slice(*one.body)].strip()
        assert any(a <= one.start < b for a, b in bounds)
        assert any(a < one.end <= b for a, b in bounds)
        last = one.end


@given(TEXT, TEXT)
def test_paragraphs_in_runs_of_their_own_do_not_touch_each_other(one: str, other: str) -> None:
    first, second = one.replace("\n", " "), other.replace("\n", " ")
    text = first + "\n" + second
    alone = stretches(first, [paragraphs(first)])
    later = stretches(second, [paragraphs(second)])
    shift = len(first) + 1
    runs = [[b] for b in paragraphs(text)]
    got = [(s.start, s.end) for s in stretches(text, runs)]
    assert got == [(s.start, s.end) for s in alone] + [(s.start + shift, s.end + shift) for s in later]


@given(st.lists(st.text(alphabet="abc ,.", min_size=1, max_size=20).filter(str.strip), min_size=1, max_size=8))
def test_well_formed_quotations_are_all_found(words: list[str]) -> None:
    text = " said x. ".join(f"“{w.strip()}”" for w in words)
    found = stretches(text, [[(0, len(text))]])
    assert [text[slice(*s.body)] for s in found] == [w.strip() for w in words]
