"""A process that is killed while it writes loses nothing that it was told is saved."""

from __future__ import annotations

import subprocess
import sys
import time

from glossator.core.model.change import Change
from glossator.core.store.database import Store
from glossator.core.store.integrity import check
from pictures import picture

_WORK = """
import sys
from pathlib import Path
from dataclasses import replace
from glossator.core.model.change import Change
from glossator.core.model.ids import new_id
from glossator.core.store.database import Store
store = Store.open(Path(sys.argv[1]))
(article,) = store.reader().article_ids()
span = store.reader().spans(article)[0]
while True:
    new = replace(span, id=new_id())
    print(store.apply(Change("Add", (), (new,)), "me"), new.id, flush=True)
    moved = replace(new, label="ORG")
    print(store.apply(Change("Label", (new,), (moved,)), "me"), new.id, flush=True)
"""


def test_every_acknowledged_change_survives_a_kill(tmp_path):
    path = tmp_path / "a.glossator"
    store = Store.create(path)
    article, spans = picture("[Ada](PERSON) met Bob.")
    store.apply(Change("Import", (), (article, *spans)), "me")
    store.close()
    told: dict[int, str] = {}
    for number in range(5):
        worker = subprocess.Popen([sys.executable, "-c", _WORK, str(path)], stdout=subprocess.PIPE, text=True)
        lines = [worker.stdout.readline()]
        time.sleep(0.1 + 0.07 * number)
        worker.kill()
        lines += worker.communicate()[0].splitlines(keepends=True)
        whole = [line.split() for line in lines if line.endswith("\n")]
        assert whole, "the worker wrote nothing"
        told.update((int(seq), span) for seq, span in whole)
        store = Store.open(path)
        there = {entry.seq: entry for entry in store.reader().history(None)}
        for seq, span in told.items():
            change = store.reader().change_at(seq)
            assert there[seq].title == change.title
            assert change.after[0].id == span
        last = {change.after[0].id: change.after[0] for change in map(store.reader().change_at, there)}
        stored = {span.id: span for span in store.reader().spans(article.id)}
        assert all(stored[one] == row for one, row in last.items() if one in told.values())
        assert len(there) == max(there), "a number without an entry"
        store.close()
        assert check(path) == []
    assert len(told) > 10
