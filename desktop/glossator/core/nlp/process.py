"""The worker's own process: articles in on standard input, findings out on standard output.

Libraries that print would break the frames, so the real standard output is kept aside
and everything printed goes to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import BinaryIO

from glossator.core.errors import UserError
from glossator.core.model.article import Article
from glossator.core.nlp import wire
from glossator.core.nlp.base import Findings
from glossator.core.sealed import seal

Analyse = Callable[[Article, Sequence[str] | None], Findings]


def pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and the real standard output, in bytes; prints go to standard error from now on."""
    real = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(0, os.O_BINARY)
        msvcrt.setmode(real, os.O_BINARY)
    return os.fdopen(os.dup(0), "rb"), os.fdopen(real, "wb")


def serve(analyse: Analyse, source: BinaryIO, target: BinaryIO, ready: wire.Message) -> None:
    """Say ``ready``, then answer articles in order until the pipe ends.

    An error in ``analyse`` ends the process: the other side sees which article it was on.
    """
    wire.send(target, {"ready": ready})
    while (message := wire.receive(source)) is not None:
        article = wire.to_article(message["article"])
        wire.send(target, {"findings": wire.from_findings(analyse(article, message["names"]))})


def main(arguments: Sequence[str]) -> int:
    """Serve with the pipeline named in ``arguments``, or the blank one if it cannot be had."""
    source, target = pipes()
    if hasattr(os, "nice"):
        os.nice(10)
    from glossator.core import nlp

    seal()
    name = arguments[0] if arguments else nlp.DEFAULT
    ready: wire.Message = {"fault": None}
    try:
        pipeline = nlp.load(name)
        nlp.check_own_words()
    except UserError as error:
        pipeline = nlp.load(nlp.BLANK)
        ready["fault"] = {"code": error.code, "values": {k: str(v) for k, v in error.values.items()}}
    ready["pipeline"] = f"{pipeline.name}@{pipeline.version}"
    serve(lambda article, names: nlp.run(article, pipeline, names), source, target, ready)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
