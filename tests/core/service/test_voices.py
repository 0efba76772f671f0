"""Who speaks, how much and when: sums from the store, quotations in context, and the table one takes away."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest

from glossator.core.errors import UserError
from glossator.core.model.change import Change
from glossator.core.model.link import Link
from glossator.core.model.span import State
from glossator.core.model.tag import Stage, Standing
from glossator.core.progress import Silent
from glossator.core.service import changes
from glossator.core.service.library import Project
from glossator.core.service.voice_files import cell, write_voices
from glossator.core.service.voices import VoiceCount, add_up, digits_for, names_of, over_time, read_voices, share
from pictures import picture

SOURCE = "0" * 64


def links_of(spans, *ties):
    """Links drawn as (kind, head, tail[, name]) by numbers of spans."""
    return tuple(
        Link(f"{kind}-{spans[a].id}-{spans[b].id}", spans[a].article, kind, spans[a].id, spans[b].id, "test",
             State.ACCEPTED, None, (("name", name[0]),) if name else ())
        for kind, a, b, *name in ties
    )  # fmt: skip


def kind(span, word):
    return replace(span, values=(("kind", word),))


@pytest.fixture
def project(tmp_path):
    """Two dated articles and one without a date; the last stands in the trash."""
    made = Project.open(tmp_path / "p.glossator", create=True, author="test")
    from glossator.core.model.article import Source

    rows = [Source(SOURCE, "a.txt", "utf-8", 1, "2026-01-01T00:00:00+00:00", "x")]
    first, s = picture(
        "[“One two,”](QUOTE) [said](CUE) [Ada Moreau](SPEAKER), [“three.”](QUOTE)\nShe is [“free”](QUOTE)."
    )
    s = (*s[:4], kind(s[4], "scare"))
    rows += [replace(first, title="First", published="2026-01-07"), *s]
    rows += links_of(s, ("piece", 0, 3), ("speaker", 0, 2, "Ada Moreau"), ("cue", 0, 1))
    second, t = picture("[Moreau](SPEAKER) said [it was late](QUOTE). [“Who is there?”](QUOTE)")
    t = (t[0], kind(t[1], "indirect"), t[2])
    rows += [replace(second, title="Second", published="2026-03-02"), *t]
    rows += links_of(t, ("speaker", 1, 0))
    third, u = picture("[“Gone,”](QUOTE) said [Ben](SPEAKER).")
    rows += [replace(third, published=""), *u, Standing(third.id, Stage.TRASHED)]
    rows += links_of(u, ("speaker", 0, 1))
    made.annotator.apply(Change("All", (), tuple(rows)))
    yield made
    made.close()


def test_counts_of_the_whole_project_and_of_one_article(project):
    found = read_voices(project.reader)
    told = [(v.name, v.quotes, v.words, v.direct, v.indirect, v.articles) for v in found.voices]
    assert told == [("Ada Moreau", 1, 3, 1, 0, 1), ("Moreau", 1, 3, 0, 1, 1)]
    assert found.unspoken == 1
    assert found.dates == ("2026-01-07", "2026-03-02")
    assert found.words == {"Ada Moreau": (3, 0), "Moreau": (0, 3)}
    second = next(line.id for line in project.reader.articles() if line.title == "Second")
    alone = read_voices(project.reader, second)
    assert ([v.name for v in alone.voices], alone.unspoken) == (["Moreau"], 1)


def test_what_one_says_is_read_in_order_with_its_surroundings(project):
    (one,) = project.reader.in_context(project.reader.said(["Ada Moreau"]))
    assert (one.text, one.words, one.cue, one.title, one.kind) == (
        "“One two,” … “three.”",
        3,
        "said",
        "First",
        "direct",
    )
    assert one.passage == "“One two,” said Ada Moreau, “three.”"
    assert [one.passage[a:b] for a, b in one.places] == ["“One two,”", "“three.”"]
    both = project.reader.said(["Ada Moreau", "Moreau"])
    assert [said.title for said in both] == ["First", "Second"]
    (late,) = project.reader.in_context(project.reader.said(["Moreau"]), around=6)
    assert (late.passage, late.places) == ("…said it was late.…", ((6, 17),))
    (nobody,) = project.reader.said([])
    assert nobody.text == "“Who is there?”"


def test_a_rejected_speaker_has_said_nothing(project):
    line = next(line for line in project.reader.articles() if line.title == "Second")
    spans, links = project.reader.spans(line.id), project.reader.links(line.id)
    speaker = next(span for span in spans if span.layer == "speaker")
    project.apply(changes.decide([speaker], State.REJECTED, spans, links))
    assert project.reader.said(["Moreau"]) == []
    assert len(project.reader.said([])) == 2
    assert [v.name for v in read_voices(project.reader).voices] == ["Ada Moreau"]
    project.history.undo()
    assert len(project.reader.said(["Moreau"])) == 1


def test_the_table_is_safe_in_spreadsheets_and_whole_in_json(project, tmp_path):
    assert write_voices(project.reader, tmp_path / "v.csv", "csv", Silent()) == 3
    text = (tmp_path / "v.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["speaker"] for row in rows] == ["Ada Moreau", "Moreau", ""]
    assert write_voices(project.reader, tmp_path / "v.jsonl", "jsonl", Silent()) == 3
    lines = [json.loads(line) for line in (tmp_path / "v.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["speaker"] for line in lines] == ["Ada Moreau", "Moreau", ""]
    assert lines[0]["text"] == "“One two,” … “three.”"
    article = project.reader.article(lines[1]["article"])
    assert article.text[lines[1]["start"] : lines[1]["end"]] == lines[1]["text"]
    with pytest.raises(UserError, match="unknown-part"):
        write_voices(project.reader, tmp_path / "v.xls", "xls", Silent())


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", " ="])
def test_cells_that_a_spreadsheet_would_run_are_made_text(begin):
    assert cell(f"{begin}1+1") == f"'{begin}1+1"
    assert cell("a=1") == "a=1"
    assert cell(-4) == "-4"


def test_sums_are_made_of_rows_alone():
    counts = [
        VoiceCount("Ada", "2026-02", 2, 3, 30, 1, 0, 2),
        VoiceCount("Ben", "", 1, 1, 50, 1, 0, 0),
        VoiceCount("Ada", "2026-01", 1, 1, 5, 1, 0, 0),
    ]
    assert [(v.name, v.words, v.quotes, v.articles) for v in add_up(counts)] == [("Ben", 50, 1, 1), ("Ada", 35, 4, 3)]
    assert over_time(counts) == (("2026-01", "2026-02", ""), {"Ada": (5, 30, 0), "Ben": (0, 0, 50)})
    assert (share(1, 4), share(0, 0)) == (0.25, 0.0)
    assert [digits_for("2026-01-01", end) for end in ("2026-02-20", "2026-09-01", "2033-01-01")] == [10, 7, 4]
    assert digits_for("", "") == 10


def test_a_name_without_rules_means_itself(project):
    assert names_of(project.reader, "Ada Moreau") == ["Ada Moreau"]
