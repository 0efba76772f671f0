"""Damage is found and named, mended where it can be derived, and what is whole is saved from the rest."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from glossator.core.errors import UserError
from glossator.core.model.change import Change
from glossator.core.model.note import Note
from glossator.core.model.tag import Tag
from glossator.core.service.library import Project
from glossator.core.service.recovery import recover, repair_project
from glossator.core.store.connection import driver
from glossator.core.store.database import Store, inspect
from glossator.core.store.integrity import check
from glossator.core.store.lock import ProjectLock
from pictures import picture


def state(path):
    """All rows of a project."""
    store = Store.open(path, read_only=True)
    reader = store.reader()
    bundles = {one: reader.bundle(one) for one in reader.article_ids()}
    labels = reader.labels()
    store.close()
    return bundles, labels


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A project with 30 articles and one act of each way: done, undone, redone, in a group."""
    path = tmp_path_factory.mktemp("made") / "a.glossator"
    project = Project.open(path, create=True)
    for n in range(30):
        article, spans = picture(f"[Ada](PERSON) said [“hi {n}”](QUOTE). " + f"word{n} " * 300)
        project.apply(
            Change(f"Import {n}", (), (article, *spans, Note(f"n{n}", article.id, "", f"Note {n}", "me", "2026")))
        )
        span = spans[0]
        project.apply(Change("Label", (span,), (replace(span, label="ORG"),)))
        if n % 3 == 0:
            project.history.undo()
        if n % 6 == 0:
            project.history.redo()
        project.apply(Change("Tag", (), (Tag(f"a{n}", article.id, "one"),), f"g{n}"))
        project.apply(Change("Tag", (), (Tag(f"b{n}", article.id, "two"),), f"g{n}"))
        if n % 4 == 0:
            project.history.undo()
    project.close()
    return path


@pytest.fixture
def path(made, tmp_path):
    """A copy of it."""
    return Path(shutil.copyfile(made, tmp_path / "a.glossator"))


def write(path, *statements):
    connection = driver.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA writable_schema=ON")
    for statement in statements:
        connection.execute(statement)
    connection.close()


DERIVED = {
    "tally": (["UPDATE tally SET spans = 99"], "counts"),
    "search": (["INSERT INTO article_fts(article_fts) VALUES('delete-all')"], "search-index"),
    "trigger": (["DROP TRIGGER span_counted"], "shape"),
    "index": (["DROP INDEX span_article"], "shape"),
    "text": (
        ["DROP TRIGGER article_reindexed", "UPDATE article SET text = 'X' || substr(text, 2) WHERE num = 3"],
        "digest",
    ),
    "note": (["UPDATE note SET text = 'changed' WHERE id = 'n3'"], "journal-differs"),
    "span": (["UPDATE span SET label = 'GPE' WHERE rowid = 5"], "journal-differs"),
    "heading": (["UPDATE journal SET articles = '[]' WHERE seq = 2"], "journal"),
    "words": (["UPDATE article SET words = 7 WHERE num = 2"], "derived"),
    "gone": (["DELETE FROM tag WHERE id = 'a1'"], "row-lost"),
}


@pytest.mark.parametrize("what", DERIVED)
def test_what_can_be_derived_is_found_named_and_mended(path, what):
    statements, code = DERIVED[what]
    before = state(path)
    write(path, *statements)
    assert code in {problem.code for problem in check(path, deep=True)}
    done = repair_project(path)
    assert done.left == ()
    assert done.mended
    assert done.backup.path.exists()
    assert check(path, deep=True) == []
    assert state(path) == before


def test_a_row_that_the_journal_does_not_know_is_told_and_left(path):
    write(path, "INSERT INTO tag VALUES('x', (SELECT id FROM article LIMIT 1), 'smuggled')")
    done = repair_project(path)
    assert [(problem.code, problem.detail) for problem in done.left] == [("journal-lacks", "Tag x")]


