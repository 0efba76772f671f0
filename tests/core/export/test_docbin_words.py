from __future__ import annotations

from bundles import edges, harbour
from glossator.core.export.base import Options
from glossator.core.export.docbin import DocBin, words
from glossator.core.export.losses import BLANK, GROWN, NOTES_OUT
from glossator.core.model.analysis import Token
from glossator.core.model.tokenize import tokens


def test_words_and_spaces_joined_are_the_text() -> None:
    for text in ["", " ", "a", " a", "a ", "a  b", "a\n\nb ", "\u00a0a\u00a0b", "a \n b\u3000", "😀 e\u0301 x"]:
        found, spaces = words(text, tokens(text))
        joined = "".join(text[t.start : t.end] + " " * s for t, s in zip(found, spaces, strict=True))
        assert joined == text
        assert all(t.start < t.end for t in found)


def test_stretches_that_no_token_covers_become_tokens() -> None:
    found, spaces = words("ab cd", [Token(3, 5, True)])
    assert [(t.start, t.end) for t in found] == [(0, 3), (3, 5)]
    assert spaces == [False, False]


def test_losses() -> None:
    assert DocBin().losses(edges(), Options()) == {GROWN: 2, BLANK: 1}
    assert DocBin().losses(harbour(), Options()) == {NOTES_OUT: 1}
