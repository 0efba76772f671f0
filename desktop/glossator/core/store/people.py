"""Queries for the ledger of people and organisations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from glossator.core.model.link import Link
from glossator.core.model.person import Alias, Person
from glossator.core.store.rows import SHAPES, chunks
from glossator.core.store.session import Session


@dataclass(frozen=True, slots=True)
class Mentioned:
    """How often a name is marked as a person or organisation (``label``), and in how many articles."""

    text: str
    label: str
    mentions: int
    articles: int


_MENTIONED = """
    SELECT text, label, count(*), count(DISTINCT article) FROM span INDEXED BY span_named
    WHERE label IN ('PERSON', 'ORG') AND state <> 'rejected'
      AND article NOT IN (SELECT id FROM standing WHERE stage = 'trashed')
    GROUP BY text, label
"""
_ARTICLES = """
    SELECT x.person, count(DISTINCT s.article) FROM alias x JOIN span s INDEXED BY span_named ON s.text = x.id
    WHERE s.label IN ('PERSON', 'ORG') AND s.state <> 'rejected'
      AND s.article NOT IN (SELECT id FROM standing WHERE stage = 'trashed')
    GROUP BY x.person
"""


def mentioned(session: Session) -> list[Mentioned]:
    """Every name that is marked as a person or organisation, rejected marks and the trash left out."""
    return [Mentioned(*row) for row in session.ask(_MENTIONED)]


def articles_of_people(session: Session) -> dict[str, int]:
    """Id of each person of the ledger → in how many articles any of their names is marked."""
    return dict(session.ask(_ARTICLES))


def persons(session: Session) -> tuple[Person, ...]:
    """Who goes by several names, by name."""
    return tuple(Person(*row) for row in session.ask("SELECT id, name, kind FROM person ORDER BY name, id"))


def aliases(session: Session) -> tuple[Alias, ...]:
    """Which name means whom, by name."""
    return tuple(Alias(*row) for row in session.ask("SELECT id, person FROM alias ORDER BY id"))


def speaker_links(session: Session, names: Iterable[str]) -> list[tuple[Link, str]]:
    """Links to speakers called one of ``names``, each with the words of the mention; rejected ones left out."""
    shape = SHAPES["Link"]
    columns = ", ".join(f'm."{column}"' for column in shape.columns)
    found: list[tuple[Link, str]] = []
    for chunk in chunks(names):
        marks = ",".join("?" * len(chunk))
        rows = session.ask(
            f"""SELECT {columns}, u.text FROM link m INDEXED BY link_named JOIN span u ON u.id = m.tail
                WHERE m.kind = 'speaker' AND m.state <> 'rejected' AND m.name IN ({marks})
                UNION ALL SELECT {columns}, u.text FROM link m INDEXED BY link_named JOIN span u ON u.id = m.tail
                WHERE m.kind = 'speaker' AND m.state <> 'rejected' AND m.name = '' AND u.text IN ({marks})""",
            (*chunk, *chunk),
        )
        found += [(session.taken(shape.take, row[:-1]), row[-1]) for row in rows]
    return found
