"""Why something is marked: the rule that a machine's row names, in a sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from glossator.core.model.link import Link
from glossator.core.model.quote import Quote
from glossator.core.model.span import Span, State
from glossator.core.places import resources

RULE = "rule"
"""The value of a span or link that names the rule which made it."""

FORM = "form"
"""The value of a speaker's link that keeps the name it had before the ledger's."""

_PARTS = {"speaker": "Speaker", "cue": "Cue", "piece": "Further piece"}


@cache
def wording() -> Mapping[str, str]:
    """Rule → sentence, from ``resources/language/rules.toml``; empty where there is no such table."""
    try:
        table = tomllib.loads((resources() / "language" / "rules.toml").read_text(encoding="utf-8")).get("rules", {})
    except (OSError, ValueError):
        return {}
    return {str(rule): str(told) for rule, told in table.items()} if isinstance(table, dict) else {}


def sentence_of(rule: str, told: Mapping[str, str]) -> str:
    """The sentence of a rule, or its name in plain words where there is none."""
    return told.get(rule) or rule.replace("-", " ").replace("_", " ")


def reasons(span: Span, quote: Quote | None, told: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """(what, why) for ``span`` and, when it belongs to one, for its quotation; none for what a person made."""
    told = wording() if told is None else told
    found: list[tuple[str, str]] = []
    if quote is None:
        return [("", sentence_of(span.value(RULE), told))] if span.value(RULE) else []
    head = quote.pieces[0]
    if head.value(RULE):
        found.append(("Quotation", sentence_of(head.value(RULE), told)))
    for link in quote.links:
        rule = link.value(RULE)
        if rule and rule != head.value(RULE) and (link.kind != "piece" or link.tail == span.id):
            found.append((_PARTS.get(link.kind, link.kind), sentence_of(rule, told)))
    return [*found, *_named(quote, next((link for link in quote.links if link.kind == "speaker"), None))]


def _named(quote: Quote, link: Link | None) -> list[tuple[str, str]]:
    """Why the speaker is called otherwise than the text says."""
    if link is None or quote.speaker is None:
        return []
    mention = " ".join(quote.speaker.text.split())
    if link.value(FORM):
        return [("Name", f"The ledger says that “{link.value(FORM)}” is {quote.speaker_name}.")]
    if mention != quote.speaker_name and link.state is State.SUGGESTED:
        return [("Name", f"“{mention}” was taken for {quote.speaker_name}.")]
    return []
