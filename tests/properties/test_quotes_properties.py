"""What holds of the quotations found in any text at all, with and without a parse."""

from __future__ import annotations

import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.core import nlp
from glossator.core.nlp.pipeline import Pipeline
from glossator.core.nlp.quotes.plain import plain_article
from glossator.core.nlp.quotes.rules import wording

WORDS = "she said says that who I ’s and as it Ada Lovelace"
PHRASES = "the bridge is safe|according to|called it|a shame|promised to|his claim|asked whether|went on|Ada Lovelace"
MARKS = "“ ” \" '' ‘ ’ ' „ « » ,, , . : — … ( ) 😀 \u202b Q: A: NOVAK:"
PIECES = [*WORDS.split(), *PHRASES.split("|"), *MARKS.split(" "), "\n", "\n\n", "\u00a0"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)


@cache
def loaded(name: str) -> Pipeline:
    """A pipeline, loaded once."""
    return nlp.load(name)


def check(text: str, name: str) -> None:
    """Spans lie in the text and say it; quotations do not overlap; links join spans; every rule has a sentence."""
    found = nlp.run(plain_article("a", text), loaded(name), ["quotes"])
    by_id = {span.id: span for span in found.spans}
    for span in found.spans:
        assert 0 <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end]
    quotes = sorted((s for s in found.spans if s.label == "QUOTE"), key=lambda s: s.start)
    for one, following in zip(quotes, quotes[1:], strict=False):
        assert one.end <= following.start
    for span in quotes:
        assert span.value("kind") in ("direct", "mixed", "indirect", "scare")
        assert wording(span.value("rule"))
    for link in found.links:
        assert link.head in by_id
        assert link.tail in by_id
        assert link.score is not None
        assert 0 <= link.score <= 1


@given(TEXTS)
def test_any_text_without_a_parse(text: str) -> None:
    check(text, nlp.BLANK)


@pytest.mark.model
@settings(max_examples=60)
@given(TEXTS)
def test_any_text_with_a_parse(text: str) -> None:
    check(text, nlp.DEFAULT)


def seconds(text: str) -> float:
    """The lesser of two measurements, in seconds of the processor."""
    article = plain_article("a", text)
    taken = []
    for _ in range(2):
        start = time.process_time()
        nlp.run(article, loaded(nlp.BLANK), ["quotes"])
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize(
    "part",
    [
        "“We won,” Ada said. ",
        "He said “so” and \"so\" and 'so' ",
        "said that the bridge is safe and ",
        "the bridge, Ada said, is safe, according to Ada, ",
        "“We won\n",
        "Q: Why?\nA: So.\n",
    ],
)
def test_time_grows_with_the_text_and_not_faster(part: str) -> None:
    small = part * (5_000 // len(part))
    assert seconds(small * 4) < 4 * 3 * seconds(small) + 0.2


def test_one_open_mark_in_a_long_article() -> None:
    lines = ["Ada said: “The bridge is open."] + ["“The bridge is safe,” Novak said."] * 9_000
    text = "\n".join(lines)
    assert len(text) > 300_000
    found = nlp.run(plain_article("a", text), loaded(nlp.BLANK), ["quotes"])
    whole = [span for span in found.spans if span.text == "“The bridge is safe,”"]
    assert len(whole) >= 8_999
