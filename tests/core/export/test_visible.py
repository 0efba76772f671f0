from __future__ import annotations

from dataclasses import replace

from bundles import bundle, harbour, span
from glossator.core.export.visible import cutting, visible
from glossator.core.model.analysis import Token, pack, unpack
from glossator.core.model.block import Block, Kind
from pictures import article


def test_furniture_goes_with_its_line_at_every_place() -> None:
    for drawn, left in [
        ("! menu\nA b.\nC d.", "A b.\nC d."),
        ("A b.\n! menu\nC d.", "A b.\nC d."),
        ("A b.\n! menu\n! more", "A b."),
        ("A b.\n! menu\n! more\nC", "A b.\nC"),
        ("! menu\n! more", ""),
        ("! menu", ""),
    ]:
        seen = visible(bundle(article(drawn))).article
        assert seen.text == left
        assert [seen.text[b.start : b.end] for b in seen.blocks] == left.split("\n" if left else None)


def test_furniture_beside_a_dateline_leaves_the_line_end() -> None:
    made = replace(
        article("OSLO — advert\nNews."),
        blocks=(Block(0, 6, Kind.DATELINE), Block(7, 13, Kind.FURNITURE), Block(14, 19, Kind.PARAGRAPH)),
    )
    assert visible(bundle(made)).article.text == "OSLO —\nNews."


def test_rows_in_furniture_go_and_the_rest_keeps_its_words() -> None:
    seen = visible(harbour())
    assert "in-furniture" not in {one.id for one in seen.spans}
    assert all(seen.article.text[one.start : one.end] == one.text for one in seen.spans)
    assert seen.article.text.startswith("😀 Harbour news\nZoë")
    assert seen.analysis is not None
    words = [seen.article.text[t.start : t.end] for t in unpack(seen.analysis.tokens)]
    assert "Share" not in words
    assert "😀" in words


def test_a_span_that_reaches_into_furniture_is_clipped() -> None:
    of = article("Ada Moreau\n! menu\nsails")
    seen = visible(bundle(of, span(of, "Moreau\nmenu", "PERSON"), span(of, "\nmenu\n", "ODD")))
    assert [(one.label, one.text) for one in seen.spans] == [("PERSON", "Moreau")]


def test_the_same_bundle_comes_back_when_nothing_is_hidden() -> None:
    plain = bundle(article("Ada sails."))
    assert visible(plain) is plain
    full = harbour()
    assert cutting(full.article).cuts
    assert visible(full, furniture=True) is full


def test_a_sentence_that_begins_in_a_cut_begins_after_it() -> None:
    of = article("A b\n! menu\nc d")
    tokens = [Token(0, 1, True), Token(2, 3, False), Token(4, 8, True), Token(9, 10, False), Token(11, 12, False)]
    base = bundle(of)
    assert base.analysis is not None
    seen = visible(replace(base, analysis=replace(base.analysis, tokens=pack(tokens))))
    assert seen.analysis is not None
    assert [t.sentence for t in unpack(seen.analysis.tokens)] == [True, False, True, False]
