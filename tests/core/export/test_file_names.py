from __future__ import annotations

import pytest

from glossator.core.export.names import slug, stem


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Harbour 😀 news", "harbour-news"),
        ("../../etc/passwd", "etc-passwd"),
        (r"C:\a?b*c|d", "c-a-b-c-d"),
        ("...", ""),
        ("CON", "_con"),
        ("nul.txt", "nul-txt"),
        ("Lpt1", "_lpt1"),
        ("日本の港", "日本の港"),
        ("a\x00b\nc", "a-b-c"),
        ("e\u0301t\u00e9", "\u00e9t\u00e9"),
        ("क्षि", "क्षि"),
    ],
)
def test_slugs(title: str, name: str) -> None:
    assert slug(title) == name


def test_long_titles_fit_a_file_system() -> None:
    for title in ("x" * 300, "日" * 300, "😀é" * 300):
        assert len(stem(title, "0123456789abcdef").encode()) <= 140


def test_the_id_makes_it_unique() -> None:
    assert stem("News", "a1") == "news-a1"
    assert stem("", "a1") == "a1"
    assert stem("CON", "") == "_con"
    assert stem("?", "?") == "article"
