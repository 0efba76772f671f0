"""Whatever is done: undone one by one it is as before, redone as after, and reopened the same."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.core.model.change import Change
from glossator.core.model.note import Note
from glossator.core.model.span import State
from glossator.core.model.tag import Stage, Standing, Tag
from glossator.core.store.database import Store
from glossator.core.store.history import stacks
from glossator.core.store.integrity import check
from pictures import picture

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["add", "label", "accept", "delete", "tag", "note", "stage", "title", "wipe"]),
        st.integers(0, 9),
        st.sampled_from(["", "g1", "g2"]),
    ),
    min_size=1,
    max_size=12,
)


def state(store):
    """All that is stored, as a value."""
    reader = store.reader()
    bundles = [reader.bundle(one) for one in reader.article_ids()]
    return bundles, [(line.spans, line.suggested, line.quotes) for line in reader.articles()]


def change_for(store, article, what, number, group):
    """A change that can be done now, or None."""
    reader = store.reader()
    there = reader.article(article.id)
    if there is None:
        return Change("Import", (), (article,), group)
    spans = reader.spans(article.id)
    one = spans[number % len(spans)] if spans else None
    last = reader.last_seq()
    if what == "add":
        new = picture("[Ada](PERSON)", State.SUGGESTED)[1][0]
        return Change("Add", (), (replace(new, article=article.id, id=f"s{last}"),), group)
    if what == "tag":
        return Change("Tag", (), (Tag(f"t{last}", article.id, f"tag {number}"),), group)
    if what == "note":
        return Change("Note", (), (Note(f"n{last}", article.id, "", "Hm", "me", "2026"),), group)
    if what == "title":
        return Change("Title", (there,), (replace(there, title=f"Title {number} {last}"),), group)
    if what == "stage":
        old = reader.standing(article.id)
        new = Standing(article.id, Stage.DONE if old is None or old.stage is not Stage.DONE else Stage.STARTED)
        return Change("Stage", (old,) if old else (), (new,), group)
    if what == "wipe":
        bundle, standing = reader.bundle(article.id), reader.standing(article.id)
        rows = (*bundle.spans, *bundle.notes, *reader.tags(article.id), *((standing,) if standing else ()))
        return Change("Purge", (there, *rows), (), group)
    if one is None:
        return None
    after = {
        "label": (replace(one, label="ORG", values=(("n", str(last)),)),),
        "accept": (replace(one, state=State.ACCEPTED),),
    }
    return Change(what, (one,), after.get(what, ()), group)


@settings(max_examples=15)
@given(ACTS)
def test_undo_redo_and_reopening_agree(acts):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.glossator"
        store = Store.create(path)
        article, _ = picture("Ada met Bob.")
        groups: list[str] = []
        states = [state(store)]
        for what, number, group in acts:
            # Only neighbours share a group here, as the steps of one gesture do.
            group = group if group and (not groups or groups[-1] == group or group not in groups) else ""
            change = change_for(store, article, what, number, group)
            if change is None:
                continue
            store.apply(change, "me")
            if group and groups and groups[-1] == group:
                states[-1] = state(store)
            else:
                states.append(state(store))
            groups.append(group)
        after = [state(store)]
        while groups_done := stacks(store.reader().history(None))[0]:
            group = groups_done[-1]
            assert state(store) == states[len(groups_done)]
            store.apply(store.reader().change_of(group.seqs).inverse, "me", "undo", target=group.target)
        assert state(store) == states[0] == ([], [])
        store.close()
        store = Store.open(path)
        while groups_undone := stacks(store.reader().history(None))[1]:
            group = groups_undone[-1]
            store.apply(store.reader().change_of(group.seqs), "me", "redo", target=group.target)
        assert [state(store)] == after
        store.close()
        store = Store.open(path, read_only=True)
        assert [state(store)] == after
        store.close()
        assert check(path, deep=True) == []
