"""BILUO tags read by spaCy's own rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from bundles import edges, harbour
from glossator.core.export import export
from glossator.core.export.conll import ConllOptions

pytest.importorskip("spacy")


def test_spacy_takes_the_tags(tmp_path: Path) -> None:
    from spacy.tokens import Doc
    from spacy.training import biluo_tags_to_spans
    from spacy.vocab import Vocab

    export("conll", [harbour(), edges()], tmp_path / "out.conll", ConllOptions(scheme="BILUO"))
    found = []
    for part in (tmp_path / "out.conll").read_text("utf-8").split("-DOCSTART- -X- O O")[1:]:
        rows = [row.split(" ") for row in part.split("\n") if row]
        doc = Doc(Vocab(), words=[row[0] for row in rows])
        found += [(s.text, s.label_) for s in biluo_tags_to_spans(doc, [row[3] for row in rows])]
    assert [label for _, label in found] == ["PERSON", "ORG", "DATE", "EVENT", "PERSON"]
    assert found[1:4] == [("University of São Paulo", "ORG"), ("May", "DATE"), ("Moreau met", "EVENT")]
