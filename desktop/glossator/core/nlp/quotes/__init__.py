"""Quotations: what stands in marks, who says it, and by which word of saying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossator.core.model.article import Article
from glossator.core.model.block import Kind
from glossator.core.model.ids import new_id
from glossator.core.model.link import Link
from glossator.core.model.quote import QuoteKind
from glossator.core.model.span import Layer, Span, State, Values
from glossator.core.nlp.convert import spoken, suggestion
from glossator.core.nlp.language import language_of
from glossator.core.nlp.quotes.by_words import find_by_words
from glossator.core.nlp.quotes.cues import Lexicon, class_of, lexicon
from glossator.core.nlp.quotes.find import find
from glossator.core.nlp.quotes.marks import Bounds
from glossator.core.nlp.quotes.resolve import Name, resolve
from glossator.core.nlp.quotes.rules import Rule
from glossator.core.nlp.quotes.scene import Found
from glossator.core.nlp.quotes.vocabulary import vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Quotes:
    """Direct speech with cue and speaker; quoted fragments; marks that only hold a word at arm's length."""

    name = "quotes"
    title = "Quotations and who says them"
    version = 2
    layers: tuple[str, ...] = (Layer.QUOTE, Layer.SPEAKER, Layer.CUE)

    def from_doc(self, article: Article, doc: Doc, origin: str) -> tuple[tuple[Span, ...], tuple[Link, ...]]:
        """Quote, speaker and cue spans, and the links from each quotation's first piece to the rest."""
        language = doc.lang_ if doc.lang_ != "xx" else language_of(article)
        words = lexicon(language)
        if language == "en" and doc.has_annotation("DEP"):
            found = find(article.text, doc, runs(article), words)
        else:
            found = find_by_words(article.text, doc, runs(article), vocabulary(language))
        return _Rows(article, origin, language).make(found, _names(article, doc, found, words))


def runs(article: Article) -> list[list[Bounds]]:
    """The analysed blocks; a new run begins where furniture or code lies between."""
    found: list[list[Bounds]] = [[]]
    wanted = set(spoken(article))
    for block in article.blocks:
        if block not in wanted:
            found.append([])
        elif block.end > block.start:
            if block.kind is Kind.HEADING:
                found.append([])
            found[-1].append((block.start, block.end))
    return [run for run in found if run]


def _names(article: Article, doc: Doc, found: list[Found], words: Lexicon) -> dict[Bounds, Name]:
    """The fullest name of every speaker."""
    mentions = {one.speaker: one.named or one.speaker for one in found if one.speaker is not None}
    quoted = [(one.start, one.end) for one in found if one.kind is not QuoteKind.INDIRECT]
    names = resolve(article.text, doc, list(mentions.values()), words, quoted, article.byline)
    return {bounds: names[mention] for bounds, mention in mentions.items()}


def _named_by(name: Name) -> Values:
    """The value that tells which rule found the name; none where the mention is the name as it stands."""
    return (("named_by", name.rule),) if name.rule else ()


def _rule(rule: Rule | None) -> Values:
    """The value that tells which rule decided, if one did."""
    return (("rule", str(rule)),) if rule else ()


class _Rows:
    """Makes the rows of one article; a mention or a cue shared by quotations is one span."""

    def __init__(self, article: Article, origin: str, language: str = "en") -> None:
        self.article, self.origin, self.language = article, origin, language
        self.spans: list[Span] = []
        self.links: list[Link] = []
        self._made: dict[tuple[str, Bounds], Span] = {}

    def make(self, found: list[Found], names: dict[Bounds, Name]) -> tuple[tuple[Span, ...], tuple[Link, ...]]:
        """The spans and links of ``found``."""
        quotes: dict[int, Span] = {}
        for one in found:
            quote = suggestion(
                self.article, (one.start, one.end), "QUOTE", Layer.QUOTE, self.origin, round(one.score, 2),
                (("kind", str(one.kind)), *_rule(one.rule)),
            )  # fmt: skip
            quotes[id(one)] = quote
            self.spans.append(quote)
            if one.head is not None:
                self._link("piece", quotes[id(one.head)], quote, one.score)
            elif one.kind is not QuoteKind.SCARE:
                self._belongings(quote, one, names)
        return tuple(sorted(self.spans, key=lambda s: (s.start, -s.end))), tuple(self.links)

    def _belongings(self, quote: Span, one: Found, names: dict[Bounds, Name]) -> None:
        if one.speaker is not None:
            name = names[one.speaker]
            speaker = self._span("SPEAKER", Layer.SPEAKER, one.speaker)
            score = round(one.speaker_score * name.score, 2)
            values = (("name", name.text), *_named_by(name), *_rule(one.speaker_rule))
            self._link("speaker", quote, speaker, score, values)
        if one.cue is not None:
            kind = (("class", class_of(self.article.text[slice(*one.cue)], self.language)),)
            cue = self._span("CUE", Layer.CUE, one.cue, kind)
            self._link("cue", quote, cue, one.score, (*kind, *_rule(one.rule)))

    def _span(self, label: str, layer: str, bounds: Bounds, values: Values = ()) -> Span:
        if (layer, bounds) not in self._made:
            span = suggestion(self.article, bounds, label, layer, self.origin, None, values)
            self._made[layer, bounds] = span
            self.spans.append(span)
        return self._made[layer, bounds]

    def _link(self, kind: str, head: Span, tail: Span, score: float, values: Values = ()) -> None:
        self.links.append(
            Link(
                new_id(), self.article.id, kind, head.id, tail.id, self.origin, State.SUGGESTED, round(score, 2), values
            )
        )
