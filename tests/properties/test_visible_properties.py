from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bundles import bundle
from glossator.core.export.visible import visible
from glossator.core.model.analysis import unpack
from glossator.core.model.block import Kind
from glossator.core.model.bundle import Bundle
from glossator.core.model.span import Layer, Span, State
from pictures import article

LINE = st.text("ab 😀\u0301.כ\u00a0", min_size=1, max_size=12).map(str.strip).filter(bool)


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    drawn = draw(st.lists(st.tuples(st.sampled_from(["", "", "! ", "# "]), LINE), min_size=1, max_size=7))
    of = article("\n".join(mark + line for mark, line in drawn))
    size = len(of.text)
    places = draw(st.lists(st.tuples(st.integers(0, size - 1), st.integers(1, 9)), max_size=8))
    spans = tuple(
        Span(str(k), of.id, 1, a, min(a + n, size), "X", Layer.ENTITY, "human:t", State.ACCEPTED, of.text[a : a + n])
        for k, (a, n) in enumerate(places)
    )
    return bundle(of, *spans)


@given(bundles())
def test_the_text_is_the_visible_lines(made: Bundle) -> None:
    text = made.article.text
    lines = [text[b.start : b.end] for b in made.article.blocks if b.kind is not Kind.FURNITURE]
    seen = visible(made).article
    assert seen.text == "\n".join(lines)
    assert [seen.text[b.start : b.end] for b in seen.blocks] == lines


@given(bundles())
def test_spans_keep_their_words_or_are_clipped(made: Bundle) -> None:
    seen = visible(made)
    hidden = {i for b in made.article.hidden() for i in range(b.start, b.end)}
    kept = {span.id: span for span in seen.spans}
    for span in made.spans:
        mine = set(range(span.start, span.end))
        if not mine & hidden and span.id in kept and "\n" not in span.text:
            assert kept[span.id].text == span.text
        if mine <= hidden:
            assert span.id not in kept
        if not mine & hidden and span.text.strip():
            assert span.id in kept
    for span in seen.spans:
        assert 0 <= span.start < span.end <= len(seen.article.text)
        assert seen.article.text[span.start : span.end] == span.text


@given(bundles())
def test_tokens_keep_their_words_and_order(made: Bundle) -> None:
    seen = visible(made)
    assert made.analysis is not None
    assert seen.analysis is not None
    hidden = made.article.hidden()
    old = [t for t in unpack(made.analysis.tokens) if not any(b.start <= t.start < b.end for b in hidden)]
    new = list(unpack(seen.analysis.tokens))
    assert [made.article.text[t.start : t.end] for t in old] == [seen.article.text[t.start : t.end] for t in new]
    assert all(a.end <= b.start for a, b in zip(new, new[1:], strict=False))


@given(bundles())
def test_seen_twice_is_seen_once(made: Bundle) -> None:
    seen = visible(made)
    assert visible(seen) is seen
    assert visible(made, furniture=True) is made
