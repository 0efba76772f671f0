from __future__ import annotations

from dataclasses import replace

from bundles import bundle, link, span
from glossator.core.export import EXPORTERS
from glossator.core.export.base import Options
from glossator.core.export.checks import EACH, Corpus, check_article, flat_groups
from glossator.core.export.splits import SplitOptions
from glossator.core.model.bundle import Bundle
from glossator.core.model.span import State
from glossator.core.model.tag import Stage
from pictures import article

STORY = (
    "The council of Larkport decided on Monday that the old harbour will be opened to ferries in May. "
    "Mayor Ida Brandt said that nobody had expected so many ships after the long winter of repairs."
)


def codes(made: Bundle, groups: list[tuple[str, ...]] | None = None, **options: bool) -> list[tuple[str, str]]:
    found = check_article(made, Options(**options), groups or [])
    return [(one.code, dict(one.values).get("whole", one.subject)) for one in found]


def test_edges_are_found_where_they_are() -> None:
    of = article("😀 Ada Moreau, of Larkport (Coast) met “Ben”.", id="a1")
    made = bundle(
        of,
        span(of, "Ada Moreau", "PERSON"),
        span(of, " of ", "ODD"),
        span(of, "Moreau,", "PERSON"),
        span(of, "Lark", "PLACE"),
        span(of, "Larkport (Coast)", "ORG"),
        span(of, "(Coast)", "GPE"),
        span(of, "“Ben”", "QUOTE"),
        span(of, "😀", "SIGN"),
    )
    assert codes(made) == [
        ("mark-edge", "Moreau"),
        ("blank-edge", "of"),
        ("off-tokens", "Larkport"),
        ("mark-edge", "Coast"),
    ]


def test_a_stop_that_belongs_to_the_word_and_a_percent_sign_stay() -> None:
    of = article("Bell & Co. sold 5% (of all) to Okoro Inc.", id="a1")
    made = bundle(of, span(of, "Bell & Co", "ORG"), span(of, "5%", "PERCENT"), span(of, "(of", "ODD"))
    assert codes(made) == [("mark-edge", "of")]


def test_blank_spans_duplicates_and_overlaps() -> None:
    of = article("Ada  Moreau of the University of São Paulo", id="a1")
    ada = span(of, "Ada", "PERSON", ident="one")
    again = span(of, "Ada", "PERSON", ident="two", origin="names@1 test@1")
    uni, city = span(of, "University of São Paulo", "ORG"), span(of, "São Paulo", "GPE")
    made = bundle(of, ada, again, span(of, "  ", "ODD", ident="blank"), uni, city)
    assert codes(made) == [("empty", "blank"), ("duplicate", "two")]
    assert ("overlap", city.id) in codes(made, [("entity",)])
    assert ("overlap", city.id) in codes(made, [EACH])
    assert not [one for one in codes(made, [("quote",)]) if one[0] == "overlap"]
    # The one with a link stays, whoever made the other.
    linked = replace(made, links=(link("speaker", uni, again),))
    assert ("duplicate", "one") in codes(linked)


def test_only_what_leaves_is_looked_at() -> None:
    of = article("Ada Moreau left.\n! Share this", id="a1")
    made = bundle(
        of,
        span(of, "Ada Mor", "PERSON"),
        span(of, "Morea", "PERSON", State.SUGGESTED),
        span(of, "Shar", "ORG"),
        span(of, "lef", "CUE", State.REJECTED),
    )
    assert codes(made) == [("off-tokens", "Ada Moreau"), ("undecided", "a1")]
    assert codes(made, suggestions=True) == [("off-tokens", "Ada Moreau"), ("off-tokens", "Moreau")]
    assert ("off-tokens", "Share") in codes(made, furniture=True)


def test_articles_wait_for_a_decision() -> None:
    of = article("Ada left.", id="a1")
    assert codes(bundle(of)) == [("no-decision", "a1")]
    assert codes(bundle(of, stage=Stage.DONE)) == []
    waiting = bundle(of, span(of, "Ada", "PERSON", State.SUGGESTED))
    assert codes(waiting) == [("no-decision", "a1")]
    assert codes(replace(waiting, stage=Stage.DONE)) == [("undecided", "a1")]


def test_tokens_of_another_revision_are_not_used() -> None:
    of = article("Ada Moreau left.", id="a1")
    made = bundle(of, span(of, "Ada Moreau", "PERSON"))
    assert made.analysis is not None
    stale = replace(made, analysis=replace(made.analysis, revision=7, tokens=b"damaged"))
    assert codes(stale) == []


def test_formats_say_where_they_take_no_overlap() -> None:
    def groups(name: str, **choices: object) -> list[tuple[str, ...]]:
        return flat_groups(name, EXPORTERS.get(name).options(**choices))

    assert groups("docbin") == [("entity",)]
    assert groups("conll") == [("entity",)]
    assert groups("conll", layer="quote, cue") == [("quote", "cue")]
    assert groups("conllu") == [EACH]
    assert groups("conllu", layers="quote, cue") == [("quote",), ("cue",)]
    assert groups("spacy-train") == []
    assert groups("spacy-train", component="ner", layer="quote") == [("quote",)]
    assert groups("prodigy", overlaps="keep") == []
    assert groups("jsonl") == groups("webannotation") == []


def corpus(*texts: str, options: Options | None = None, divides: bool = False, least: int = 1) -> list[tuple[str, str]]:
    made = Corpus(options or Options(), least, divides)
    for number, text in enumerate(texts):
        of = article(text, title=f"T{number}", id=f"a{number}")
        made.add(bundle(of, span(of, text.split()[0], "WORD")))
    return [(one.code, one.subject) for one in made.findings()]


def test_labels_with_few_examples() -> None:
    assert corpus("One.", "Two.", least=3) == [("few-examples", "WORD")]
    assert corpus("One.", "Two.", least=2) == []


def test_near_copies_are_told_unless_the_format_keeps_them_together() -> None:
    assert corpus(STORY, "Nothing alike.", STORY + " Yes.") == [("near-copy", "a2+a0")]
    together = SplitOptions()
    assert corpus(STORY, STORY, options=together, divides=True) == []
    fixed = SplitOptions(dev_ids="a0", test_ids="a1")
    assert corpus(STORY, STORY, options=fixed, divides=True) == [("copies-apart", "a1+a0")]
    loose = SplitOptions(dev_ids="a0", test_ids="a1", copies=False)
    assert corpus(STORY, STORY, options=loose, divides=True) == [("copies-apart", "a1+a0")]


def test_sentences_shared_by_two_parts() -> None:
    shared = "Mayor Ida Brandt said that nobody had expected so many ships after the long winter."
    first = f"{shared} The ferry to the islands was late again, and its crew sold tea to the people on the quay."
    second = f"Prices of fish fell in April, wrote the union of fishers in a letter to the ministry. {shared.upper()}"
    apart = SplitOptions(train=1, dev=0, test=0, dev_ids="a1", copies=True)
    assert corpus(first, second, options=apart, divides=True) == [("shared-sentence", "a1+a0")]
    assert corpus(first, second, options=SplitOptions(train=1, dev=0, test=0), divides=True) == []
    short = "He came back on Monday."
    assert corpus(f"{short} One two.", f"{short} Three four.", options=apart, divides=True) == []
