"""The training folder: spaCy's own commands debug it, train on it and load what was learnt."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bundles import bundle, edges, harbour, span, title_only
from glossator.core.export import export
from glossator.core.export.losses import LINKS, NOTES, OTHER_LAYERS, OVERLAPS, SCORES, TAGS, VALUES
from glossator.core.export.spacy_train import NER, SPANCAT, SpacyTrain, SpacyTrainOptions, reach
from glossator.core.model.bundle import Bundle
from pictures import article

spacy = pytest.importorskip("spacy")

NAMES = ["Ada Moreau", "Ben Okoro", "Zoë Ålund", "Dana Cohen", "Ivo Brandt", "Mira Sato", "Leo Quist", "Nia Abara"]
PLACES = ["Portwick", "Sankt Olav", "Belmar", "Old Haven", "Tarn Bay", "Kallio"]
TALES = [
    "{p} went to {g} on Monday.", "In {g} the mayor {p} spoke.", "{p} and the crew left {g}.",
    "The ferry to {g} was late.", "“We wait,” said {p} in {g}.", "Nobody in {g} knew {p}.",
]  # fmt: skip


def news(count: int, quotes: bool = False) -> list[Bundle]:
    """Short articles of our own with names and places; ``quotes`` adds quotations that overlap each other."""
    drawn = random.Random(7)
    found = []
    for number in range(count):
        lines = [drawn.choice(TALES).format(p=drawn.choice(NAMES), g=drawn.choice(PLACES)) for _ in range(4)]
        lines.append(f"“The {drawn.choice(PLACES)} boat number {number} is late again today,” she said.")
        of = article("😀 " + " ".join(lines), id=f"n{number:03}", title=f"News {number}")
        spans = [
            span(of, words, label, ident=f"{label}{k}{n}", nth=n)
            for label, all_words in (("PERSON", NAMES), ("GPE", PLACES))
            for k, words in enumerate(all_words)
            for n in range(of.text.count(words))
        ]
        if quotes and number % 3:
            line = re.search(r"“The .*?,”", of.text)
            assert line
            spans.append(span(of, line[0], "QUOTE", ident="q"))
            spans.append(span(of, "late again today", "QUOTE", ident="inner"))
        found.append(bundle(of, *spans))
    return found


def docs(path: Path) -> list[Any]:
    from spacy.tokens import DocBin

    return list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "spacy", *arguments],
        cwd=folder, capture_output=True, text=True, timeout=200, check=False,
        env={**os.environ, "CUDA_VISIBLE_DEVICES": "", "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_folder_and_its_manifest(tmp_path: Path) -> None:
    assert export("spacy-train", news(40), tmp_path / "out", SpacyTrainOptions(train=2, dev=1, test=1)) == 40
    manifest = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))
    assert set(manifest["files"]) == {"train.spacy", "dev.spacy", "test.spacy", "config.cfg", "README.md"}
    for part in ("train", "dev", "test"):
        held = docs(tmp_path / f"out/{part}.spacy")
        assert len(held) == manifest["counts"][part]["articles"]
        assert [doc.user_data["id"] for doc in held] == [a["id"] for a in manifest["articles"] if a["part"] == part]
        assert sum(e.label_ == "GPE" for doc in held for e in doc.ents) == manifest["spans"]["entity"]["GPE"][part]
    assert manifest["options"]["train"] == 2
    assert manifest["versions"]["spacy"] == spacy.__version__
    readme = (tmp_path / "out/README.md").read_text("utf-8")
    assert "python -m spacy train config.cfg --output model" in readme
    assert f"| articles | {manifest['counts']['train']['articles']} |" in readme


def test_twice_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    made = "from test_spacy_train import news; from pathlib import Path; from glossator.core.export import export; "
    paths = os.pathsep.join(sys.path + [str(Path(__file__).parent)])
    for seed in ("1", "2"):
        code = made + f"export('spacy-train', news(12), Path({str(tmp_path / seed)!r}))"
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        subprocess.run([sys.executable, "-W", "ignore", "-c", code], env=env, check=True, timeout=120)
    names = sorted(one.name for one in (tmp_path / "1").iterdir())
    assert [(tmp_path / "1" / n).read_bytes() for n in names] == [(tmp_path / "2" / n).read_bytes() for n in names]


def test_the_config_fits_the_spans(tmp_path: Path) -> None:
    options = SpacyTrainOptions(layer="quote", seed=5)
    export("spacy-train", news(10, quotes=True), tmp_path / "out", options)
    config = spacy.util.load_config(tmp_path / "out/config.cfg")
    spancat = config["components"]["spancat_singlelabel"]
    assert spancat["spans_key"] == "quote"
    longest = max(len(one) for doc in docs(tmp_path / "out/train.spacy") for one in doc.spans["quote"])
    assert spancat["suggester"]["max_size"] == longest > 3
    assert config["system"]["seed"] == 5
    assert config["training"]["score_weights"]["spans_quote_f"] == 1.0
    export("spacy-train", news(10), tmp_path / "flat", SpacyTrainOptions())
    assert spacy.util.load_config(tmp_path / "flat/config.cfg")["nlp"]["pipeline"] == ["tok2vec", "ner"]
    assert "0 are longer" in (tmp_path / "out/README.md").read_text("utf-8")


def test_a_stretch_with_two_labels_needs_the_categorizer_for_many(tmp_path: Path) -> None:
    of = article("Ada sails.", id="x")
    export("spacy-train", [bundle(of, span(of, "Ada", "A"), span(of, "Ada", "B"))], tmp_path / "out")
    config = spacy.util.load_config(tmp_path / "out/config.cfg")
    assert config["nlp"]["pipeline"] == ["tok2vec", "spancat"]


def test_reach() -> None:
    assert reach({}) == 1
    assert reach({3: 99, 60: 1}) == 3
    assert reach({3: 9, 60: 1}) == 60
    assert reach({200: 1}) == 64


def test_languages_that_spacy_lacks_and_no_dev(tmp_path: Path) -> None:
    of = article("Ada sails.", id="x", language="tlh-Latn")
    export("spacy-train", [bundle(of, span(of, "Ada", "PERSON"))], tmp_path / "out", SpacyTrainOptions(dev=0, test=0))
    config = spacy.util.load_config(tmp_path / "out/config.cfg")
    assert (config["nlp"]["lang"], config["paths"]["dev"]) == ("xx", "train.spacy")
    assert "No article fell to dev" in (tmp_path / "out/README.md").read_text("utf-8")


def test_losses() -> None:
    spans = {OTHER_LAYERS: 7, LINKS: 4, NOTES: 3, TAGS: 2, SCORES: 1, VALUES: 1}
    assert SpacyTrain().losses(harbour(), SpacyTrainOptions(component=NER)) == {OVERLAPS: 1, **spans}
    assert SpacyTrain().losses(harbour(), SpacyTrainOptions(component=SPANCAT)) == spans
    assert SpacyTrain().losses(title_only(), SpacyTrainOptions()) == {}
    assert OVERLAPS in SpacyTrain().losses(edges(), SpacyTrainOptions(component=NER))


@pytest.mark.model
@pytest.mark.parametrize("layer", ["entity", "quote"])
def test_spacy_debugs_trains_and_loads(layer: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    options = SpacyTrainOptions(train=6, dev=2, test=2, layer=layer, copies=False)
    export("spacy-train", news(220, quotes=layer == "quote"), folder, options)
    told = run(folder, "debug", "data", "config.cfg")
    assert "✔" in told
    assert "✘" not in told
    warned = [line for line in told.split("\n") if "⚠" in line]
    assert not [line for line in warned if "Low number of examples to train" not in line and "1 warning" not in line]
    limits = ["--training.max_steps=120", "--training.eval_frequency=40"]
    run(folder, "train", "config.cfg", "--output", "model", *limits)
    nlp = spacy.load(folder / "model/model-best")
    scores = nlp.evaluate([spacy.training.Example(nlp.make_doc(doc.text), doc) for doc in docs(folder / "test.spacy")])
    assert scores["ents_f" if layer == "entity" else "spans_quote_f"] > 0.5
