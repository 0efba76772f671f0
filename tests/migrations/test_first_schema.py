"""A project of schema 1 that was stored once opens with all that it held."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from glossator.core.store.connection import driver
from glossator.core.store.database import SCHEMA_VERSION, Store, Verdict, inspect
from glossator.core.store.history import stacks
from glossator.core.store.integrity import check

STORED = Path(__file__).with_name("v1.glossator")


def maker():
    spec = importlib.util.spec_from_file_location("make_v1", STORED.with_name("make_v1.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copy(tmp_path):
    return Path(shutil.copyfile(STORED, tmp_path / "v1.glossator"))


def shape(path):
    connection = driver.connect(str(path))
    found = sorted(connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall(), key=repr)
    connection.close()
    return found


def test_it_opens_with_all_that_it_held(copy):
    assert inspect(copy, deep=True).verdict in (Verdict.OK, Verdict.NEEDS_UPGRADE)
    store = Store.open(copy)
    reader = store.reader()
    for row in maker().rows():
        assert reader.row(type(row), row.id) == row
    assert reader.setting("pipeline") == "small"
    done, undone = stacks(reader.history())
    assert ([group.seqs for group in done], [group.seqs for group in undone]) == ([(1,)], [(2,)])
    assert reader.change_at(1).after == maker().rows()
    assert [hit.article for hit in reader.search("orn wait")] == ["a1"]
    store.close()
    assert inspect(copy).version == SCHEMA_VERSION
    assert check(copy) == []


def test_it_becomes_the_shape_of_a_new_project(copy, tmp_path):
    Store.open(copy).close()
    Store.create(tmp_path / "new.glossator").close()
    assert shape(copy) == shape(tmp_path / "new.glossator")


def test_the_maker_still_works(tmp_path):
    maker().make(tmp_path / "made.glossator")
    assert check(tmp_path / "made.glossator") == []
