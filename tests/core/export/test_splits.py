from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from glossator.core.export.copies import Copies, likeness, signature
from glossator.core.export.splits import DEV, TEST, TRAIN, SplitOptions, Splitter, draw

STORY = (
    "The council of the small harbour town voted on Tuesday to keep the old ferry for another year. "
    "Ada Moreau, who runs the line, said that the new boat would be late again. “We have heard it all before,” "
    "she told reporters on the quay. The mayor promised a decision before the summer, and a ticket that costs less."
)


def parts(options: SplitOptions, texts: dict[str, str]) -> dict[str, str]:
    splitter = Splitter(options)
    for ident, text in texts.items():
        splitter.part(ident, text)
    return splitter.parts


def words(number: int) -> str:
    return " ".join(f"{draw(number, str(k)):.12f}" for k in range(60))


def test_shares_hold_over_many_articles() -> None:
    found = Counter(parts(SplitOptions(copies=False), {str(k): "" for k in range(5000)}).values())
    assert abs(found[TRAIN] / 5000 - 0.8) < 0.02
    assert abs(found[DEV] / 5000 - 0.1) < 0.02
    assert Counter(parts(SplitOptions(train=1, dev=0, test=0), {str(k): "" for k in range(50)}).values()) == {TRAIN: 50}
    assert Counter(parts(SplitOptions(train=0, dev=0, test=0), {"a": ""}).values()) == {TRAIN: 1}


def test_other_seeds_divide_otherwise() -> None:
    texts = {str(k): "" for k in range(200)}
    assert parts(SplitOptions(seed=1), texts) == parts(SplitOptions(seed=1), texts)
    assert parts(SplitOptions(seed=1), texts) != parts(SplitOptions(seed=2), texts)


@given(st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=30), st.integers(0, 30), st.booleans())
def test_articles_stay_when_others_are_added(ids: list[str], cut: int, even: bool) -> None:
    before, after = Splitter(SplitOptions(even=even)), Splitter(SplitOptions(even=even))
    for ident in ids[:cut]:
        before.part(ident, f"{ident} {STORY[: len(ident) * 9]}", [ident[0]])
    for ident in ids:
        after.part(ident, f"{ident} {STORY[: len(ident) * 9]}", [ident[0]])
    assert {ident: after.parts[ident] for ident in ids[:cut]} == before.parts


def test_near_copies_stay_together() -> None:
    for seed in range(30):
        splitter = Splitter(SplitOptions(train=1, dev=1, test=1, seed=seed))
        first = splitter.part("first", STORY)
        splitter.part("other", words(seed))
        assert splitter.part("copy", STORY.replace("Tuesday", "Wednesday").replace("year", "decade")) == first
        assert splitter.followed == {"copy": "first"}
        assert splitter.leaks == []
    alone = SplitOptions(train=1, dev=1, test=1, copies=False)
    assert any(
        len(set(parts(SplitOptions(**{**vars(alone), "seed": seed}), {"a": STORY, "b": STORY}).values())) == 2
        for seed in range(30)
    )


def test_fixed_lists_win_and_leaks_are_told() -> None:
    splitter = Splitter(SplitOptions(train=1, dev=0, test=0, test_ids="b  c\n", dev_ids="d"))
    assert [splitter.part(one, words(n)) for n, one in enumerate("abcd")] == [TRAIN, TEST, TEST, DEV]
    splitter = Splitter(SplitOptions(train=1, dev=0, test=0, test_ids="b"))
    assert [splitter.part("a", STORY), splitter.part("b", STORY)] == [TRAIN, TEST]
    assert splitter.leaks == [("b", "a")]


def test_rare_labels_are_spread_evenly_if_wanted() -> None:
    for seed in range(5):
        splitter = Splitter(SplitOptions(even=True, copies=False, seed=seed))
        found = Counter(splitter.part(str(k), "", ["COMMON"] + ["RARE"] * (k % 10 == 0)) for k in range(500))
        rare = Counter(splitter.parts[str(k)] for k in range(10, 500, 10))
        assert abs(found[TRAIN] - 400) <= 12
        assert 3 <= rare[TEST] <= 7
        assert 3 <= rare[DEV] <= 7


def test_likeness_is_near_the_truth() -> None:
    def shingles(text: str) -> set[str]:
        return {text[k : k + 8] for k in range(len(text) - 7)}

    for keep in (40, 120, 200, 280):
        one, other = STORY.casefold(), (STORY[:keep] + words(keep)).casefold()
        exact = len(shingles(one) & shingles(other)) / len(shingles(one) | shingles(other))
        assert abs(likeness(signature(one), signature(other)) - exact) < 0.15
    assert likeness(signature(STORY), signature(STORY.upper().replace(" ", "\n  "))) == 1.0
    assert likeness(signature(""), signature("")) == 0.0


@given(st.text(max_size=60))
def test_every_text_has_a_signature(text: str) -> None:
    mine = signature(text)
    assert len(mine) in {0, 126}
    assert (len(mine) == 0) == (not text.strip())
    assert likeness(mine, mine) == (1.0 if mine else 0.0)


def test_copies_are_found_among_many() -> None:
    copies = Copies()
    for number in range(300):
        assert copies.add(str(number), words(number)) == []
    assert copies.add("again", words(7) + " and a last word") == ["7"]
    assert copies.add("blank", " \n ") == []
    assert copies.add("blank too", "") == []
