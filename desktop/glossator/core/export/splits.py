"""Which articles are for training, which to steer it by, which to test it with.

An article's part follows from the seed and its id alone, so it stays where it is when
others are added. Near-copies follow the one that came first, or a test would only ask
what was learnt by heart.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from glossator.core.export.base import Options
from glossator.core.export.copies import Copies

TRAIN, DEV, TEST = "train", "dev", "test"
PARTS = (TRAIN, DEV, TEST)
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class SplitOptions(Options):
    """How articles are parted. Shares are parts of their sum, so 8, 1, 1 is the same as 80, 10, 10."""

    train: int = field(default=80, metadata={"help": "Share of articles to train on.", "least": 0, "most": 100})
    dev: int = field(default=10, metadata={"help": "Share to steer the training by.", "least": 0, "most": 100})
    test: int = field(default=10, metadata={"help": "Share to test with at the end.", "least": 0, "most": 100})
    seed: int = field(default=0, metadata={"help": "Another number gives another division.", "least": 0})
    even: bool = field(
        default=False,
        metadata={"help": "Spread rare labels evenly (parts may then change when labels of older articles change)."},
    )
    copies: bool = field(default=True, metadata={"help": "Keep near-copies of an article in one part."})
    dev_ids: str = field(default="", metadata={"title": "Always dev", "help": "Ids of articles, parted by blanks."})
    test_ids: str = field(default="", metadata={"title": "Always test", "help": "Ids of articles, parted by blanks."})


def draw(seed: int, name: str) -> float:
    """A number from 0 up to 1 that follows from ``seed`` and ``name`` alone."""
    digest = hashlib.sha256(f"{seed}\0{name}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:7], "big") / (1 << 56)


class Splitter:
    """Gives each article its part, in the order in which they were added to the project."""

    def __init__(self, options: SplitOptions) -> None:
        self._options = options
        total = options.train + options.dev + options.test
        self._to_train = options.train / total if total else 1.0
        self._to_dev = (options.train + options.dev) / total if total else 1.0
        self._fixed: Mapping[str, str] = {
            **dict.fromkeys(options.dev_ids.split(), DEV),
            **dict.fromkeys(options.test_ids.split(), TEST),
        }
        self._copies = Copies()
        self._labels: Counter[str] = Counter()
        self._strata: Counter[str] = Counter()
        self.parts: dict[str, str] = {}
        self.followed: dict[str, str] = {}
        self.leaks: list[tuple[str, str]] = []
        """Pairs of near-copies that had to stay in different parts: one of them is fixed, or it is like two."""

    def part(self, ident: str, text: str, labels: Collection[str] = ()) -> str:
        """``train``, ``dev`` or ``test`` for the next article; ``labels`` are those of its spans."""
        like = self._copies.add(ident, text) if self._options.copies else []
        if ident in self._fixed:
            found = self._fixed[ident]
        elif like:
            found = self.parts[like[0]]
            self.followed[ident] = like[0]
        else:
            found = self._drawn(ident, labels)
        self.parts[ident] = found
        self._labels.update(set(labels))
        self.leaks += [(ident, other) for other in like if self.parts[other] != found]
        return found

    def _drawn(self, ident: str, labels: Collection[str]) -> str:
        at = draw(self._options.seed, ident)
        if self._options.even and labels:
            # The rarest label so far leads; its articles walk round the circle in even steps.
            rarest = min(set(labels), key=lambda label: (self._labels[label], label))
            at = (draw(self._options.seed, f"\0{rarest}") + self._strata[rarest] * _GOLDEN) % 1.0
            self._strata[rarest] += 1
        return TRAIN if at < self._to_train else DEV if at < self._to_dev else TEST
