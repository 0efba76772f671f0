"""The first shape of a project file. Frozen: a later shape is a later migration.

An article's text stands last in its row, so that lists never read its pages; digests
notice a flipped bit. Rows of an article point at it with deferred keys and never
cascade: a change must name every row it takes away, or undo could not bring it back.
``tally`` keeps the counts that the list of articles shows.
"""

from __future__ import annotations

VERSION = 1

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE source(
         id TEXT NOT NULL PRIMARY KEY, path TEXT NOT NULL, encoding TEXT NOT NULL,
         size INTEGER NOT NULL CHECK(size >= 0), "read" TEXT NOT NULL, text BLOB NOT NULL)""",
    "CREATE INDEX source_path ON source(id, path)",
    """CREATE TABLE article(
         num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, title TEXT NOT NULL,
         byline TEXT NOT NULL, published TEXT NOT NULL, language TEXT NOT NULL, address TEXT NOT NULL,
         source TEXT NOT NULL, part INTEGER NOT NULL, added TEXT NOT NULL, words INTEGER NOT NULL,
         digest TEXT NOT NULL, blocks TEXT NOT NULL, text TEXT NOT NULL)""",
    "CREATE INDEX article_source ON article(source, part)",
    "CREATE INDEX article_list ON article(added, num, id, title, byline, published, source, words)",
    """CREATE TABLE analysis(
         id TEXT NOT NULL PRIMARY KEY REFERENCES article(id) DEFERRABLE INITIALLY DEFERRED,
         revision INTEGER NOT NULL, pipeline TEXT NOT NULL, made TEXT NOT NULL, tokens BLOB NOT NULL)""",
    """CREATE TABLE span(
         id TEXT NOT NULL PRIMARY KEY, article TEXT NOT NULL REFERENCES article(id) DEFERRABLE INITIALLY DEFERRED,
         revision INTEGER NOT NULL, start INTEGER NOT NULL CHECK(start >= 0), "end" INTEGER NOT NULL,
         label TEXT NOT NULL, layer TEXT NOT NULL, origin TEXT NOT NULL,
         state TEXT NOT NULL CHECK(state IN ('suggested', 'accepted', 'rejected')),
         text TEXT NOT NULL, score REAL, "values" TEXT NOT NULL, CHECK("end" > start))""",
    'CREATE INDEX span_article ON span(article, start, "end")',
    """CREATE TABLE link(
         id TEXT NOT NULL PRIMARY KEY, article TEXT NOT NULL REFERENCES article(id) DEFERRABLE INITIALLY DEFERRED,
         kind TEXT NOT NULL, head TEXT NOT NULL, tail TEXT NOT NULL, origin TEXT NOT NULL,
         state TEXT NOT NULL CHECK(state IN ('suggested', 'accepted', 'rejected')),
         score REAL, "values" TEXT NOT NULL)""",
    "CREATE INDEX link_article ON link(article)",
    """CREATE TABLE label(
         id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, layer TEXT NOT NULL, hue INTEGER NOT NULL,
         shortcut TEXT NOT NULL, parent TEXT NOT NULL, guideline TEXT NOT NULL, place INTEGER NOT NULL)""",
    """CREATE TABLE note(
         id TEXT NOT NULL PRIMARY KEY, article TEXT NOT NULL REFERENCES article(id) DEFERRABLE INITIALLY DEFERRED,
         span TEXT NOT NULL, text TEXT NOT NULL, author TEXT NOT NULL, written TEXT NOT NULL)""",
    "CREATE INDEX note_article ON note(article)",
    """CREATE TABLE tag(
         id TEXT NOT NULL PRIMARY KEY, article TEXT NOT NULL REFERENCES article(id) DEFERRABLE INITIALLY DEFERRED,
         name TEXT NOT NULL)""",
    "CREATE INDEX tag_article ON tag(article, name)",
    "CREATE INDEX tag_name ON tag(name, article)",
    """CREATE TABLE standing(
         id TEXT NOT NULL PRIMARY KEY REFERENCES article(id) DEFERRABLE INITIALLY DEFERRED,
         stage TEXT NOT NULL CHECK(stage IN ('new', 'started', 'done', 'trashed')))""",
    "CREATE INDEX standing_stage ON standing(stage, id)",
    "CREATE TABLE setting(name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE journal(
         seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL,
         kind TEXT NOT NULL CHECK(kind IN ('act', 'machine', 'undo', 'redo')),
         title TEXT NOT NULL, "group" TEXT NOT NULL, target INTEGER, articles TEXT NOT NULL, payload BLOB,
         CHECK((payload IS NULL) = (kind IN ('undo', 'redo'))), CHECK((target IS NULL) = (payload IS NOT NULL)))""",
    """CREATE INDEX journal_group ON journal("group", seq)""",
    """CREATE TABLE tally(
         article TEXT NOT NULL PRIMARY KEY, spans INTEGER NOT NULL, suggested INTEGER NOT NULL,
         quotes INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TRIGGER span_counted AFTER INSERT ON span BEGIN
         INSERT INTO tally(article, spans, suggested, quotes)
         VALUES(new.article, new.state <> 'rejected', new.state = 'suggested',
                new.layer = 'quote' AND new.state <> 'rejected')
         ON CONFLICT(article) DO UPDATE SET spans = spans + excluded.spans,
           suggested = suggested + excluded.suggested, quotes = quotes + excluded.quotes; END""",
    """CREATE TRIGGER span_uncounted AFTER DELETE ON span BEGIN
         UPDATE tally SET spans = spans - (old.state <> 'rejected'), suggested = suggested - (old.state = 'suggested'),
           quotes = quotes - (old.layer = 'quote' AND old.state <> 'rejected') WHERE article = old.article; END""",
    """CREATE TRIGGER span_recounted AFTER UPDATE OF article, state, layer ON span BEGIN
         UPDATE tally SET spans = spans - (old.state <> 'rejected'), suggested = suggested - (old.state = 'suggested'),
           quotes = quotes - (old.layer = 'quote' AND old.state <> 'rejected') WHERE article = old.article;
         INSERT INTO tally(article, spans, suggested, quotes)
         VALUES(new.article, new.state <> 'rejected', new.state = 'suggested',
                new.layer = 'quote' AND new.state <> 'rejected')
         ON CONFLICT(article) DO UPDATE SET spans = spans + excluded.spans,
           suggested = suggested + excluded.suggested, quotes = quotes + excluded.quotes; END""",
    """CREATE VIRTUAL TABLE article_fts USING fts5(
         title, text, content='article', content_rowid='num', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER article_indexed AFTER INSERT ON article BEGIN
         INSERT INTO article_fts(rowid, title, text) VALUES(new.num, new.title, new.text); END""",
    """CREATE TRIGGER article_unindexed AFTER DELETE ON article BEGIN
         INSERT INTO article_fts(article_fts, rowid, title, text) VALUES('delete', old.num, old.title, old.text);
         DELETE FROM tally WHERE article = old.id; END""",
    """CREATE TRIGGER article_reindexed AFTER UPDATE OF num, title, text ON article BEGIN
         INSERT INTO article_fts(article_fts, rowid, title, text) VALUES('delete', old.num, old.title, old.text);
         INSERT INTO article_fts(rowid, title, text) VALUES(new.num, new.title, new.text); END""",
)
