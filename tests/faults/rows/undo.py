"""Row 10: random acts, undos, redos and restarts; the project is what a model in memory says, at every step."""

from __future__ import annotations

import random
import time
from pathlib import Path

from faults.registry import Result, Row
from faults.work import Editor, problems
from glossator.core.errors import StaleChange
from glossator.core.model.change import Change, Key, key
from glossator.core.model.change import Row as Stored
from glossator.core.store.database import Store
from glossator.core.store.rows import SHAPES

_SESSION = 250
"""Steps of one project: a restart now and then, a full check at the end."""


class Model:
    """Rows and stacks as plain Python: a group is undone as one, a new act forgets what was undone."""

    def __init__(self) -> None:
        self.rows: dict[Key, Stored] = {}
        self.done: list[tuple[str, dict[Key, Stored], dict[Key, Stored]]] = []
        self.undone: list[tuple[str, dict[Key, Stored], dict[Key, Stored]]] = []

    def act(self, change: Change) -> None:
        """Do something new."""
        before = dict(self.rows)
        for row in change.before:
            del self.rows[key(row)]
        self.rows.update((key(row), row) for row in change.after)
        self.undone.clear()
        if change.group and self.done and self.done[-1][0] == change.group:
            before = self.done.pop()[1]
        self.done.append((change.group, before, dict(self.rows)))

    def undo(self) -> bool:
        """Back to before the newest act."""
        if self.done:
            self.undone.append(self.done.pop())
            self.rows = dict(self.undone[-1][1])
        return bool(self.undone)

    def redo(self) -> None:
        """Again what was undone last."""
        if self.undone:
            self.done.append(self.undone.pop())
            self.rows = dict(self.done[-1][2])


def _stored(store: Store) -> dict[Key, Stored]:
    """All rows of a project."""
    session = store.reader()._session
    found: dict[Key, Stored] = {}
    for shape in SHAPES.values():
        for values in session.ask(shape.select()):
            row = shape.take(values)
            found[key(row)] = row
    return found


def _session(path: Path, steps: int, rng: random.Random, result: Result) -> None:
    store = Store.create(path)
    editor, model = Editor(store, rng), Model()
    for step in range(steps):
        begun = time.perf_counter()
        roll = rng.random()
        try:
            if roll < 0.25:
                if (editor.history.undo() is not None) != bool(model.done):
                    result.wrong.append(f"step {step}: undo had another act than the model")
                model.undo() if model.done else None
            elif roll < 0.4:
                if (editor.history.redo() is not None) != bool(model.undone):
                    result.wrong.append(f"step {step}: redo had another act than the model")
                model.redo()
            elif roll < 0.43:
                store.close()
                store = Store.open(path)
                editor = Editor(store, rng)
            else:
                change = editor.change()
                if change:
                    editor.annotator.apply(change)
                    model.act(change)
        except StaleChange:
            result.wrong.append(f"step {step}: stale")
            break
        result.slowest = max(result.slowest, time.perf_counter() - begun)
        result.cases += 1
        if (step % 10 == 0 or step == steps - 1) and _stored(store) != model.rows:
            result.lost += 1
            result.wrong.append(f"step {step}: not what the model says")
            break
    store.close()
    found = problems(path)
    result.corrupt += bool(found)
    result.wrong += found


def run(count: int, folder: Path) -> Result:
    """``count`` steps in projects of a few hundred each."""
    result = Result()
    for number in range(-(-count // _SESSION)):
        steps = min(_SESSION, count - number * _SESSION)
        _session(folder / f"u{number}.glossator", steps, random.Random(number), result)
    result.facts = {"projects": number + 1}
    return result


ROWS = (Row(10, "undo", "random acts, undos, redos and restarts equal a model", 500, 10_000, run),)
