"""Export → our own reader: the same spans and links; alignment of settled texts; damaged files are refused in words."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
import zlib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bundles import bundle, harbour, link
from glossator.core.errors import UserError
from glossator.core.export import EXPORTERS, Options, export
from glossator.core.export.conll import ConllOptions
from glossator.core.export.losses import BLANK, GROWN, LINKS, OVERLAPS
from glossator.core.interchange import READERS, ForeignArticle
from glossator.core.model.alignment import Alignment
from glossator.core.model.bundle import Bundle
from glossator.core.model.overlap import trimmed
from glossator.core.model.span import Layer, Span, State
from glossator.core.reading.base import Draft, DraftBlock
from glossator.core.reading.settle import clean, is_visible, settle
from pictures import article

EXAMPLES = int(os.environ.get("EXAMPLES", "30"))
PIECES = ["a", "Bé", "e\u0301", "o\u0323\u0302", "\u1100\u1161", "😀", "👩\u200d🚀", "日本", "שלום",
          "क्षि", " ", "  ", "\u00a0", "\u200f",
          ".", "“", "-", "|", "\\", "[", "]", "_", "*", ";", "->", "\t", "O", "B-X", "\n"]  # fmt: skip
DAMAGE = [b"", b"0", b"-1", b"999999999", b'"', b"null", b"[]", b"\t", b"\n", b"|", b"[1]", b"\xff", b"{}", b" "]
TEXT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    text = "\n".join(line.strip() for line in draw(TEXT).split("\n") if line.strip()) or "a"
    of = article(text, id="a1")
    size = len(of.text)
    drawn = draw(
        st.lists(
            st.tuples(
                st.integers(0, size - 1),
                st.integers(1, 12),
                st.sampled_from(["PERSON", "A B", "a|b", "名", "*"]),
                st.sampled_from([Layer.ENTITY, Layer.QUOTE, "other"]),
                st.sampled_from([State.ACCEPTED, State.SUGGESTED]),
            ),
            max_size=8,
        )
    )
    spans = []
    for k, (a, n, label, layer, state) in enumerate(drawn):
        start, end = trimmed(of.text, a, min(a + n, size))
        if start < end:
            covered = of.text[start:end]
            spans.append(Span(f"s{k}", of.id, 1, start, end, label, str(layer), "human:t", state, covered))  # type: ignore[arg-type]
    pairs = draw(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=3, unique=True))
    links = tuple(link("speaker", spans[a], spans[b]) for a, b in pairs if a < len(spans) and b < len(spans) and a != b)
    return bundle(of, *spans, links=links)


def back(name: str, made: Bundle, options: Options) -> ForeignArticle:
    target = Path(tempfile.mkdtemp(dir=Path.home())) / f"out{EXPORTERS.get(name).suffix}"
    export(name, [made], target, options)
    (read,) = READERS.get(name).read(target).articles
    return read


def places(made: Bundle) -> Counter[tuple[int, int, str]]:
    return Counter((s.start, s.end, s.label) for s in made.spans)


@pytest.mark.parametrize("name", ["jsonl", "doccano", "label-studio", "xmi", "cas-json", "webannotation", "refi"])
@settings(max_examples=EXAMPLES)
@given(made=bundles())
def test_nothing_is_lost(name: str, made: Bundle) -> None:
    options = EXPORTERS.get(name).options(suggestions=True)
    read = back(name, made, options)
    assert read.text == made.article.text
    assert read.problems == ()
    assert Counter((s.start, s.end, s.label) for s in read.spans) == places(made)
    if name != "doccano":
        assert sum(s.suggested for s in read.spans) == sum(s.state is State.SUGGESTED for s in made.spans)
    if name != "jsonl":  # links that make no quotation are not in the JSONL
        assert len(read.links) == len(made.links) - EXPORTERS.get(name).losses(made, options).get(LINKS, 0)


@pytest.mark.parametrize("name", ["prodigy", "brat", "webanno", "docbin"])
@settings(max_examples=EXAMPLES)
@given(made=bundles())
def test_only_what_was_declared_is_lost(name: str, made: Bundle) -> None:
    options = EXPORTERS.get(name).options(suggestions=True)
    lost = EXPORTERS.get(name).losses(made, options)
    read = back(name, made, options)
    assert read.text.split() == made.article.text.split()
    assert read.problems == ()
    found = Counter((s.start, s.end, s.label) for s in read.spans)
    shown = {
        label: " ".join(label.replace("|", "/").split()) if name == "brat" else label for _, _, label in places(made)
    }
    wanted = Counter((a, b, shown[label]) for a, b, label in places(made).elements())
    assert sum(found.values()) == len(made.spans) - lost.get(BLANK, 0)
    assert sum((wanted - found).values()) <= lost.get(GROWN, 0) + lost.get(BLANK, 0)
    if name in {"brat", "webanno"}:
        assert len(read.links) == len(made.links) - lost.get(LINKS, 0)


@pytest.mark.parametrize("scheme", ["IOB2", "BILUO"])
@settings(max_examples=EXAMPLES)
@given(made=bundles())
def test_conll(scheme: str, made: Bundle) -> None:
    options = ConllOptions(layer="", scheme=scheme, suggestions=True)
    lost = EXPORTERS.get("conll").losses(made, options)
    read = back("conll", made, options)
    assert "".join(read.text.split()) == "".join(made.article.text.split())
    assert len(read.spans) == len(made.spans) - lost.get(BLANK, 0) - lost.get(OVERLAPS, 0)
    words = {"".join(s.text.split()) for s in made.spans}
    if not lost.get(GROWN):
        assert {"".join(read.text[s.start : s.end].split()) for s in read.spans} <= words


@settings(max_examples=4 * EXAMPLES)
@given(
    st.lists(st.sampled_from([*PIECES, "\x00", "\x07", "\r\n", "\u2028", "\ufffe", "\ud800", "\u200b\n"]), max_size=40)
)
def test_settled_texts_align(pieces: list[str]) -> None:
    old = "".join(pieces)
    if not is_visible(clean(old.replace("\n", " "))):
        return
    try:
        new = settle(Draft((DraftBlock(old),)), "0" * 64, 0, "2026-01-08T10:00:00+00:00").text
    except UserError:
        return
    alignment = Alignment(old, new)
    assert alignment.exact
    for start in range(len(old)):
        where = alignment.moved(start, len(old))
        if where:
            assert 0 <= where[0] < where[1] <= len(new)
            assert clean(old[start:]).split()[-1:] == [] or new[where[1] - 1].isspace() is False
    for word in set(clean(old).split()):
        at = old.find(word)
        if at >= 0 and all(c.isalnum() for c in word):
            low, high = alignment.moved(at, at + len(word)) or (0, 0)
            assert new[low:high] == word


@pytest.mark.parametrize("name", [one.name for one in READERS if one.name in {e.name for e in EXPORTERS}])
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_damage_is_refused_in_words(name: str, data: st.DataObject) -> None:
    """A true file with bytes changed, cut or doubled: read, or refused with a UserError, never anything else."""
    folder = Path(tempfile.mkdtemp(dir=Path.home()))
    target = folder / f"out{EXPORTERS.get(name).suffix}"
    export(name, [harbour()], target, EXPORTERS.get(name).options())
    file = (
        target if target.is_file() else data.draw(st.sampled_from(sorted(p for p in target.iterdir() if p.is_file())))
    )
    packed = name == "docbin" and data.draw(st.booleans())
    raw = bytearray(zlib.decompress(file.read_bytes()) if packed else file.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(raw) - 1)))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.sampled_from(DAMAGE))
    file.write_bytes(zlib.compress(raw) if packed else bytes(raw))
    try:
        READERS.get(name).read(target)
    except UserError as error:
        assert error.code == "annotations-unreadable"


WEB = ["id", "type", "body", "bodyValue", "target", "source", "selector", "motivation", "creator", "items", "first",
       "value", "purpose", "start", "end", "exact", "prefix", "name"]  # fmt: skip
WORDS = st.sampled_from(["urn:glossator:span:a:b", "urn:glossator:text:a", "TextQuoteSelector", "TextPositionSelector",
                         "linking", "tagging", "Annotation", "a", "text"])  # fmt: skip
WEB_JSON = st.recursive(
    WORDS | st.none() | st.integers(-5, 20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WEB), inner, max_size=6),
    max_leaves=25,
)


@settings(max_examples=8 * EXAMPLES)
@given(values=st.lists(st.dictionaries(st.sampled_from(WEB), WEB_JSON, min_size=2), min_size=1, max_size=3))
def test_any_web_annotation_is_read_or_refused(values: list[dict[str, object]]) -> None:
    path = Path(tempfile.mkdtemp(dir=Path.home())) / "in.json"
    path.write_text(json.dumps(values), "utf-8")
    try:
        READERS.get("webannotation").read(path)
    except UserError as error:
        assert error.code == "annotations-unreadable"


KEYS = ["text", "spans", "label", "labels", "entities", "relations", "data", "annotations", "result", "quotes", "meta",
        "tokens", "notes", "blocks", "tags", "metadata"]  # fmt: skip
INNER = [*KEYS, "start", "end", "type", "value", "pieces", "speaker", "cue", "head_span", "child_span", "id", "score",
         "metadata", "start_char", "end_char", "start_byte", "end_byte", "label_name", "extra_data",
         "values", "from_id", "to_id", "start_offset", "end_offset", "choices", "kind", "level"]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 20) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(INNER), inner, max_size=6),
    max_leaves=25,
)


@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_damage_inside_a_project_is_refused_in_words(data: st.DataObject) -> None:
    """The files of a packed project changed one by one; the archive itself is whole."""
    target = Path(tempfile.mkdtemp(dir=Path.home())) / "out.qdpx"
    export("refi", [harbour()], target, EXPORTERS.get("refi").options())
    with zipfile.ZipFile(target) as archive:
        files = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    for _ in range(data.draw(st.integers(1, 4))):
        raw = files[data.draw(st.sampled_from(sorted(files)))]
        at = data.draw(st.integers(0, max(0, len(raw) - 1)))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.sampled_from(DAMAGE))
    with zipfile.ZipFile(target, "w") as archive:
        for name, raw in files.items():
            archive.writestr(name, bytes(raw))
    try:
        READERS.get("refi").read(target)
    except UserError as error:
        assert error.code == "annotations-unreadable"


@pytest.mark.parametrize("name", ["jsonl", "prodigy", "doccano", "label-studio", "labelbuddy"])
@settings(max_examples=4 * EXAMPLES)
@given(value=st.dictionaries(st.sampled_from(KEYS), JSON))
def test_any_json_is_read_or_refused(name: str, value: dict[str, object]) -> None:
    path = Path(tempfile.mkdtemp(dir=Path.home())) / "in.json"
    value = {**value, "text": "a text of words"} if name != "label-studio" else {**value, "data": {"text": "a text"}}
    if name == "jsonl":
        value["format"] = "glossator-jsonl"
    path.write_text(json.dumps(value) + "\n", "utf-8")
    try:
        READERS.get(name).read(path)
    except UserError as error:
        assert error.code == "annotations-unreadable"
