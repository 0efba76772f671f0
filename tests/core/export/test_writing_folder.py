from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path

import pytest

from glossator.core.errors import UserError
from glossator.core.export.writing_folder import LISTING, FolderReplacement


def tree(folder: Path) -> dict[str, bytes]:
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def write(target: Path, **files: bytes) -> None:
    with FolderReplacement(target) as out:
        for name, data in files.items():
            out.write(name, data)


def test_all_files_appear_together(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with FolderReplacement(target) as out:
        out.write("one.txt", b"1")
        rows = out.stream("deep/rows.txt")
        rows.write(b"a")
        out.write("two.txt", b"2")
        rows.write(b"b")
        assert not target.exists()
    found = tree(target)
    assert [row[65:] for row in found.pop(LISTING).split(b"\n")] == [b"one.txt", b"deep/rows.txt", b"two.txt", b""]
    assert found == {
        "deep/rows.txt": b"ab",
        "one.txt": b"1",
        "two.txt": b"2",
    }
    assert os.listdir(tmp_path) == ["out"]


def test_an_earlier_export_is_replaced_whole(tmp_path: Path) -> None:
    write(tmp_path / "out", old=b"old", both=b"old")
    write(tmp_path / "out", both=b"new")
    found = tree(tmp_path / "out")
    assert found.pop(LISTING).endswith(b" both\n")
    assert found == {"both": b"new"}
    assert os.listdir(tmp_path) == ["out"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "out"
    write(target, one=b"1")
    (target / "mine.txt").write_bytes(b"my work")
    with pytest.raises(UserError) as caught:
        write(target, one=b"2")
    assert caught.value.code == "export-folder-not-empty"
    assert (target / "mine.txt").read_bytes() == b"my work"
    assert (target / "one").read_bytes() == b"1"


def test_work_done_in_an_export_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "out"
    write(target, one=b"1", two=b"2")
    (target / "two").write_bytes(b"9")
    with pytest.raises(UserError) as caught:
        write(target, one=b"3")
    assert caught.value.code == "export-folder-not-empty"
    assert (target / "two").read_bytes() == b"9"
    (target / "two").unlink()
    write(target, one=b"3")
    assert tree(target)["one"] == b"3"


def test_a_file_put_there_meanwhile_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "out"
    write(target, one=b"1")
    with pytest.raises(UserError) as caught, FolderReplacement(target) as out:
        out.write("one", b"2")
        (target / "mine.txt").write_bytes(b"my work")
    assert caught.value.code == "export-folder-not-empty"
    assert tree(target)["one"] == b"1"
    assert os.listdir(tmp_path) == ["out"]


def test_an_empty_folder_is_taken_and_a_file_is_not(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path / "empty", one=b"1")
    assert tree(tmp_path / "empty")["one"] == b"1"
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(UserError) as caught:
        write(tmp_path / "file", one=b"1")
    assert caught.value.code == "cannot-write"
    assert (tmp_path / "file").read_bytes() == b"x"


@pytest.mark.parametrize("name", ["out", "out.zip"])
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_failure_leaves_the_old_and_nothing_else(tmp_path: Path, error: type[BaseException], name: str) -> None:
    write(tmp_path / name, one=b"1")
    before = tree(tmp_path)
    with pytest.raises(error), FolderReplacement(tmp_path / name) as out:
        out.stream("half").write(b"half")
        raise error
    assert tree(tmp_path) == before


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "out", one=b"1")

    def fail(*_: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(UserError) as caught, FolderReplacement(tmp_path / "out") as out:
        out.write("one", b"2")
        monkeypatch.setattr(os, "fsync", fail)
    monkeypatch.undo()
    assert caught.value.code == "disk-full"
    assert tree(tmp_path / "out")["one"] == b"1"
    assert os.listdir(tmp_path) == ["out"]


def test_the_old_folder_comes_back_when_the_new_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "out", one=b"1")
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.name.endswith(".part"):
            raise OSError(errno.EIO, "broken")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(UserError) as caught:
        write(tmp_path / "out", one=b"2")
    monkeypatch.undo()
    assert caught.value.code == "cannot-write"
    assert tree(tmp_path / "out")["one"] == b"1"
    assert os.listdir(tmp_path) == ["out"]


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught, FolderReplacement(tmp_path / "out") as out:
        out.write("one", b"1")
        out.write("one", b"2")
    assert caught.value.code == "cannot-write"
    assert os.listdir(tmp_path) == []


def test_an_archive_is_the_same_every_time(tmp_path: Path) -> None:
    for name in ("a.zip", "b.ZIP"):
        with FolderReplacement(tmp_path / name) as out:
            out.write("two/é.txt", b"2" * 100)
            out.write("one.txt", b"1")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.ZIP").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "one.txt": b"1",
            "two/é.txt": b"2" * 100,
        }
    assert sorted(os.listdir(tmp_path)) == ["a.zip", "b.ZIP"]


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder.zip").mkdir()
    for target, code in [
        (tmp_path / "folder.zip", "export-target-is-folder"),
        (tmp_path / "none" / "out", "cannot-write"),
        (tmp_path / ("x" * 300), "cannot-write"),
    ]:
        with pytest.raises(UserError) as caught:
            write(target, one=b"1")
        assert caught.value.code == code
    assert os.listdir(tmp_path) == ["folder.zip"]
