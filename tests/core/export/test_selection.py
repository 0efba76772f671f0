from __future__ import annotations

from dataclasses import replace

import pytest

from bundles import bundle, edges, harbour, title_only
from glossator.core.errors import UserError
from glossator.core.export.base import Options
from glossator.core.export.selection import chosen, table
from glossator.core.model.analysis import Token, pack
from glossator.core.model.span import State
from pictures import article


def test_only_accepted_rows_by_default() -> None:
    kept = chosen(harbour(), Options())
    assert {one.state for one in kept.spans} == {State.ACCEPTED}
    assert {one.state for one in kept.links} == {State.ACCEPTED}
    assert [note.id for note in kept.notes] == ["n1", "n2"]


def test_suggested_rows_if_asked_but_never_rejected_ones() -> None:
    kept = chosen(harbour(), Options(suggestions=True))
    assert {one.state for one in kept.spans} == {State.ACCEPTED, State.SUGGESTED}
    assert len(kept.links) == 5


def test_spans_come_in_reading_order() -> None:
    places = [(one.start, -one.end) for one in chosen(harbour(), Options(suggestions=True)).spans]
    assert places == sorted(places)


def test_a_stale_analysis_is_not_used() -> None:
    base = edges()
    assert base.analysis is not None
    stale = replace(base, analysis=replace(base.analysis, revision=9, tokens=pack([Token(0, 3, True)])))
    kept = chosen(stale, Options())
    assert kept.analysis is None
    assert len(table(kept)) == 5


def test_tokens_without_an_analysis() -> None:
    assert table(title_only()) == []
    base = replace(edges(), analysis=None)
    assert [base.article.text[t.start : t.end] for t in table(base)] == ["Ada", "Moreau", "met", "Ben", "Okoro-Lind"]


def test_blank_and_overlapping_stored_tokens_are_mended() -> None:
    base = bundle(article("ab  cd"))
    assert base.analysis is not None
    odd = [Token(0, 2, False), Token(3, 4, True), Token(1, 5, False), Token(5, 9, False)]
    mended = replace(base, analysis=replace(base.analysis, tokens=pack(odd)))
    assert table(mended) == [Token(0, 2, True), Token(2, 5, True), Token(5, 6, False)]


@pytest.mark.parametrize("drawn", ["Ada sails.", "! menu\nAda sails."])
def test_a_damaged_token_table_is_told(drawn: str) -> None:
    base = bundle(article(drawn))
    assert base.analysis is not None
    damaged = replace(base, analysis=replace(base.analysis, tokens=b"not zlib"))
    with pytest.raises(UserError) as caught:
        table(chosen(damaged, Options()))
    assert caught.value.code == "tokens-damaged"