def test_a_project_in_order_is_not_touched(path):
    before = path.read_bytes()
    done = repair_project(path)
    assert (done.found, done.mended, done.backup) == ((), (), None)
    assert path.read_bytes() == before


def test_an_open_project_is_not_repaired(path):
    write(path, "UPDATE tally SET spans = 99")
    lock = ProjectLock(path)
    with pytest.raises(UserError, match="project-locked"):
        repair_project(path)
    lock.release()
    store = Store.open(path)
    with pytest.raises(UserError, match="project-locked"):
        repair_project(path)
    store.close()


def spoil(path, page, data=b"\x00" * 4096):
    with path.open("r+b") as file:
        file.seek(page * 4096)
        file.write(data)


@pytest.mark.parametrize("page", [0, 1, 2, 3, 5, 8, 13, 21, 34, 55])
def test_everything_survives_one_lost_page_in_one_copy_or_the_other(path, tmp_path, page):
    bundles, labels = state(path)
    spoil(path, page)
    before = path.read_bytes()
    done = recover(path, tmp_path / "new.glossator", tmp_path / "out.jsonl")
    assert path.read_bytes() == before
    assert check(tmp_path / "new.glossator", deep=True) == []
    saved, saved_labels = state(tmp_path / "new.glossator")
    assert saved.keys() == bundles.keys()
    assert {one: bundle.article for one, bundle in saved.items()} == {one: b.article for one, b in bundles.items()}
    assert done.exported == 30
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert {line["id"]: line["text"] for line in lines} == {one: b.article.text for one, b in bundles.items()}
    if not done.lost:
        assert saved_labels == labels


def test_a_cut_file_gives_what_is_before_the_cut(path, tmp_path):
    bundles, _ = state(path)
    os.truncate(path, path.stat().st_size * 3 // 4)
    assert inspect(path).verdict == "damaged"
    done = recover(path, tmp_path / "new.glossator")
    saved, _ = state(tmp_path / "new.glossator")
    assert saved
    assert all(bundles[one].article == bundle.article for one, bundle in saved.items())
    assert done.rows["Article"] == len(saved)
    assert check(tmp_path / "new.glossator", deep=True) == []


def test_what_was_only_in_the_log_is_saved_too(path, tmp_path):
    store = Store.open(path)
    article, _ = picture("Only in the log.")
    store.apply(Change("Import", (), (article,)), "me")
    killed = tmp_path / "killed.glossator"
    for end in ("", "-wal"):
        shutil.copyfile(f"{path}{end}", f"{killed}{end}")
    store.close()
    spoil(killed, 8)
    recover(killed, tmp_path / "new.glossator")
    assert article.id in state(tmp_path / "new.glossator")[0]


def test_a_deleted_article_does_not_come_back(path, tmp_path):
    project = Project.open(path)
    one = project.reader.article_ids()[4]
    bundle = project.reader.bundle(one)
    rows = (bundle.article, *bundle.spans, *bundle.links, *bundle.notes, *project.reader.tags(one))
    project.apply(Change("Purge", rows))
    project.close()
    spoil(path, 8)
    done = recover(path, tmp_path / "new.glossator")
    assert done.rows["Article"] == 29
    assert one not in state(tmp_path / "new.glossator")[0]


def test_nothing_is_left_when_nothing_can_be_saved(tmp_path):
    bad = tmp_path / "bad.glossator"
    bad.write_bytes(b"rubbish" * 5000)
    with pytest.raises(UserError, match="nothing-to-recover"):
        recover(bad, tmp_path / "new.glossator")
    with pytest.raises(UserError, match="project-missing"):
        recover(tmp_path / "none", tmp_path / "new.glossator")
    assert [one.name for one in tmp_path.iterdir()] == ["bad.glossator"]


def test_an_existing_file_is_not_written_over(path, tmp_path):
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(UserError, match="project-exists"):
        recover(path, tmp_path / "mine")
    assert (tmp_path / "mine").read_text() == "mine"
