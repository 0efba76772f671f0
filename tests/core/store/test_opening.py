"""Opening a file in every bad state: one clear error, and nothing is written."""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import subprocess
import sys

import pytest

from glossator.core.errors import UserError
from glossator.core.model.change import Change
from glossator.core.store import database, migrate
from glossator.core.store.connection import driver
from glossator.core.store.database import Store, Verdict, inspect
from glossator.core.store.integrity import check
from glossator.core.store.lock import ProjectLock
from glossator.sentences import sentence
from pictures import picture


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "a.glossator"
    store = Store.create(path)
    for number in range(5):
        article, spans = picture(f"[Ada](PERSON) said [“hi {number}”](QUOTE). " + "word " * 2000)
        store.apply(Change("Import", (), (article, *spans)), "me")
    store.close()
    yield path
    folder.chmod(0o700)


def look(folder):
    """Names, sizes, modes and bytes of all that is in a folder."""
    return {
        one.name: (one.stat().st_mode, hashlib.sha256(one.read_bytes()).hexdigest() if one.is_file() else "")
        for one in folder.iterdir()
    }


def header(path, at, value):
    with path.open("r+b") as file:
        file.seek(at)
        file.write(struct.pack(">i", value))


def scribble(path):
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 8)


def other_database(path):
    path.unlink()
    connection = driver.connect(str(path))
    connection.execute("CREATE TABLE mine(x)")
    connection.commit()
    connection.close()


def directory(path):
    path.unlink()
    path.mkdir()


