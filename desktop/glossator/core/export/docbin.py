"""spaCy's DocBin: ``doc.ents`` for the flat layer of entities, ``doc.spans[layer]`` for everything.

Docs are built from the stored tokens, so no pipeline runs. spaCy is imported when it is
first needed. Read back with ``DocBin().from_disk(path).get_docs(nlp.vocab)``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossator.core.export.base import Options
from glossator.core.export.conll import flat, off_bounds
from glossator.core.export.jsonl import line
from glossator.core.export.visible import table, wanted
from glossator.core.export.writing import replacing
from glossator.core.model.analysis import Token
from glossator.core.model.bundle import Bundle
from glossator.core.model.overlap import reading_order
from glossator.core.model.span import Layer, Span
from glossator.core.progress import Progress, check

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

ATTRS = ["ORTH", "SPACY", "SENT_START", "ENT_IOB", "ENT_TYPE", "ENT_ID", "ENT_KB_ID"]


@dataclass(frozen=True)
class DocBinOptions(Options):
    """Nothing more to choose."""


@dataclass(frozen=True)
class DocBinExporter:
    """Quotations, tags, notes and meta go along in ``doc.user_data["glossator"]``, as a line of JSONL has them."""

    name: str = "docbin"
    title: str = "spaCy DocBin"
    suffix: str = ".spacy"
    options: type[Options] = DocBinOptions

    def losses(self, bundle: Bundle, options: Options) -> Mapping[str, int]:
        """Spans within tokens grow; entities that overlap stay in ``doc.spans`` but not in ``doc.ents``."""
        tokens, kept = table(bundle, options), wanted(bundle, options)
        entities = [span for span in kept.spans if span.layer == Layer.ENTITY]
        return {
            "overlapping entities (in doc.spans only)": len(entities) - len(flat(entities)),
            "spans grown to whole tokens": sum(off_bounds(span, tokens) for span in kept.spans),
        }

    def write(self, bundles: Iterable[Bundle], target: Path, options: Any, progress: Progress) -> int:
        """One DocBin with a Doc for each article."""
        from spacy.tokens import DocBin
        from spacy.vocab import Vocab

        vocab, made, count = Vocab(), DocBin(attrs=ATTRS, store_user_data=True), 0
        with replacing(target) as out:
            for bundle in bundles:
                check(progress)
                made.add(doc_of(bundle, options, vocab))
                count += 1
            out.write(made.to_bytes())
        return count


def words_of(text: str, tokens: Sequence[Token]) -> tuple[list[str], list[bool], list[bool]]:
    """(words, a space follows, a sentence begins) that spell ``text`` to the character.

    What lies between two tokens and is not one space becomes tokens of its own, as spaCy's
    own tokenizer does with runs of blanks.
    """
    words: list[str] = []
    spaces: list[bool] = []
    starts: list[bool] = []

    def between(gap: str) -> None:
        if gap.startswith(" ") and words and not spaces[-1]:
            spaces[-1] = True
            gap = gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)
            starts.append(False)

    at = 0
    for token in tokens:
        between(text[at : token.start])
        words.append(text[token.start : token.end])
        spaces.append(False)
        starts.append(token.sentence)
        at = token.end
    between(text[at:])
    return words, spaces, starts


def doc_of(bundle: Bundle, options: Options, vocab: Vocab) -> Doc:
    """The Doc of an article; its text is the exported text, its character offsets ours."""
    from spacy.tokens import Doc

    tokens, kept = table(bundle, options), wanted(bundle, options)
    words, spaces, starts = words_of(kept.article.text, tokens)
    doc = Doc(vocab, words=words, spaces=spaces, sent_starts=starts)
    layers: dict[str, list[Span]] = defaultdict(list)
    for span in reading_order(kept.spans):
        layers[span.layer].append(span)
    made = {span.id: _char_span(doc, span) for spans in layers.values() for span in spans}
    for layer, spans in layers.items():
        doc.spans[layer] = [made[span.id] for span in spans if made[span.id] is not None]
    entities = [made[span.id] for span in flat(layers[Layer.ENTITY]) if made[span.id] is not None]
    from spacy.util import filter_spans

    doc.set_ents(filter_spans(entities))
    doc.user_data["glossator"] = {key: value for key, value in line(bundle, options).items() if key != "text"}
    return doc


def _char_span(doc: Doc, span: Span) -> Any:
    return doc.char_span(
        span.start, span.end, label=span.label, span_id=span.id, alignment_mode="expand"
    )
