"""Changes, offsets, tokens, quotations: the nouns by themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.core.model.analysis import Token, pack, unpack
from glossator.core.model.change import Change, merged
from glossator.core.model.ids import new_id
from glossator.core.model.label import Label, clashes
from glossator.core.model.link import Link
from glossator.core.model.offsets import OffsetMap, to_utf8
from glossator.core.model.overlap import longest_first, reading_order, snapped, trimmed
from glossator.core.model.quote import gather
from glossator.core.model.span import State
from glossator.core.model.tokenize import tokens
from pictures import article, picture

TEXTS = st.text(st.sampled_from("aé\u0301ا\u202e日😀👩\u200d👧🇬🇧\n\u00a0 .“”"), max_size=60)


@given(TEXTS)
def test_offsets_agree_with_the_encodings(text: str) -> None:
    offsets = OffsetMap(text)
    for at in range(len(text) + 1):
        units = len(text[:at].encode("utf-16-le")) // 2
        assert offsets.to_utf16(at) == units
        assert offsets.from_utf16(units) == at
        assert to_utf8(text, at) == len(text[:at].encode())


def test_the_middle_of_a_pair_rounds_down_and_outside_is_refused() -> None:
    offsets = OffsetMap("a😀b")
    assert offsets.from_utf16(2) == 1
    with pytest.raises(IndexError):
        offsets.to_utf16(4)
    with pytest.raises(IndexError):
        offsets.from_utf16(9)


@given(TEXTS)
def test_tokens_are_in_order_and_never_blank(text: str) -> None:
    last = 0
    for token in tokens(text):
        assert last <= token.start < token.end
        assert not any(c.isspace() for c in text[token.start : token.end])
        last = token.end


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9), st.booleans())))
def test_token_tables_come_back(shape: list[tuple[int, int, bool]]) -> None:
    made, at = [], 0
    for gap, length, begins in shape:
        made.append(Token(at + gap, at + gap + length, begins))
        at += gap + length
    assert list(unpack(pack(made))) == made


def test_a_damaged_token_table_is_refused() -> None:
    with pytest.raises(ValueError, match="damaged"):
        unpack(b"rubbish")


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_snapping_takes_whole_tokens(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    table = tokens(text)
    low, high = snapped(start, end, table)
    if start < end and any(t.start < end and start < t.end for t in table):
        touched = [t for t in table if t.start < end and start < t.end]
        assert (low, high) == (touched[0].start, touched[-1].end)


def test_a_change_taken_back_is_nothing() -> None:
    _, (span,) = picture("[Ada](PERSON)")
    change = Change("x", (span,), (replace(span, label="ORG"),))
    both = merged(change, change.inverse)
    assert (both.before, both.after) == ((), ())
    assert change.inverse.inverse == change


def test_merging_keeps_only_the_ends() -> None:
    _, (span,) = picture("[Ada](PERSON)")
    second, third = replace(span, label="ORG"), replace(span, label="GPE")
    both = merged(Change("x", (span,), (second,)), Change("y", (second,), (third,)))
    assert (both.before, both.after) == ((span,), (third,))


def test_a_quotation_is_gathered_from_its_rows() -> None:
    drawn = "[“Hi,”](QUOTE) [said](CUE) [Ada](SPEAKER), [“all.”](QUOTE)"
    made, (one, cue, speaker, two) = picture(drawn)

    def link(kind: str, tail: str, **values: str) -> Link:
        return Link(new_id(), made.id, kind, one.id, tail, "m", State.ACCEPTED, None, tuple(values.items()))

    links = [link("piece", two.id), link("cue", cue.id), link("speaker", speaker.id, name="Ada Love")]
    (quote,) = gather([two, speaker, cue, one], links)
    assert quote.pieces == (one, two)
    assert (quote.cue, quote.speaker, quote.speaker_name) == (cue, speaker, "Ada Love")
    assert (quote.start, quote.end, quote.id) == (one.start, two.end, one.id)


def test_order_and_flat_choice() -> None:
    _, spans = picture("[Ada](PERSON) [Love](PERSON)")
    whole = replace(spans[0], id="w", end=8)
    assert reading_order([*spans, whole])[0] is whole
    assert longest_first([*spans, whole]) == [whole]
    assert trimmed(" a ", 0, 3) == (1, 2)


def test_key_clashes_are_found() -> None:
    labels = (Label("A", "A", "entity", 1, "1"), Label("B", "B", "entity", 1, "1"), Label("C", "C", "entity", 1))
    assert clashes(labels) == ((labels[0], labels[1]),)


def test_furniture_is_hidden() -> None:
    made = article("# Title\n! Follow\nText")
    assert [made.text[b.start : b.end] for b in made.hidden()] == ["Follow"]
