"""The journal, its stacks, and the check for damage."""

from __future__ import annotations

import pytest

from glossator.core.errors import UserError
from glossator.core.model.change import Change
from glossator.core.model.tag import Tag
from glossator.core.store.connection import driver
from glossator.core.store.database import Store
from glossator.core.store.history import Entry, stacks
from glossator.core.store.integrity import check
from pictures import picture


@pytest.fixture
def store(tmp_path):
    made = Store.create(tmp_path / "a.glossator")
    made.article, made.spans = picture("[Ada](PERSON) met [Bob](PERSON).")
    made.apply(Change("Import", (), (made.article, *made.spans), "import"), "me")
    yield made
    made.close()


def entry(seq, kind="act", group="", target=None):
    return Entry(seq, "2026", "me", kind, f"t{seq}", group, target, ())


def seqs(entries):
    return tuple([group.seqs for group in stack] for stack in stacks(entries))


@pytest.mark.parametrize(
    ("entries", "done", "undone"),
    [
        ([], [], []),
        ([entry(1), entry(2)], [(1,), (2,)], []),
        ([entry(1, group="g"), entry(2, group="g"), entry(3)], [(1, 2), (3,)], []),
        ([entry(1, group="g"), entry(2), entry(3, group="g")], [(1,), (2,), (3,)], []),
        ([entry(1, group="g"), entry(2), entry(3, "machine", "g")], [(1, 3), (2,)], []),
        ([entry(1), entry(2), entry(3, "undo", target=2)], [(1,)], [(2,)]),
        ([entry(1), entry(2, "undo", target=1), entry(3, "redo", target=1)], [(1,)], []),
        ([entry(1), entry(2, "undo", target=1), entry(3)], [(3,)], []),
        ([entry(1), entry(2, "undo", target=1), entry(3, "machine", "g")], [(3,)], [(1,)]),
        ([entry(1, "machine"), entry(2, "machine", "g"), entry(3, "machine", "g")], [(2, 3)], []),
        ([entry(1, group="g"), entry(2, "undo", target=1), entry(3, group="g")], [(3,)], []),
        ([entry(5, "undo", target=1), entry(6, "redo", target=2)], [], []),
        ([entry(1), entry(2), entry(3, "undo", target=2), entry(4, "undo", target=1)], [], [(2,), (1,)]),
    ],
)
def test_stacks(entries, done, undone):
    assert seqs(entries) == (done, undone)
    assert seqs(entries[::-1]) == (done, undone)


def test_entries_say_what_was_done(store):
    store.apply(Change("Label"), "me", "undo", target=1)
    first, second = store.reader().history()
    assert (first.title, first.kind, first.group, first.articles) == ("Import", "act", "import", (store.article.id,))
    assert (second.kind, second.target, second.seq) == ("undo", 1, store.reader().last_seq())
    with pytest.raises(LookupError):
        store.reader().change_at(2)
    with pytest.raises(LookupError):
        store.reader().change_of(())


def test_a_group_is_never_cut_by_the_limit(store):
    for number in range(5):
        store.apply(
            Change("Tag", (), (Tag(str(number), store.article.id, "x"),), "import" if number == 4 else ""), "me"
        )
    assert [one.seq for one in store.reader().history(2)] == [1, 5, 6]
    assert [one.seq for one in store.reader().history(None)] == [1, 2, 3, 4, 5, 6]
    assert len(store.reader().change_of((1, 6)).after) == 4


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE article SET text = replace(text, 'met', 'hit')", "digest"),
        ("UPDATE span SET start = start + 1", "span-text"),
        ('UPDATE span SET "end" = 900', "span-text"),
        ("UPDATE tally SET spans = 7", "counts"),
        ("UPDATE journal SET payload = x'00'", "journal"),
        ("DELETE FROM article", "keys"),
        ("UPDATE article SET blocks = 'x'", "row"),
        ("INSERT INTO article_fts(article_fts) VALUES('delete-all')", "search-index"),
    ],
)
def test_check_finds_what_was_tampered_with(store, sql, code):
    store.close()
    assert check(store.path) == []
    connection = driver.connect(str(store.path), isolation_level=None)
    connection.execute(sql)
    connection.close()
    assert code in {problem.code for problem in check(store.path)}


def test_check_refuses_what_is_no_project(tmp_path):
    with pytest.raises(UserError, match="project-missing"):
        check(tmp_path / "none")


def test_damage_met_while_reading_is_told(store):
    store.close()
    connection = driver.connect(str(store.path), isolation_level=None)
    connection.execute("UPDATE journal SET payload = x'00'")
    connection.close()
    again = Store.open(store.path)
    with pytest.raises(UserError, match="project-damaged"):
        again.reader().change_at(1)
    again.close()
