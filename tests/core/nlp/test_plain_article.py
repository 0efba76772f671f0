"""A plain text read line by line."""

from __future__ import annotations

from glossator.core.nlp.quotes.plain import plain_article


def test_every_line_with_words_is_a_paragraph() -> None:
    text = "\n  Ada spoke. \n\n \t\n“Yes.”\r\nB"
    made = plain_article("a1", text)
    assert made.id == "a1"
    assert made.text == text
    assert [text[b.start : b.end] for b in made.blocks] == ["Ada spoke.", "“Yes.”", "B"]


def test_an_empty_text_has_no_paragraph() -> None:
    assert plain_article("a1", " \n ").blocks == ()
