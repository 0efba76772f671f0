"""Whatever an importer gives, a settled article keeps its promises."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from glossator.core.errors import UserError
from glossator.core.model.block import Kind
from glossator.core.model.offsets import OffsetMap
from glossator.core.reading.base import Draft, DraftBlock
from glossator.core.reading.settle import drafted, settle

ANY = st.text(st.characters(exclude_categories=()), max_size=60)
ROUGH = st.text(
    st.sampled_from("aé\u0301ا\u202e日😀\u200d\ud83d\ude00\x00\ufdd0\uffff\r\n\t\x0b\x85\u2028\xa0\u200b\ufeff "),
    max_size=40,
)
BLOCK = st.builds(DraftBlock, ANY | ROUGH, st.sampled_from(Kind), st.integers(0, 6))


@given(st.lists(BLOCK, max_size=8), ANY)
def test_settled_text_keeps_its_promises(blocks: list[DraftBlock], title: str) -> None:
    draft = Draft(tuple(blocks), title=title)
    try:
        article = settle(draft, "s", 0, "now")
    except UserError as error:
        assert error.code == "nothing-to-read"
        return
    text = article.text
    text.encode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in text if char != "\n")
    assert not set("\x00\u2028\u2029\ufdd0\uffff") & set(text)
    assert article.title.strip() and "\n" not in article.title
    at = 0
    for n, block in enumerate(article.blocks):
        piece = text[block.start : block.end]
        assert piece.strip() == piece != ""
        assert "\n" not in piece
        assert block.start == at
        at = block.end + 1
        if n + 1 < len(article.blocks):
            leads = block.kind is Kind.DATELINE and article.blocks[n + 1].kind is Kind.PARAGRAPH
            assert text[block.end] == (" " if leads else "\n")
    assert at == len(text) + 1
    assert OffsetMap(text).length == len(text)


@given(st.lists(BLOCK, min_size=1, max_size=6))
def test_settling_again_changes_nothing(blocks: list[DraftBlock]) -> None:
    try:
        once = settle(Draft(tuple(blocks), title="t"), "s", 0, "now")
    except UserError:
        return
    twice = settle(Draft(drafted(once), title="t"), "s", 0, "now")
    assert (twice.text, twice.blocks) == (once.text, once.blocks)


@given(st.text("ab ", min_size=3, max_size=50), st.integers(8_000, 30_000))
def test_long_blocks_are_parted_without_loss(text: str, times: int) -> None:
    try:
        article = settle(Draft((DraftBlock(text * times),)), "s", 0, "now")
    except UserError:
        return
    assert max(b.end - b.start for b in article.blocks) <= 20_000
    assert "".join(article.text.split()) == "".join((text * times).split())
