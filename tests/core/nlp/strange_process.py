"""A worker's process for tests: no pipeline, and words in an article that make it misbehave."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Sequence

from glossator.core.model.analysis import Analysis, Token, pack
from glossator.core.model.article import Article
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
    if "HOARD" in text:
        while True:
            HOARD.append(bytearray(os.urandom(1) * 2**23))
            time.sleep(0.01)
    if "PRINT" in text:
        print("rubbish from Python")
        ctypes.CDLL(None).puts(b"rubbish from C")
        ctypes.CDLL(None).fflush(None)
    analysis = Analysis(article.id, 1, f"strange@{os.getpid()}", "", pack([Token(0, 1, True)]))
    return Findings(article.id, 1, (), (), analysis)


if __name__ == "__main__":
    if "DEAD" in sys.argv:
        raise SystemExit(7)
    source, target = pipes()
    serve(analyse, source, target, {"pipeline": "strange@1", "fault": None})
