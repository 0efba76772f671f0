"""Web pages: kinds of blocks, captions, facts, several articles, huge and deep pages."""

from __future__ import annotations

from glossator.core.model.block import Kind
from glossator.core.progress import Silent
from glossator.core.reading.base import Draft
from glossator.core.reading.html import Html

BODY = (
    "<p>The council of Low Henning met on Monday and decided, after a long debate, to keep the old bridge for ten "
    "years, said the mayor, Ilse Tarnavik, who had voted against it twice before.</p>"
    "<p>“A bridge is a promise,” she said, “and this one has been kept by rust alone.” Nobody in the hall laughed, "
    "except for the engineer, who has inspected it every spring since it was built.</p>"
    "<p>The repairs will cost two million crowns and last until the autumn of next year, according to the plan that "
    "was handed out at the door, together with a map of the detours for lorries.</p>"
)


def drafts(page: str, encoding: str = "utf-8") -> list[Draft]:
    return list(Html().read(page.encode(encoding), "a.html", Silent())[2])


def texts(draft: Draft, kind: Kind) -> list[str]:
    return [block.text for block in draft.blocks if block.kind is kind]


def test_a_page_keeps_its_structure_and_loses_its_menu() -> None:
    page = (
        '<html lang="en"><head><title>Bridge saved | Courier</title></head><body><nav><a href="/">Home page</a></nav>'
        f"<article><h1>Bridge saved</h1><figure><img><figcaption>The old bridge</figcaption></figure>{BODY}"
        "<h2>Costs</h2>"
        f"{BODY.replace('Monday', 'Friday')}<ul><li>One</li><li>Two</li></ul>"
        "<blockquote><p>Rust is slow.</p></blockquote>"
        "<table><tr><td>a</td><td>b</td></tr></table></article>"
        '<div class="comments"><p>First comment of the day, and what a day it has been for us.</p></div></body></html>'
    )
    (one,) = drafts(page)
    assert (one.title, one.language) == ("Bridge saved", "en")
    assert texts(one, Kind.HEADING) == ["Bridge saved", "Costs"]
    assert texts(one, Kind.CAPTION) == ["The old bridge"]
    assert texts(one, Kind.BULLET) == ["One", "Two"]
    assert texts(one, Kind.QUOTATION) == ["Rust is slow."]
    assert texts(one, Kind.TABLE) == ["a | b"]
    shown = [block.text for block in one.blocks if block.kind is not Kind.FURNITURE]
    assert not any("comment of the day" in text or "Home page" in text for text in shown)


def test_facts_come_from_json_ld() -> None:
    said = '{"@graph":[{"@type":"NewsArticle","headline":"Bridge saved","author":[{"name":"Ada"},{"name":"Tom"}],"datePublished":"2026-02-03T10:00Z"}]}'  # noqa: E501
    page = (
        f'<html><head><script type="application/ld+json">{said}</script><link rel="canonical" href="https://c.example/b">'
        f"</head><body><article><h1>Bridge saved</h1>{BODY}</article></body></html>"
    )
    (one,) = drafts(page)
    assert (one.title, one.byline, one.published) == ("Bridge saved", "Ada, Tom", "2026-02-03")
    assert one.address == "https://c.example/b"


def test_several_full_articles_come_apart() -> None:
    parts = "".join(f"<article><h2>Story number {n}</h2>{BODY}</article>" for n in ("one", "two", "three"))
    found = drafts(f"<html><head><title>Today</title></head><body>{parts}</body></html>")
    assert [draft.title for draft in found] == ["Story number one", "Story number two", "Story number three"]


def test_teasers_and_comments_are_no_articles() -> None:
    teasers = "".join(
        f'<article><h3><a href="/{n}">Teaser {n}</a></h3><p><a href="/{n}">Read all about it</a></p></article>'
        for n in range(6)
    )
    talk = f'<section id="comments"><article><h3>Joe</h3>{BODY}</article></section>'
    page = f"<html><body><article><h1>Bridge saved</h1>{BODY}</article>{teasers}{talk}</body></html>"
    assert [draft.title for draft in drafts(page)] == ["Bridge saved"]


def test_a_huge_data_address_does_not_empty_the_page() -> None:
    page = f'<html><body><article><h1>Bridge</h1><img src="data:image/png;base64,{"A" * 12_000_000}">{BODY}</article></body></html>'  # noqa: E501
    (one,) = drafts(page)
    assert any("A bridge is a promise" in block.text for block in one.blocks)


def test_deep_pages_are_read() -> None:
    for depth in (500, 5_000, 50_000):
        page = f"<html><body>{'<div>' * depth}<h1>Deep</h1>{BODY}{'</div>' * depth}</body></html>"
        (one,) = drafts(page)
        assert any("A bridge is a promise" in block.text for block in one.blocks), depth


def test_the_declared_encoding_is_used() -> None:
    page = f'<html><head><meta charset="windows-1251"></head><body><article><h1>Мост</h1><p>{"Мост сохранили. " * 30}</p></article></body></html>'  # noqa: E501
    encoding, text, _ = Html().read(page.encode("cp1251"), "a.html", Silent())
    assert (encoding, text) == ("cp1251", page)
