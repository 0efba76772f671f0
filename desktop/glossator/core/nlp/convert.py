"""Between an article and spaCy: pieces to parse, the parse of the whole, the token table, spans.

Offsets of the parse are offsets of the article. What must not be parsed (furniture, code,
words of more than 1,000 characters, on which the tokenizer is quadratic) is blanked
by as many spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from glossator.core.model.analysis import Token
from glossator.core.model.article import Article
from glossator.core.model.block import Block, Kind
from glossator.core.model.ids import new_id
from glossator.core.model.span import Span, State, Values
from glossator.core.model.tokenize import tokens as plain_tokens
from glossator.core.nlp.pipeline import Pipeline

if TYPE_CHECKING:
    from spacy.tokens import Doc

PIECE = 5_000
"""Code points parsed at once: memory grows with the longest piece."""
LONGEST_PIECE = 20_000
LONGEST_WORD = 1_000
BATCH = 16
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_STOP = re.compile(r"[.!?…][\"”’']*\s")
_SILENT = frozenset({Kind.FURNITURE, Kind.CODE})


def spoken(article: Article) -> list[Block]:
    """The blocks that are analysed, in order."""
    return [block for block in article.blocks if block.kind not in _SILENT]


def readable(article: Article) -> str:
    """The article's text with everything blanked that is not analysed; same length."""
    parts: list[str] = []
    at = 0
    for block in spoken(article):
        parts.append(_blank(article.text[at : block.start]))
        body = article.text[block.start : block.end]
        parts.append(_LONG.sub(lambda m: " " * len(m.group()), body))
        at = block.end
    parts.append(_blank(article.text[at:]))
    return "".join(parts)


def _blank(text: str) -> str:
    return "".join("\n" if c == "\n" else " " for c in text)


def cuts(article: Article, text: str) -> list[int]:
    """Where the pieces begin, first 0: at blocks, and inside blocks that are too long."""
    found = [0]
    for block in spoken(article):
        if block.end - found[-1] > PIECE and block.start > found[-1]:
            found.append(block.start)
        while block.end - found[-1] > LONGEST_PIECE:
            found.append(_cut(text, found[-1] + PIECE, found[-1] + LONGEST_PIECE))
    return found


def _cut(text: str, low: int, high: int) -> int:
    """After the first sentence end in ``[low, high)``, else after a blank, else at ``high``."""
    stop = _STOP.search(text, low, high)
    if stop:
        return stop.end()
    blank = max(text.rfind(" ", low, high), text.rfind("\n", low, high))
    return blank + 1 if blank > low else high


def parse(articles: Iterable[Article], pipeline: Pipeline) -> Iterator[tuple[Article, Doc]]:
    """Each article with its parse, whose offsets are the article's; parsed in batches."""
    from spacy.tokens import Doc

    many = list(articles)
    pieces: list[Doc] = []
    counts: list[int] = []
    for article in many:
        made = _pieces(article, pipeline)
        pieces += made
        counts.append(len(made))
    done = pipeline.nlp.pipe(pieces, batch_size=BATCH)
    for article, count in zip(many, counts, strict=True):
        docs = [next(done) for _ in range(count)]
        if len(docs) == 1:
            yield article, docs[0]
        else:
            whole = Doc.from_docs(docs, ensure_whitespace=False)
            assert whole is not None
            yield article, whole


def _pieces(article: Article, pipeline: Pipeline) -> list[Doc]:
    """Tokenized pieces with a sentence forced to begin at every block."""
    text = readable(article)
    begins = cuts(article, text)
    starts = {block.start for block in spoken(article)}
    pieces: list[Doc] = []
    for start, end in zip(begins, [*begins[1:], len(text)], strict=True):
        doc = pipeline.nlp.make_doc(text[start:end])
        for token in doc:
            if token.idx + start in starts and token.i:
                token.is_sent_start = True
        pieces.append(doc)
    return pieces


def table(article: Article, doc: Doc) -> list[Token]:
    """The tokens of the whole article; unparsed parts are split without the pipeline."""
    parsed: list[Token] = []
    pending = False
    for token in doc:
        pending = pending or bool(token.is_sent_start) or token.i == 0
        if not token.is_space:
            parsed.append(Token(token.idx, token.idx + len(token), pending))
            pending = False
    rest: list[Token] = []
    for block in article.blocks:
        if block.kind in _SILENT:
            body = article.text[block.start : block.end]
            rest += [Token(t.start + block.start, t.end + block.start, t.sentence) for t in plain_tokens(body)]
        else:
            longs = _LONG.finditer(article.text, block.start, block.end)
            rest += [Token(m.start(), m.end(), m.start() == block.start) for m in longs]
    return sorted([*parsed, *rest], key=lambda t: t.start) if rest else parsed


def suggestion(
    article: Article, bounds: tuple[int, int], label: str, layer: str, origin: str,
    score: float | None = None, values: Values = (),
) -> Span:  # fmt: skip
    """A suggested span of ``article`` over ``bounds``, in code points."""
    start, end = bounds
    text = article.text[start:end]
    return Span(
        new_id(), article.id, article.revision, start, end, label, layer, origin, State.SUGGESTED, text, score, values
    )
