"""Annotations of other programs taken over into a real project."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bundles import harbour
from glossator.core.errors import UserError
from glossator.core.export import EXPORTERS, Options, export, fitting
from glossator.core.export.selection import chosen
from glossator.core.model.bundle import Bundle
from glossator.core.model.change import Change
from glossator.core.model.quote import gather
from glossator.core.model.span import State
from glossator.core.progress import Silent
from glossator.core.service.interchange import import_annotations, mapping_of, preview, survey
from glossator.core.service.library import Project

ROUND = ["jsonl", "docbin", "prodigy", "label-studio", "brat", "webanno", "xmi", "cas-json", "webannotation", "refi"]
"""Formats that keep layers and links."""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project.open(tmp_path / "p.glossator", create=True, author="test")
    yield made
    made.close()


def written(name: str, folder: Path, made: Bundle | None = None, suggestions: bool = True) -> Path:
    exporter = EXPORTERS.get(name)
    target = folder / f"out{exporter.suffix}"
    export(name, [made or harbour()], target, fitting(exporter, Options(suggestions=suggestions)))
    return target


def told(made: Bundle) -> set[tuple[str, str, str, State]]:
    return {(s.text, s.label, str(s.layer), s.state) for s in made.spans}


@pytest.mark.parametrize("name", ROUND)
def test_there_and_back(name: str, project: Project, tmp_path: Path) -> None:
    before = chosen(harbour(), Options(suggestions=True))
    taken = import_annotations(project, written(name, tmp_path), name, {}, Silent())
    assert taken.problems == ()
    (ident,) = taken.articles
    after = project.reader.bundle(ident)
    assert after.article.text.split() == before.article.text.split()
    if name == "webanno":  # the format has no states
        assert {one[:3] for one in told(after)} == {one[:3] for one in told(before)}
    else:
        assert told(after) == told(before)
    said = [q for q in gather(after.spans, after.links) if q.speaker]
    wanted = [q for q in gather(before.spans, before.links) if q.speaker]
    if name == "label-studio":  # a link between an annotation and a prediction has no place there
        wanted = wanted[:1]
    assert [[p.text for p in q.pieces] for q in said] == [[p.text for p in q.pieces] for q in wanted]
    assert [q.cue.text if q.cue else "" for q in said] == [q.cue.text if q.cue else "" for q in wanted]
    if name in {"jsonl", "docbin", "prodigy", "brat"}:
        assert [q.speaker_name for q in said] == [q.speaker_name for q in wanted]
    assert all(after.article.text[s.start : s.end] == s.text for s in after.spans)


@pytest.mark.parametrize("name", ["jsonl", "prodigy", "doccano", "label-studio"])
def test_tags_come_back(name: str, project: Project, tmp_path: Path) -> None:
    (ident,) = import_annotations(project, written(name, tmp_path), name, {}, Silent()).articles
    assert sorted(project.reader.bundle(ident).tags) == ["port", "spring"]


@pytest.mark.parametrize("name", ["jsonl", "label-studio", "brat", "webanno", "docbin"])
def test_notes_come_back(name: str, project: Project, tmp_path: Path) -> None:
    (ident,) = import_annotations(project, written(name, tmp_path), name, {}, Silent()).articles
    made = project.reader.bundle(ident)
    by_id = {span.id: span.text for span in made.spans}
    assert ("“We open,”", "on a quotation") in {(by_id.get(n.span, ""), n.text) for n in made.notes}


def test_the_same_file_twice(project: Project, tmp_path: Path) -> None:
    path = written("prodigy", tmp_path)
    assert import_annotations(project, path, "prodigy", {}, Silent()).articles
    again = import_annotations(project, path.rename(tmp_path / "renamed.jsonl"), "prodigy", {}, Silent())
    assert again.known
    assert again.articles == ()
    assert len(project.reader.article_ids()) == 1
    assert survey(project, tmp_path / "renamed.jsonl", "prodigy").known


def test_one_undo_takes_all_back(project: Project, tmp_path: Path) -> None:
    labels = project.reader.labels()
    import_annotations(project, written("doccano", tmp_path), "doccano", {"GPE": "TOWN"}, Silent())
    assert len(project.reader.labels()) == len(labels) + 1
    project.history.undo()
    assert project.reader.article_ids() == []
    assert project.reader.labels() == labels


@pytest.mark.parametrize("name", [*ROUND, "doccano"])
def test_spans_go_onto_the_article_with_the_same_text(name: str, project: Project, tmp_path: Path) -> None:
    """Its furniture is not in the export, its suggestion was accepted elsewhere."""
    mine = harbour()
    assert mine.source is not None
    rows = [s for s in mine.spans if s.label == "PERSON" and s.state is State.SUGGESTED]
    first = Change("Import", (), (mine.source, replace(mine.article, source=mine.source.id), *rows))
    project.apply(first)
    elsewhere = replace(
        mine, spans=tuple(replace(s, state=State.ACCEPTED) for s in mine.spans if s not in mine.spans[7:8])
    )
    path = written(name, tmp_path, elsewhere)
    taken = import_annotations(project, path, name, {}, Silent(), match=True)
    assert (taken.articles, taken.matched) == ((), ("a1",))
    assert taken.there == 1
    after = project.reader.bundle("a1")
    assert after.article.text == mine.article.text
    wanted = {(s.start, s.end, s.label) for s in elsewhere.spans if s.id != "in-furniture"}
    assert {(s.start, s.end, s.label) for s in after.spans} == wanted
    assert len(after.spans) == len(wanted)
    assert {s.state for s in after.spans} == {State.ACCEPTED}
    assert all(after.article.text[s.start : s.end] == s.text for s in after.spans)
    project.history.undo()
    assert project.reader.bundle("a1").spans == tuple(rows)
    assert not survey(project, path, name).known


def test_several_annotators_of_one_text(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    span = {"start": 0, "end": 3, "label": "PERSON"}
    rows = [
        {"text": "Ada left.", "spans": [{**span, "state": "suggested"}], "accept": ["SPORT"]},
        {"text": "Ada left.", "spans": [span, {"start": 4, "end": 8, "label": "EVENT"}], "accept": ["SPORT"]},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    plain = tmp_path / "in.txt"
    plain.write_text("Ada left.", "utf-8")
    (ident,) = project.import_([plain], Silent()).articles
    taken = import_annotations(project, path, "prodigy", {}, Silent(), match=True)
    assert taken.matched == (ident,)
    made = project.reader.bundle(ident)
    assert [(s.text, s.label, s.state) for s in made.spans] == [
        ("Ada", "PERSON", State.ACCEPTED),
        ("left", "EVENT", State.ACCEPTED),
    ]
    assert made.tags == ("SPORT",)


def test_labels_are_listed_mapped_and_left_out(project: Project, tmp_path: Path) -> None:
    path = written("doccano", tmp_path)
    found = survey(project, path, "doccano")
    assert found.labels == {"CUE": 2, "DATE": 1, "GPE": 1, "ORG": 1, "PERSON": 2, "QUOTE": 3, "SPEAKER": 2}
    assert not found.known
    assert project.reader.article_ids() == []
    taken = import_annotations(project, path, "doccano", {"GPE": "TOWN", "DATE": ""}, Silent())
    assert taken.labels["TOWN"] == 1
    assert taken.left_out == 1
    assert taken.made == ("TOWN",)
    (ident,) = taken.articles
    assert "DATE" not in {span.label for span in project.reader.spans(ident)}
    made = {span.label: span.layer for span in project.reader.spans(ident)}
    assert made["QUOTE"] == "quote"
    assert made["TOWN"] == "entity"


def test_what_cannot_be_placed_is_listed_and_kept(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    row = {
        "text": "😀 Ada\r\n\r\n  went\u00a0home. \u200b\n\n",
        "label": [[2, 5, "PERSON"], [5, 9, "BLANK"], [3, 99, "FAR"], [9, 9, "NONE"], [11, 15, "VERB"]],
    }
    path.write_text(json.dumps(row) + "\nno json\n", "utf-8")
    taken = import_annotations(project, path, "doccano", {}, Silent())
    (ident,) = taken.articles
    made = project.reader.bundle(ident)
    assert made.article.text == "😀 Ada\nwent\u00a0home. \u200b"
    assert {(s.text, s.label) for s in made.spans} == {("Ada", "PERSON"), ("went", "VERB")}
    assert [p.code for _, p in taken.problems] == [
        "annotation-line", "annotation-outside", "annotation-outside", "annotation-blank",
    ]  # fmt: skip
    (note,) = made.notes
    assert note.text.split("\n")[1:] == ["- FAR 3–99 “”", "- NONE 9–9 “”", "- BLANK 5–9 “”"]


@pytest.mark.parametrize("unit", ["code points", "utf-16", "bytes"])
def test_the_unit_is_recognised(unit: str, project: Project, tmp_path: Path) -> None:
    text = "😀 Zoë met Ada 👩\u200d🚀 in Rome."

    def at(offset: int) -> int:
        before = text[:offset]
        return {"code points": offset, "utf-16": len(before.encode("utf-16-le")) // 2, "bytes": len(before.encode())}[
            unit
        ]

    places = [(text.index(w), text.index(w) + len(w), w) for w in ("Zoë", "Ada", "Rome")]
    results = [
        {"id": str(k), "type": "labels", "from_name": "ner", "to_name": "text",
         "value": {"start": at(a), "end": at(b), "text": w, "labels": ["PERSON"]}}
        for k, (a, b, w) in enumerate(places)
    ]  # fmt: skip
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps([{"data": {"text": text}, "annotations": [{"result": results}]}]), "utf-8")
    (ident,) = import_annotations(project, path, "label-studio", {}, Silent()).articles
    assert [(s.start, s.end, s.text) for s in project.reader.spans(ident)] == places


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("jsonl", b"\xff\xfe"),
        ("jsonl", b'{"format": "other"}'),
        ("prodigy", b"[1, 2]"),
        ("prodigy", b'{"text": 5}'),
        ("doccano", b'{"text": "a", "label": [[1, 2]]}'),
        ("doccano", b'{"text": "a", "label": [[true, 2, "X"]]}'),
        ("label-studio", b"{"),
        ("label-studio", b"[[[[" * 50_000),
        ("label-studio", b'[{"data": {}}]'),
        ("conll", b""),
        ("docbin", b"nothing of the kind"),
        ("docbin", b"x\x9c\x03\x00\x00\x00\x00\x01"),
        ("webanno", b"1-1\t0-3\tAda\n"),
        ("brat", b"T1\tX 0 1\ta"),
    ],
)
def test_files_of_no_such_format_are_refused(name: str, data: bytes, project: Project, tmp_path: Path) -> None:
    path = tmp_path / "in.ann"
    path.write_bytes(data)
    with pytest.raises(UserError) as caught:
        import_annotations(project, path, name, {}, Silent())
    assert caught.value.code == "annotations-unreadable"
    assert project.reader.article_ids() == []


def test_missing_files_and_maps(project: Project, tmp_path: Path) -> None:
    for name in ("jsonl", "brat", "webanno", "docbin"):
        with pytest.raises(UserError) as caught:
            import_annotations(project, tmp_path / "none", name, {}, Silent())
        assert caught.value.code == "file-missing"
    assert mapping_of(["A=B", "C=", "D=E=F"]) == {"A": "B", "C": "", "D": "E=F"}
    for told_pair in ("A", "=B", ""):
        with pytest.raises(UserError) as caught:
            mapping_of([told_pair])
        assert caught.value.code == "map-unfit"


def quotations(folder: Path, source: str, *words: str) -> Path:
    rows = [
        {"id": f"n{k}", "type": "Annotation", "motivation": "highlighting", "bodyValue": "look here",
         "target": {"source": source, "selector": {"type": "TextQuoteSelector", "exact": one}}}
        for k, one in enumerate(words)
    ]  # fmt: skip
    path = folder / "quotations.jsonld"
    path.write_text(json.dumps(rows), "utf-8")
    return path


@pytest.mark.parametrize("how", ["address", "words"])
def test_quotations_find_their_article_in_the_project(how: str, project: Project, tmp_path: Path) -> None:
    rows = [{"text": "😀 Ada left Rome.", "meta": {"address": "https://example.org/ada/"}}, {"text": "Ben stays."}]
    told = [json.dumps({"format": "glossator-jsonl", **row}) for row in rows]
    (tmp_path / "in.jsonl").write_text("\n".join(told), "utf-8")
    ada, _ = import_annotations(project, tmp_path / "in.jsonl", "jsonl", {}, Silent()).articles
    source = "http://example.org/ada#top" if how == "address" else "urn:other:1"
    words = ("Rome", "nowhere") if how == "address" else ("Rome", "Ada")
    path = quotations(tmp_path, source, *words)
    seen = preview(project, path, "webannotation", Silent())
    assert [(one.how, one.spans) for one in seen.told] == [("quoted", 1 if how == "address" else 2)]
    taken = import_annotations(project, path, "webannotation", {}, Silent(), file=seen.file)
    assert (taken.articles, taken.matched) == ((), (ada,))
    assert project.reader.spans(ada)[-1].text == "Rome"
    notes = [note.text for note in project.reader.notes(ada)]
    assert sum(text == "look here" for text in notes) == 2
    assert sum("nowhere" in text for text in notes) == (how == "address")
    project.history.undo()
    assert project.reader.spans(ada) == project.reader.notes(ada) == ()


def test_quotations_of_an_unknown_text_are_listed_one_by_one(project: Project, tmp_path: Path) -> None:
    path = quotations(tmp_path, "urn:other:1", "Rome", "Ada")
    seen = preview(project, path, "webannotation", Silent())
    assert [one.how for one in seen.told] == ["missing"]
    assert seen.labels == (("HIGHLIGHTING", 0),)
    taken = import_annotations(project, path, "webannotation", {}, Silent())
    assert [p.values["text"] for _, p in taken.problems] == ["Rome", "Ada", "look here", "look here"]
    assert {p.code for _, p in taken.problems} == {"annotation-source"}
    assert project.reader.articles() == []
    assert not import_annotations(project, path, "webannotation", {}, Silent()).known


def test_a_preview_stores_nothing_and_says_what_is_there(project: Project, tmp_path: Path) -> None:
    path = written("xmi", tmp_path)
    first = preview(project, path, "xmi", Silent())
    assert [one.how for one in first.told] == ["new"]
    assert dict(first.labels)["QUOTE"] == 3
    assert project.reader.articles() == []
    import_annotations(project, path, "xmi", {}, Silent(), file=first.file)
    assert preview(project, path, "xmi", Silent()).known
    other = preview(project, written("refi", tmp_path), "refi", Silent())
    assert [one.how for one in other.told] == ["matched"]
