"""Random articles and overlapping spans → export → a strict reader: the same spans, or exactly the declared losses."""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import readers
from bundles import bundle, harbour, link
from glossator.core.export import EXPORTERS, export
from glossator.core.export.base import Options
from glossator.core.export.brat import BratOptions, Document
from glossator.core.export.conll import ConllOptions, document
from glossator.core.export.csv_tables import CsvOptions
from glossator.core.export.doccano import DoccanoOptions
from glossator.core.export.flat import Overlaps
from glossator.core.export.losses import BLANK, EDGES, GROWN, LINKS, OVERLAPS
from glossator.core.export.markdown import MarkdownOptions, body
from glossator.core.export.markdown_text import parts
from glossator.core.export.selection import chosen, table
from glossator.core.model.bundle import Bundle
from glossator.core.model.overlap import snapped, trimmed
from glossator.core.model.span import Layer, Span, State
from pictures import article

PIECES = ["a", "Bé", "e\u0301", "😀", "👩\u200d🚀", "🏳\ufe0f\u200d🌈", "日本", "שלום", "مرحبا", "क्षि",
          " ", "  ", "\u00a0", "\u200f",
          ".", "“", "”", "-", "=", "+1", "@", "'", '"', "|", "\\", "[", "]", "{x}", "_", "*", "`", "<b>", "&amp;", "#",
          "1.", ";", "->", "\t", "\u2028", "$", "~", ":-", "B-PER", "\n"]  # fmt: skip
EXAMPLES = int(os.environ.get("EXAMPLES", "30"))
LINE = st.lists(st.sampled_from(PIECES), min_size=1, max_size=24).map("".join)
LABELS = ["PERSON", "ORG", "A B", "a|b", "=X", "名", "x_y*", "A/B"]
LAYERS = [Layer.ENTITY, Layer.QUOTE, Layer.CUE, "Mine own"]


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    lines = draw(st.lists(st.tuples(st.sampled_from(["", "", "# ", "- "]), LINE), min_size=1, max_size=4))
    text = "\n".join(mark + line.strip() for mark, line in lines if line.strip())
    of = article(text, title=draw(LINE), id="a1")
    if not of.text:
        return bundle(of)
    size = len(of.text)
    drawn = draw(
        st.lists(
            st.tuples(st.integers(0, size - 1), st.integers(1, 12), st.sampled_from(LABELS), st.sampled_from(LAYERS)),
            max_size=9,
        )
    )
    spans = [
        Span(f"s{k}", of.id, 1, a, min(a + n, size), label, str(layer), "human:t",  # type: ignore[arg-type]
             State.ACCEPTED, of.text[a : a + n])
        for k, (a, n, label, layer) in enumerate(drawn)
    ]  # fmt: skip
    pairs = draw(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=4, unique=True))
    kinds = ("piece", "speaker", "cue", "other kind")
    links = tuple(
        link(kinds[k], spans[a], spans[b])
        for k, (a, b) in enumerate(pairs)
        if a < len(spans) and b < len(spans) and a != b
    )
    return bundle(of, *spans, links=links, tags=tuple(draw(st.lists(LINE, max_size=2, unique=True))))


def written(name: str, made: Bundle, options: Options, suffix: str = "") -> Path:
    """The export in a fresh folder."""
    target = Path(tempfile.mkdtemp(dir=Path.home())) / f"out{suffix}"
    assert export(name, [made], target, options) == 1
    return target


def places(spans: tuple[Span, ...] | list[Span]) -> Counter[readers.Place]:
    return Counter((s.start, s.end, s.label) for s in spans)


def arcs(made: Bundle) -> Counter[tuple[readers.Place, readers.Place, str]]:
    by_id = {s.id: (s.start, s.end, s.label) for s in made.spans}
    return Counter((by_id[k.head], by_id[k.tail], k.kind) for k in made.links)


def edged(made: Bundle) -> Counter[readers.Place]:
    """The spans without blanks at their edges."""
    text = made.article.text
    cut = [(*trimmed(text, s.start, s.end), s.label) for s in made.spans]
    return Counter(place for place in cut if place[0] < place[1])


@settings(max_examples=EXAMPLES)
@given(bundles())
def test_doccano(made: Bundle) -> None:
    (read,) = readers.doccano(written("doccano", made, DoccanoOptions()))
    assert read.text == made.article.text
    assert Counter(read.spans) == places(made.spans)
    assert Counter(read.links) == arcs(made)
    assert not {LINKS, OVERLAPS} & set(EXPORTERS.get("doccano").losses(made, DoccanoOptions()))


