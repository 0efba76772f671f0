"""Random articles for property tests of exports: scripts, emoji, marks, overlaps, links, notes."""

from __future__ import annotations

from hypothesis import strategies as st

from bundles import bundle, link
from glossator.core.model.bundle import Bundle
from glossator.core.model.note import Note
from glossator.core.model.span import Layer, Span, State
from pictures import article

PIECES = [
    "a", "b ", "said", " ", "  ", "\u00a0", "\n", "😀", "👩\u200d🚀", "e\u0301", "日本", "שלום", "مرحبا", "“", "”", "’",
    "<b>", "&", '"', "'", "]]>", "--", "*", "_", "\\", "\t", "\u2028", "\x85", "#", "|", "=1",
]  # fmt: skip
CONTROLS = ["\x01", "\x0b", "\x1f", "\ufffe", "\uffff"]
LABELS = ["PERSON", "ORG", "QUOTE", "X Y", "Ünïcode-1"]
LAYERS = [Layer.ENTITY, Layer.ENTITY, Layer.QUOTE, Layer.CUE, Layer.SPEAKER, Layer.HIGHLIGHT, "own"]


@st.composite
def strange(draw: st.DrawFn, controls: bool = False, ident: str = "a1") -> Bundle:
    """A bundle whose spans overlap, nest and touch at will; every row is accepted."""
    text = "".join(draw(st.lists(st.sampled_from(PIECES + CONTROLS if controls else PIECES), min_size=1, max_size=25)))
    text = "\n".join(filter(None, (line.strip(" \t\u00a0") for line in text.split("\n")))) or "a"
    of = article(text, title=draw(st.sampled_from(["T", "A/B: <c> & “d”", "😀", "..", ""])), id=ident)
    size = len(of.text)
    found = []
    for k in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, size - 1))
        end = draw(st.integers(start + 1, size))
        found.append(
            Span(
                f"s{k}", ident, 1, start, end, draw(st.sampled_from(LABELS)), str(draw(st.sampled_from(LAYERS))),
                "human:t", State.ACCEPTED, of.text[start:end], draw(st.sampled_from([None, 0.5])),
                draw(st.sampled_from([(), (("kind", "direct"),)])),
            )
        )  # fmt: skip
    links = []
    notes = [Note("n0", ident, "", "on all <&>", "t", "2026-01-09T08:00:00+00:00")] if draw(st.booleans()) else []
    if len(found) > 1 and draw(st.booleans()):
        links.append(link(draw(st.sampled_from(["piece", "speaker", "cue"])), found[0], found[1]))
        notes.append(Note("n1", ident, found[0].id, "on a\nspan 😀", "t", "2026-01-09T08:01:00+00:00"))
    tags = ("port", "a b") if draw(st.booleans()) else ()
    return bundle(of, *found, links=tuple(links), notes=tuple(notes), tags=tags)


def places(made: Bundle) -> list[tuple[int, int, str]]:
    """The spans as sorted triples of start, end and label."""
    return sorted((span.start, span.end, span.label) for span in made.spans)
