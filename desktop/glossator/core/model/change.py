"""A change is a value: the rows that go and the rows that come."""

from __future__ import annotations

from dataclasses import dataclass, replace

from glossator.core.model.analysis import Analysis
from glossator.core.model.article import Article, Source
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.note import Note
from glossator.core.model.person import Alias, Person
from glossator.core.model.span import Span
from glossator.core.model.tag import Standing, Tag

Row = Source | Article | Analysis | Span | Link | Label | Note | Tag | Standing | Person | Alias

Key = tuple[str, str]


def key(row: Row) -> Key:
    """What names a row in the whole project: its type and its id."""
    return type(row).__name__, row.id


def article_of(row: Row) -> str:
    """The id of the article a row belongs to, or "" for labels, sources and people."""
    return "" if isinstance(row, Source) else row.article


@dataclass(frozen=True, slots=True)
class Change:
    """What an act does to the project. Same type and id in both: the row is replaced.

    ``title`` is said in the undo menu. Acts with the same non-empty ``group`` are undone
    as one (the batches of an analysis, the steps of a resize).
    """

    title: str
    before: tuple[Row, ...] = ()
    after: tuple[Row, ...] = ()
    group: str = ""

    @property
    def inverse(self) -> Change:
        """The change that takes this one back."""
        return replace(self, before=self.after, after=self.before)

    @property
    def articles(self) -> frozenset[str]:
        """Ids of the articles it touches."""
        return frozenset(filter(None, map(article_of, self.before + self.after)))

    def __bool__(self) -> bool:
        return bool(self.before or self.after)


def merged(first: Change, second: Change) -> Change:
    """One change that does what ``first`` and then ``second`` do.

    Rows that come with the first and go with the second cancel out, so the result holds
    only what differs between the beginning and the end.
    """
    before = {key(row): row for row in first.before}
    after = {key(row): row for row in first.after}
    for row in second.before:
        if key(row) in after:
            del after[key(row)]
        else:
            before[key(row)] = row
    after.update((key(row), row) for row in second.after)
    same = {k for k in before if k in after and before[k] == after[k]}
    return Change(
        first.title,
        tuple(row for k, row in before.items() if k not in same),
        tuple(row for k, row in after.items() if k not in same),
        first.group,
    )
