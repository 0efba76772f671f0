"""A project on a network share is told apart by what is mounted there, and not opened to write."""

from __future__ import annotations

import pytest

from glossator.core.errors import UserError
from glossator.core.store import connection, database
from glossator.core.store.connection import code_of, driver, readable, refusal, writable
from glossator.core.store.database import Store
from glossator.core.store.shares import share_of
from glossator.sentences import sentence

MOUNTS = [
    ("/", "ext4", "rw"),
    ("/home", "btrfs", "rw"),
    ("/home/ada/work", "nfs4", "rw,vers=4.2"),
    ("/home/ada/work/local", "ext4", "rw"),
    ("/mnt/office", "cifs", "rw"),
    ("/mnt/ssh", "fuse.sshfs", "rw"),
    ("/mnt/stick", "fuse.exfat", "rw"),
    ("/mnt/machine", "9p", "rw"),
    ("/mnt/z", "unknown", "rw,remote"),
]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/ada/a.glossator", ""),
        ("/home/ada/work/a.glossator", "nfs4"),
        ("/home/ada/workshop/a.glossator", ""),
        ("/home/ada/work/local/a.glossator", ""),
        ("/mnt/office/deep/a.glossator", "cifs"),
        ("/mnt/ssh/a.glossator", "fuse.sshfs"),
        ("/mnt/stick/a.glossator", ""),
        ("/mnt/machine/a.glossator", "9p"),
        ("/mnt/z/a.glossator", "network drive"),
        ("/a.glossator", ""),
    ],
)
def test_the_innermost_mount_decides(path, kind):
    assert share_of(path, MOUNTS) == kind


def test_a_machine_whose_own_disk_is_9p_is_no_share():
    assert share_of("/tmp/a.glossator", [("/", "9p", "rw")]) == ""
    assert share_of("/tmp/a.glossator", [("/", "nfs", "rw")]) == "nfs"


def test_this_folder_is_no_share(tmp_path):
    assert share_of(tmp_path / "a.glossator") == ""


def test_on_a_share_it_is_read_and_not_written(tmp_path, monkeypatch):
    path = tmp_path / "a.glossator"
    Store.create(path).close()
    monkeypatch.setattr(database, "share_of", lambda path: "nfs4")
    for act in (lambda: Store.open(path), lambda: Store.create(tmp_path / "b.glossator")):
        with pytest.raises(UserError) as caught:
            act()
        assert caught.value.code == "project-on-share"
        assert "nfs4" in sentence(caught.value)
    store = Store.open(path, read_only=True)
    assert store.reader().article_ids() == []
    store.close()
    assert [one.name for one in tmp_path.iterdir()] == ["a.glossator"]


def test_a_pragma_that_does_not_hold_is_noticed(tmp_path, monkeypatch):
    path = tmp_path / "a.glossator"
    Store.create(path).close()
    monkeypatch.setattr(connection, "_WRITING", (*connection._WRITING, ("page_size", 123)))
    with pytest.raises(UserError) as caught:
        writable(path)
    assert caught.value.values["why"] == "page_size stays 4096"
    monkeypatch.setattr(connection, "_ASKING", (("query_only", "maybe"),))
    with pytest.raises(UserError, match="cannot-save"):
        readable(path)


def test_an_error_is_told_by_its_primary_code_whatever_the_extended_one_and_the_words():
    for code, said in ((13, "disk-full"), (10 | 3 << 8, "cannot-save"), (11 | 1 << 8, "project-damaged")):
        error = driver.OperationalError("not an error")
        error.sqlite_errorcode = code
        wrapped = ValueError(error)
        assert code_of(wrapped) == code
        assert refusal(wrapped, "p").code == said
