"""What the program keeps is for its owner's eyes, whatever the umask says."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator.core import logs
from glossator.core.model.change import Change
from glossator.core.service.library import Project
from glossator.core.settings import Settings, write_settings
from glossator.core.store import migrate
from glossator.core.store.connection import driver
from pictures import picture


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    """Rights of every file below."""
    return {
        str(one.relative_to(folder)): stat.S_IMODE(one.stat().st_mode) for one in folder.rglob("*") if one.is_file()
    }


@pytest.mark.usefixtures("umask")
def test_only_the_owner_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "new" / "data" / "p.glossator"
    project = Project.open(path, create=True)
    article, spans = picture("[Ada](PERSON) met Bob.")
    project.apply(Change("Import", (), (article, *spans)))
    assert project.reader.counts()["articles"] == 1
    _copy(path, path.with_name("copy.glossator"))
    write_settings(Settings(author="kim"), tmp_path / "config" / "settings.toml")
    logs.start(tmp_path / "logs")
    logs.stop()
    found = modes(tmp_path)
    names = {Path(name).name for name in found}
    assert {"p.glossator", "p.glossator-wal", "p.glossator-shm", "p.glossator.lock", "copy.glossator"} <= names
    assert {"settings.toml", "glossator.log", "faults.log"} <= names
    assert {name: oct(mode) for name, mode in found.items() if mode & 0o077} == {}
    for folder in (path.parent, tmp_path / "config", tmp_path / "logs"):
        assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0, folder
    project.close()
    assert {name: oct(mode) for name, mode in modes(tmp_path).items() if mode & 0o077} == {}


@pytest.mark.usefixtures("umask")
def test_an_upgrade_and_its_copy_too(tmp_path: Path) -> None:
    path = tmp_path / "p.glossator"
    Project.open(path, create=True).close()
    connection = driver.connect(path)
    connection.execute("PRAGMA user_version = 0")
    connection.commit()
    connection.close()
    with pytest.raises(Exception, match=r"cannot-upgrade|table|exists|cannot-save"):
        migrate.upgrade(path)  # the tables are there already; its copy was made all the same
    assert [name for name, mode in modes(tmp_path).items() if mode & 0o077] == []
    assert len(modes(tmp_path)) >= 2


def _copy(source: Path, target: Path) -> None:
    """A copy as the program makes it before an upgrade."""
    copy = getattr(migrate, "backup", None)
    if copy is None:
        from glossator.core.store.copying import copy
    copy(source, target)
