"""Makes the stored project of schema 1; run once, the file is kept as it is for ever.

    python tests/migrations/make_v1.py

(with ``desktop`` on PYTHONPATH)
"""

from __future__ import annotations

from pathlib import Path

from glossator.core.model.analysis import Analysis, Token, pack
from glossator.core.model.article import Article, Source
from glossator.core.model.block import Block, Kind
from glossator.core.model.change import Change, Row
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.note import Note
from glossator.core.model.span import Span, State
from glossator.core.model.tag import Stage, Standing, Tag
from glossator.core.store.database import Store

TARGET = Path(__file__).with_name("v1.glossator")
TIME = "2026-01-08T10:00:00+00:00"
TEXT = "Harbour opens\n“We waited ten years,” said Ada Örn. 🎉"


def rows() -> tuple[Row, ...]:
    """One of every row."""
    quote, speaker = "“We waited ten years,”", "Ada Örn"
    q, s = TEXT.index(quote), TEXT.index(speaker)
    return (
        Source("5" * 64, "harbour.txt", "utf-8", len(TEXT.encode()), TIME, TEXT),
        Article(
            "a1", 1, "Harbour opens", "By a reporter", "2026-01-07", "en", "", "5" * 64, 0, TIME, TEXT,
            (Block(0, 13, Kind.HEADING, 1), Block(14, len(TEXT), Kind.PARAGRAPH)),
        ),
        Analysis("a1", 1, "small@1", TIME, pack([Token(0, 7, True), Token(8, 13, False)])),
        Span(
            "s1", "a1", 1, q, q + len(quote), "QUOTE", "quote", "human:ada", State.ACCEPTED, quote, None,
            (("kind", "direct"),),
        ),
        Span(
            "s2", "a1", 1, s, s + len(speaker), "SPEAKER", "speaker", "quotes@1 small@1", State.SUGGESTED, speaker, 0.5
        ),
        Link("l1", "a1", "speaker", "s1", "s2", "human:ada", State.ACCEPTED, None, (("name", "Ada Örn"),)),
        Label("QUOTE", "Quotation", "quote", 40, "q", "", "Words of somebody", 1),
        Note("n1", "a1", "s1", "Check this.", "ada", TIME),
        Tag("t1", "a1", "harbour"),
        Standing("a1", Stage.STARTED),
    )  # fmt: skip


def make(path: Path) -> None:
    """A new project at ``path`` with all rows, one act undone."""
    store = Store.create(path)
    store.set_setting("pipeline", "small")
    store.apply(Change("Import “Harbour opens”", (), rows(), "import-1"), "ada")
    tag = Change("Tag", (), (Tag("t2", "a1", "opening"),))
    seq = store.apply(tag, "ada")
    store.apply(tag.inverse, "ada", "undo", target=seq)
    store.close()


if __name__ == "__main__":
    make(TARGET)
