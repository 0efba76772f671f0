"""A worker's process for tests: no pipeline, and words in an article that make it misbehave."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Sequence

from glossator.core.model.analysis import Analysis, Token, pack
from glossator.core.model.article import Article
from glossator.core.model.span import Span, State
from glossator.core.nlp.base import Findings
from glossator.core.nlp.process import pipes, serve

HOARD: list[bytearray] = []


def analyse(article: Article, names: Sequence[str] | None) -> Findings:
    """Empty findings whose pipeline tells the process; some texts end it instead."""
    text = article.text
    if "ABORT" in text:
        os.abort()
    if "RAISE" in text:
        raise ZeroDivisionError("the text of the article must not be told")
    if "ONCE" in text and not os.path.exists(sys.argv[1]):
        open(sys.argv[1], "w").close()
        os._exit(3)
    if "SLEEP" in text:
        time.sleep(60)
    if "SLOW" in text:
        time.sleep(0.05)
    if "HOARD" in text:
        while True:
            HOARD.append(bytearray(os.urandom(1) * 2**23))
            time.sleep(0.01)
    if "PRINT" in text:
        print("rubbish from Python")
        ctypes.CDLL(None).puts(b"rubbish from C")
        ctypes.CDLL(None).fflush(None)
    rubbish(text)
    if "WRONG" in text:
        span = Span("s1", article.id, 1, 0, len(text) + 5, "PERSON", "entity", "x", State.SUGGESTED, text)
        return Findings(article.id, 1, (span,), (), Analysis(article.id, 1, "x@1", "", pack([])))
    if "OTHER" in text:
        return Findings("0" * 16, 1, (), (), Analysis("0" * 16, 1, "x@1", "", pack([])))
    analysis = Analysis(article.id, 1, f"strange@{os.getpid()}", "", pack([Token(0, 1, True)]))
    return Findings(article.id, 1, (), (), analysis)


def frame(body: bytes) -> None:
    """Put a frame on the pipe behind the back of the one who serves."""
    target.write(len(body).to_bytes(4, "big") + body)


def rubbish(text: str) -> None:
    """What a broken process may write instead of an answer."""
    if "JUNK" in text:
        target.write(b"Segmentation fault in libfoo.so.1 at 0x00\n" * 200)
        target.flush()
    if "DEEP" in text:
        frame(b"[" * 200_000 + b"]" * 200_000)
    if "SHAPE" in text:
        frame(b'{"findings": {"article": 5, "spans": null}}')
    if "LOUD" in text:
        for _ in range(64):
            sys.stderr.write("x" * 2**20)  # no line ends here
    if "QUIT" in text:
        os._exit(0)
    while "FLOOD" in text:
        frame(b'{"ready": {"pipeline": "flood@1", "fault": null}}')


if __name__ == "__main__":
    if "DEAD" in sys.argv:
        raise SystemExit(7)
    source, target = pipes()
    if "GREET" in sys.argv:
        frame(b'{"ready": ["what", 1]}')
    serve(analyse, source, target, {"pipeline": "strange@1", "fault": None})
