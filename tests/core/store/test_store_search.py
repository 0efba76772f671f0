"""Search: whatever a person types is safe, and finds what they mean."""

from __future__ import annotations

import pytest

from glossator.core.model.change import Change
from glossator.core.model.tag import Stage, Standing
from glossator.core.store.database import Store
from glossator.core.store.search import match_of, unmarked
from pictures import article


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    made = Store.create(tmp_path_factory.mktemp("search") / "a.glossator")
    texts = {
        "cafe": article("The Café in Zürich closed.\nIts owner said “no” and went near the lake.", "Coffee"),
        "lake": article("A lake AND a hill. NEAR nothing OR everything; foo bar.", "Hills"),
        "title": article("Nothing of note here.", "The lake"),
        "arabic": article("قال الوزير إن الاتفاق قريب.", "عنوان"),
        "gone": article("A lake that was thrown away.", "Trash"),
    }
    rows = [*texts.values(), Standing(texts["gone"].id, Stage.TRASHED)]
    made.apply(Change("Import", (), tuple(rows)), "me")
    made.names = {one.id: name for name, one in texts.items()}
    yield made
    made.close()


def found(store, query):
    return [store.names[hit.article] for hit in store.reader().search(query)]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("cafe", {"cafe"}), ("CAFÉ", {"cafe"}), ("zuri", {"cafe"}), ("lak", {"cafe", "lake", "title"}),
        ("lake hill", {"lake"}), ("الوزير", {"arabic"}), ("الوز", {"arabic"}), ("o", {"cafe", "lake", "title"}),
        ('"foo bar"', {"lake"}), ('"bar foo"', set()), ("caf closed", set()), ("café’s", set()),
    ],
)  # fmt: skip
def test_words_find_articles(store, query, names):
    assert set(found(store, query)) == names


def test_a_title_counts_more(store):
    assert found(store, "lake")[0] == "title"


@pytest.mark.parametrize(
    "query",
    ['foo"', '"', '""', "AND", "a AND", "NOT", "NEAR(", "NEAR(a b, 2)", "*", "a*", "^a", "title:", "title:lake",
     "-lake", "(", ")", "{a}", "a+b", "😀", "a😀", "_", "'", ";--", "\x00", "a\x00b", "\ud800", "a\ud800", "\n\t", "",
     "İ", "\u064e", "word " * 500, "x" * 5000],
)  # fmt: skip
def test_hostile_queries_are_safe(store, query):
    assert isinstance(store.reader().search(query), list)


def test_operators_are_words(store):
    assert found(store, "AND hill") == ["lake"]
    assert found(store, "NEAR(") == ["lake", "cafe"] or set(found(store, "NEAR(")) == {"lake", "cafe"}
    assert found(store, 'foo"') == ["lake"]


def test_snippets_say_where_the_words_stand(store):
    hit = next(one for one in store.reader().search("lake near") if store.names[one.article] == "cafe")
    assert "\n" not in hit.snippet
    assert sorted(hit.snippet[a:b].casefold() for a, b in hit.ranges) == ["lake", "near"]


def test_the_limit_holds(store):
    assert len(store.reader().search("o", limit=1)) == 1


def test_match_quotes_every_word():
    assert match_of('to be "or not" OR') == '"to" "be" "or not" "OR"*'
    assert match_of('say "or not"') == '"say" "or not"'
    assert match_of("!? 😀") == ""


def test_stray_marks_make_no_ranges():
    assert unmarked("\x03a\x02b\x03c\x02") == ("abc", ((1, 2),))
