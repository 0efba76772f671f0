"""A folder that ``spacy train`` can be started on: three .spacy files, a config that fits them, a README.

Source: https://spacy.io/api/data-formats (config), https://spacy.io/api/spancategorizer (suggesters).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossator.core.export.docbin import ATTRIBUTES, doc_of
from glossator.core.export.flat import on_words
from glossator.core.export.losses import (
    LINKS,
    NOTES,
    OTHER_LAYERS,
    OVERLAPS,
    SCORES,
    TAGS,
    VALUES,
    counted,
    fit,
    scores,
    values,
)
from glossator.core.export.manifest import Manifest
from glossator.core.export.selection import chosen, table
from glossator.core.export.splits import DEV, PARTS, SplitOptions, Splitter
from glossator.core.export.streaming import each
from glossator.core.export.writing_folder import FolderReplacement
from glossator.core.model.bundle import Bundle
from glossator.core.model.overlap import longest_first
from glossator.core.model.span import Layer
from glossator.core.progress import Progress

if TYPE_CHECKING:
    from spacy.tokens import Doc, DocBin

AUTO, NER, SPANCAT = "auto", "ner", "spancat"
SINGLE = "spancat_singlelabel"
"""spaCy's span categorizer for spans with one label each: it learns from few spans among very many suggestions."""

_NEGATIVE = 0.2
"""What a suggestion that is no span counts. At 1.0 a small corpus teaches to find nothing at all."""

MOST = 64
"""Tokens of the longest span that is suggested: each further length costs memory for every token."""

_SHARE = 0.99


@dataclass(frozen=True)
class SpacyTrainOptions(SplitOptions):
    """What is to be learnt, beside how articles are parted."""

    layer: str = field(default=str(Layer.ENTITY), metadata={"help": "The layer of spans to learn: entity, quote, …"})
    component: str = field(
        default=AUTO,
        metadata={
            "help": "ner for spans that never overlap, spancat for spans that may; auto looks at the spans.",
            "choices": ((AUTO, "Whatever fits"), (NER, "Named entities (ner)"), (SPANCAT, "Spans (spancat)")),
        },
    )


def reach(lengths: Mapping[int, int]) -> int:
    """The number of tokens that 99 of 100 spans do not exceed, at most 64; 1 for no spans."""
    need = math.ceil(sum(lengths.values()) * _SHARE)
    seen = 0
    for length in sorted(lengths):
        seen += lengths[length]
        if seen >= need:
            return max(1, min(length, MOST))
    return 1


class _Corpus:
    """The three bins, and what is learnt of the spans while they are filled."""

    def __init__(self, options: SpacyTrainOptions) -> None:
        from spacy.tokens import DocBin
        from spacy.vocab import Vocab

        self._options = options
        self._vocab = Vocab()
        self.bins: dict[str, DocBin] = {part: DocBin(attrs=ATTRIBUTES, store_user_data=True) for part in PARTS}
        self.splitter = Splitter(options)
        self.manifest = Manifest("spacy-train", options, ("spacy",))
        self.lengths: Counter[int] = Counter()
        self.overlaps = 0
        self._twice = False
        self._languages: Counter[str] = Counter()

    def add(self, bundle: Bundle) -> None:
        """Put a chosen bundle into its part."""
        labels = {span.label for span in bundle.spans if span.layer == self._options.layer}
        part = self.splitter.part(bundle.article.id, bundle.article.text, labels)
        doc = doc_of(bundle, self._vocab)
        self._prepare(doc)
        self.bins[part].add(doc)
        self.manifest.article(bundle, part)
        self._languages.update([bundle.article.language.partition("-")[0].casefold() or "en"])

    def _prepare(self, doc: Doc) -> None:
        """Entities of the layer to learn; no sentences, which are not learnt here."""
        layer = self._options.layer
        if layer not in doc.spans:
            doc.spans[layer] = []  # an article without such spans is an example too, and counts in scores
        found = list(doc.spans[layer])
        flat = longest_first([_Characters(span.start_char, span.end_char, span) for span in found])
        self.lengths.update(len(span) for span in found)
        self.overlaps += len(found) - len(flat)
        self._twice = self._twice or len({(span.start, span.end) for span in found}) < len(found)
        doc.set_ents([one.span for one in flat], default="outside")
        for token in doc:
            token.is_sent_start = None

    @property
    def component(self) -> str:
        """The component to train, by the name of its factory."""
        flat = self._options.component == NER or (self._options.component == AUTO and not self.overlaps)
        return NER if flat else SPANCAT if self._twice else SINGLE

    @property
    def language(self) -> str:
        """The language of most articles, as spaCy knows it; "xx" if it does not, or needs more packages for it."""
        import spacy

        best = min(self._languages, key=lambda name: (-self._languages[name], name), default="en")
        try:
            spacy.blank(best)
        except ImportError:
            return "xx"
        return best


@dataclass(frozen=True)
class _Characters:
    start: int
    end: int
    span: Any


