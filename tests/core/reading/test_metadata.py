"""Dates, bylines and furniture as sites write them."""

from __future__ import annotations

import pytest

from glossator.core.reading.furniture import is_caption, is_furniture, is_rule, is_stamp, is_weak
from glossator.core.reading.metadata import byline_names, is_only_date, parse_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Updated 07 January 2026", "2026-01-07"),
        ("January 7, 2026", "2026-01-07"),
        ("Wed., Jan. 7th 2026 10:30 GMT", "2026-01-07"),
        ("2026-01-07T10:00:00Z", "2026-01-07"),
        ("2026/1/7", "2026-01-07"),
        ("7.1.2026", "2026-01-07"),
        ("27/02/2026", "2026-02-27"),
        ("02/27/2026", "2026-02-27"),
        ("3/4/2026", ""),
        ("31 February 2026", ""),
        ("Updated 5 sec ago", ""),
        ("no date at all", ""),
    ],
)
def test_dates_are_read_or_left(text: str, iso: str) -> None:
    assert parse_date(text) == iso


def test_a_line_may_be_only_a_date() -> None:
    assert is_only_date("Wednesday, 7 January 2026 10:30 GMT")
    assert not is_only_date("On 7 January 2026 the bridge fell")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ada Quell", "Ada Quell"),
        ("By Ada Quell and Tom van der Rask, science editor", "Ada Quell, Tom van der Rask"),
        ("By the river he sat", ""),
        ("By midnight everyone had gone home.", ""),
        ("By midnight everyone had gone", ""),
    ],
)
def test_bylines_are_names_only(text: str, names: str) -> None:
    assert byline_names(text) == names


@pytest.mark.parametrize(
    "text",
    ["Short Url", "Share this article", "Read more: The bridge", "Advertisement", "ADVERTISEMENT",
     "Listen to this article", "Subscribe now", "3 min read",
     "Updated 5 sec ago", "Published: 7 January 2026", "Facebook | Twitter | E-mail",
     "Follow us on Twitter", "© 2026 The Courier", "12 comments"],
)  # fmt: skip
def test_furniture_is_known(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize(
    "text",
    ["Listen, the wind is up.", "Updated rules anger farmers", "Share prices fall in Tremont", "Follow the money",
     "Published poets meet", "The comments were kind.", "Subscribers leave the paper", "Date palms die in the heat"],
)  # fmt: skip
def test_text_is_not_furniture(text: str) -> None:
    assert not is_furniture(text)
    assert not is_weak(text)


def test_rules_stamps_and_captions() -> None:
    assert is_rule("* * *")
    assert not is_rule("--")
    assert is_stamp("Last updated on 3 May 2026 at 10:30")
    assert is_caption("File photo: the bridge at Low Henning")
    assert is_caption("The bridge on Monday. (Courier)", beside_title=True)
    assert not is_caption("The bridge on Monday. (Courier)")
