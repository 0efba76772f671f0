"""What the rows do to projects: seeding, random acts of every kind, and the questions asked afterwards."""

from __future__ import annotations

import hashlib
import random
import sys
from dataclasses import replace
from pathlib import Path

from glossator.core.errors import AppError
from glossator.core.model.change import Change
from glossator.core.model.ids import new_id
from glossator.core.model.note import Note
from glossator.core.model.span import State
from glossator.core.model.tag import Stage, Standing, Tag
from glossator.core.service.annotator import Annotator
from glossator.core.service.history import History
from glossator.core.store.connection import driver
from glossator.core.store.database import Store
from glossator.core.store.integrity import check
from pictures import picture

WORDS = "harbour council said the new crane would not open before spring and nobody asked why".split()


def prose(rng: random.Random, words: int) -> str:
    """Sentences of nothing in particular, with an emoji, so that code points are not UTF-16 units."""
    return "😀 " + " ".join(rng.choice(WORDS) for _ in range(words)) + "."


def seed(path: Path, articles: int = 20, words: int = 300) -> None:
    """A project with some articles and spans, closed."""
    rng = random.Random(7)
    store = Store.create(path)
    for n in range(articles):
        article, spans = picture(f"[Ada](PERSON) said [“hi {n}”](QUOTE). {prose(rng, words)}")
        store.apply(Change(f"Import {n}", (), (replace(article, title=f"Title {n}"), *spans)), "me")
    store.close()


KINDS = {"add": 8, "label": 6, "delete": 3, "tag": 3, "note": 2, "stage": 2, "title": 1, "import": 1}
"""How often each kind of act is tried."""


class Editor:
    """Random acts on an open project, as a person and the history make them."""

    def __init__(self, store: Store, rng: random.Random) -> None:
        self.store = store
        self.rng = rng
        self.annotator = Annotator(store, "me")
        self.history = History(self.annotator)
        self.articles = store.reader().article_ids()

    def change(self) -> Change:
        """A change that can be done now; an empty one when none of its kind can."""
        rng, reader = self.rng, self.store.reader()
        (kind,) = rng.choices(list(KINDS), list(KINDS.values()))
        if kind == "import" or not self.articles:
            article, spans = picture(f"[Bob](PERSON) left. {prose(rng, rng.randrange(5, 400))}")
            self.articles.append(article.id)
            return Change("Import", (), (article, *spans))
        one = rng.choice(self.articles)
        article = reader.article(one)
        if article is None:
            return Change("")
        group = f"g{rng.randrange(3)}" if rng.random() < 0.2 else ""
        if kind == "tag":
            return Change("Tag", (), (Tag(new_id(), one, f"tag {rng.randrange(9)}"),), group)
        if kind == "note":
            return Change("Note", (), (Note(new_id(), one, "", prose(rng, 5), "me", "2026"),), group)
        if kind == "title":
            return Change("Title", (article,), (replace(article, title=prose(rng, 4)),), group)
        if kind == "stage":
            old = reader.standing(one)
            return Change("Stage", (old,) if old else (), (Standing(one, rng.choice(list(Stage))),), group)
        spans = reader.spans(one)
        if kind == "add" or not spans:
            start = rng.randrange(0, len(article.text) - 2)
            end = min(len(article.text), start + rng.randrange(1, 20))
            template = picture("[Ada](PERSON)")[1][0]
            new = replace(
                template, id=new_id(), article=one, start=start, end=end, text=article.text[start:end],
                state=rng.choice(list(State)), revision=article.revision,
            )  # fmt: skip
            return Change("Add", (), (new,), group)
        span = rng.choice(spans)
        if kind == "label":
            other = replace(span, label=rng.choice(("ORG", "GPE")), state=State.ACCEPTED)
            return Change("Label", (span,), (other,), group)
        return Change("Delete", (span,), (), group)

    def act(self) -> str:
        """Do something: what it was, "" when there was nothing to do. Errors are the caller's."""
        roll = self.rng.random()
        if roll < 0.12:
            return "undo" if self.history.undo() is not None else ""
        if roll < 0.2:
            return "redo" if self.history.redo() is not None else ""
        change = self.change()
        return "act" if change and self.annotator.apply(change) else ""


def problems(path: Path) -> list[str]:
    """What a check of everything says of a project, journal and search index included."""
    try:
        return [f"{one.code}: {one.detail}" for one in check(path, deep=True)]
    except AppError as error:
        return [f"cannot be opened: {error}"]


def last_seq(path: Path) -> int:
    """The last journal entry of a closed project."""
    connection = driver.connect(str(path))
    try:
        return int(connection.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0])
    finally:
        connection.close()


TABLES = ("source", "article", "analysis", "span", "link", "label", "note", "tag", "standing", "journal", "setting")


def content(path: Path) -> str | None:
    """A digest of all rows, None when they cannot be read."""
    connection = driver.connect(str(path))
    connection.text_factory = bytes
    whole = hashlib.sha256()
    try:
        for table in TABLES:
            for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY 1'):
                whole.update(repr((table, row)).encode())
        return whole.hexdigest()
    except (driver.Error, UnicodeDecodeError, OverflowError):
        return None
    finally:
        connection.close()


def quiet_threads() -> None:
    """Hand the interpreter over often, so that threads are mixed as badly as they can be."""
    sys.setswitchinterval(0.0005)
