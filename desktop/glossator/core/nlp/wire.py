"""What goes over the pipe to the worker and back: frames of JSON, four bytes of length before each."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict
from typing import Any, BinaryIO

from glossator.core.model.analysis import Analysis, unpack
from glossator.core.model.article import Article
from glossator.core.model.block import Block, Kind
from glossator.core.model.link import Link
from glossator.core.model.span import Span, State
from glossator.core.nlp.base import Findings

Message = dict[str, Any]
CEILING = 64 * 2**20
"""Bytes; a longer frame means that the pipe carries rubbish."""


def send(pipe: BinaryIO, message: Message) -> None:
    """Write one frame; OSError when the other side is gone."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    pipe.write(len(body).to_bytes(4, "big") + body)
    pipe.flush()


def receive(pipe: BinaryIO) -> Message | None:
    """The next frame, or None at the end; ValueError when what comes is no frame."""
    head = pipe.read(4)
    if not head:
        return None
    size = int.from_bytes(head, "big")
    if len(head) < 4 or size > CEILING:
        raise ValueError("not a frame")
    body = pipe.read(size)
    if len(body) < size:
        raise ValueError("half a frame")
    try:
        message = json.loads(body.decode("utf-8", "surrogatepass"))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(message, dict):
        raise ValueError("not a message")
    return message


def from_article(article: Article) -> Message:
    """``article`` as plain data."""
    return asdict(article)


def to_article(data: Message) -> Article:
    """The article that :func:`from_article` wrote."""
    blocks = tuple(Block(b["start"], b["end"], Kind(b["kind"]), b["level"]) for b in data["blocks"])
    return Article(**{**data, "blocks": blocks})


def from_findings(findings: Findings) -> Message:
    """``findings`` as plain data."""
    data = asdict(findings)
    data["analysis"]["tokens"] = b64encode(findings.analysis.tokens).decode("ascii")
    return data


def to_findings(data: Message, article: Article) -> Findings:
    """The findings that :func:`from_findings` wrote of ``article``; ValueError for anything else.

    A process that went wrong may answer anything: every span must be a stretch of this
    article's text, and every link must join two of them, or nothing is kept.
    """
    try:
        found = Findings(
            data["article"],
            data["revision"],
            tuple(Span(**_row(span)) for span in data["spans"]),
            tuple(Link(**_row(link)) for link in data["links"]),
            Analysis(**{**data["analysis"], "tokens": b64decode(data["analysis"]["tokens"])}),
        )
        unpack(found.analysis.tokens)
        spans = {span.id for span in found.spans}
        good = (
            (found.article, found.revision) == (article.id, article.revision)
            and (found.analysis.id, found.analysis.revision) == (article.id, article.revision)
            and all(_stands(span, article) for span in found.spans)
            and all(link.article == article.id and {link.head, link.tail} <= spans for link in found.links)
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError("not findings") from error
    if not good:
        raise ValueError("findings of something else")
    return found


def _stands(span: Span, article: Article) -> bool:
    inside = type(span.start) is int and type(span.end) is int and 0 <= span.start < span.end <= len(article.text)
    return inside and span.article == article.id and article.text[span.start : span.end] == span.text


def _row(data: Message) -> Message:
    values = tuple((name, value) for name, value in data["values"])
    return {**data, "state": State(data["state"]), "values": values}
