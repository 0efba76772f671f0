"""The writer: order, failures of the disk, many threads."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from glossator.core.errors import StaleChange, UserError
from glossator.core.model.change import Change
from glossator.core.model.tag import Tag
from glossator.core.store import writer
from glossator.core.store.connection import driver
from glossator.core.store.database import Store
from glossator.core.store.integrity import check
from pictures import picture


@pytest.fixture
def store(tmp_path):
    made = Store.create(tmp_path / "a.glossator")
    made.article, made.spans = picture("[Ada](PERSON) met [Bob](PERSON).")
    made.apply(Change("Import", (), (made.article, *made.spans)), "me")
    yield made
    made.close()


def tag(store, name):
    return Tag(name, store.article.id, name)


def test_two_threads_apply_and_everything_lands(store):
    seqs: list[int] = []
    wrong: list[BaseException] = []

    def work(name):
        try:
            for number in range(50):
                seqs.append(store.apply(Change("Tag", (), (tag(store, f"{name}{number}"),)), name))
                assert any(one.name == f"{name}{number}" for one in store.reader().tags(store.article.id))
        except BaseException as error:  # noqa: BLE001 - looked at below
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("ann", "bea")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert sorted(seqs) == list(range(2, 102))
    assert store.reader().counts()["tags"] == 100


def test_of_two_threads_that_change_one_row_one_is_stale(store):
    (ada, _) = store.spans
    answers: list[object] = []

    def work(label):
        try:
            answers.append(store.apply(Change("Label", (ada,), (replace(ada, label=label),)), "me"))
        except StaleChange as error:
            answers.append(error)

    threads = [threading.Thread(target=work, args=(label,)) for label in ("ORG", "GPE")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(answer).__name__ for answer in answers) == ["StaleChange", "int"]


def test_a_person_goes_before_the_machine(store):
    order: list[str] = []
    started, go = threading.Event(), threading.Event()

    def slow(connection):
        started.set()
        go.wait(10)
        return 0

    waiting = [store._writer.submit(slow, writer.MACHINE)]
    started.wait(10)
    for name, priority in (
        ("m1", writer.MACHINE),
        ("m2", writer.MACHINE),
        ("p1", writer.PERSON),
        ("p2", writer.PERSON),
    ):
        waiting.append(store._writer.submit(lambda connection, name=name: order.append(name) or 0, priority))
    go.set()
    for future in waiting:
        future.result(10)
    assert order == ["p1", "p2", "m1", "m2"]


def test_closing_finishes_what_is_queued(store):
    futures = [store._writer.submit(lambda connection, n=n: n, writer.MACHINE) for n in range(20)]
    store.close()
    assert [future.result(0) for future in futures] == list(range(20))


def test_a_full_disk_is_told_and_the_next_act_works(store):
    before = store._writer._database

    def narrow(connection):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")
        return 0

    store._writer.submit(narrow).result()
    big = picture("word " * 20000)[0]
    with pytest.raises(UserError) as caught:
        store.apply(Change("Import", (), (big,)), "me")
    assert caught.value.code == "disk-full"
    assert store.reader().article(big.id) is None
    assert store._writer._database is not before
    assert store.apply(Change("Import", (), (big,)), "me") == 2
    assert check(store.path) == []


def fail(store, monkeypatch, code, committed):
    """The next transaction fails with SQLite's ``code``, before or after its COMMIT."""
    real = writer.in_transaction

    def failing(connection, job):
        monkeypatch.setattr(writer, "in_transaction", real)
        if committed:
            real(connection, job)
        error = driver.OperationalError("injected")
        error.sqlite_errorcode = code
        raise error

    monkeypatch.setattr(writer, "in_transaction", failing)


def test_a_commit_that_landed_in_spite_of_its_error_counts(store, monkeypatch):
    fail(store, monkeypatch, 10, committed=True)
    assert store.apply(Change("Tag", (), (tag(store, "a"),)), "me") == 2
    assert store.reader().counts()["journal"] == 2


@pytest.mark.parametrize(
    ("code", "said"),
    [(10, "cannot-save"), (13, "disk-full"), (11, "project-damaged"), (5, "project-locked"), (8, "project-read-only")],
)
def test_errors_are_told_by_their_code(store, monkeypatch, code, said):
    fail(store, monkeypatch, code, committed=False)
    with pytest.raises(UserError) as caught:
        store.apply(Change("Tag", (), (tag(store, "a"),)), "me")
    assert caught.value.code == said
    assert store.apply(Change("Tag", (), (tag(store, "a"),)), "me") == 2


def test_the_first_error_is_kept_when_sqlite_has_rolled_back_itself():
    connection = driver.connect(":memory:", isolation_level=None)

    def job(inner):
        inner.execute("ROLLBACK")
        raise ValueError("first")

    with pytest.raises(ValueError, match="first"):
        writer.in_transaction(connection, job)
    connection.close()


def test_the_connection_holds_the_contract(store):
    names = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "trusted_schema", "cell_size_check")
    found = []
    store._writer.submit(
        lambda connection: len(found.extend(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names) or "")
    ).result()
    assert found == ["wal", 2, 1, 1, 0, 1]
    with pytest.raises(UserError):
        store.reader()._session.ask("DELETE FROM span")
