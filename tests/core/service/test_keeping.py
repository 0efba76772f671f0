"""The keeper: backs up what changed, before much goes, and checks after an unclean end."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from glossator.core.model.change import Change
from glossator.core.model.tag import Tag
from glossator.core.service import keeping
from glossator.core.service.annotator import takes_many
from glossator.core.service.keeping import Keeper
from glossator.core.service.library import Project
from glossator.core.store import backup
from pictures import picture


@pytest.fixture
def project(tmp_path):
    made = Project.open(tmp_path / "a.glossator", create=True)
    articles = [picture(f"[Ada](PERSON) said hi {n}.") for n in range(6)]
    made.apply(Change("Import 6 articles", (), tuple(row for a, spans in articles for row in (a, *spans))))
    made.article = articles[0][0]
    yield made
    made.close()


def reasons(project):
    return [one.reason for one in backup.listed(project.path)]


def test_only_what_changed_is_backed_up(project):
    assert project.keeper.look().backup.seq == 2
    assert project.keeper.look() is None
    project.apply(Change("Tag", (), (Tag("t", project.article.id, "t"),)))
    assert project.keeper.look().backup.seq == 3
    assert reasons(project) == ["auto", "auto"]


def test_the_thread_backs_up_by_itself(tmp_path):
    project = Project.open(tmp_path / "b.glossator", create=True)
    keeper, told = Keeper(project.store, every=0.01, first=0.01), threading.Event()
    keeper.kept.connect(lambda kept: told.set())
    keeper.start()
    assert told.wait(20)
    keeper.stop()
    keeper.stop()
    assert reasons(project) == ["auto"]
    project.close()


def test_before_many_rows_go_there_is_a_backup_and_the_undo_of_an_import_is_one(project):
    assert reasons(project) == []
    assert project.history.undo() is not None
    (made,) = backup.listed(project.path)
    assert (made.reason, made.articles) == ("bulk", 6)
    assert project.reader.article_ids() == []
    project.history.redo()
    assert reasons(project) == ["bulk"]


def test_what_counts_as_many():
    articles = [picture("A.")[0] for _ in range(5)]
    assert takes_many(Change("Purge", tuple(articles)))
    assert not takes_many(Change("Purge", tuple(articles[:4])))
    tags = tuple(Tag(f"t{n}", "a", "t") for n in range(200))
    assert takes_many(Change("Tags", tags))
    assert not takes_many(Change("Tags", tags, tags[:1]))
    assert not takes_many(Change("Import", (), tuple(articles)))


def test_an_act_goes_on_when_no_backup_can_be_made_and_that_is_told(project, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(100, 99, 1))
    told = []
    project.keeper.kept.connect(told.append)
    assert project.history.undo() is not None
    assert told[0].fault.code == "disk-full"
    assert project.reader.article_ids() == []


def test_after_an_unclean_end_the_whole_project_is_checked_once(project):
    project.close()
    path = project.path
    project.article = None
    again = Project.open(path)
    assert not again.store.unclean
    assert again.keeper.look().problems is None
    log = Path(f"{path}-wal").read_bytes() if Path(f"{path}-wal").exists() else b""
    again.close()
    Path(f"{path}-wal").write_bytes(log or b"\x00" * 64)
    third = Project.open(path)
    assert third.store.unclean
    assert third.keeper.look().problems == ()
    assert third.keeper.look() is None
    third.close()


def test_damage_is_told_and_older_backups_stay(project):
    project.keeper.look()
    project.store._writer.submit(lambda c: c.execute("DELETE FROM tally").rowcount).result()
    project.store.set_setting("keeping.check-due", "unclean")
    before = {one.name for one in keeping.backups(project.path)}
    found = project.keeper.look()
    assert {problem.code for problem in found.problems} == {"counts"}
    assert before < {one.name for one in keeping.backups(project.path)}
    assert project.reader.setting("keeping.check-due") == "unclean"


def test_a_project_open_for_reading_has_no_keeper(project):
    project.close()
    again = Project.open(project.path, read_only=True)
    assert again.keeper is None
    again.close()
