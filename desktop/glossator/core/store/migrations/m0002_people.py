"""People with several names; what lists of voices count. Frozen: a later shape is a later migration.

A link keeps its speaker's name, and a quotation's piece its kind and number of words, in
columns of their own beside the packed values, so that sums over a whole project are read
from indexes alone; those hold the columns of their own conditions too, or SQLite would look
into every row to check them.
"""

from __future__ import annotations

VERSION = 2

_VALUE = """(SELECT json_extract(v.value, '$[1]') FROM json_each("values") v
         WHERE json_extract(v.value, '$[0]') = '{0}')"""
_FLAT = "trim(replace(replace(replace(replace(text, char(10), ' '), '  ', ' '), '  ', ' '), '  ', ' '))"

STATEMENTS: tuple[str, ...] = (
    "CREATE TABLE person(id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL)",
    """CREATE TABLE alias(
         id TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL REFERENCES person(id) DEFERRABLE INITIALLY DEFERRED)""",
    "CREATE INDEX alias_person ON alias(person, id)",
    "ALTER TABLE link ADD COLUMN name TEXT NOT NULL DEFAULT ''",
    f"UPDATE link SET name = coalesce({_VALUE.format('name')}, '') WHERE kind = 'speaker'",
    "ALTER TABLE span ADD COLUMN quoted TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE span ADD COLUMN words INTEGER NOT NULL DEFAULT 0",
    f"""UPDATE span SET quoted = coalesce({_VALUE.format("kind")}, 'direct'),
         words = length({_FLAT}) - length(replace({_FLAT}, ' ', '')) + 1 WHERE layer = 'quote'""",
    """CREATE INDEX span_quoted ON span(article, id, quoted, words, layer, state)
         WHERE layer = 'quote' AND state <> 'rejected'""",
    """CREATE INDEX span_speaker ON span(article, id, text, layer, state)
         WHERE layer = 'speaker' AND state <> 'rejected'""",
    """CREATE INDEX span_named ON span(text, label, article, state)
         WHERE label IN ('PERSON', 'ORG') AND state <> 'rejected'""",
    "CREATE INDEX article_dated ON article(id, published)",
    """CREATE INDEX link_speaker ON link(article, head, name, tail, kind, state)
         WHERE kind = 'speaker' AND state <> 'rejected'""",
    """CREATE INDEX link_named ON link(name, article, head, tail, kind, state)
         WHERE kind = 'speaker' AND state <> 'rejected'""",
    """CREATE INDEX link_piece ON link(article, tail, head, kind, state)
         WHERE kind = 'piece' AND state <> 'rejected'""",
)