STATES = {
    "missing": (lambda path: path.unlink(), Verdict.MISSING, "project-missing"),
    "empty": (lambda path: path.write_bytes(b""), Verdict.NOT_A_PROJECT, "project-foreign"),
    "text": (lambda path: path.write_text("Dear diary, " * 50), Verdict.NOT_A_PROJECT, "project-foreign"),
    "foreign": (other_database, Verdict.NOT_A_PROJECT, "project-foreign"),
    "directory": (directory, Verdict.NOT_A_PROJECT, "project-foreign"),
    "newer": (lambda path: header(path, 60, 99), Verdict.NEWER, "project-newer"),
    "no version": (lambda path: header(path, 60, 0), Verdict.DAMAGED, "project-damaged"),
    "scribbled": (scribble, Verdict.DAMAGED, "project-damaged"),
    "cut": (lambda path: os.truncate(path, path.stat().st_size // 2), Verdict.DAMAGED, "project-damaged"),
    "header only": (lambda path: os.truncate(path, 100), Verdict.DAMAGED, "project-damaged"),
}


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("state", STATES)
def test_a_bad_file_is_refused_and_left_as_it_was(project, state, read_only):
    spoil, verdict, code = STATES[state]
    spoil(project)
    before = look(project.parent)
    assert inspect(project).verdict is verdict
    with pytest.raises(UserError) as caught:
        Store.open(project, read_only=read_only)
    assert caught.value.code == code
    assert str(project) in sentence(caught.value)
    assert look(project.parent) == before


def test_a_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert inspect(tmp_path / "pipe").verdict is Verdict.NOT_A_PROJECT


def test_a_read_only_file_opens_for_reading_only(project):
    project.chmod(0o400)
    before = look(project.parent)
    with pytest.raises(UserError, match="project-read-only"):
        Store.open(project)
    assert look(project.parent) == before
    store = Store.open(project, read_only=True)
    assert store.read_only
    assert len(store.reader().articles()) == 5
    assert len(store.reader().search("ada")) == 5
    for act in (lambda: store.apply(Change("x"), "me"), lambda: store.set_setting("a", "b")):
        with pytest.raises(UserError, match="project-read-only"):
            act()
    store.close()
    assert look(project.parent) == before
    assert check(project) == []


def test_a_folder_that_may_not_be_written(project):
    project.parent.chmod(0o500)
    with pytest.raises(UserError, match="project-read-only"):
        Store.open(project)
    store = Store.open(project, read_only=True)
    assert store.reader().counts()["articles"] == 5
    store.close()
    assert [one.name for one in project.parent.iterdir()] == ["a.glossator"]


def test_a_second_writer_is_refused_and_may_read(project):
    first = Store.open(project)
    article, _ = picture("Another.")
    first.apply(Change("Import", (), (article,)), "me")
    before = look(project.parent)
    with pytest.raises(UserError) as caught:
        Store.open(project)
    assert caught.value.code == "project-locked"
    assert str(os.getpid()) in sentence(caught.value)
    assert look(project.parent) == before
    second = Store.open(project, read_only=True)
    assert second.reader().counts()["articles"] == 6
    first.apply(Change("Gone", (article,), ()), "me")
    assert second.reader().counts()["articles"] == 5
    second.close()
    first.close()
    Store.open(project).close()
    assert not project.with_name("a.glossator.lock").exists()


_HOLD = """
import sys, peewee
c = peewee.sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("PRAGMA locking_mode=EXCLUSIVE")
c.execute("BEGIN IMMEDIATE"); c.execute("INSERT INTO setting VALUES('a', 'b')")
print("held", flush=True); sys.stdin.read()
"""


def test_a_file_that_another_program_locked(project):
    other = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(project)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(UserError, match="project-locked"):
            Store.open(project)
        assert not project.with_name("a.glossator.lock").exists()
    finally:
        other.communicate("")
    Store.open(project).close()


def test_a_lock_file_left_by_a_dead_process_does_not_lock(project):
    project.with_name("a.glossator.lock").write_text("process 1 on nowhere")
    Store.open(project).close()


def test_the_lock_is_free_again_after_release(tmp_path):
    lock = ProjectLock(tmp_path / "p")
    with pytest.raises(UserError, match="project-locked"):
        ProjectLock(tmp_path / "p")
    lock.release()
    ProjectLock(tmp_path / "p").release()
    assert list(tmp_path.iterdir()) == []


def test_creating_over_a_file_leaves_it(tmp_path):
    path = tmp_path / "a.glossator"
    path.write_text("mine")
    with pytest.raises(UserError, match="project-exists"):
        Store.create(path)
    assert path.read_text() == "mine"
    assert [one.name for one in tmp_path.iterdir()] == ["a.glossator"]
    with pytest.raises(UserError, match="cannot-write"):
        Store.create(tmp_path / "no" / "a.glossator")


def test_files_are_for_their_owner_only(tmp_path):
    path = tmp_path / "a.glossator"
    store = Store.create(path)
    store.set_setting("a", "b")
    assert {one.name for one in tmp_path.iterdir()} == {path.name + end for end in ("", "-wal", "-shm", ".lock")}
    assert {stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()} == {0o600}
    store.close()
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_an_old_project_is_copied_and_brought_up_to_date(project, monkeypatch):
    today = database.SCHEMA_VERSION
    step = (today + 1, ("ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT ''",))
    monkeypatch.setattr(migrate, "STEPS", (*migrate.STEPS, step))
    monkeypatch.setattr("glossator.core.store.opening.SCHEMA_VERSION", today + 1)
    assert inspect(project).verdict is Verdict.NEEDS_UPGRADE
    before = look(project.parent)
    with pytest.raises(UserError, match="project-needs-upgrade"):
        Store.open(project, read_only=True)
    assert look(project.parent) == before
    store = Store.open(project)
    assert store.reader().counts()["spans"] == 10
    store.close()
    assert inspect(project) == database.Inspection(Verdict.OK, version=today + 1)
    copy = project.with_name(f"a.version-{today}.glossator")
    assert inspect(copy, deep=True).version == today
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_an_upgrade_that_fails_leaves_the_old_file(project, monkeypatch):
    today = database.SCHEMA_VERSION
    step = (today + 1, ("ALTER TABLE note ADD COLUMN colour TEXT", "ALTER TABLE nothing ADD COLUMN x"))
    monkeypatch.setattr(migrate, "STEPS", (*migrate.STEPS, step))
    monkeypatch.setattr("glossator.core.store.opening.SCHEMA_VERSION", today + 1)
    with pytest.raises(UserError):
        Store.open(project)
    assert inspect(project).version == today
    assert not project.with_name("a.glossator.lock").exists()
    monkeypatch.undo()
    assert check(project) == []
