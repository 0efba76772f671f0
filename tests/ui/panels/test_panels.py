"""The panels: what they show, and what they ask for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from glossator.core.model.ids import new_id
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.quote import gather
from glossator.core.model.span import State
from glossator.ui.panels.details import DetailsPanel
from glossator.ui.panels.labels import LabelsPanel
from glossator.ui.panels.library import LibraryPanel
from glossator.ui.panels.search import SearchPanel
from glossator.ui.panels.spans import SpansPanel
from pictures import picture

LABELS = (
    Label("PERSON", "Person", "entity", 212, "1", place=0),
    Label("ORG", "Organisation", "entity", 268, "2", guideline="Companies & <parties>", place=1),
    Label("QUOTE", "Quotation", "quote", 30, "q", place=2),
)


@dataclass(frozen=True)
class ALine:
    id: str
    title: str = "Harbour reopens"
    published: str = "2026-01-07"
    byline: str = ""
    source_path: str = "/news/harbour.html"
    stage: str = "new"
    tags: tuple[str, ...] = ()
    spans: int = 0
    suggested: int = 0
    quotes: int = 0
    words: int = 100
    added: str = ""
    analysed: bool = True


@dataclass(frozen=True)
class AHit:
    article: str
    title: str
    snippet: str
    ranges: tuple[tuple[int, int], ...]


def heard(signal):
    said = []
    signal.connect(lambda *values: said.append(values[0] if len(values) == 1 else values))
    return said


@pytest.fixture
def scene():
    article, spans = picture(
        "[Ada Moreno](PERSON) of [Kelling Board](ORG) spoke. [“Open it,”](QUOTE) [she](SPEAKER) [said](CUE).",
        State.SUGGESTED,
    )
    quote, speaker, cue = spans[2:]
    links = [
        Link(
            new_id(), article.id, "speaker", quote.id, speaker.id, "x", State.SUGGESTED, None, (("name", "Ada Moreno"),)
        ),
        Link(new_id(), article.id, "cue", quote.id, cue.id, "x", State.SUGGESTED),
    ]
    return article, list(spans), links


# ---- library


@pytest.fixture
def library(qtbot):
    panel = LibraryPanel()
    qtbot.addWidget(panel)
    panel.set_articles([ALine("a", "Ada speaks"), ALine("b", "Board meets"), ALine("c", "Coast")])
    panel.resize(320, 400)
    panel.show()
    return panel


def test_an_empty_library_invites(qtbot):
    panel = LibraryPanel()
    qtbot.addWidget(panel)
    asked = heard(panel.open_requested)
    assert panel.stack.currentWidget() is not panel.view
    panel.open_button.click()
    assert len(asked) == 1
    assert panel.count.text() == "0 articles"


def test_enter_in_the_filter_goes_to_the_first_article_and_enter_opens_it(qtbot, library):
    chosen, filtered = heard(library.article_chosen), heard(library.filter_changed)
    qtbot.keyClicks(library.filter, "board")
    qtbot.keyClick(library.filter, Qt.Key.Key_Return)
    assert filtered == [("board", "")]
    assert library.visible_ids() == ["b"]
    assert library.count.text() == "1 article of 3"
    qtbot.keyClick(library.view, Qt.Key.Key_Return)
    assert chosen == ["b"]
    library.filter.setText("nowhere")
    qtbot.waitUntil(lambda: library.visible_ids() == [])
    library.clear_button.click()
    assert library.visible_ids() == ["a", "b", "c"]


def test_a_click_opens_and_the_open_one_is_not_opened_again(qtbot, library):
    chosen = heard(library.article_chosen)
    place = library.view.visualRect(library.model.index(1, 0)).center()
    qtbot.mouseClick(library.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    library.set_current("b")
    qtbot.mouseClick(library.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == ["b"]
    assert (library.step(1), library.step(-1), library.step(2)) == ("c", "a", "")


def test_delete_asks_for_the_trash_and_in_the_trash_for_the_way_back(qtbot, library):
    trash, back = heard(library.trash_requested), heard(library.restore_requested)
    library.view.selectAll()
    qtbot.keyClick(library.view, Qt.Key.Key_Delete)
    assert trash == [["a", "b", "c"]]
    library.set_articles([ALine("t", stage="trashed")])
    library.stage.setCurrentIndex(library.stage.findData("trashed"))
    library.view.selectAll()
    qtbot.keyClick(library.view, Qt.Key.Key_Delete)
    assert back == [["t"]]


def test_the_menu_asks_for_stages_and_tags(library):
    stages, tags = heard(library.stage_requested), heard(library.tag_requested)
    for action in library.menu_for(["a", "b"]).actions():
        if action.text() in ("Mark as done", "Add tags…"):
            action.trigger()
    assert stages == [(["a", "b"], "done")]
    assert tags == [["a", "b"]]


def test_dropped_files_are_handed_on(library):
    dropped = heard(library.files_dropped)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/tmp/a b.txt"), QUrl("https://example.org/x")])
    library.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert dropped == [[Path("/tmp/a b.txt")]]


def test_the_cursor_stays_on_its_article_when_the_list_is_filled_anew(library):
    library.set_current("b")
    library.set_articles([ALine("x"), ALine("b", "Board meets"), ALine("a")])
    assert library.view.keys.current_id() == "b"


# ---- spans


@pytest.fixture
def spans_panel(qtbot, scene):
    panel = SpansPanel()
    qtbot.addWidget(panel)
    panel.set_labels({label.id: label for label in LABELS})
    panel.set_rows(scene[1], scene[2])
    panel.resize(340, 400)
    panel.show()
    return panel


def test_names_and_quotes_have_a_tab_each(spans_panel):
    assert [spans_panel.tabs.tabText(n) for n in (0, 1)] == ["Entities 2", "Quotes 1"]
    assert spans_panel.entities.count.text() == "2 entities, 2 suggested"
    quote = spans_panel.quotes.model.shown()[0]
    assert (quote.speaker_name, quote.cue.text) == ("Ada Moreno", "said")


def test_accept_all_asks_for_what_is_shown(spans_panel, scene):
    asked, refused = heard(spans_panel.accept_requested), heard(spans_panel.reject_requested)
    spans_panel.entities.filter.setText("ada")
    spans_panel.accept_all()
    assert asked == [[scene[1][0].id]]
    spans_panel.tabs.setCurrentIndex(1)
    spans_panel.reject_all()
    assert refused == [[scene[1][2].id]]


def test_keys_accept_reject_delete_and_jump(qtbot, spans_panel, scene):
    said = {
        name: heard(getattr(spans_panel, name))
        for name in ("accept_requested", "reject_requested", "delete_requested", "span_chosen")
    }
    first = scene[1][0].id
    spans_panel.set_current(first)
    view = spans_panel.entities.view
    for key in (Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_Delete, Qt.Key.Key_Return):
        qtbot.keyClick(view, key)
    assert list(said.values()) == [[[first]], [[first]], [[first]], [first]]


def test_only_changed_rows_are_touched(spans_panel, scene):
    _, spans, links = scene
    resets = heard(spans_panel.entities.model.modelReset)
    accepted = replace(spans[0], state=State.ACCEPTED)
    spans_panel.update_rows([spans[0]], [accepted])
    assert spans_panel.entities.model.suggested() == [spans[1].id]
    spans_panel.update_rows([spans[2]], [], links, [])
    assert spans_panel.quotes.model.rowCount() == 0
    assert not resets
    spans_panel.update_rows([], [spans[2]], [], links)
    assert spans_panel.quotes.model.shown()[0].speaker_name == "Ada Moreno"
    spans_panel.update_rows([accepted, spans[1]], [])
    assert spans_panel.entities.empty.text() == "No entities in this article."
    assert not spans_panel.entities.accept_all.isEnabled()


def test_a_speaker_shows_its_quotation(spans_panel, scene):
    spans_panel.set_current(scene[1][3].id)
    assert spans_panel.tabs.currentIndex() == 1
    assert spans_panel.quotes.view.keys.current_id() == scene[1][2].id


# ---- details


@pytest.fixture
def details(qtbot):
    panel = DetailsPanel()
    qtbot.addWidget(panel)
    panel.set_labels(LABELS)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def test_a_span_is_decided_and_labelled_anew(details, scene):
    span = scene[1][0]
    accepted, relabelled = heard(details.accept_requested), heard(details.label_changed)
    details.show_span(span, "")
    assert details.span.text.text() == "Ada Moreno"
    details.span.accept.click()
    box = details.span.label
    assert [box.itemText(n) for n in range(box.count())] == ["Person", "Organisation"]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert accepted == [[span.id]]
    assert relabelled == [(span.id, "ORG")]
    details.show_span(replace(span, state=State.ACCEPTED))
    assert not details.span.accept.isEnabled()


def test_a_quotation_names_its_speaker(qtbot, details, scene):
    _, spans, links = scene
    quote = gather(spans, links)[0]
    named, shown = heard(details.speaker_named), heard(details.span_chosen)
    details.show_span(quote.pieces[0], "", quote)
    assert details.span.cue.text() == "said"
    details.span.show_speaker.click()
    details.focus_speaker()
    qtbot.keyClicks(details.span.speaker, "Bea Lind")
    qtbot.keyClick(details.span.speaker, Qt.Key.Key_Return)
    assert named == [(quote.id, "Bea Lind")]
    assert shown == [spans[3].id]


def test_a_half_typed_speaker_is_kept_for_the_quotation_it_was_typed_on(qtbot, details, scene):
    _, spans, links = scene
    quote = gather(spans, links)[0]
    named = heard(details.speaker_named)
    details.show_span(quote.pieces[0], "", quote)
    details.focus_speaker()
    qtbot.keyClicks(details.span.speaker, "Bea")
    details.show_span(spans[0])
    assert named == [(quote.id, "Bea")]


def test_no_keystroke_of_a_note_is_lost(qtbot, details, scene):
    first, second = scene[1][:2]
    written = heard(details.note_edited)
    details.show_span(first, "")
    note = details.span.note
    qtbot.keyClicks(note, "one")
    qtbot.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert written == [(first.id, "one")]
    qtbot.keyClicks(note, " two")
    with qtbot.waitSignal(details.note_edited, timeout=3000):
        pass
    qtbot.keyClicks(note, " three")
    details.show_span(second, "other")
    assert written[-1] == (first.id, "one two three")
    assert note.toPlainText() == "other"
    qtbot.keyClicks(note, "!")
    details.flush()
    assert written[-1][0] == second.id
    assert len(written) == 4


def test_a_refresh_does_not_take_away_what_is_being_typed(qtbot, details, scene):
    span = scene[1][0]
    details.show_span(span, "old")
    details.span.note.setPlainText("old and new")
    details.show_span(replace(span, state=State.ACCEPTED), "old")
    assert details.span.note.toPlainText() == "old and new"


def test_an_article_has_tags_a_stage_and_a_note(qtbot, details, scene):
    article = scene[0]
    tagged, staged, noted = (
        heard(details.tags_edited),
        heard(details.stage_requested),
        heard(details.article_note_edited),
    )
    details.show_article(article, ("ports",), "", "new", "/news/a.html")
    assert details.article.title.text() == "A title"
    line = details.article.tags
    line.setText("ports,  big   storm, ports")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert tagged == [(article.id, ("ports", "big storm"))]
    box = details.article.stage
    box.setCurrentIndex(box.findData("done"))
    box.activated.emit(box.currentIndex())
    assert staged == [([article.id], "done")]
    qtbot.keyClicks(details.article.note, "x")
    details.show_nothing()
    assert noted == [(article.id, "x")]


def test_titles_are_never_markup(details, scene):
    details.show_article(replace(scene[0], title="<b>Bold</b> & so"))
    assert details.article.title.textFormat() == Qt.TextFormat.PlainText
    assert details.article.title.text() == "<b>Bold</b> & so"


# ---- labels and search


def test_a_chip_labels_and_shows_its_key(qtbot):
    panel = LabelsPanel()
    qtbot.addWidget(panel)
    panel.set_labels(LABELS)
    panel.set_active("PERSON")
    chosen = heard(panel.label_chosen)
    panel.chips["QUOTE"].click()
    panel.chips["ORG"].setFocus()
    qtbot.keyClick(panel.chips["ORG"], Qt.Key.Key_Space)
    assert chosen == ["QUOTE", "ORG"]
    assert [key for key, chip in panel.chips.items() if chip.isChecked()] == ["PERSON"]
    assert panel.chips["QUOTE"].accessibleName() == "Quotation, key Q"
    assert "&lt;parties&gt;" in panel.chips["ORG"].toolTip()


def test_a_search_is_asked_once_and_an_old_answer_is_passed_over(qtbot):
    panel = SearchPanel()
    qtbot.addWidget(panel)
    panel.show()
    asked, chosen = heard(panel.searched), heard(panel.hit_chosen)
    with qtbot.waitSignal(panel.searched, timeout=3000):
        qtbot.keyClicks(panel.line, "pier")
    assert asked == ["pier"]
    panel.set_hits("pie", [AHit("z", "Old", "old", ())])
    assert panel.model.rowCount() == 0
    panel.set_hits("pier", [AHit("a", "Harbour", "the pier", ((4, 8),))])
    assert panel.count.text() == "1 article"
    qtbot.keyClick(panel.line, Qt.Key.Key_Return)
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert chosen == [("a", "pier")]
    panel.set_query("nothing")
    panel.set_hits("nothing", [])
    assert panel.message.text() == "No article holds “nothing”."
    assert panel.stack.currentWidget() is panel.message
