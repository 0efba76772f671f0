"""Row 6: random damage to the file; noticed, never a crash, and what is whole is saved."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

from faults.registry import Result, Row
from faults.work import Editor, content, problems, seed
from glossator.core.errors import UserError
from glossator.core.model.article import Article
from glossator.core.service.recovery import recover
from glossator.core.store.database import Store

_PAGE = 4096
_KINDS = ("bit", "block", "page")


def _damaged(clean: bytes, number: int) -> bytes:
    """The file with a bit turned, 512 random bytes, or a page of zeros; never the first 100 bytes twice alike."""
    rng, data = random.Random(number), bytearray(clean)
    kind = _KINDS[number % 3]
    if kind == "bit":
        data[rng.randrange(100, len(data))] ^= 1 << rng.randrange(8)
    elif kind == "block":
        at = rng.randrange(100, len(data) - 512)
        data[at : at + 512] = rng.randbytes(512)
    else:
        at = rng.randrange(1, len(data) // _PAGE) * _PAGE
        data[at : at + _PAGE] = bytes(_PAGE)
    return bytes(data)


def _articles(path: Path) -> dict[str, Article]:
    store = Store.open(path, read_only=True)
    try:
        return {one: store.reader().bundle(one).article for one in store.reader().article_ids()}
    finally:
        store.close()


def _saved(path: Path, new: Path, truth: dict[str, Article], result: Result, came: Counter[str]) -> None:
    """Recover and compare: every article must be there as it was."""
    try:
        recover(path, new)
    except UserError as error:
        result.lost += 1
        result.wrong.append(f"recover said {error.code}")
        return
    there = _articles(new)
    came["articles saved"] += len(there)
    came["articles not saved"] += len(truth.keys() - there.keys())
    if any(truth.get(one) != article for one, article in there.items()):
        result.corrupt += 1
        result.wrong.append("a saved article is not as it was")
    if len(truth.keys() - there.keys()) > 1:  # damage this small touches one article at most
        result.lost += 1
        result.wrong.append(f"{len(truth.keys() - there.keys())} articles could not be saved")


def run(count: int, folder: Path) -> Result:
    """``count`` damaged files: is a change noticed by the check that plays the journal, and what is saved of it."""
    result, came = Result(), Counter[str]()
    base = folder / "base.glossator"
    seed(base, 20, 250)
    store = Store.open(base)
    editor = Editor(store, random.Random(5))
    for _ in range(80):
        editor.act()
    store.close()
    clean, truth, articles = base.read_bytes(), content(base), _articles(base)
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    for number in range(count):
        box = Path(tempfile.mkdtemp(dir=memory))
        try:
            path = box / "d.glossator"
            path.write_bytes(_damaged(clean, number))
            same = content(path) == truth
            begun = time.perf_counter()
            found = problems(path)
            result.slowest = max(result.slowest, time.perf_counter() - begun)
            came["noticed" if found else "nothing changed" if same else "unnoticed"] += 1
            if not found and not same:
                came[f"unnoticed {_KINDS[number % 3]}"] += 1
            if found:
                _saved(path, box / "new.glossator", articles, result, came)
        finally:
            shutil.rmtree(box)
        result.cases += 1
    result.facts = {**came, "pages": len(clean) // _PAGE, "articles": len(articles)}
    if came["unnoticed"] * 100 > came["noticed"]:
        result.wrong.append(f"{came['unnoticed']} changes were not noticed")
    return result


ROWS = (Row(6, "damage", "random damage is noticed and what is whole is saved", 90, 900, run),)
