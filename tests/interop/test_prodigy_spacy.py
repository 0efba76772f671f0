"""Prodigy's tasks built into spaCy's Doc as Prodigy's own recipes do: words, spaces, spans by token."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bundles import edges, harbour
from glossator.core.export import export

pytest.importorskip("spacy")


def test_docs_have_the_text_and_the_spans(tmp_path: Path) -> None:
    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

    export("prodigy", [harbour(), edges()], tmp_path / "out.jsonl")
    vocab = Vocab()
    for row in (tmp_path / "out.jsonl").read_text("utf-8").splitlines():
        task = json.loads(row)
        tokens = task["tokens"]
        doc = Doc(vocab, words=[t["text"] for t in tokens], spaces=[t["ws"] for t in tokens])
        assert doc.text == task["text"]
        doc.spans["sc"] = [Span(doc, s["token_start"], s["token_end"] + 1, s["label"]) for s in task["spans"]]
        assert [(s.start_char, s.end_char, s.label_) for s in doc.spans["sc"]] == [
            (s["start"], s["end"], s["label"]) for s in task["spans"]
        ]
        for told in task["spans"]:
            assert doc.char_span(told["start"], told["end"], alignment_mode="strict") is not None
