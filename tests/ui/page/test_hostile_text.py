"""Texts on which Qt's own layout is quadratic, or worse: the page shows each of them while a person watches."""

from __future__ import annotations

import time

import pytest

from glossator.core.model.block import Kind
from glossator.core.reading.base import Draft, DraftBlock
from glossator.core.reading.settle import settle
from glossator.ui.page.page import ArticlePage
from glossator.ui.theme import Theme

SECONDS = 30.0
"""Seconds of the processor, far above what the slowest of them takes; without our cuts it is hours."""

TEXTS = {
    "no blank": "a" * 1_000_000,
    "no blank, east": "字" * 200_000,
    "one letter": "e" + "\u0301" * 100_000,
    "joined emoji": "\U0001f468\u200d" * 20_000,
    "turning": "\u202e\u2066abc\u2069\u202c " * 20_000,
    "right to left": "שלום " * 40_000,
    "many lines": "x\n" * 40_000,
    "markup": "<table><tr><td>" * 5_000,
    "no width": "\u200b" * 100_000 + "x",
}


@pytest.mark.parametrize("name", TEXTS)
def test_it_is_shown_and_scrolled_and_selected(qtbot, name: str) -> None:
    article = settle(Draft((DraftBlock(TEXTS[name], Kind.PARAGRAPH),), name), "0" * 64, 0, "")
    page = ArticlePage(Theme.named("light"))
    qtbot.addWidget(page)
    page.resize(900, 900)
    page.show()
    begun = time.process_time()
    page.set_article(article, ())
    page.grab()
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    page.grab()
    page.select_range(0, min(1_000, len(article.text)))
    page.grab()
    assert time.process_time() - begun < SECONDS
    assert len(page.document().toPlainText()) >= 1
