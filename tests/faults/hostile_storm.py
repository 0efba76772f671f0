"""Feeding hostile files to the real reading child while a person goes on editing: one row of a table each.

Run by the tests in small numbers; ``run(folder, mutations)`` is the long version.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from faults.hostile_files import SECRET, Hostile, archives, mutated, pages, texts
from glossator.core.errors import UserError
from glossator.core.progress import Silent
from glossator.core.reading import read_apart
from glossator.core.reading.base import Reading
from glossator.sentences import SENTENCES, sentence

SECONDS = 10.0
_COUNTING = threading.Lock()


@dataclass
class Told:
    """What a storm measured."""

    cases: int = 0
    imported: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_name: str = ""
    hits: int = 0

    def line(self) -> str:
        """One line for a person."""
        refused = ", ".join(f"{code} {count}" for code, count in sorted(self.refused.items()))
        return (
            f"{self.cases} files: {self.imported} read, refused: {refused or 'none'}; "
            f"{len(self.wrong)} wrong, slowest {self.slowest:.1f} s ({self.slowest_name}), {self.hits} connections"
        )


class Listener:
    """A server on this machine that counts who asks it."""

    def __init__(self) -> None:
        self.hits = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.hits += 1
                self.send_response(204)
                self.end_headers()

            do_HEAD = do_POST = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """Stop and join."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def corpus(folder: Path, server: str) -> list[Hostile]:
    """Every hostile file of ours; the secret is laid beside them."""
    secret = folder / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    return [*texts(), *pages(secret, server), *archives(secret)]


def mutations(seeds: Iterable[Hostile], count: int, seed: int) -> Iterator[Hostile]:
    """``count`` damaged copies, the same for the same ``seed``."""
    dice = random.Random(seed)
    sources = [one for one in seeds if one.data]
    for number in range(count):
        one = dice.choice(sources)
        yield Hostile(f"m{number}-{one.name}", mutated(one.data, dice), "either", (SECRET,))


def judge(case: Hostile, folder: Path, told: Told) -> Reading | None:
    """Read ``case`` in the real child and note what became of it."""
    path = folder / case.name
    path.write_bytes(case.data)
    begun = time.monotonic()
    reading: Reading | None = None
    code = ""
    try:
        reading = read_apart(path, Silent())
    except UserError as error:
        code = error.code
        if code not in SENTENCES or case.name not in sentence(error):
            told.wrong.append(f"{case.name}: no sentence that names the file ({code})")
    took = time.monotonic() - begun
    with _COUNTING:
        _noted(case, code, took, reading, told)
    path.unlink()
    return reading


def _noted(case: Hostile, code: str, took: float, reading: Reading | None, told: Told) -> None:
    told.cases += 1
    if took > told.slowest:
        told.slowest, told.slowest_name = took, case.name
    if took > SECONDS + 5:
        told.wrong.append(f"{case.name}: took {took:.1f} s")
    if code:
        told.refused[code] = told.refused.get(code, 0) + 1
    else:
        told.imported += 1
    if case.outcome == "import" and code or case.outcome == "reject" and not code:
        told.wrong.append(f"{case.name}: {code or 'was read'}, but must be: {case.outcome}")
    for article in reading.articles if reading else ():
        told.wrong += [f"{case.name}: holds {word!a}" for word in case.never if word in article.text + article.title]
        for block in article.blocks:
            if not article.text[block.start : block.end].strip():
                told.wrong.append(f"{case.name}: an empty block")


def judge_all(cases: Iterable[Hostile], folder: Path, told: Told) -> list[Reading]:
    """:func:`judge` each of ``cases``, two at a time; what was read."""
    with ThreadPoolExecutor(2) as pool:
        return [one for one in pool.map(lambda case: judge(case, folder, told), cases) if one is not None]


def run(folder: Path, count: int, seed: int = 0) -> Told:
    """``count`` mutations of the corpus, and from a hundred on the corpus itself; nobody edits meanwhile."""
    told = Told()
    server = Listener()
    try:
        seeds = corpus(folder, server.address)
        judge_all([*(seeds if count > 100 else ()), *mutations(seeds, count, seed)], folder, told)
        told.hits = server.hits
    finally:
        server.close()
    return told
