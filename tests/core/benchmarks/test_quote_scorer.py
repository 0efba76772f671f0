"""The scorer of quotations against cases counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.quote_marks import segments, trim
from benchmarks.quote_scorer import head_word, pair, same_speaker, score, show, speaker_class

TEXT = "“We won,” said Donald Trump, who ran. He said the deal was “great.” The “wall” stayed. Ann Lee wants peace."


def at(words: str, number: int = 0) -> dict[str, Any]:
    """Where ``words`` stand in the text for the ``number``-th time."""
    start = -1
    for _ in range(number + 1):
        start = TEXT.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words}


def quote(words: str, kind: str, speaker: Any = None, cue: Any = None, **more: object) -> dict[str, Any]:
    return {**at(words), "kind": kind, "speaker": speaker, "cue": cue, **more}


GOLD = [
    {
        "id": "a",
        "text": TEXT,
        "quotes": [
            quote("“We won,”", "direct", at("Donald Trump"), at("said")),
            quote("the deal was “great.”", "mixed", {**at("He"), "name": "Donald Trump"}, at("said", 1)),
            quote("peace", "indirect", at("Ann Lee"), at("wants"), optional=True),
        ],
    }
]
PERFECT = {"P": 100.0, "R": 100.0, "F1": 100.0, "gold": 2, "pred": 2}


def scored(quotes: list[dict[str, Any]], strict: bool = False) -> dict[str, Any]:
    return score(GOLD, [{"id": "a", "quotes": quotes}], strict)


def test_all_right_and_an_optional_one() -> None:
    gold: list[dict[str, Any]] = GOLD[0]["quotes"]  # type: ignore[assignment]
    table = scored(gold)
    assert table["spans exact"] == table["segments in marks"] == PERFECT
    assert table["speaker"] == {"right": 100.0, "of": 2}
    assert table["span+speaker"]["F1"] == 100.0
    assert scored(gold, strict=True)["spans exact"]["gold"] == 3
    assert scored(gold[:2])["spans exact"]["R"] == 100.0
    assert scored(gold[:2], strict=True)["spans exact"]["R"] == 66.7
    assert "100.0% of 2" in show(table)


def test_edges_a_shorter_speaker_and_a_scare_quote() -> None:
    table = scored([quote("We won", "direct", at("Trump")), quote("“wall”", "direct")])
    assert table["spans exact"] == {"P": 50.0, "R": 50.0, "F1": 50.0, "gold": 2, "pred": 2}
    assert table["speaker"] == {"right": 100.0, "of": 1}
    assert (table["segments in marks"]["P"], table["segments in marks"]["R"]) == (50.0, 50.0)
    assert (table["  direct (overlap)"]["P"], table["  direct (overlap)"]["R"]) == (50.0, 100.0)
    assert table["  mixed (overlap)"]["R"] == 0.0
    assert table["cue"] == {"right": 0.0, "of": 1}


def test_a_wrong_speaker_and_a_pronoun_without_its_name() -> None:
    mixed = quote("the deal was “great.”", "mixed", at("He"))
    table = scored([quote("“We won,”", "direct", at("Ann Lee")), mixed])
    assert table["speaker"]["right"] == 50.0
    assert table["  gold pronoun"] == {"right": 100.0, "of": 1}
    assert table["resolved name"] == {"right": 0.0, "of": 1}
    named = quote("the deal was “great.”", "mixed", {**at("He"), "name": "Trump"})
    assert scored([named])["resolved name"]["right"] == 100.0
    assert scored([])["spans exact"]["F1"] == 0.0


def test_head_words() -> None:
    assert head_word("Mitchell Moss, urban policy professor at NYU") == "moss"
    assert head_word("a White House official who asked not to be named") == "official"
    assert head_word("Robert Downey Jr.") == "downey"
    assert head_word("Mr. Trump’s") == "trump"
    assert head_word("José Martí") == "marti"
    assert [speaker_class(t) for t in ("He", "Ann Lee", "the ministry")] == ["pronoun", "name", "other"]


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ((0, "he"), (9, "he"), False),
        ((0, "Trump"), (90, "Donald Trump"), True),
        ((0, "one Democrat familiar with the discussion"), (0, "one Democrat"), True),
        ((0, "Trump's spokeswoman"), (0, "Trump"), False),
    ],
)
def test_same_speaker(gold: tuple[int, str], found: tuple[int, str], same: bool) -> None:
    one, other = ({"start": s, "end": s + len(t), "text": t} for s, t in (gold, found))
    assert same_speaker(one, other) is same


def test_pairs_are_one_to_one_and_prefer_what_counts() -> None:
    assert pair([(0, 10), (0, 9)], [(0, 10)], 0.8, [True, True]) == [(0, 0)]
    assert pair([(0, 10), (20, 30)], [(20, 30), (0, 10)], 0.8, [True, True]) == [(0, 1), (1, 0)]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ('He said "no" and "yes".', ['"no"', '"yes"']),
        ("“One ‘two’ three,” he said", ["“One ‘two’ three,”"]),
        ("“First.\n\n“Second.” he said.", ["“First.\n\n“Second.”"]),
        ("“Never closed.\nNext starts plain “x y”.", ["“Never closed.", "“x y”"]),
        ("Er sagte: „Ja.“ Dann „nein“.", ["„Ja.“", "„nein“"]),
        ("Elle dit : « oui ».", ["« oui »"]),
        ("the voters' choice and 'a red line' too", ["'a red line'"]),
        ("It was the '90s, don't ask", []),
        ('"Reopens.\n"And ends," she said. "More."', ['"Reopens.\n"And ends,"', '"More."']),
        ("''One,'' he said, ''two.''", ["''One,''", "''two.''"]),
        ("``One,'' he said", ["``One,''"]),
        ("She said ”no way” twice", ["”no way”"]),
    ],
)
def test_marks(text: str, want: list[str]) -> None:
    assert [text[s.start : s.end] for s in segments(text)] == want


def test_edges_are_trimmed() -> None:
    assert "“bad,”"[slice(*trim("“bad,”", 0, 6))] == "bad"