@settings(max_examples=EXAMPLES)
@given(bundles())
def test_label_studio(made: Bundle) -> None:
    (read,) = readers.label_studio(written("label-studio", made, EXPORTERS.get("label-studio").options()))
    assert read.text == made.article.text
    assert Counter(read.spans) == places(made.spans)
    assert Counter(read.links) == arcs(made)
    assert read.tags == list(made.tags)


@settings(max_examples=EXAMPLES)
@given(bundles())
def test_prodigy(made: Bundle) -> None:
    exporter = EXPORTERS.get("prodigy")
    (read,) = readers.prodigy(written("prodigy", made, exporter.options()))
    lost = exporter.losses(made, exporter.options())
    tokens = table(made)
    grown = Counter((*snapped(a, b, tokens), label) for a, b, label in edged(made).elements())
    assert Counter(read.spans) == grown
    assert sum(grown.values()) == len(made.spans) - lost.get(BLANK, 0)
    assert sum((places(made.spans) - grown).values()) == lost.get(GROWN, 0) + lost.get(BLANK, 0) + _only_edges(made)


def _only_edges(made: Bundle) -> int:
    """Spans that lose blanks at their edges and then fit the words: nothing of them is lost."""
    text, tokens = made.article.text, table(made)
    cut = [(s, trimmed(text, s.start, s.end)) for s in made.spans]
    return sum(1 for s, (a, b) in cut if a < b and (a, b) != (s.start, s.end) and snapped(a, b, tokens) == (a, b))


@settings(max_examples=EXAMPLES)
@given(bundles())
def test_brat(made: Bundle) -> None:
    folder = written("brat", made, BratOptions(join_pieces=False))
    (read,) = readers.brat(folder).values()
    shown = {a: b for a, b in re.findall(r"^(\S+) \| (.*)$", (folder / "visual.conf").read_text("utf-8"), re.MULTILINE)}
    assert read.text == made.article.text
    back = Counter((a, b, shown.get(label, label)) for a, b, label in read.spans)
    assert back == Counter((a, b, " ".join(label.replace("|", "/").split())) for a, b, label in edged(made).elements())
    lost = EXPORTERS.get("brat").losses(made, BratOptions(join_pieces=False))
    assert sum(back.values()) == len(made.spans) - lost.get(BLANK, 0)
    assert len(read.links) == len(made.links) - lost.get(LINKS, 0)
    assert sum((places(made.spans) - edged(made)).values()) == lost.get(BLANK, 0) + lost.get(EDGES, 0)


@settings(max_examples=EXAMPLES)
@given(bundles())
def test_brat_joins_pieces_and_loses_none(made: Bundle) -> None:
    (read,) = readers.brat(written("brat", made, BratOptions())).values()
    lost = EXPORTERS.get("brat").losses(made, BratOptions())
    joined = Document(made, BratOptions()).joined
    assert len(read.spans) == len(made.spans) - lost.get(BLANK, 0) - joined
    assert len(read.links) == len(made.links) - lost.get(LINKS, 0) - joined


@settings(max_examples=EXAMPLES)
@given(bundles())
def test_webanno(made: Bundle) -> None:
    (path,) = written("webanno", made, Options()).glob("*.tsv")
    read = readers.webanno(path.read_bytes())
    assert read.text.split() == made.article.text.split()
    assert Counter(read.spans) == edged(made)
    lost = EXPORTERS.get("webanno").losses(made, Options())
    assert len(read.spans) == len(made.spans) - lost.get(BLANK, 0)
    assert len(read.links) == len(made.links) - lost.get(LINKS, 0)


@settings(max_examples=EXAMPLES)
@given(bundles())
def test_csv(made: Bundle) -> None:
    folder = written("csv", made, CsvOptions())
    rows = readers.table(folder / "spans.csv")
    assert Counter((int(r["start"]), int(r["end"]), r["label"]) for r in rows) == places(made.spans)
    assert all(made.article.text[int(r["start"]) : int(r["end"])] == r["text"] for r in rows)
    assert len(readers.table(folder / "relations.csv")) == len(made.links)


