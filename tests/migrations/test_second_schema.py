"""What the second shape counts is there for a project of the first one too."""

from __future__ import annotations

import shutil
from pathlib import Path

from glossator.core.store.connection import driver
from glossator.core.store.database import Store

STORED = Path(__file__).with_name("v1.glossator")


def test_voices_of_an_old_project_are_counted_as_of_a_new_one(tmp_path):
    path = Path(shutil.copyfile(STORED, tmp_path / "v1.glossator"))
    store = Store.open(path)
    (one,) = store.reader().voice_counts()
    assert (one.name, one.date, one.quotes, one.words, one.direct) == ("Ada Örn", "2026-01", 1, 4, 1)
    (said,) = store.reader().said(["Ada Örn"])
    assert (said.text, said.kind, said.words) == ("“We waited ten years,”", "direct", 4)
    assert (store.reader().persons(), store.reader().aliases()) == ((), ())
    store.close()


def test_words_are_counted_alike_by_the_migration_and_on_writing(tmp_path):
    path = Path(shutil.copyfile(STORED, tmp_path / "v1.glossator"))
    connection = driver.connect(str(path))
    connection.execute("UPDATE span SET text = ' One  two\nthree    four ' WHERE id = 's1'")
    connection.commit()
    connection.close()
    Store.open(path).close()
    connection = driver.connect(str(path))
    assert connection.execute("SELECT words, quoted FROM span WHERE id = 's1'").fetchone() == (4, "direct")
    assert connection.execute("SELECT words, quoted FROM span WHERE id = 's2'").fetchone() == (0, "")
    connection.close()
