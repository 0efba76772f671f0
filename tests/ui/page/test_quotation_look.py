"""A quotation is one object on the page: one colour, one light, one line in the margin."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt

from glossator.core.model.link import Link
from glossator.core.model.quote import gather
from glossator.core.model.span import State
from glossator.ui.page.look import threads_of, voices_of
from glossator.ui.page.page import ArticlePage
from glossator.ui.page.painter import THREAD
from pictures import picture

DRAWN = (
    "[“We open,”](QUOTE) [said](CUE) [Ada](SPEAKER), [“in May.”](QUOTE)\n"
    "[“No,”](QUOTE) said [Ben](SPEAKER). So [“free”](QUOTE)."
)


def drawn():
    article, spans = picture(DRAWN)
    one, said, ada, two, no, ben, free = spans
    spans = (*spans[:-1], replace(free, values=(("kind", "scare"),)))
    links = tuple(
        Link(f"{kind}{head.start}", article.id, kind, head.id, tail.id, "human:test", State.ACCEPTED)
        for kind, head, tail in (
            ("piece", one, two), ("cue", one, said), ("speaker", one, ada), ("speaker", no, ben),
        )
    )  # fmt: skip
    return article, spans, links


@pytest.fixture
def page(qtbot):
    made = ArticlePage()
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    article, spans, links = drawn()
    made.set_article(article, spans, links)
    return made


def color_at(page, x, y):
    return page.viewport().grab().toImage().pixelColor(QPoint(round(x), round(y))).name()


def test_every_part_has_the_hue_of_its_speaker():
    _, spans, links = drawn()
    quotes = gather(spans, links)
    hues = voices_of(quotes)
    one, said, ada, two, no, ben, free = (span.id for span in spans)
    assert len({hues[one], hues[said], hues[ada], hues[two]}) == 1
    assert hues[no] == hues[ben] != hues[one]
    assert free not in hues
    threads = threads_of(quotes)
    assert threads[one] == threads[two] == (one, spans[0].start, spans[3].end)
    assert set(threads) == {one, two, no}


def test_one_piece_lights_all_and_the_line_takes_the_speakers_colour(page):
    one, said, ada, two, *_ = page.engine.spans
    page.select_span(two.id)
    assert page.look.lit == {one.id, said.id, ada.id, two.id}
    middle = page.engine.tops[0] + 14
    expected = page.look.theme.label_colors(page.look.voices[one.id]).edge.name()
    assert color_at(page, page.engine.left - THREAD, middle) == expected
    page.select_none()
    assert page.look.lit == frozenset()
    quiet = color_at(page, page.engine.left - THREAD, middle)
    assert quiet != expected
    assert quiet != page.look.theme.paper.name()


def test_hovering_a_name_that_is_also_a_speaker_lights_its_quotation(page, qtbot):
    ada = next(span for span in page.engine.spans if span.text == "Ada")
    name = replace(ada, id="name", label="PERSON", layer="entity")
    page.update_rows((), (name,))
    cursor = page.textCursor()
    cursor.setPosition(ada.start + 1)
    where = page.cursorRect(cursor).center()
    qtbot.mouseMove(page.viewport(), where)
    assert page.look.hovered.id in ("name", ada.id)
    assert ada.id in page.look.lit
    lit = {span.text for span in page.engine.spans if span.id in page.look.lit}
    assert lit == {"“We open,”", "said", "Ada", "“in May.”"}


def test_while_picking_a_click_tells_the_mention_and_selects_nothing(page, qtbot):
    ben = next(span for span in page.engine.spans if span.text == "Ben")
    cursor = page.textCursor()
    cursor.setPosition(ben.start + 1)
    where = page.cursorRect(cursor).center()
    page.set_picking(True)
    with qtbot.waitSignal(page.place_picked) as told:
        qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert told.args == [ben.start, ben.end]
    assert page.selected_span() is None
    assert page.viewport().cursor().shape() == Qt.CursorShape.CrossCursor
    with qtbot.assertNotEmitted(page.place_picked):
        qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    page.set_picking(False)
    qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert page.selected_span() is ben
