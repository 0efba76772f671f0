"""Backups: whole, listed, thinned, put back exactly; a log that was left behind never undoes a restore."""

from __future__ import annotations

import os
import shutil
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from glossator.core.errors import UserError
from glossator.core.model.change import Change
from glossator.core.model.tag import Tag
from glossator.core.store import backup, copying
from glossator.core.store.backup import Keeping, kept
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
    store.apply(Change("Tag", (), (Tag(name, store.article.id, name),)), "me")


def test_a_backup_of_an_open_project_is_whole_and_one_file(store):
    tag(store, "one")
    made = backup.make(store.path, backup.HAND)
    tag(store, "two")
    assert (made.articles, made.spans, made.seq, made.reason) == (1, 2, 2, "hand")
    assert check(made.path, deep=True) == []
    assert [one.name for one in backup.folder_of(store.path).iterdir()] == [made.name]
    copy = Store.open(made.path, read_only=True)
    assert [one.name for one in copy.reader().tags(store.article.id)] == ["one"]
    copy.close()


def test_backups_of_one_second_have_names_of_their_own_and_are_listed_newest_first(store):
    now = datetime(2026, 1, 8, 10, tzinfo=UTC)
    first, second = (backup.make(store.path, backup.AUTO, now) for _ in range(2))
    third = backup.make(store.path, backup.BULK, now + timedelta(hours=1))
    assert first.name != second.name
    assert [one.name for one in backup.listed(store.path)] == [third.name, second.name, first.name]
    assert {one.made for one in backup.listed(store.path)} == {now, now + timedelta(hours=1)}


def test_a_backup_that_cannot_be_read_is_listed_without_counts(store):
    made = backup.make(store.path, backup.HAND)
    made.path.write_bytes(b"rubbish" * 1000)
    (one,) = backup.listed(store.path)
    assert (one.name, one.articles, one.seq) == (made.name, None, None)


def test_a_full_disk_leaves_no_half_backup(store, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(100, 99, 1))
    with pytest.raises(UserError, match="disk-full"):
        backup.make(store.path, backup.AUTO)
    monkeypatch.undo()

    def full(path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copying, "sync", full)
    with pytest.raises(UserError):
        backup.make(store.path, backup.AUTO)
    assert list(backup.folder_of(store.path).iterdir()) == []


def test_damage_is_not_backed_up_as_if_it_were_whole(store):
    def spoil(connection):
        return connection.execute("UPDATE article SET digest = 'x'").rowcount

    store._writer.submit(spoil).result()
    with pytest.raises(UserError, match="backup-failed"):
        backup.make(store.path, backup.AUTO)
    assert list(backup.folder_of(store.path).iterdir()) == []


@pytest.mark.parametrize("left_behind", [False, True])
def test_a_backup_is_put_back_exactly_and_the_old_file_lies_aside(store, left_behind):
    tag(store, "before")
    made = backup.make(store.path, backup.HAND)
    tag(store, "after")
    log = Path(f"{store.path}-wal").read_bytes()
    with pytest.raises(UserError, match="project-locked"):
        backup.restore(store.path, made.path)
    store.close()
    if left_behind:  # as a killed process leaves it
        Path(f"{store.path}-wal").write_bytes(log)
    aside = backup.restore(store.path, made.path)
    assert not Path(f"{store.path}-wal").exists()
    assert check(store.path, deep=True) == []
    for path, names in ((store.path, ["before"]), (aside, ["after", "before"])):
        opened = Store.open(path)
        assert [one.name for one in opened.reader().tags(store.article.id)] == names
        opened.close()
    assert {one.reason for one in backup.listed(store.path)} == {"hand", "replaced"}


def test_a_damaged_file_is_set_aside_with_its_log_as_it_is(store):
    made = backup.make(store.path, backup.HAND)
    tag(store, "after")
    log = Path(f"{store.path}-wal").read_bytes()
    store.close()
    Path(f"{store.path}-wal").write_bytes(log)
    os.truncate(store.path, 4096 * 3)
    bytes_before = store.path.read_bytes()
    Path(f"{store.path}-wal").write_bytes(b"\0" * len(log))
    aside = backup.restore(store.path, made.path)
    assert aside.read_bytes() == bytes_before
    assert Path(f"{aside}-wal").read_bytes() == b"\0" * len(log)
    assert check(store.path, deep=True) == []


def test_a_damaged_backup_is_refused_and_nothing_changes(store):
    made = backup.make(store.path, backup.HAND)
    os.truncate(made.path, made.size // 2)
    store.close()
    before = store.path.read_bytes()
    with pytest.raises(UserError, match="project-damaged"):
        backup.restore(store.path, made.path)
    assert store.path.read_bytes() == before
    assert sorted(one.name for one in store.path.parent.iterdir()) == ["a.glossator", "a.glossator.backups"]


def test_a_log_without_its_file_is_never_played_into_a_new_project(store):
    log = Path(f"{store.path}-wal").read_bytes()
    store.close()
    assert log
    store.path.unlink()
    Path(f"{store.path}-wal").write_bytes(log)
    new = Store.create(store.path)
    assert new.reader().counts()["articles"] == 0
    new.close()
    (left,) = store.path.parent.glob("*.left-*")
    assert left.read_bytes() == log


def test_thinning_keeps_hours_days_and_weeks():
    now = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
    every = [now - timedelta(minutes=30 * n) for n in range(1, 48 * 60)]
    stay = kept(every, now, Keeping())
    assert {one for one in every if now - one <= timedelta(hours=2)} <= stay
    day = [one for one in stay if now - one <= timedelta(hours=24)]
    assert 25 <= len(day) <= 29
    assert 20 <= len(stay) - len(day) <= 26
    assert max(every) in stay
    assert stay == kept(stay, now, Keeping()), "thinning twice takes nothing more"
    assert kept([now - timedelta(days=3000)], now, Keeping()) == {now - timedelta(days=3000)}
    assert kept([], now, Keeping()) == set()


def test_what_a_person_or_an_upgrade_made_is_never_thinned(store):
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    for reason in ("auto", "auto", "bulk", "hand", "upgrade", "replaced"):
        backup.make(store.path, reason, long_ago)
    fresh = backup.make(store.path, "auto")
    gone = backup.thin(store.path)
    assert len(gone) == 3
    assert sorted(one.reason for one in backup.listed(store.path)) == ["auto", "hand", "replaced", "upgrade"]
    assert fresh.path.exists()


def test_acts_go_on_while_a_backup_is_made(store):
    big = picture("word " * 200_000)[0]
    store.apply(Change("Import", (), (big,)), "me")
    done = threading.Event()
    made: list[backup.Backup] = []

    def work():
        for _ in range(3):
            made.append(backup.make(store.path, backup.AUTO))
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    number = 0
    while not done.is_set():
        tag(store, f"t{number}")
        number += 1
        time.sleep(0)
    thread.join()
    assert number > 3
    assert all(check(one.path, deep=True) == [] for one in made)
    assert store.reader().counts()["tags"] == number


def test_checking_an_open_project_waits_for_no_act_and_no_act_for_it(store):
    started, go = threading.Event(), threading.Event()

    def slow(connection):
        started.set()
        return int(go.wait(20))

    waiting = store._writer.submit(slow)
    assert started.wait(20)
    assert check(store.path, deep=True) == []
    assert not waiting.done()
    go.set()
    assert waiting.result(20) == 1
