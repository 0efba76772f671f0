"""Every decision names its rule, and every rule has a sentence."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from glossator.core import nlp
from glossator.core.nlp.quotes.plain import plain_article
from glossator.core.nlp.quotes.rules import SURE, Rule, wording, wordings

TEXT = (
    "“We won the vote,” Ada Lovelace said. “Nobody helped us.”\n"
    "Peter Novak said that the vote was a “shame” for the town.\n"
    "The vote was close, according to the radio.\n"
    "“It was a good day for all of us.” — Ada Lovelace\n"
    "They sat at the “round” table."
)


def test_every_rule_has_one_sentence() -> None:
    for rule in Rule:
        sentence = wording(rule.value)
        assert sentence.endswith(".")
        assert sentence[0].isupper() or sentence[0] == "“"
        assert "\n" not in sentence
    assert len(set(wordings().values())) == len(Rule)


def test_the_table_holds_no_rule_that_is_gone(checkout: Path) -> None:
    path = checkout / "resources" / "language" / "rules.toml"
    assert set(tomllib.loads(path.read_text(encoding="utf-8"))["rules"]) == {rule.value for rule in Rule}


def test_every_rule_says_how_sure_it_is() -> None:
    assert set(SURE) == set(Rule)
    assert all(0 < sure < 1 for sure in SURE.values())


def test_an_unknown_rule_has_no_words() -> None:
    assert wording("long-gone") == ""


@pytest.mark.model
@pytest.mark.parametrize("pipeline", [nlp.DEFAULT, nlp.BLANK])
def test_every_span_and_link_says_why(pipeline: str) -> None:
    found = nlp.run(plain_article("a", TEXT), nlp.load(pipeline), ["quotes"])
    quotes = [span for span in found.spans if span.label == "QUOTE"]
    assert len(quotes) >= 4
    assert all(wording(span.value("rule")) for span in quotes)
    assert any(link.kind == "speaker" for link in found.links)
    assert all(wording(link.value("rule")) for link in found.links if link.kind in ("speaker", "cue"))
    assert all(span.score is not None and 0 < span.score <= 1 for span in quotes)
