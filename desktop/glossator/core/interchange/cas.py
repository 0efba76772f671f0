"""A UIMA CAS → an article: DKPro's and INCEpTION's types, Glossator's own, and any other layer by its features.

Of a layer with several features the label is ``value``, else ``label``, else the first
text that is set. Tokens, sentences and paragraphs are structure and make no spans.
Source: UIMA reference, chapter 7; https://dkpro.github.io/dkpro-core/.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from glossator.core.interchange.base import (
    ForeignArticle,
    ForeignLink,
    ForeignNote,
    ForeignSpan,
    Malformed,
    Problem,
    sureness,
    table,
    with_problems,
    words,
)
from glossator.core.interchange.units import lost

Bad = Mapping[int, tuple[str, str]]
"""Ids of annotations whose place is no place of the text, with the offsets as the file says them."""

_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
_META = _DKPRO + "metadata.type.DocumentMetaData"
_BLOCKS = (_DKPRO + "segmentation.type.Paragraph", _DKPRO + "segmentation.type.Heading")
_ENTITY = _DKPRO + "ner.type.NamedEntity"
_OWN = "webanno.custom."
_STRUCTURE = (
    *_BLOCKS,
    *(_DKPRO + "segmentation.type." + name for name in ("Token", "Sentence", "Div", "Document")),
    _DKPRO + "metadata.type.TagsetDescription",
    _DKPRO + "metadata.type.TagDescription",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.CASMetadata",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.LayerDefinition",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.FeatureDefinition",
    "uima.tcas.DocumentAnnotation",
)
_FIXED = frozenset({"begin", "end", "sofa", "xmiID", "type", "Governor", "Dependent"})


def article_of(cas: Any, bad: Bad) -> ForeignArticle:
    """The first view with a text; Malformed if there is none. ``bad`` annotations are listed, not placed."""
    views = [view for view in cas.views if view.sofa.sofaString]
    if not views:
        raise Malformed("it has no text")
    found = _Found(views[0].sofa.sofaString, bad)
    for fs in views[0].get_all_fs():
        found.take(fs)
    for view in views[1:]:
        found.problems.append(Problem("annotation-kind", {"kind": f"view {view.sofa.sofaID}"}))
    return found.article()


def _text(fs: Any, *names: str) -> str:
    """The first of these features that holds something, as text."""
    for name in names:
        value = getattr(fs, name, None)
        if isinstance(value, str | int | float) and value != "":
            return str(value)
    return ""


class _Found:
    """What the feature structures of one view say, gathered one by one."""

    def __init__(self, text: str, bad: Bad) -> None:
        self._text, self._bad = text, bad
        self._facts: dict[str, str] = {}
        self._spans: list[ForeignSpan] = []
        self._entities: list[ForeignSpan] = []
        self._ids: dict[str, str] = {}
        self._arcs: list[tuple[str, str, ForeignLink]] = []
        self._tags: list[str] = []
        self._notes: list[ForeignNote] = []
        self._inline: list[ForeignNote] = []
        self._blocks: list[tuple[int, int, str, int]] = []
        self._kinds: dict[str, None] = {}
        self.problems: list[Problem] = []

    def take(self, fs: Any) -> None:
        """One feature structure of the index."""
        name = fs.type.name
        if name in _BLOCKS:
            kind = _text(fs, "divType") or ("heading" if name.endswith("Heading") else "paragraph")
            self._blocks.append((fs.begin or 0, fs.end or 0, kind, 1 if kind == "heading" else 0))
        elif name == _META:
            told = {"title": "documentTitle", "address": "documentUri", "language": "language"}
            self._facts.update({key: _text(fs, feature) for key, feature in told.items()})
        elif name == _OWN + "Tag" and not hasattr(fs, "begin"):
            self._tags.append(_text(fs, "value"))
        elif name == _OWN + "Note" and not hasattr(fs, "begin"):
            self._notes.append(ForeignNote(_text(fs, "spanId"), _text(fs, "text")))
        elif name == _OWN + "Article" and not hasattr(fs, "begin"):
            self._facts.update(_json_pairs(_text(fs, "facts")))
        elif name in _STRUCTURE:
            return
        elif hasattr(fs, "Governor") and hasattr(fs, "Dependent") and not name.startswith(_DKPRO):
            self._relation(fs)
        elif hasattr(fs, "begin") and not _is_linguistic(name):
            self._span(fs)
        elif not name.startswith("uima."):
            self._kinds[name.rsplit(".", 1)[-1]] = None

    def _span(self, fs: Any) -> None:
        name = fs.type.name
        own, entity = name == _OWN + "Span" and bool(_text(fs, "spanId")), name == _ENTITY
        said = _features(fs)
        first = next((f for f in ("value", "label") if said.get(f)), next(iter(said), ""))
        label = said.pop(first, "") or name.rsplit(".", 1)[-1]
        ident = _text(fs, "spanId") if own else f"x{fs.xmiID}"
        self._ids[str(fs.xmiID)] = ident
        score = _score(said.get("score", "")) if own else None
        values = _json_pairs(said.get("values", "")) if own else {k: v for k, v in said.items() if k != "note"}
        made = ForeignSpan(
            ident, fs.begin or 0, fs.end or 0, label,
            "entity" if entity else said.get("layer", "") if own else "", "", score,
            own and said.get("state") == "suggested", said.get("origin", "") if own else "",
            tuple(sorted(values.items())),
        )  # fmt: skip
        if fs.xmiID in self._bad:
            start, end = self._bad[fs.xmiID]
            values_told = {"label": label, "start": start, "end": end, "text": ""}
            self.problems.append(Problem("annotation-outside", values_told))
        elif not 0 <= made.start < made.end <= len(self._text):
            self.problems.append(lost(made, "annotation-outside"))
        else:
            (self._entities if entity else self._spans).append(made)
            if said.get("note"):
                self._inline.append(ForeignNote(ident, said["note"]))

    def _relation(self, fs: Any) -> None:
        said = _features(fs)
        kind = said.get("label") or said.get("value") or next(iter(said.values()), fs.type.name.rsplit(".", 1)[-1])
        loose = said.get("state") == "suggested" and bool(said.get("relationId"))
        ends = [_reference(getattr(fs, end)) for end in ("Governor", "Dependent")]
        self._arcs.append((ends[0], ends[1], ForeignLink(kind, "", "", said.get("name", ""), loose)))

    def article(self) -> ForeignArticle:
        """All of it; an entity that our own span says as well comes once."""
        there = {(span.start, span.end, span.label): span.id for span in self._spans if span.layer == "entity"}
        for span in self._entities:
            twin = there.get((span.start, span.end, span.label))
            if twin is None:
                self._spans.append(span)
            else:
                self._ids[span.id.removeprefix("x")] = twin
        links = [
            ForeignLink(arc.kind, self._ids.get(head, head), self._ids.get(tail, tail), arc.name, arc.suggested)
            for head, tail, arc in self._arcs
        ]
        facts = self._facts
        language = facts.get("language", "")
        self.problems += [Problem("annotation-kind", {"kind": kind}) for kind in self._kinds]
        article = ForeignArticle(
            self._text, facts.get("title", ""), facts.get("byline", ""), facts.get("date", ""),
            "" if language == "x-unspecified" else language, facts.get("address", ""),
            tuple(self._spans), tuple(links), tuple(filter(None, self._tags)),
            tuple(self._notes or self._inline), tuple(sorted(self._blocks)),
        )  # fmt: skip
        return with_problems(article, self.problems)


def _is_linguistic(name: str) -> bool:
    """DKPro's layers of a parser (lemmas, parts of speech, dependencies): they mark every word."""
    parts = ("segmentation.", "lexmorph.", "syntax.", "morph.", "transform.")
    return name.startswith(tuple(_DKPRO + part for part in parts))


def _reference(value: Any) -> str:
    """The id of a feature structure, whether it was resolved or is still a number."""
    return str(getattr(value, "xmiID", value))


def _features(fs: Any) -> dict[str, str]:
    """The features of a feature structure that are text or numbers and set, in the order of its type."""
    names: Iterable[str] = (feature.name for feature in fs.type.all_features)
    found = {name: getattr(fs, name, None) for name in names if name not in _FIXED}
    return {k: str(v) for k, v in found.items() if isinstance(v, str | int | float) and str(v)}


def _score(told: str) -> float | None:
    try:
        return sureness(float(told))
    except ValueError:
        return None


def _json_pairs(told: str) -> dict[str, str]:
    try:
        return {str(k): words(v) for k, v in table(json.loads(told)).items()} if told else {}
    except (ValueError, RecursionError):
        return {}
