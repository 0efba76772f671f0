"""Pipelines that are missing, unfit or blank; pieces, tokens and entities of the sound one."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossator.core import nlp
from glossator.core.errors import UserError
from glossator.core.model.analysis import unpack
from glossator.core.model.block import Kind
from glossator.core.nlp import convert, wire
from glossator.core.nlp.entities import edges
from glossator.core.nlp.pipeline import KEPT, Pipeline
from pictures import article


@pytest.fixture(scope="module")
def model() -> Pipeline:
    """The English pipeline, loaded once."""
    return nlp.load(nlp.DEFAULT)


def refused(name: str) -> tuple[str, str]:
    """The code and the reason with which ``name`` is refused."""
    with pytest.raises(UserError) as caught:
        nlp.load(name)
    return caught.value.code, str(caught.value.values.get("reason", ""))


def folder(path: Path, config: str, meta: str = "{}") -> str:
    """A pipeline's folder with these two files."""
    (path / "config.cfg").write_text(config, encoding="utf-8")
    (path / "meta.json").write_text(meta, encoding="utf-8")
    return str(path)


def test_a_pipeline_that_is_not_there() -> None:
    assert refused("no_such_pipeline")[0] == "pipeline-missing"
    assert refused("no/such/folder")[0] == "pipeline-missing"
    assert refused("blank:xx-nowhere")[0] == "pipeline-missing"


def test_a_folder_that_is_no_pipeline(tmp_path: Path) -> None:
    assert refused(str(tmp_path)) == ("pipeline-unfit", "no config.cfg")
    assert refused(folder(tmp_path, "not [ a config"))[0] == "pipeline-unfit"
    assert refused(folder(tmp_path, '[nlp]\nlang = "en"', "no json"))[0] == "pipeline-unfit"
    assert refused("json")[0] == "pipeline-unfit"


def test_a_folder_that_asks_for_more_than_it_may(tmp_path: Path) -> None:
    base = '[nlp]\nlang = "en"\npipeline = ["x"]\n\n[components]\n\n[components.x]\nfactory = "%s"\n'
    assert refused(folder(tmp_path, base % "my_factory")) == ("pipeline-unfit", "asks for my_factory")
    called = base % "ner" + '\n[nlp.before_creation]\n@callbacks = "run.me.v1"\n'
    assert refused(folder(tmp_path, called)) == ("pipeline-unfit", "asks for code of its own")


def test_the_blank_pipeline_finds_no_entities() -> None:
    found = nlp.run(article("Ada Lovelace lived in London. She wrote."), nlp.load(nlp.BLANK), ["entities"])
    assert (found.spans, found.links) == ((), ())
    assert [t.sentence for t in unpack(found.analysis.tokens)].count(True) == 2


def test_long_words_are_kept_out_and_are_one_token() -> None:
    made = article("Before " + "(" * 100_000 + " after.")
    found = nlp.run(made, nlp.load(nlp.BLANK))
    assert [made.text[t.start : t.end][:6] for t in unpack(found.analysis.tokens)] == ["Before", "((((((", "after", "."]


def test_pieces_begin_at_blocks_or_inside_overlong_ones() -> None:
    made = article("One. " * 600 + "\n" + "Two. " * 600 + "\n" + "Three words. " * 4_000)
    text = convert.readable(made)
    begins = convert.cuts(made, text)
    blocks = {block.start for block in made.blocks}
    assert begins[0] == 0
    assert begins[1] in blocks
    assert max(b - a for a, b in zip(begins, [*begins[1:], len(text)], strict=True)) <= convert.LONGEST_PIECE
    assert all(text[b - 1].isspace() for b in begins[1:])


def test_what_is_not_analysed_is_blanked_in_place() -> None:
    made = article("Short.\n! Share this\nEnd.")
    assert convert.readable(made) == "Short.\n          \nEnd."
    assert len(convert.readable(made)) == len(made.text)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Lovelace’s", "Lovelace"),
        ("the Joneses'", "the Joneses"),
        (" Ada \n", "Ada"),
        ("“Ada”,", "Ada"),
        ("’s", ""),
    ],
)
def test_edges_of_entities(text: str, want: str) -> None:
    start, end = edges(text, 0, len(text))
    assert text[start:end] == want


@pytest.mark.model
def test_only_what_is_needed_is_loaded(model: Pipeline) -> None:
    assert set(model.nlp.component_names) <= KEPT
    assert model.nlp.has_pipe("parser")
    assert nlp.DEFAULT in nlp.installed()
    assert model.name == nlp.DEFAULT


@pytest.mark.model
def test_entities_have_the_pipelines_labels_and_stay_in_their_block(model: Pipeline) -> None:
    made = article("# Ada Lovelace\nLondon was Ada Lovelace’s home in 1840.\n! Follow Bob Smith in Paris")
    found = nlp.run(made, model, ["entities"])
    assert ("Ada Lovelace", "PERSON") in [(s.text, s.label) for s in found.spans]
    assert ("1840", "DATE") in [(s.text, s.label) for s in found.spans]
    furniture = next(block for block in made.blocks if block.kind is Kind.FURNITURE)
    for span in found.spans:
        assert span.text == made.text[span.start : span.end]
        assert "\n" not in span.text
        assert span.end <= furniture.start
        assert (span.layer, span.score, span.origin) == ("entity", None, f"entities@1 {model.name}@{model.version}")


@pytest.mark.model
def test_tokens_cover_the_article_and_sentences_begin_at_blocks(model: Pipeline) -> None:
    made = article("# A title without stop\nText 😀 here. And “more”.\n! Share this\nLast")
    tokens = unpack(nlp.run(made, model).analysis.tokens)
    assert "".join(made.text[t.start : t.end] for t in tokens) == "".join(made.text.split())
    begins = {t.start for t in tokens if t.sentence}
    assert {block.start for block in made.blocks} <= begins


@pytest.mark.model
def test_a_long_article_in_pieces_has_the_offsets_of_the_whole(model: Pipeline) -> None:
    line = "“We met in London on Monday,” Ada Lovelace said.\n"
    made = article(line * 400)
    found = nlp.run(made, model)
    quotes = [s for s in found.spans if s.label == "QUOTE"]
    assert len(quotes) == 400
    assert all(s.text == made.text[s.start : s.end] for s in found.spans)


def test_findings_and_articles_go_over_the_wire_unchanged() -> None:
    made = article("“We won 😀,” said Ada Lovelace.\n! Share")
    found = nlp.run(made, nlp.load(nlp.BLANK))
    assert found.links
    assert wire.to_article(wire.from_article(made)) == made
    assert wire.to_findings(wire.from_findings(found), made) == found
