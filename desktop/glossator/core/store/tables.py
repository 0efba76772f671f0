"""The tables of today's shape, for queries in this room only (the SQL of the shape is in migrations)."""

from __future__ import annotations

from peewee import AutoField, BlobField, FloatField, IntegerField, Model, TextField


class SourceTable(Model):
    """Files as they were given."""

    id = TextField(primary_key=True)
    path = TextField()
    encoding = TextField()
    size = IntegerField()
    read = TextField()
    text = BlobField()

    class Meta:
        table_name = "source"


class ArticleTable(Model):
    """Articles; ``num`` is what the search index knows them by."""

    num = AutoField()
    id = TextField(unique=True)
    revision = IntegerField()
    title = TextField()
    byline = TextField()
    published = TextField()
    language = TextField()
    address = TextField()
    source = TextField()
    part = IntegerField()
    added = TextField()
    words = IntegerField()
    digest = TextField()
    blocks = TextField()
    text = TextField()

    class Meta:
        table_name = "article"


class AnalysisTable(Model):
    """What a pipeline made of an article."""

    id = TextField(primary_key=True)
    revision = IntegerField()
    pipeline = TextField()
    made = TextField()
    tokens = BlobField()

    class Meta:
        table_name = "analysis"


class SpanTable(Model):
    """Labelled stretches."""

    id = TextField(primary_key=True)
    article = TextField()
    revision = IntegerField()
    start = IntegerField()
    end = IntegerField()
    label = TextField()
    layer = TextField()
    origin = TextField()
    state = TextField()
    text = TextField()
    score = FloatField(null=True)
    values = TextField()
    quoted = TextField()
    words = IntegerField()

    class Meta:
        table_name = "span"


class LinkTable(Model):
    """Links between spans."""

    id = TextField(primary_key=True)
    article = TextField()
    kind = TextField()
    head = TextField()
    tail = TextField()
    origin = TextField()
    state = TextField()
    score = FloatField(null=True)
    values = TextField()
    name = TextField()

    class Meta:
        table_name = "link"


class LabelTable(Model):
    """The palette."""

    id = TextField(primary_key=True)
    name = TextField()
    layer = TextField()
    hue = IntegerField()
    shortcut = TextField()
    parent = TextField()
    guideline = TextField()
    place = IntegerField()

    class Meta:
        table_name = "label"


class NoteTable(Model):
    """Notes of persons."""

    id = TextField(primary_key=True)
    article = TextField()
    span = TextField()
    text = TextField()
    author = TextField()
    written = TextField()

    class Meta:
        table_name = "note"


class TagTable(Model):
    """Words on articles."""

    id = TextField(primary_key=True)
    article = TextField()
    name = TextField()

    class Meta:
        table_name = "tag"


class StandingTable(Model):
    """How far articles have come."""

    id = TextField(primary_key=True)
    stage = TextField()

    class Meta:
        table_name = "standing"


class PersonTable(Model):
    """People and organisations with several names."""

    id = TextField(primary_key=True)
    name = TextField()
    kind = TextField()

    class Meta:
        table_name = "person"


class AliasTable(Model):
    """Which name means whom."""

    id = TextField(primary_key=True)
    person = TextField()

    class Meta:
        table_name = "alias"


class SettingTable(Model):
    """Names and values of the project."""

    name = TextField(primary_key=True)
    value = TextField()

    class Meta:
        table_name = "setting"


class JournalTable(Model):
    """What was done, append-only."""

    seq = AutoField()
    at = TextField()
    who = TextField()
    kind = TextField()
    title = TextField()
    group = TextField()
    target = IntegerField(null=True)
    articles = TextField()
    payload = BlobField(null=True)

    class Meta:
        table_name = "journal"
