from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bundles import bundle, edges, harbour, span, title_only
from glossator.core.export import export
from glossator.core.export.base import Options
from glossator.core.export.conll import Conll, ConllOptions, document
from glossator.core.export.losses import BLANK, GROWN, LINKS, NOTES, OTHER_LAYERS, OVERLAPS, SCORES, SUGGESTED, TAGS
from glossator.core.export.selection import chosen
from glossator.core.model.analysis import Token, pack
from glossator.core.model.bundle import Bundle
from glossator.core.model.span import State
from pictures import article


def tags(made: Bundle, layer: str = "entity") -> list[tuple[str, str]]:
    rows = [row.split(" ") for row in document(chosen(made, Options()), ConllOptions(layer=layer)).split("\n") if row]
    assert all(len(row) == 4 for row in rows)
    return [(row[0], row[3]) for row in rows[1:]]


def test_four_columns_and_a_head() -> None:
    of = article("Ada Moreau sails. Ben waits.")
    made = document(bundle(of, span(of, "Ada Moreau", "PERSON")), ConllOptions())
    assert made == (
        "-DOCSTART- -X- O O\n\n"
        "Ada -X- _ B-PERSON\nMoreau -X- _ I-PERSON\nsails -X- _ O\n. -X- _ O\n\n"
        "Ben -X- _ O\nwaits -X- _ O\n. -X- _ O\n\n"
    )


def test_neighbours_both_begin() -> None:
    of = article("Ada Ben")
    assert tags(bundle(of, span(of, "Ada", "PERSON"), span(of, "Ben", "PERSON"))) == [
        ("Ada", "B-PERSON"),
        ("Ben", "B-PERSON"),
    ]


def test_the_longest_wins_and_edges_grow() -> None:
    assert tags(edges()) == [
        ("Ada", "O"), ("Moreau", "B-EVENT"), ("met", "I-EVENT"), ("Ben", "B-PERSON"), ("Okoro-Lind", "I-PERSON"),
    ]  # fmt: skip


def test_a_sentence_never_ends_inside_a_span() -> None:
    of = article("Dr. Ada sails. On.")
    made = bundle(of, span(of, "Dr. Ada", "PERSON"))
    assert made.analysis is not None
    body = document(made, ConllOptions()).split("\n\n")
    assert len([part for part in body[1:] if part]) == 2
    assert body[1].startswith("Dr -X- _ B-PERSON\n. -X- _ I-PERSON\nAda -X- _ I-PERSON")


def test_another_layer() -> None:
    assert ("“", "B-QUOTE") in tags(harbour(), "quote")


def test_a_token_with_a_blank_inside_is_parted() -> None:
    base = bundle(article("met\u00a0us"))
    assert base.analysis is not None
    made = replace(base, analysis=replace(base.analysis, tokens=pack([Token(0, 6, True)])))
    assert tags(replace(made, spans=(span(made.article, "met", "A B"),))) == [("met", "B-A_B"), ("us", "I-A_B")]


def test_biluo() -> None:
    made = harbour()
    rows = document(chosen(made, Options()), ConllOptions(scheme="BILUO")).split("\n")
    found = [row.split(" ")[3] for row in rows[1:] if row and not row.endswith(" O")]
    assert found == ["B-PERSON", "I-PERSON", "L-PERSON", "B-ORG", "I-ORG", "I-ORG", "L-ORG", "U-DATE"]


def test_a_layer_that_wins() -> None:
    of = article("Ada Moreau sails far.")
    made = bundle(of, span(of, "Ada", "PERSON"), span(of, "Ada Moreau sails", "QUOTE"), span(of, "sails", "EVENT"))
    asked = ConllOptions(layer="entity, quote", overlaps="by-layer")
    tagged = [row.split(" ")[3] for row in document(made, asked).split("\n") if row]
    assert tagged[1:] == ["B-PERSON", "O", "B-EVENT", "O", "O"]
    assert Conll().losses(made, asked) == {OVERLAPS: 1}
    skipped = ConllOptions(layer="entity, quote", overlaps="skip")
    assert Conll().losses(made, skipped) == {OVERLAPS: 3}


def test_losses() -> None:
    assert Conll().losses(edges(), ConllOptions()) == {GROWN: 2, BLANK: 1, OVERLAPS: 2}
    found = Conll().losses(harbour(), ConllOptions())
    assert found == {OVERLAPS: 1, OTHER_LAYERS: 7, LINKS: 4, NOTES: 3, TAGS: 2, SCORES: 1}


def test_a_suggestion_loses_its_mark() -> None:
    of = article("Ada sails.")
    made = bundle(of, span(of, "Ada", "PERSON", State.SUGGESTED))
    assert Conll().losses(made, ConllOptions(suggestions=True)) == {SUGGESTED: 1}
    assert Conll().losses(made, ConllOptions()) == {}


def test_golden(checkout: Path, tmp_path: Path) -> None:
    assert export("conll", [harbour(), title_only(), edges()], tmp_path / "out.conll") == 3
    expected = (checkout / "tests/golden/harbour.conll").read_text("utf-8")
    assert (tmp_path / "out.conll").read_text("utf-8") == expected
