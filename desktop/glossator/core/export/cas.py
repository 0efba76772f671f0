"""An article as a UIMA CAS: text, tokens, sentences, spans, relations, notes and tags as typed feature structures.

Offsets are code points here; dkpro-cassis turns them into the UTF-16 units of UIMA when
it writes. Types of DKPro Core are used where there is one, so that INCEpTION knows them;
the rest are custom layers (``webanno.custom.…``) that the type system describes.
Source: UIMA reference, chapters 2 and 7; https://dkpro.github.io/dkpro-core/.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from glossator.core.export.base import Options
from glossator.core.export.record import meta
from glossator.core.export.selection import table
from glossator.core.model.block import Kind
from glossator.core.model.bundle import Bundle
from glossator.core.model.span import Layer, Span, Values

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
_SEGMENTS = _DKPRO + "segmentation.type."
META = _DKPRO + "metadata.type.DocumentMetaData"
TOKEN, SENTENCE = _SEGMENTS + "Token", _SEGMENTS + "Sentence"
PARAGRAPH, HEADING = _SEGMENTS + "Paragraph", _SEGMENTS + "Heading"
ENTITY = _DKPRO + "ner.type.NamedEntity"
SPAN, RELATION = "webanno.custom.Span", "webanno.custom.Relation"
NOTE, TAG, ARTICLE = "webanno.custom.Note", "webanno.custom.Tag", "webanno.custom.Article"

_TEXT = "uima.cas.String"
_TYPES: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    (META, "uima.tcas.DocumentAnnotation", {"documentTitle": _TEXT, "documentId": _TEXT, "documentUri": _TEXT}),
    (TOKEN, "uima.tcas.Annotation", {}),
    (SENTENCE, "uima.tcas.Annotation", {}),
    (_SEGMENTS + "Div", "uima.tcas.Annotation", {"divType": _TEXT, "id": _TEXT}),
    (PARAGRAPH, _SEGMENTS + "Div", {}),
    (HEADING, _SEGMENTS + "Div", {}),
    (ENTITY, "uima.tcas.Annotation", {"value": _TEXT, "identifier": _TEXT}),
    (
        SPAN,
        "uima.tcas.Annotation",
        {
            **dict.fromkeys(("label", "layer", "kind", "note", "spanId", "state", "origin", "values"), _TEXT),
            "score": "uima.cas.Double",
        },
    ),
    (
        RELATION,
        "uima.tcas.Annotation",
        {
            "Governor": SPAN,
            "Dependent": SPAN,
            **dict.fromkeys(("label", "name", "relationId", "state", "origin", "values"), _TEXT),
            "score": "uima.cas.Double",
        },
    ),
    (NOTE, "uima.cas.AnnotationBase", dict.fromkeys(("text", "author", "written", "spanId"), _TEXT)),
    (TAG, "uima.cas.AnnotationBase", {"value": _TEXT}),
    (ARTICLE, "uima.cas.AnnotationBase", dict.fromkeys(("stage", "facts"), _TEXT)),
)


@dataclass(frozen=True)
class CasOptions(Options):
    """Whether entities come a second time, as the type that other tools look for."""

    entities: bool = field(
        default=True, metadata={"help": "Write entities as DKPro's NamedEntity as well, for tools that know only that."}
    )


def type_system() -> TypeSystem:
    """The types of every CAS written here."""
    from cassis import TypeSystem

    made = TypeSystem()
    for name, parent, features in _TYPES:
        kind = made.create_type(name, parent)
        for feature, rank in features.items():
            made.create_feature(kind, feature, rank)
    return made


def _values(values: Values) -> str | None:
    return json.dumps(dict(values), ensure_ascii=False) if values else None


class _Filling:
    """Adds the rows of one chosen bundle to a new CAS."""

    def __init__(self, types: TypeSystem, bundle: Bundle, safe: Callable[[str], str]) -> None:
        from cassis import Cas

        self.cas: Any = Cas(typesystem=types)
        self._types, self._bundle, self._safe = types, bundle, safe
        self._spans: dict[str, Any] = {}
        self.cas.sofa_string = safe(bundle.article.text)
        self.cas.sofa_mime = "text/plain"

    def add(self, type_name: str, /, **features: object) -> Any:
        """A new feature structure of this type; empty features are left out."""
        clean = {key: self._safe(value) if isinstance(value, str) else value for key, value in features.items()}
        made: Any = self._types.get_type(type_name)(**{key: value for key, value in clean.items() if value is not None})
        self.cas.add(made)
        return made

    def document(self) -> None:
        """Title, id, language, tags, notes and all that is known of the article."""
        bundle, article = self._bundle, self._bundle.article
        self.add(
            META, begin=0, end=len(article.text), language=article.language or "x-unspecified",
            documentTitle=article.title, documentId=article.id, documentUri=article.address or None,
        )  # fmt: skip
        self.add(ARTICLE, stage=str(bundle.stage), facts=json.dumps(meta(bundle), ensure_ascii=False))
        for tag in bundle.tags:
            self.add(TAG, value=tag)
        for note in bundle.notes:
            self.add(NOTE, text=note.text, author=note.author, written=note.written, spanId=note.span or None)

    def segments(self) -> None:
        """Blocks, sentences and tokens."""
        for block in self._bundle.article.blocks:
            name = HEADING if block.kind is Kind.HEADING else PARAGRAPH
            self.add(name, begin=block.start, end=block.end, divType=str(block.kind))
        tokens = table(self._bundle)
        begins = [k for k, token in enumerate(tokens) if token.sentence]
        for first, after in pairwise([*begins, len(tokens)]):
            self.add(SENTENCE, begin=tokens[first].start, end=tokens[after - 1].end)
        for token in tokens:
            self.add(TOKEN, begin=token.start, end=token.end)

    def spans(self, entities: bool) -> None:
        """Every span as a custom annotation, and entities as DKPro's type if wanted."""
        noted: dict[str, list[str]] = {}
        for note in self._bundle.notes:
            noted.setdefault(note.span, []).append(note.text)
        for span in self._bundle.spans:
            self._spans[span.id] = self._span(span, "\n\n".join(noted.get(span.id, ())))
            if entities and span.layer == Layer.ENTITY:
                self.add(ENTITY, begin=span.start, end=span.end, value=span.label)

    def _span(self, span: Span, note: str) -> Any:
        return self.add(
            SPAN, begin=span.start, end=span.end, label=span.label, layer=str(span.layer),
            kind=span.value("kind") or None, note=note or None, spanId=span.id, state=str(span.state),
            origin=span.origin, values=_values(span.values), score=span.score,
        )  # fmt: skip

    def relations(self) -> None:
        """Every link, from the quotation (governor) to what belongs to it; its place is the dependent's."""
        for link in self._bundle.links:
            head, tail = self._spans[link.head], self._spans[link.tail]
            self.add(
                RELATION, begin=tail.begin, end=tail.end, Governor=head, Dependent=tail, label=link.kind,
                name=link.value("name") or None, relationId=link.id, state=str(link.state), origin=link.origin,
                values=_values(link.values), score=link.score,
            )  # fmt: skip


def cas_of(bundle: Bundle, options: CasOptions, types: TypeSystem, safe: Callable[[str], str]) -> Cas:
    """A chosen bundle as a CAS with the types of :func:`type_system`.

    ``safe`` makes text fit the file to be written and must keep its length.
    """
    filling = _Filling(types, bundle, safe)
    filling.document()
    filling.segments()
    filling.spans(options.entities)
    filling.relations()
    made: Cas = filling.cas
    return made
