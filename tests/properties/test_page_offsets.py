"""What is selected on the page is that slice of the article, whatever the script."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from glossator.ui.page.page import ArticlePage
from glossator.ui.page.paragraph import LONGEST, shown
from pictures import article

LETTERS = ["é", "e\u0301", "😀", "👩\u200d👧", "ق", "ا", "ב", "北", "京", "\u00a0", "🏛"]
CHARACTERS = st.sampled_from([*"ab .,\n“”’", *LETTERS])
TEXTS = st.lists(CHARACTERS, min_size=1, max_size=60).map("".join)


@pytest.fixture
def page(qtbot: QtBot) -> ArticlePage:
    """An empty page that is on screen."""
    made = ArticlePage()
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    return made


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, ends=st.tuples(st.integers(0, 200), st.integers(0, 200)))
def test_a_range_gives_its_slice(page: ArticlePage, text: str, ends: tuple[int, int]) -> None:
    page.set_article(article(text.replace("\n! ", "\n")))
    assert page.article is not None
    whole = page.article.text
    start, end = sorted(min(one, len(whole)) for one in ends)
    engine = page.engine
    if start == end or any(engine.away(engine.paragraphs[engine.at(one)]) for one in (start, end)):
        return
    page.select_range(start, end)
    assert page.selected_range() == (start, end)
    assert page.selected_text() == whole[start:end]


@given(text=st.text(alphabet="ab .\r\u2029\n", max_size=200), times=st.integers(1, 300))
@settings(max_examples=60, deadline=None)
def test_the_text_for_qt_is_as_long_and_cut_at_blanks_only(text: str, times: int) -> None:
    whole = text * times
    given_to_qt = shown(whole)
    assert len(given_to_qt) == len(whole)
    assert all(a == b or (b == "\n" and a in " \r\u2029") for a, b in zip(whole, given_to_qt, strict=True))
    for line in given_to_qt.split("\n"):
        assert len(line) <= LONGEST or " " not in line.strip()
