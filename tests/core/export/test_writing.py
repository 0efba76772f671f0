from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from glossator.core.errors import UserError
from glossator.core.export.writing import Replacement


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_new_file_is_there_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_bytes(b"old")
    with Replacement(target) as out:
        out.write(b"new ")
        assert target.read_bytes() == b"old"
        out.write(b"text")
    assert target.read_bytes() == b"new text"
    assert names(tmp_path) == ["out.txt"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "out.txt"
    target.write_bytes(b"old")
    with pytest.raises(error), Replacement(target) as out:
        out.write(b"half")
        raise error
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["out.txt"]


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "disk-full"), (errno.EIO, "cannot-write")])
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_failing_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, code: str) -> None:
    target = tmp_path / "out.txt"
    target.write_bytes(b"old")

    def fail(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(UserError) as caught, Replacement(target) as out:
        out.write(b"half")
    assert caught.value.code == code
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["out.txt"]


def test_short_writes_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:3]))
    with Replacement(tmp_path / "out.txt") as out:
        out.write(b"0123456789")
    assert (tmp_path / "out.txt").read_bytes() == b"0123456789"


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    for target, code in [
        (tmp_path, "export-target-is-folder"),
        (tmp_path / "none" / "out.txt", "cannot-write"),
        (tmp_path / ("x" * 300), "cannot-write"),
    ]:
        with pytest.raises(UserError) as caught, Replacement(target) as out:
            out.write(b"x" * 10)
        assert caught.value.code == code
    assert names(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_device_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError) as caught, Replacement(tmp_path / "pipe"):
        pass
    assert caught.value.code == "cannot-write"
    assert names(tmp_path) == ["pipe"]


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_rights_are_kept_and_links_followed(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_bytes(b"old")
    target.chmod(0o640)
    (tmp_path / "link").symlink_to(target)
    with Replacement(tmp_path / "link") as out:
        out.write(b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "link").is_symlink()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anything")
def test_a_protected_file_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_bytes(b"old")
    target.chmod(0o440)
    with pytest.raises(UserError) as caught, Replacement(target):
        pass
    assert caught.value.code == "cannot-write"
    assert target.read_bytes() == b"old"
