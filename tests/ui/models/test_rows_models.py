"""The models: roles, filters, order, and signals for exactly the rows that change."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt

from glossator.core.model.label import Label
from glossator.core.model.quote import gather
from glossator.core.model.span import State
from glossator.ui.models.articles import ArticlesModel
from glossator.ui.models.fold import folded
from glossator.ui.models.hits import HitsModel, first_match
from glossator.ui.models.labels import LabelsModel, problem_of
from glossator.ui.models.quotes import QuotesModel
from glossator.ui.models.spans import SpansModel
from pictures import picture


@dataclass(frozen=True)
class Line:
    id: str
    title: str = "Harbour reopens"
    published: str = "2026-01-07"
    byline: str = "By Ines Halder"
    source_path: str = "/news/harbour.html"
    stage: str = "new"
    tags: tuple[str, ...] = ()
    spans: int = 0
    suggested: int = 0
    quotes: int = 0
    words: int = 100
    added: str = "2026-01-08"
    analysed: bool = True


@dataclass(frozen=True)
class Found:
    article: str
    title: str
    snippet: str
    ranges: tuple[tuple[int, int], ...] = ()


def texts(model, role=Qt.ItemDataRole.DisplayRole, column=0):
    return [model.index(row, column).data(role) for row in range(model.rowCount())]


def label(key, **more):
    return Label(**{"id": key, "name": key.title(), "layer": "entity", "hue": 10, **more})


def test_folding_takes_case_and_accents_away():
    assert folded("ÉLODIE Straße") == "elodie strasse"


def test_an_article_shows_title_and_what_is_known(qtmodeltester):
    model = ArticlesModel()
    model.set_rows(
        [
            Line("a", suggested=14, tags=("ports", "storm"), stage="started"),
            Line("b", title="", analysed=False, published=""),
            Line("c", spans=1),
        ]
    )
    qtmodeltester.check(model)
    assert texts(model) == ["Harbour reopens", "harbour.html", "Harbour reopens"]
    assert texts(model, model.SUBTITLE) == [
        "2026-01-07 · 14 suggestions · ports, storm · started",
        "not analysed",
        "2026-01-07 · 1 span",
    ]


def test_articles_are_filtered_by_title_byline_and_tags_without_accents():
    model = ArticlesModel()
    model.set_rows([Line("a", title="Élodie wins"), Line("b", byline="By Zoë Ask"), Line("c", tags=("Météo",))])
    for typed, wanted in (("elodie", ["a"]), ("ZOE ask", ["b"]), ("meteo", ["c"]), ("nobody", [])):
        model.set_filter(typed)
        assert texts(model, model.ID) == wanted
    model.set_filter("")
    assert model.rowCount() == 3


def test_the_trash_is_shown_only_when_asked_for():
    model = ArticlesModel()
    model.set_rows([Line("a"), Line("b", stage="trashed"), Line("c", stage="done")])
    assert texts(model, model.ID) == ["a", "c"]
    model.set_filter("", "trashed")
    assert texts(model, model.ID) == ["b"]
    model.set_filter("", "done")
    assert texts(model, model.ID) == ["c"]


def test_one_changed_row_is_one_data_changed(qtbot):
    model = ArticlesModel()
    model.set_rows([Line(str(n)) for n in range(5)])
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    with qtbot.waitSignal(model.dataChanged) as told:
        model.put([Line("3", title="New title")])
    assert (told.args[0].row(), told.args[1].row()) == (3, 3)
    assert not resets
    assert model.index(3, 0).data() == "New title"


def test_a_row_that_no_longer_fits_the_filter_goes_and_comes_back():
    model = ArticlesModel()
    model.set_rows([Line("a"), Line("b"), Line("c")])
    model.put([Line("b", stage="trashed")])
    assert texts(model, model.ID) == ["a", "c"]
    model.put([Line("b")])
    assert texts(model, model.ID) == ["a", "b", "c"]
    model.remove(["a", "unknown"])
    assert texts(model, model.ID) == ["b", "c"]
    assert model.total() == 2
    assert not model.index_of("a").isValid()


def test_a_filter_sees_a_title_that_changed():
    model = ArticlesModel()
    model.set_rows([Line("a", title="Old")])
    model.set_filter("old")
    model.put([Line("a", title="Fresh")])
    assert model.rowCount() == 0
    model.set_filter("fresh")
    assert model.rowCount() == 1


def test_many_rows_at_once_equal_the_same_rows_one_by_one():
    one, other = ArticlesModel(), ArticlesModel()
    rows = [Line(str(n), title=f"Title {n % 7}") for n in range(600)]
    for model in (one, other):
        model.set_order(lambda row: row.title)
    one.put(rows)
    for row in rows:
        other.put([row])
    assert texts(one) == texts(other)
    one.remove([str(n) for n in range(500)])
    assert one.total() == 100


def test_a_hundred_thousand_articles_are_filtered_in_one_pass():
    model = ArticlesModel()
    model.set_rows([Line(str(n), title=f"Article {n} of the harbour") for n in range(100_000)])
    model.set_filter("harbour")
    asked = []
    accepts = model.accepts
    model.accepts = lambda row: asked.append(row.id) or accepts(row)
    model.set_filter("article 77777")
    assert len(asked) == len(set(asked)) == 100_000, "each row is asked once, in one pass"
    assert texts(model, model.ID) == ["77777"]


@pytest.fixture
def spans():
    article, found = picture("[Zoë](PERSON) met [Ada](PERSON) in [Rome](GPE).")
    return [
        replace(found[0], state=State.ACCEPTED),
        replace(found[1], state=State.SUGGESTED),
        replace(found[2], state=State.ACCEPTED),
    ]


def test_spans_show_text_label_and_state(qtmodeltester, spans):
    model = SpansModel()
    model.set_labels({"PERSON": label("PERSON", name="Person", hue=212)})
    model.set_rows(reversed(spans))
    qtmodeltester.check(model)
    assert texts(model) == ["Zoë", "Ada", "Rome"]
    assert texts(model, column=1) == ["Person", "Person", "GPE"]
    assert texts(model, column=2)[:2] == ["✓", "?"]
    assert texts(model, model.HUE) == [212, 212, None]
    assert texts(model, Qt.ItemDataRole.AccessibleTextRole, 2)[:2] == ["accepted", "suggested"]


def test_spans_are_filtered_and_ordered(spans):
    model = SpansModel()
    model.set_rows(spans)
    model.sort(0)
    assert texts(model) == ["Ada", "Rome", "Zoë"]
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert texts(model) == ["Zoë", "Rome", "Ada"]
    model.sort(-1)
    assert texts(model) == ["Zoë", "Ada", "Rome"]
    model.set_filter(text="zoe")
    assert texts(model) == ["Zoë"]
    model.set_filter(label="GPE")
    assert texts(model) == ["Rome"]
    model.set_filter(state="suggested")
    assert texts(model) == ["Ada"]
    model.set_filter()
    model.set_layers({"quote"})
    assert texts(model) == []


def test_a_new_span_takes_its_place_in_the_text(spans):
    model = SpansModel()
    model.set_rows([spans[0], spans[2]])
    inserted = []
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    model.put([spans[1]])
    assert inserted == [(1, 1)]
    assert texts(model) == ["Zoë", "Ada", "Rome"]


def test_what_was_rejected_shows_only_when_asked_for(spans):
    model = SpansModel()
    model.set_rows([spans[0], replace(spans[1], state=State.REJECTED)])
    assert texts(model) == ["Zoë"]
    assert (model.living(), model.total()) == (1, 2)
    model.set_filter(state="rejected")
    assert texts(model) == ["Ada"]


def test_only_shown_suggestions_are_offered(spans):
    model = SpansModel()
    model.set_rows([replace(span, state=State.SUGGESTED) for span in spans])
    assert len(model.suggested()) == 3
    model.set_filter(text="rome")
    assert model.suggested() == [spans[2].id]


def test_quotes_say_who_said_what(qtmodeltester):
    _, spans = picture("[“Yes,”](QUOTE) she said. [“small”](QUOTE)")
    model = QuotesModel()
    quotes = [
        replace(quote, speaker_name=name) for quote, name in zip(gather(spans, ()), ("Ada Moreno", ""), strict=True)
    ]
    model.set_rows(quotes)
    qtmodeltester.check(model)
    assert texts(model) == ["“Yes,”", "“small”"]
    assert texts(model, model.SUBTITLE)[0].startswith("Ada Moreno")
    assert texts(model, model.SUBTITLE)[1].startswith("no speaker")
    model.set_filter(unspoken=True)
    assert texts(model) == ["“small”"]
    model.set_filter("moreno")
    assert texts(model) == ["“Yes,”"]
    model.set_filter()
    model.set_by_speaker(True)
    assert texts(model) == ["“Yes,”", "“small”"]


def test_hits_know_their_first_match(qtmodeltester):
    hit = Found("a", "Harbour", "😀 the pier", ((6, 10),))
    model = HitsModel()
    model.set_rows([hit, Found("b", "", "nothing")])
    qtmodeltester.check(model)
    assert first_match(hit) == "pier"
    assert first_match(Found("b", "", "x", ((0, 9),))) == ""
    assert texts(model) == ["Harbour", "Untitled"]


def test_a_schema_is_edited_and_its_faults_are_said(qtmodeltester):
    model = LabelsModel([label("PERSON", shortcut="1"), label("ORG", shortcut="2", place=1)], frozenset({"PERSON"}))
    qtmodeltester.check(model)
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert problem_of(model.labels()) == ""
    model.setData(model.index(1, 4), "1")
    assert problem_of(model.labels()) == "“Person” and “Org” both use the key 1; change one of them."
    model.setData(model.index(1, 4), "Q")
    assert model.labels()[1].shortcut == "q"
    assert model.index(1, 4).data() == "Q"
    model.setData(model.index(1, 0), "PERSON")
    assert problem_of(model.labels()) == "Two labels have the key PERSON; every key must be different."
    model.take(1)
    row = model.add()
    assert "has no key" in problem_of(model.labels())
    model.setData(model.index(row, 0), "BIG EVENT")
    model.setData(model.index(row, 1), "Event")
    assert problem_of(model.labels()) == ""
    assert model.move(row, -1) == 0
    assert [(one.id, one.place) for one in model.labels()] == [("BIG_EVENT", 0), ("PERSON", 1)]
    model.set_hue(0, 400)
    assert model.labels()[0].hue == 40
