"""Every row type goes in and comes out as it was, by table and by journal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossator.core.errors import StaleChange, UserError
from glossator.core.model.analysis import Analysis, Token, pack
from glossator.core.model.article import Source
from glossator.core.model.change import Change, Row
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.note import Note
from glossator.core.model.person import Alias, Person
from glossator.core.model.span import State
from glossator.core.model.tag import Stage, Standing, Tag
from glossator.core.store import codec, migrate, rows
from glossator.core.store.connection import driver
from glossator.core.store.database import Store
from glossator.core.store.integrity import check
from pictures import picture


@pytest.fixture
def store(tmp_path):
    made = Store.create(tmp_path / "a.glossator")
    yield made
    made.close()


def everything() -> tuple[Row, ...]:
    """One project with every row type, and odd values in it."""
    article, (ada, hi) = picture("[Ada](PERSON) said [“hi 😀”](QUOTE).\n! Subscribe \u0627\u0644\u0639")
    sha = "ab" * 32
    return (
        Source(sha, "/tmp/caf\udce9.txt", "utf-8", 12, "2026-01-08T10:00:00+00:00", "raw \x00 \ud800 text"),
        replace(article, source=sha),
        Analysis(article.id, 1, "en@1", "2026-01-08T10:00:00+00:00", pack([Token(0, 3, True)])),
        replace(ada, score=0.25, values=(("kind", "direct"), ("a", "ü\n"))),
        hi,
        Link("l1", article.id, "speaker", hi.id, ada.id, "human:me", State.ACCEPTED, None, (("name", "Ada"),)),
        Label("PERSON", "Person", "entity", 210, "p", "", "People", 1),
        Note("n1", article.id, ada.id, "Who?", "me", "2026-01-08T10:00:00+00:00"),
        Tag("t1", article.id, "politics"),
        Standing(article.id, Stage.STARTED),
        Person("p1", "Ada Ö. 😀", "PERSON"),
        Alias("Ada", "p1"),
    )


def test_every_row_type_comes_back_equal(store):
    whole = everything()
    assert {type(row).__name__ for row in whole} == set(codec.ROW_TYPES)
    store.apply(Change("All", (), whole), "me")
    for row in whole:
        assert store.reader().row(type(row), row.id) == row
    assert store.reader().change_at(1) == Change("All", (), whole)
    assert check(store.path) == []


def test_the_order_of_rows_in_a_change_does_not_matter(store):
    whole = everything()
    store.apply(Change("All", (), whole[::-1]), "me")
    store.apply(Change("Gone", whole, ()), "me")
    assert store.reader().counts() == {"articles": 0, "spans": 0, "links": 0, "notes": 0, "tags": 0, "journal": 2}
    assert check(store.path) == []


def test_replacing_an_article_keeps_its_rows(store):
    whole = everything()
    store.apply(Change("All", (), whole), "me")
    article = whole[1]
    store.apply(Change("Title", (article,), (replace(article, title="Zürich votes"),)), "me")
    bundle = store.reader().bundle(article.id)
    assert bundle.article.title == "Zürich votes"
    assert (len(bundle.spans), len(bundle.links), len(bundle.notes)) == (2, 1, 1)
    assert (bundle.tags, bundle.stage, bundle.source) == (("politics",), Stage.STARTED, whole[0])
    assert [hit.article for hit in store.reader().search("zurich")] == [article.id]
    assert check(store.path) == []


@pytest.mark.parametrize(
    "what", ["before is different", "before is gone", "after is there", "article is missing", "rows remain"]
)
def test_a_stale_change_writes_nothing(store, what):
    whole = everything()
    store.apply(Change("All", (), whole), "me")
    article, ada, hi = whole[1], whole[3], whole[4]
    other = replace(hi, id="new")
    change = {
        "before is different": Change("x", (hi, replace(ada, label="ORG")), (other,)),
        "before is gone": Change("x", (replace(ada, id="gone"),), (other,)),
        "after is there": Change("x", (), (other, ada)),
        "article is missing": Change("x", (), (other, replace(hi, id="lost", article="nowhere"))),
        "rows remain": Change("x", (article,), (replace(whole[6], id="ORG"),)),
    }[what]
    counts = store.reader().counts()
    with pytest.raises(StaleChange):
        store.apply(change, "me")
    assert store.reader().counts() == counts
    assert [store.reader().row(type(row), row.id) for row in whole] == list(whole)
    assert store.apply(Change("next", (), (other,)), "me") == 2


def test_a_row_that_cannot_be_is_our_bug_and_writes_nothing(store):
    article, (ada,) = picture("[Ada](PERSON) left.")
    with pytest.raises(ValueError, match="cannot be"):
        store.apply(Change("x", (), (article, replace(ada, end=0))), "me")
    with pytest.raises(ValueError, match="twice"):
        store.apply(Change("x", (), (article, article)), "me")
    assert store.reader().counts()["articles"] == 0


def test_kinds_and_targets_belong_together(store):
    with pytest.raises(ValueError, match="undo"):
        store.apply(Change("x"), "me", "undo")
    with pytest.raises(ValueError, match="act"):
        store.apply(Change("x"), "me", "act", target=1)
    with pytest.raises(ValueError, match="other"):
        store.apply(Change("x"), "me", "other")


@pytest.mark.parametrize("payload", [b"", b"not zlib", codec.encode(Change("x"))[:-3]])
def test_a_damaged_payload_is_a_value_error(payload):
    with pytest.raises(ValueError):
        codec.decode(payload)


def test_the_tables_of_the_queries_are_the_tables_of_the_shape(store):
    connection = driver.connect(str(store.path))
    for name, shape in rows.SHAPES.items():
        table = shape.table._meta
        there = [row[1] for row in connection.execute(f"PRAGMA table_info({table.table_name})")]
        assert there == [field.column_name for field in table.sorted_fields], name
    assert connection.execute("PRAGMA user_version").fetchone()[0] == migrate.SCHEMA_VERSION
    connection.close()


def test_settings_are_kept_over_a_reopening(store):
    store.set_setting("pipeline", "one")
    store.set_setting("pipeline", "two")
    assert (store.reader().setting("pipeline"), store.reader().setting("none")) == ("two", None)
    store.close()
    again = Store.open(store.path)
    assert again.reader().setting("pipeline") == "two"
    again.close()


def test_a_closed_project_says_so(store):
    store.close()
    store.close()
    for act in (store.reader, lambda: store.apply(Change("x"), "me")):
        with pytest.raises(UserError, match="project-closed"):
            act()
