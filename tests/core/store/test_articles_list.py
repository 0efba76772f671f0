"""The list of articles, its filters and its kept counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossator.core.model.analysis import Analysis, pack
from glossator.core.model.article import Source
from glossator.core.model.change import Change
from glossator.core.model.span import State
from glossator.core.model.tag import Stage, Standing, Tag
from glossator.core.store.articles import ListFilter
from glossator.core.store.database import Store
from glossator.core.store.integrity import check
from pictures import article, picture


@pytest.fixture
def store(tmp_path):
    made = Store.create(tmp_path / "a.glossator")
    first, spans = picture("[Ada](PERSON) said [“hi”](QUOTE) to [Bob](PERSON).", State.SUGGESTED)
    first = replace(first, title="Zoë votes", byline="By Éva", source="s1", added="2026-01-01")
    second = article("Four words are here.", "Budget", added="2026-01-02", source="s1", part=1)
    gone = article("Old.", "Old", added="2026-01-03")
    made.rows = first, second, gone
    made.spans = spans
    made.apply(
        Change(
            "Import",
            (),
            (
                Source("s1", "/a/b.txt", "utf-8", 3, "2026", "raw"), first, second, gone, *spans,
                Standing(gone.id, Stage.TRASHED), Standing(second.id, Stage.DONE), Tag("1", first.id, "b"),
                Tag("2", first.id, "a"), Tag("3", second.id, "a"), Analysis(first.id, 1, "p@1", "2026", pack([])),
            ),
        ),
        "me",
    )  # fmt: skip
    yield made
    made.close()


def titles(store, **wanted):
    return [line.title for line in store.reader().articles(ListFilter(**wanted))]


def test_lines_tell_all(store):
    second, first = store.reader().articles()
    assert (first.spans, first.suggested, first.quotes, first.words) == (3, 3, 1, 5)
    assert (first.tags, first.stage, first.analysed, first.source_path) == (("a", "b"), Stage.NEW, True, "/a/b.txt")
    assert (second.spans, second.tags, second.stage, second.analysed) == (0, ("a",), Stage.DONE, False)


def test_filters(store):
    assert titles(store) == ["Budget", "Zoë votes"]
    assert titles(store, trashed=True) == ["Old"]
    assert titles(store, text="ZOE eva") == ["Zoë votes"]
    assert titles(store, text="100%_'\ud800") == []
    assert titles(store, stage=Stage.DONE) == ["Budget"]
    assert titles(store, stage=Stage.NEW) == ["Zoë votes"]
    assert titles(store, tag="b") == ["Zoë votes"]
    assert titles(store, limit=1, offset=1) == ["Zoë votes"]


def test_counts_follow_every_act(store):
    ada, hi, bob = store.spans
    accepted, rejected = replace(ada, state=State.ACCEPTED), replace(hi, state=State.REJECTED)

    def counts():
        line = store.reader().articles()[-1]
        return line.spans, line.suggested, line.quotes

    store.apply(Change("Decide", (ada, hi), (accepted, rejected)), "me")
    assert counts() == (2, 1, 0)
    store.apply(Change("Delete", (bob,), ()), "me")
    assert counts() == (1, 0, 0)
    store.apply(Change("Delete", (bob,), ()).inverse, "me")
    store.apply(Change("Decide", (ada, hi), (accepted, rejected)).inverse, "me")
    assert counts() == (3, 3, 1)
    assert check(store.path) == []


def test_questions_about_sources_and_tags(store):
    reader = store.reader()
    first, second, gone = store.rows
    assert reader.sources_with(["s1", "s2"]) == {"s1"}
    assert reader.articles_of_source("s1") == [first.id, second.id]
    assert reader.article_ids() == [first.id, second.id, gone.id]
    assert reader.all_tags() == [("a", 2), ("b", 1)]
    assert reader.article("none") is None
    assert reader.standing(first.id) is None
    with pytest.raises(LookupError):
        reader.bundle("none")


def test_spans_come_in_reading_order(store):
    assert [span.text for span in store.reader().spans(store.rows[0].id)] == ["Ada", "“hi”", "Bob"]


def test_a_list_reads_no_texts(store):
    plan = store.reader()._session.ask(
        "EXPLAIN QUERY PLAN SELECT added, num, id, title, byline, published, source, words"
        " FROM article ORDER BY added DESC"
    )
    assert any("COVERING INDEX article_list" in row[-1] for row in plan)