def decoded(tags: list[str]) -> list[tuple[int, int, str]]:
    """Spans of IOB2 or BILUO tags, by token."""
    found: list[tuple[int, int, str]] = []
    for k, tag in enumerate(tags):
        if tag[0] in "BU":
            found.append((k, k + 1, tag[2:]))
        elif tag[0] in "IL":
            assert found[-1][1:] == (k, tag[2:])
            found[-1] = (found[-1][0], k + 1, tag[2:])
    return found


@pytest.mark.parametrize("scheme", ["IOB2", "BILUO"])
@settings(max_examples=EXAMPLES)
@given(made=bundles(), policy=st.sampled_from([one for one in Overlaps if one is not Overlaps.KEEP]))
def test_conll(scheme: str, made: Bundle, policy: Overlaps) -> None:
    asked = ConllOptions(layer="", scheme=scheme, overlaps=str(policy))
    rows = [row.split(" ") for row in document(made, asked).split("\n") if row][1:]
    assert "".join(row[0] for row in rows) == "".join(made.article.text.split())
    lost = EXPORTERS.get("conll").losses(made, asked)
    assert len(decoded([row[3] for row in rows])) == len(made.spans) - lost.get(BLANK, 0) - lost.get(OVERLAPS, 0)


@settings(max_examples=EXAMPLES)
@given(bundles())
def test_conllu(made: Bundle) -> None:
    conllu = pytest.importorskip("conllu")
    exporter = EXPORTERS.get("conllu")
    path = written("conllu", made, exporter.options())
    tokens = [t for sentence in conllu.parse(path.read_bytes().decode("utf-8")) for t in sentence]
    text = made.article.text
    spots = [tuple(map(int, t["misc"]["Offset"].split(":"))) for t in tokens]
    assert [text[a:b] for a, b in spots] == [t["form"] for t in tokens]
    count = 0
    for key in ("NE", "Quote", "Cue", "Mine_own"):
        found = decoded([t["misc"].get(key, "O") for t in tokens])
        count += len(found)
        for a, b, _ in found:
            assert any(s.start < spots[b - 1][1] and spots[a][0] < s.end for s in made.spans)
    lost = exporter.losses(made, exporter.options())
    assert count == len(made.spans) - lost.get(BLANK, 0) - lost.get(OVERLAPS, 0)


@settings(max_examples=EXAMPLES)
@given(bundles())
@example(harbour())
def test_markdown_is_the_text(made: Bundle) -> None:
    kept = chosen(made, Options())
    text = kept.article.text
    found = parts(kept.article)
    for part, block in zip(found, body(_untitled(kept), MarkdownOptions()), strict=True):
        tokens = MarkdownIt("commonmark").parse(block)
        inline = [t for t in tokens if t.type == "inline"]
        assert len(inline) == 1, block
        said = "".join("\n" if c.type == "hardbreak" else c.content for c in inline[0].children or [])
        assert all(c.type in {"text", "text_special", "hardbreak"} for c in inline[0].children or []), block
        assert said == "\n".join(row.strip(" \t") for row in text[part.start : part.end].split("\n")), block


def _untitled(made: Bundle) -> Bundle:
    from dataclasses import replace

    return replace(made, article=replace(made.article, title="\x00"))


@settings(max_examples=EXAMPLES)
@given(bundles())
def test_markdown_marks(made: Bundle) -> None:
    asked = MarkdownOptions(marks=True)
    found = [one for block in body(_untitled(made), asked) for one in bracketed(block)]
    lost = EXPORTERS.get("markdown").losses(made, asked)
    assert len(found) == len(made.spans) - lost.get(OVERLAPS, 0)
    words = Counter((s.text, s.label) for s in made.spans)
    assert Counter(found) <= words


def bracketed(block: str) -> list[tuple[str, str]]:
    """Pandoc's bracketed spans of a block: (words, label)."""
    text, opened, found, at = "", [], [], 0
    while at < len(block):
        closing = re.match(r'\]\{(?:\.([^}"]+)|label="((?:[^"\\]|\\.)*)")\}', block[at:])
        if block[at] == "\\" and block[at + 1 : at + 2] not in ("", "\n"):
            text, at = text + block[at + 1], at + 2
        elif block[at] == "[":
            opened.append(len(text))
            at += 1
        elif closing and opened:
            label = closing[1] or re.sub(r"\\(.)", r"\1", closing[2])
            found.append((text[opened.pop() :], label))
            at += closing.end()
        else:
            text, at = text + block[at], at + 1
    assert not opened
    return found
