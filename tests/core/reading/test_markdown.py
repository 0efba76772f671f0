"""Markdown: front matter, kinds of blocks, several articles."""

from __future__ import annotations

from glossator.core.model.block import Kind
from glossator.core.progress import Silent
from glossator.core.reading.base import Draft
from glossator.core.reading.markdown import Markdown

BODY = "The council met on Monday and kept the *old* bridge,\nas [the mayor](http://a.example) had asked.\n"


def drafts(text: str) -> list[Draft]:
    return list(Markdown().read(text.encode(), "a.md", Silent())[2])


def test_front_matter_and_kinds() -> None:
    (one,) = drafts(
        "---\ntitle: 'Bridge saved'\nauthors:\n  - Ada Quell\n  - Tom Rask\ndate: 2026-05-17\n---\n"
        f"{BODY}\n## Costs\n\n- one\n  - inner\n- two\n\n> kept\n\n```\na = 1\n```\n\n| a | b |\n|---|---|\n| c | d |\n"
    )
    assert (one.title, one.byline, one.published) == ("Bridge saved", "Ada Quell, Tom Rask", "2026-05-17")
    assert [(b.text, b.kind, b.level) for b in one.blocks] == [
        ("Bridge saved", Kind.HEADING, 1),
        ("The council met on Monday and kept the old bridge, as the mayor had asked.", Kind.PARAGRAPH, 0),
        ("Costs", Kind.HEADING, 2),
        ("one", Kind.BULLET, 1),
        ("inner", Kind.BULLET, 2),
        ("two", Kind.BULLET, 1),
        ("kept", Kind.QUOTATION, 0),
        ("a = 1", Kind.CODE, 0),
        ("a | b", Kind.TABLE, 0),
        ("c | d", Kind.TABLE, 0),
    ]


def test_chapters_are_one_article_but_rules_part() -> None:
    assert len(drafts(f"# One\n\n{BODY}\n# Two\n\n{BODY}")) == 1
    assert [d.title for d in drafts(f"# One\n\n{BODY}\n---\n\n# Two\n\n{BODY}")] == ["One", "Two"]


def test_a_second_front_matter_begins_a_second_article() -> None:
    found = drafts(f"---\ntitle: One\n---\n{BODY}\n---\ntitle: Two\ndate: 3 May 2026\n---\n{BODY}")
    assert [(d.title, d.published) for d in found] == [("One", ""), ("Two", "2026-05-03")]


def test_a_rule_between_paragraphs_is_no_front_matter() -> None:
    assert len(drafts(f"# One\n\n{BODY}\n---\n\nNote: this goes on\n\n---\n\n{BODY}")) == 1
