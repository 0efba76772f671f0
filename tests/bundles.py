"""Bundles for the tests of exports: small articles with everything that is hard to write."""

from __future__ import annotations

from dataclasses import replace

from glossator.core.model.analysis import Analysis, pack
from glossator.core.model.article import Article, Source
from glossator.core.model.bundle import Bundle
from glossator.core.model.link import Link
from glossator.core.model.note import Note
from glossator.core.model.span import Layer, Span, State
from glossator.core.model.tag import Stage
from glossator.core.model.tokenize import tokens
from pictures import LAYERS, article

SOURCE = Source("0" * 64, "/home/someone/private/harbour.html", "utf-8", 10, "2026-01-08T09:00:00+00:00", "raw")


def span(
    of: Article, words: str, label: str, state: State = State.ACCEPTED, ident: str = "", nth: int = 0, **more: object
) -> Span:
    """The ``nth`` place of ``words`` in the article as a span; its id is made of label and place."""
    start = -1
    for _ in range(nth + 1):
        start = of.text.index(words, start + 1)
    made = Span(
        ident or f"{label.lower()}-{start}", of.id, 1, start, start + len(words), label,
        LAYERS.get(label, Layer.ENTITY), "human:test", state, words,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def link(kind: str, head: Span, tail: Span, state: State = State.ACCEPTED, **values: str) -> Link:
    """A link from ``head`` to ``tail``."""
    return Link(
        f"{kind}-{head.id}-{tail.id}",
        head.article,
        kind,
        head.id,
        tail.id,
        "human:test",
        state,
        None,
        (*values.items(),),
    )


def bundle(of: Article, *spans: Span, links: tuple[Link, ...] = (), analysed: bool = True, **more: object) -> Bundle:
    """A bundle of the article; its tokens are the simple ones, a closing mark begins no sentence."""
    made = "2026-01-08T10:00:01+00:00"
    table = [replace(t, sentence=t.sentence and of.text[t.start] not in "”’)") for t in tokens(of.text)]
    analysis = Analysis(of.id, of.revision, "test@1", made, pack(table)) if analysed else None
    return Bundle(of, SOURCE, analysis, spans, links, **more)  # type: ignore[arg-type]


def harbour() -> Bundle:
    """Emoji before the first span, combining marks, right-to-left, furniture, nesting, a split quotation."""
    text = (
        "# 😀 Harbour news\n"
        "! Share this page\n"
        "Zoë\u0308 Ålund of the University of São Paulo said: “We open,” she went on, “in May.”\n"
        "השרה דנה כהן said “no”.\n"
        "! Read more"
    )
    of = article(text, title="Harbour 😀 news", id="a1", byline="Test Writer")
    one, two = span(of, "“We open,”", "QUOTE", values=(("kind", "direct"),)), span(of, "“in May.”", "QUOTE")
    three = span(of, "“no”", "QUOTE")
    ada, dana = span(of, "Zoë\u0308 Ålund", "SPEAKER"), span(of, "דנה כהן", "SPEAKER")
    said, later = span(of, "said", "CUE"), span(of, "said", "CUE", nth=1)
    rejected = span(of, "May", "PERSON", State.REJECTED)
    spans = (
        one, two, three, ada, dana, said, later, rejected,
        span(of, "Zoë\u0308 Ålund", "PERSON", score=0.5),
        span(of, "University of São Paulo", "ORG"),
        span(of, "São Paulo", "GPE"),
        span(of, "May", "DATE"),
        span(of, "דנה כהן", "PERSON", State.SUGGESTED),
        span(of, "Share", "ORG", ident="in-furniture"),
    )  # fmt: skip
    links = (
        link("piece", one, two),
        link("speaker", one, ada, name="Zoë\u0308 Marie Ålund"),
        link("cue", one, said),
        link("speaker", three, dana, State.SUGGESTED),
        link("cue", three, later),
    )
    notes = (
        Note("n1", "a1", "", "whole article", "test", "2026-01-09T08:00:00+00:00"),
        Note("n2", "a1", one.id, "on a quotation", "test", "2026-01-09T08:01:00+00:00"),
        Note("n3", "a1", rejected.id, "not this", "test", "2026-01-09T08:02:00+00:00"),
    )
    return bundle(of, *spans, links=links, notes=notes, tags=("port", "spring"), stage=Stage.STARTED)


def title_only() -> Bundle:
    """An article without a text."""
    return bundle(article("", title="Nothing but a title", id="a2"), analysed=False)


def edges() -> Bundle:
    """Spans at the very start and end, crossing ones, one inside a word, runs of blanks."""
    of = article("Ada Moreau  met\u00a0Ben Okoro-Lind", title="Edges", id="a3")
    return bundle(
        of,
        span(of, "Ada Moreau", "PERSON"),
        span(of, "Moreau  met", "EVENT"),
        span(of, "Ben Oko", "PERSON"),
        span(of, "Lind", "PLACE"),
        span(of, "  ", "ODD"),
    )
