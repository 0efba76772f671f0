"""A pipeline in a folder that somebody else gave: no code in it runs, and what is wrong with it is said."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from glossator.core import nlp
from glossator.core.errors import UserError
from glossator.core.nlp import pipeline
from glossator.sentences import sentence
from pictures import article

EVIL = 'from pathlib import Path\nPath(r"{mark}").touch()\n'


class Bomb:
    """Runs something when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.mark,)


def _config(folder: Path, old: str, new: str) -> None:
    file = folder / "config.cfg"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def python_file(folder: Path, mark: Path) -> None:
    """Python beside the data."""
    for name in ("__init__.py", "setup.py", "ner/__init__.py"):
        (folder / name).write_text(EVIL.format(mark=mark), encoding="utf-8")


def callbacks(folder: Path, _: Path) -> None:
    """A callback from the registry."""
    _config(folder, "before_creation = null", "")
    with (folder / "config.cfg").open("a", encoding="utf-8") as file:
        file.write('\n[nlp.before_creation]\n@callbacks = "spacy.copy_from_base_model.v1"\n')


def twice(folder: Path, _: Path) -> None:
    """A configuration that says a thing twice."""
    _config(folder, "[nlp]", "[nlp]\nlang = 1\n\n[nlp]")


def factory(folder: Path, _: Path) -> None:
    """A component that is not among those allowed."""
    _config(folder, 'factory = "attribute_ruler"', 'factory = "entity_linker"')


def function(folder: Path, _: Path) -> None:
    """A factory named as a function of Python."""
    _config(folder, 'factory = "attribute_ruler"', 'factory = "os.system"')


def torch(folder: Path, _: Path) -> None:
    """An architecture that loads pickles."""
    _config(folder, '@architectures = "spacy.', '@architectures = "spacy.TorchBiLSTMEncoder.v1"\nwas = "')


def pickled_vectors(folder: Path, mark: Path) -> None:
    """Vectors that are a pickle."""
    (folder / "vocab" / "vectors").write_bytes(pickle.dumps(Bomb(mark)))


def pickled_model(folder: Path, mark: Path) -> None:
    """Weights that are a pickle."""
    (folder / "ner" / "model").write_bytes(pickle.dumps(Bomb(mark)))


def pickled_tokenizer(folder: Path, mark: Path) -> None:
    """A tokenizer that is a pickle."""
    (folder / "tokenizer").write_bytes(pickle.dumps(Bomb(mark)))


def truncated(folder: Path, _: Path) -> None:
    """Half of the weights."""
    file = folder / "tok2vec" / "model"
    file.write_bytes(file.read_bytes()[:1000])


def no_meta(folder: Path, _: Path) -> None:
    """meta.json is no JSON."""
    (folder / "meta.json").write_text("{", encoding="utf-8")


ATTACKS: list[Callable[[Path, Path], None]] = [
    callbacks, twice, factory, function, torch, pickled_vectors, pickled_model, pickled_tokenizer, truncated, no_meta,
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the English pipeline, as a folder that a person chose."""
    copy = tmp_path / "pipeline"
    shutil.copytree(pipeline._folder(pipeline.DEFAULT), copy)
    return copy


@pytest.mark.model
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_attack_is_refused_and_runs_nothing(folder: Path, tmp_path: Path, attack: Callable[..., None]) -> None:
    mark = tmp_path / "it-ran"
    attack(folder, mark)
    with pytest.raises(UserError) as caught:
        pipeline.load(str(folder))
    assert caught.value.code == "pipeline-unfit"
    assert str(folder) in sentence(caught.value)
    assert not mark.exists()


@pytest.mark.model
def test_python_in_the_folder_never_runs(folder: Path, tmp_path: Path) -> None:
    mark = tmp_path / "it-ran"
    python_file(folder, mark)
    found = nlp.run(article("Ada Lovelace lived in London."), pipeline.load(str(folder)))
    assert found.spans
    assert not mark.exists()
