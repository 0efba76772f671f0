from __future__ import annotations

import pytest

from glossator.core.model.alignment import Alignment


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  Ada\r\n\r\nleft. ", "Ada\nleft.", ["Ada", "left", "Ada\r\n\r\nleft."]),
        ("Zoe\u0308 saw a\x00b", "Zo\u00eb saw a\ufffdb", ["Zoe\u0308", "saw"]),
        ("q\u0302\u0323 x", "q\u0323\u0302 x", ["q\u0302\u0323", "x"]),
        ("\u1112\u1161\u11ab x", "\ud55c x", ["\u1112\u1161\u11ab", "x"]),
        ("\u200b\n😀 Ada", "😀 Ada", ["😀", "Ada"]),
    ],
)
def test_words_are_found_again(old: str, new: str, words: list[str]) -> None:
    import unicodedata

    alignment = Alignment(old, new)
    assert alignment.exact
    for word in words:
        start = old.index(word)
        where = alignment.moved(start, start + len(word))
        assert where is not None
        assert new[slice(*where)].split() == unicodedata.normalize("NFC", word).split()


def test_blanks_have_no_place_and_other_texts_none() -> None:
    alignment = Alignment("Ada  left", "Ada left")
    assert alignment.moved(3, 5) is None
    assert alignment.moved(2, 7) == (2, 6)
    other = Alignment("Ada left", "Ada stayed")
    assert not other.exact
    assert other.moved(0, 3) is None


def test_hidden_stretches_are_stepped_over() -> None:
    new = "Menu\nAda\nShare this\nleft.\nMore"
    alignment = Alignment("Ada\nleft.", new, [(0, 4), (9, 19), (26, 30)])
    assert alignment.exact
    assert alignment.moved(0, 3) == (5, 8)
    assert alignment.moved(4, 9) == (20, 25)
    assert alignment.moved(0, 9) == (5, 25)