def config(corpus: _Corpus, options: SpacyTrainOptions) -> str:
    """spaCy's own small config for the CPU; for spans, with a suggester that reaches the spans there are."""
    from spacy.cli.init_config import init_config

    made: Any = init_config(lang=corpus.language, pipeline=[corpus.component], optimize="efficiency", gpu=False)
    made["paths"]["train"] = "train.spacy"
    made["paths"]["dev"] = "dev.spacy" if corpus.manifest.articles(DEV) else "train.spacy"
    made["system"]["seed"] = options.seed
    if corpus.component != NER:
        _fit_spans(made, corpus, options.layer)
    return str(made.to_str())


def _fit_spans(made: Any, corpus: _Corpus, layer: str) -> None:
    """Suggest spans as long as those of the corpus, and let the score be that of this layer alone."""
    settings = made["components"][corpus.component]
    settings["spans_key"] = layer
    longest = reach(corpus.lengths)
    settings["suggester"] = {"@misc": "spacy.ngram_range_suggester.v1", "min_size": 1, "max_size": longest}
    if corpus.component == SINGLE:
        settings["negative_weight"] = _NEGATIVE
        settings["allow_overlap"] = True
    unused = {f"spans_sc_{letter}": None for letter in "fpr"}
    made["training"]["score_weights"] = {**unused, **{f"spans_{layer}_{c}": float(c == "f") for c in "fpr"}}


def readme(corpus: _Corpus, options: SpacyTrainOptions) -> str:
    """What lies in the folder, and the one command."""
    manifest, splitter = corpus.manifest, corpus.splitter
    labels = manifest.spans.get(options.layer, {})
    rows = [f"| {label} | {' | '.join(str(labels[label][part]) for part in PARTS)} |" for label in sorted(labels)]
    total = f"| articles | {' | '.join(str(manifest.articles(part)) for part in PARTS)} |"
    lines = [
        "# Training data for spaCy", "", "Start the training in this folder:", "",
        "    python -m spacy train config.cfg --output model", "",
        "Then measure what was learnt on articles it has not seen:", "",
        "    python -m spacy benchmark accuracy model/model-best test.spacy", "",
        "| label | train | dev | test |", "|---|---|---|---|", *rows, total, "",
        f"The config trains `{corpus.component}` on the layer `{options.layer}`.",
    ]  # fmt: skip
    if corpus.component != NER:
        longest = reach(corpus.lengths)
        beyond = sum(count for length, count in corpus.lengths.items() if length > longest)
        lines.append(f"Spans of up to {longest} tokens are suggested; {beyond} are longer and cannot be found.")
    elif corpus.overlaps:
        lines.append(f"{corpus.overlaps} spans overlap a longer one and are not learnt; `spancat` could learn them.")
    if not manifest.articles(DEV):
        lines.append("No article fell to dev, so the training is steered by its own articles: add some articles.")
    if splitter.followed:
        lines.append(f"{len(splitter.followed)} near-copies of other articles are in the part of those.")
    if splitter.leaks:
        lines.append(
            f"{len(splitter.leaks)} pairs of near-copies are in different parts: see `leaks` in manifest.json."
        )
    return "\n".join(lines) + "\n"


class SpacyTrain:
    """Writes ``train.spacy``, ``dev.spacy``, ``test.spacy``, ``config.cfg``, ``README.md`` and ``manifest.json``."""

    name = "spacy-train"
    title = "spaCy training folder"
    suffix = "-spacy-train"
    options = SpacyTrainOptions

    def losses(self, bundle: Bundle, options: SpacyTrainOptions) -> Mapping[str, int]:
        """What training will not see: other layers, links, notes, tags, scores, and with ``ner`` what overlaps."""
        kept = chosen(bundle, options)
        text, tokens = kept.article.text, table(kept)
        spans = [span for span in kept.spans if span.layer == options.layer]
        placed = on_words(spans, text, tokens)
        flat = longest_first(placed)
        return counted(
            {
                **fit(spans, text, tokens),
                OVERLAPS: len(placed) - len(flat) if options.component == NER else 0,
                OTHER_LAYERS: len(kept.spans) - len(spans),
                LINKS: len(kept.links),
                NOTES: len(bundle.notes),
                TAGS: len(kept.tags),
                SCORES: scores(kept.spans),
                VALUES: values(kept.spans),
            }
        )

    def write(self, bundles: Iterable[Bundle], target: Path, options: SpacyTrainOptions, progress: Progress) -> int:
        """All articles are in memory until written. UserError as :class:`FolderReplacement`, Cancelled."""
        corpus = _Corpus(options)
        done = 0
        with FolderReplacement(target) as out:
            for bundle in each(bundles, options, progress):
                corpus.add(bundle)
                done += 1
            files = {f"{part}.spacy": made.to_bytes() for part, made in corpus.bins.items()}
            files["config.cfg"] = config(corpus, options).encode("utf-8")
            files["README.md"] = readme(corpus, options).encode("utf-8")
            for name, data in files.items():
                out.write(name, data)
                corpus.manifest.file(name, data)
            told = {"copies": corpus.splitter.followed, "leaks": corpus.splitter.leaks}
            out.write("manifest.json", corpus.manifest.json(**told))
        return done
