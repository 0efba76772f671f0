"""The page: offsets, hands, rows, furniture and steps, as a person meets them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from pytestqt.qtbot import QtBot

from glossator.core.errors import UserError
from glossator.core.model.article import Article
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.span import Layer, Span, State
from glossator.ui.page import geometry
from glossator.ui.page.page import ArticlePage
from glossator.ui.theme import NAMES, Theme
from pictures import article, picture

PLAIN, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
LABELS = {"PERSON": Label("PERSON", "Person", "entity", 212), "ORG": Label("ORG", "Organisation", "entity", 268)}
MIXED = "Ada 🏛 met 👩‍👩‍👧 at the cafe\u0301.\nقال محسن نقوي في بكين.\nבנימין and\u00a0Grace 😀😀 left."


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., ArticlePage]:
    """A function that shows an article with spans on a page of 900 × 700 pixels."""

    def shown(made: Article, spans: tuple[Span, ...] = (), links: tuple[Link, ...] = ()) -> ArticlePage:
        page = ArticlePage()
        qtbot.addWidget(page)
        page.resize(900, 700)
        page.set_article(made, spans, links, (), LABELS)
        page.show()
        page.grab()
        return page

    return shown


def centre(page: ArticlePage, start: int, end: int) -> QPoint:
    """The middle of a stretch of one line, in pixels of the viewport."""
    return middle_left(page, start, end, 0.5)


def middle_left(page: ArticlePage, start: int, end: int, part: float) -> QPoint:
    """A point in the first line of a stretch, ``part`` of its width from the left."""
    number = page.engine.at(start)
    page.engine.lay(number)
    rect = geometry.stretch(page.engine, page.engine.paragraphs[number], start, end)[0]
    point = page.engine.origin(number) + QPointF(rect.left() + rect.width() * part, rect.center().y())
    return point.toPoint() - QPoint(0, page.verticalScrollBar().value())


@pytest.mark.parametrize("word", ["🏛", "👩‍👩‍👧", "cafe\u0301", "محسن نقوي", "בנימין", "and\u00a0Grace", "😀😀", "left"])
def test_a_selected_range_is_that_slice(show: Callable[..., ArticlePage], word: str) -> None:
    page = show(article(MIXED))
    start = MIXED.index(word)
    page.select_range(start, start + len(word))
    assert page.selected_range() == (start, start + len(word))
    assert page.selected_text() == word
    assert page.textCursor().selectedText().replace("\u2029", "\n") == word


def test_the_span_under_the_pointer_is_clicked_inner_first(show: Callable[..., ArticlePage], qtbot: QtBot) -> None:
    made, (ministry,) = picture("The [Ministry of Norway](ORG) waits.")
    at = made.text.index("Norway")
    norway = replace(ministry, id="inner", start=at, end=at + 6, label="PERSON", text="Norway")
    page = show(made, (ministry, norway))
    point = centre(page, norway.start, norway.end)
    with qtbot.waitSignal(page.span_selected) as told:
        qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert told.args == [norway]
    qtbot.wait(500)
    qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert page.selected_span() == ministry
    qtbot.wait(500)
    qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=middle_left(page, 0, 3, 0.5))
    assert page.selected_span() is None


def test_hovering_lights_what_belongs_to_a_quotation(show: Callable[..., ArticlePage], qtbot: QtBot) -> None:
    made, (ada, quote) = picture("[Ada](SPEAKER) said [“the ferry sails”](QUOTE) today.")
    link = Link("l", made.id, "speaker", quote.id, ada.id, "human:test", State.ACCEPTED, None, (("name", "Ada Byron"),))
    page = show(made, (ada, quote), (link,))
    assert page.look.speakers == {quote.id: "Ada Byron"}
    with qtbot.waitSignal(page.span_hovered) as told:
        qtbot.mouseMove(page.viewport(), centre(page, quote.start, quote.end))
    assert told.args == [quote]
    assert page.look.lit == {ada.id, quote.id}


@pytest.mark.parametrize(("keys", "whole"), [(PLAIN, True), (ALT, False)])
def test_a_dragged_edge_says_the_new_offsets(
    show: Callable[..., ArticlePage], qtbot: QtBot, keys: Qt.KeyboardModifier, whole: bool
) -> None:
    made, (ada,) = picture("😀 [Ada](PERSON) Byron wrote notes.")
    page = show(made, (ada,))
    page.select_span(ada.id)
    found = geometry.edges(page.engine, ada.start, ada.end)
    assert found is not None
    edge = found[1]
    grip = (page.engine.origin(edge.number) + QPointF(edge.x, edge.rect.center().y())).toPoint()
    middle = made.text.index("Byron") + 3
    target = middle_left(page, middle, middle + 1, 0.1)
    port = page.viewport()
    with qtbot.waitSignal(page.span_resized) as told:
        qtbot.mousePress(port, Qt.MouseButton.LeftButton, keys, grip)
        _drag(page, target, keys)
        assert page.look.preview is not None
        qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, keys, target)
    assert told.args == [ada.id, ada.start, made.text.index(" wrote") if whole else middle]
    assert page.look.preview is None


def _drag(page: ArticlePage, to: QPoint, keys: Qt.KeyboardModifier) -> None:
    left = Qt.MouseButton.LeftButton
    where = QPointF(to)
    event = QMouseEvent(QEvent.Type.MouseMove, where, QPointF(page.viewport().mapToGlobal(to)), left, left, keys)
    QGuiApplication.sendEvent(page.viewport(), event)


def test_a_span_written_from_the_right_begins_at_its_right(show: Callable[..., ArticlePage]) -> None:
    made, (name,) = picture("قال [محسن نقوي](PERSON) في بكين.")
    page = show(made, (name,))
    found = geometry.edges(page.engine, name.start, name.end)
    assert found is not None
    begin, finish = found
    assert begin.x > finish.x
    assert (
        geometry.grip_at(page.engine, name, page.engine.origin(0) + QPointF(begin.x, begin.rect.center().y()))
        == "start"
    )


def test_escape_leaves_a_dragged_span_as_it_is(show: Callable[..., ArticlePage], qtbot: QtBot) -> None:
    made, (ada,) = picture("[Ada](PERSON) Byron wrote.")
    page = show(made, (ada,))
    page.select_span(ada.id)
    port, left = page.viewport(), Qt.MouseButton.LeftButton
    told: list[object] = []
    page.span_resized.connect(lambda *values: told.append(values))
    qtbot.mousePress(port, left, pos=middle_left(page, 0, 3, 0.0))
    _drag(page, centre(page, 4, 9), Qt.KeyboardModifier.NoModifier)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    qtbot.mouseRelease(port, left, pos=centre(page, 4, 9))
    assert told == []


def test_a_double_click_selects_a_word(show: Callable[..., ArticlePage], qtbot: QtBot) -> None:
    page = show(article("The mayor waits."))
    point = centre(page, 4, 9)
    with qtbot.waitSignal(page.range_selected) as told:
        qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=point)
        qtbot.mouseDClick(page.viewport(), Qt.MouseButton.LeftButton, pos=point)
        qtbot.mouseRelease(page.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert told.args == [4, 9]


def test_keys_select_and_the_range_is_grown_to_tokens(show: Callable[..., ArticlePage], qtbot: QtBot) -> None:
    page = show(article("The mayor waits."))
    page.select_range(5, 5)
    shift = Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(page.range_selected) as told:
        qtbot.keyClick(page, Qt.Key.Key_Right, shift)
    assert told.args == [4, 9]
    assert page.look.caret
    page.set_snapping(False)
    assert page.selected_range() == (5, 6)


def test_letters_and_digits_are_left_to_the_window(show: Callable[..., ArticlePage]) -> None:
    page = show(article("Words."))
    for key, text in ((Qt.Key.Key_A, "a"), (Qt.Key.Key_1, "1"), (Qt.Key.Key_Delete, "\x7f")):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
        page.keyPressEvent(event)
        assert not event.isAccepted()


def test_new_rows_lay_out_their_paragraphs_only(show: Callable[..., ArticlePage]) -> None:
    made, (ada,) = picture("One line.\n[Ada](PERSON) is here.\nThree.")
    page = show(made)
    assert all(paragraph.laid for paragraph in page.engine.paragraphs)
    assert page.engine.change_spans([], [ada]) == {1}
    assert [one.laid for one in page.engine.paragraphs] == [True, False, True]
    laid: list[str] = []
    lines = page.engine._lines
    page.engine._lines = lambda layout, paragraph: laid.append(paragraph.text) or lines(layout, paragraph)  # type: ignore[method-assign]
    page.update_rows([ada], [])
    assert page.engine.spans == []
    assert laid == ["Ada is here."]


def test_a_replaced_span_stays_selected_and_a_gone_one_does_not(show: Callable[..., ArticlePage]) -> None:
    made, (ada,) = picture("[Ada](PERSON) Byron.")
    page = show(made, (ada,))
    page.select_span(ada.id)
    longer = replace(ada, end=9, text="Ada Byron")
    page.update_rows([ada], [longer])
    assert page.selected_span() is longer
    page.update_rows([longer], [])
    assert page.selected_span() is None


def test_hidden_furniture_takes_no_room_no_caret_and_no_copy(show: Callable[..., ArticlePage], qtbot: QtBot) -> None:
    page = show(article("First line.\n! Share this!\n\nLast line."))
    text = page.article.text if page.article else ""
    away = text.index("Share")
    engine = page.engine
    assert engine.tops[1] == engine.tops[2] == engine.tops[3]
    page.select_range(len("First line."), len("First line."))
    qtbot.keyClick(page, Qt.Key.Key_Right)
    assert page.textCursor().position() == text.index("Last")
    qtbot.keyClick(page, Qt.Key.Key_Left)
    assert page.textCursor().position() == len("First line.")
    qtbot.keyClick(page, Qt.Key.Key_Down)
    assert page.textCursor().position() >= text.index("Last")
    page.selectAll()
    page.copy()
    assert QGuiApplication.clipboard().text() == "First line.\n\nLast line."
    page.set_furniture_shown(True)
    page.grab()
    assert engine.tops[2] > engine.tops[1]
    page.select_range(away, away + 5)
    assert page.selected_text() == "Share"
    page.set_furniture_shown(False)
    assert not engine.away(engine.paragraphs[engine.at(page.textCursor().position())])


def test_steps_go_through_spans_in_reading_order(show: Callable[..., ArticlePage], qtbot: QtBot) -> None:
    made, spans = picture("[Ada](PERSON) and [Grace](PERSON) met the [Crew](ORG).")
    rejected = replace(spans[1], id="no", state=State.REJECTED)
    page = show(made, (*spans, rejected))
    assert [page.step(1), page.step(1), page.step(1), page.step(1)] == [*spans, None]
    assert page.step(-1, lambda span: span.label == "PERSON") == spans[1]
    with qtbot.waitSignal(page.span_selected) as told:
        page.step(-1)
    assert told.args == [spans[0]]


def test_a_far_span_is_brought_into_view(show: Callable[..., ArticlePage]) -> None:
    lines = "\n".join("A line of words that is long enough to wrap once or twice. " * 5 for _ in range(200))
    made, (ada,) = picture(f"{lines}\n[Ada](PERSON) waits.")
    page = show(made, (ada,))
    page.select_span(ada.id)
    page.grab()
    y = centre(page, ada.start, ada.end).y()
    assert 0 < y < page.viewport().height()


def test_the_caret_climbs_through_every_script(show: Callable[..., ArticlePage], qtbot: QtBot) -> None:
    arabic = "قال وزير الداخلية إن البلدين اتفقا على التعاون مع Daily Beacon في عام 2025. " * 3
    page = show(article("Up here.\n! Share\n" + arabic.strip() + "\n" + "Down there. " * 60))
    qtbot.keyClick(page, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    for _ in range(40):
        qtbot.keyClick(page, Qt.Key.Key_Up)
        at = page.engine.at(page.textCursor().position())
        assert not page.engine.away(page.engine.paragraphs[at])
        assert page.viewport().rect().intersects(page.cursorRect())
    assert page.engine.at(page.textCursor().position()) == 0


def test_layers_and_rejected_spans_can_be_left_out(show: Callable[..., ArticlePage]) -> None:
    made, (ada, quote) = picture("[Ada](PERSON) said [“hi”](QUOTE).")
    page = show(made, (replace(ada, state=State.REJECTED), quote))
    assert page.engine.spans == [quote]
    page.set_hidden_layers([Layer.QUOTE])
    assert page.engine.spans == []
    page.select_span(quote.id)
    assert page.selected_span() is None


@pytest.mark.parametrize("name", NAMES)
def test_a_theme_gives_the_page_its_paper(show: Callable[..., ArticlePage], name: str) -> None:
    made, spans = picture("[Ada](PERSON) said [“hi”](QUOTE).")
    page = show(made, spans)
    theme = Theme.named(name)
    page.set_theme(theme)
    picture_of_it = page.grab().toImage()
    assert picture_of_it.pixelColor(3, 3) == theme.paper
    fill = theme.label_colors(212).fill
    colors = {picture_of_it.pixelColor(x, y).name() for x in range(20, 300) for y in range(40, 90)}
    assert fill.name() in colors


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(UserError):
        Theme.named("neon")


@pytest.mark.parametrize("parted", [True, False])
def test_a_long_text_opens_at_once(show: Callable[..., ArticlePage], parted: bool) -> None:
    sentence = "The working group meets by the sea and writes down what it has taken. "
    text = ("\n" if parted else "").join([sentence.strip() + ("" if parted else " ")] * 4_300).strip()
    assert len(text) > 290_000
    page = show(article(text))
    assert 0 < sum(paragraph.laid for paragraph in page.engine.paragraphs) < 60, "only what is seen is laid out"
    assert max(len(one.text) for one in page.engine.paragraphs) <= 8_000
    page.select_range(200_000, 200_050)
    assert page.selected_text() == text[200_000:200_050]


def test_a_page_can_be_emptied_and_used_again(show: Callable[..., ArticlePage]) -> None:
    made, spans = picture("[Ada](PERSON) waits.")
    page = show(made, spans)
    page.set_article(None)
    page.grab()
    assert page.selected_range() is None
    assert page.step(1) is None
    page.set_article(made, spans)
    page.resize(320, 300)
    page.grab()
    page.set_font_size(30)
    page.set_chips(False)
    page.grab()
    assert page.step(1) == spans[0]


def test_the_copy_key_takes_the_article_not_what_qt_made_of_it(show: Callable[..., ArticlePage], qtbot: QtBot) -> None:
    made, (ada,) = picture("One\u00a0[Ada](PERSON) two.\n! Share\nThree.")
    page = show(made, (ada,))
    control = Qt.KeyboardModifier.ControlModifier
    page.select_range(0, len(made.text))
    qtbot.keyClick(page, Qt.Key.Key_C, control)
    assert QGuiApplication.clipboard().text() == "One\u00a0Ada two.\nThree."
    page.select_span(ada.id)
    qtbot.keyClick(page, Qt.Key.Key_C, control)
    assert QGuiApplication.clipboard().text() == "Ada"
