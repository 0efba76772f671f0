"""Removing for good leaves no byte of an article in the project, and a history that still works."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from glossator.cli.main import main
from glossator.core.errors import UserError
from glossator.core.model.article import Article, Source
from glossator.core.model.change import Change
from glossator.core.model.ids import new_id
from glossator.core.model.note import Note
from glossator.core.model.person import Alias, Person
from glossator.core.model.span import Span
from glossator.core.model.tag import Stage, Tag
from glossator.core.service.changes import set_stage
from glossator.core.service.checking import check_project
from glossator.core.service.library import Project
from glossator.core.service.removal import remove_for_good, to_trash
from glossator.core.store import migrate
from pictures import picture

CANARY = "xylophonquartz"


def sings(path: Path) -> list[str]:
    """Where the canary is in the project's files: in plain bytes, in halves of them, or behind zlib."""
    found = []
    for file in sorted(path.parent.glob(f"{path.name}*")):
        data = file.read_bytes()
        for word in (CANARY, CANARY[:9], CANARY[-9:], CANARY.capitalize()):
            for encoding in ("utf-8", "utf-16-le"):
                if word.encode(encoding) in data:
                    found.append(f"{file.name} {word} {encoding}")
        for match in re.finditer(b"\x78[\x01\x5e\x9c\xda]", data):
            try:
                inside = zlib.decompressobj().decompress(data[match.start() :])
            except zlib.error:
                continue
            if CANARY.encode() in inside:
                found.append(f"{file.name} zlib at {match.start()}")
    return found


def story(text: str, source: Source, part: int = 0) -> tuple[Article, tuple[Span, ...]]:
    """An article of a file, with its spans."""
    article, spans = picture(text)
    title = text.split("]")[0].strip("[")
    return replace(article, source=source.id, part=part, title=title), spans


def source(number: int, text: str) -> Source:
    """A file."""
    return Source(f"{number:064x}", f"/home/x/{number}.txt", "utf-8", len(text), "2026-01-08T09:00:00+00:00", text)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Forty plain articles, and one that sings: labelled, noted, tagged, undone and redone."""
    made = Project.open(tmp_path / "p.glossator", create=True)
    for number in range(40):
        of = source(number, f"plain {number}")
        article, spans = story(f"[Ada](PERSON) went out on day {number} to the harbour of Larkport.", of)
        made.apply(Change("Import", (), (of, article, *spans)))
    of = source(99, f"all of {CANARY}")
    article, spans = story(f"[{CANARY}](PERSON) said [“{CANARY.capitalize()} sings”](QUOTE).", of)
    made.apply(Change(f"Import “{CANARY}”", (), (of, article, *spans)))
    made.apply(Change(f"PERSON on “{CANARY}”", (spans[0],), (replace(spans[0], label="ORG"),)))
    made.apply(Change("Note", (), (Note(new_id(), article.id, "", f"mind {CANARY}", "me", ""),)))
    made.apply(Change(f"Tag {CANARY}", (), (Tag(new_id(), article.id, CANARY),)))
    made.history.undo()
    made.history.redo()
    made.apply(set_stage(article.id, Stage.DONE, None))
    made.store.set_setting("last_article", article.id)
    yield made
    made.close()


def singer(project: Project) -> str:
    """The id of the article that sings."""
    return next(line.id for line in project.reader.articles() if line.title == CANARY)


def test_no_byte_stays(project: Project, tmp_path: Path) -> None:
    one = singer(project)
    assert sings(project.path), "it is there before"
    told = []
    project.annotator.changed.connect(told.append)
    done = remove_for_good(project, [one])
    assert done.articles == (one,)
    assert done.clean
    assert sings(project.path) == []
    assert project.reader.search(CANARY) == []
    assert project.reader.article(one) is None
    assert project.reader.setting("last_article") is None
    assert one in told[0].change.articles
    assert len(project.reader.search("harbour", 100)) == 40
    project.close()
    assert sings(project.path) == []
    assert check_project(project.path) == []


def test_undo_and_redo_go_on_over_the_gap(project: Project) -> None:
    one = singer(project)
    before = {line.id: line for line in project.reader.articles() if line.id != one}
    remove_for_good(project, [one])
    undone = 0
    while project.history.undo() is not None:
        undone += 1
        assert CANARY not in project.history.undo_title + project.history.redo_title
    assert undone >= 44
    assert project.reader.articles() == []
    while project.history.redo() is not None:
        undone -= 1
    assert undone == 0
    assert {line.id: line for line in project.reader.articles()} == before
    assert sings(project.path) == []
    project.close()
    assert check_project(project.path) == []


def test_an_article_whose_import_was_undone_goes_too(project: Project) -> None:
    one = singer(project)
    while project.reader.article(one) is not None:
        project.history.undo()
    assert sings(project.path)
    remove_for_good(project, [one])
    assert sings(project.path) == []
    assert project.history.redo() is not None
    assert project.reader.article(one) is None


def test_the_others_of_its_file_stay_and_its_text_does_not(tmp_path: Path) -> None:
    project = Project.open(tmp_path / "p.glossator", create=True)
    of = source(1, f"first story, {CANARY}, third")
    first, spans = story("[Ada](PERSON) went out.", of)
    second, others = story(f"[{CANARY}](PERSON) sang.", of, 1)
    project.apply(Change("Import 2 articles", (), (of, first, second, *spans, *others)))
    remove_for_good(project, [second.id])
    assert sings(project.path) == []
    kept = project.reader.source(of.id)
    assert kept is not None
    assert (kept.text, kept.path) == ("", of.path)
    assert project.reader.spans(first.id) == spans
    project.history.undo()
    assert project.reader.article_ids() == []
    assert project.reader.source(of.id) is None
    project.history.redo()
    assert project.reader.spans(first.id) == spans
    project.close()
    assert check_project(project.path) == []


def test_names_that_only_it_had_go_from_the_people(project: Project) -> None:
    one = singer(project)
    ada, only, both = (
        Person(new_id(), "Ada", "PERSON"),
        Person(new_id(), CANARY, "PERSON"),
        Person(new_id(), CANARY, "ORG"),
    )
    project.apply(Change(f"Join “Ada” and “{CANARY}”", (), (ada, Alias("Ada", ada.id), Alias(CANARY, ada.id))))
    project.history.undo()
    project.history.redo()
    project.apply(Change("x", (Alias(CANARY, ada.id),), (only, Alias(CANARY, only.id))))
    project.apply(
        Change(
            "x", (Alias(CANARY, only.id), Alias("Ada", ada.id)), (both, Alias(CANARY, both.id), Alias("Ada", both.id))
        )
    )
    remove_for_good(project, [one])
    assert sings(project.path) == []
    assert project.reader.row(Person, both.id) == replace(both, name="Ada")
    assert project.reader.row(Alias, "Ada") == Alias("Ada", both.id)
    assert project.reader.row(Alias, CANARY) is None
    for _ in range(3):
        assert project.history.undo() is not None
    assert project.reader.row(Person, ada.id) is None
    for _ in range(3):
        assert project.history.redo() is not None
    assert project.reader.row(Person, both.id) == replace(both, name="Ada")
    project.close()
    assert check_project(project.path) == []


def test_the_file_can_be_imported_again(project: Project) -> None:
    one = singer(project)
    remove_for_good(project, [one])
    assert project.reader.sources_with([f"{99:064x}", f"{1:064x}"]) == {f"{1:064x}"}


def test_copies_that_may_still_hold_it_are_named(project: Project, tmp_path: Path) -> None:
    one = singer(project)
    old = project.path.with_name("p.version-0.glossator")
    copy = getattr(migrate, "backup", None)
    if copy is None:
        from glossator.core.store.copying import copy
    folder = tmp_path / "p.glossator.backups"
    folder.mkdir()
    copy(project.path, old)
    copy(project.path, folder / "b.glossator")
    Project.open(tmp_path / "p-other.glossator", create=True).close()
    (tmp_path / "p.jsonl").write_text(CANARY, encoding="utf-8")
    held = [file.read_bytes() for file in (old, folder / "b.glossator")]
    done = remove_for_good(project, [one])
    assert done.copies == tuple(sorted((str(old), str(folder / "b.glossator"))))
    assert [file.read_bytes() for file in (old, folder / "b.glossator")] == held


def test_an_unknown_article_is_refused_and_nothing_happens(project: Project) -> None:
    last = project.reader.last_seq()
    with pytest.raises(UserError, match="article-unknown"):
        remove_for_good(project, [singer(project), "0" * 16])
    assert project.reader.last_seq() == last
    assert project.reader.counts()["articles"] == 41


def test_somebody_reading_delays_the_last_pages_only(project: Project) -> None:
    one = singer(project)
    with project.reader.snapshot():
        project.reader.counts()
        done = remove_for_good_elsewhere(project, one)
    assert not done.clean
    project.close()
    assert sings(project.path) == []


def remove_for_good_elsewhere(project: Project, one: str) -> object:
    """In another thread, while this one holds a snapshot."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(remove_for_good, project, [one]).result()


def test_the_trash_is_undoable(project: Project) -> None:
    one = singer(project)
    assert to_trash(project, [one]) == 1
    assert to_trash(project, [one]) == 0
    standing = project.reader.standing(one)
    assert standing is not None
    assert standing.stage is Stage.TRASHED
    project.history.undo()
    standing = project.reader.standing(one)
    assert standing is not None
    assert standing.stage is Stage.DONE


def test_the_command_line(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    one, path = singer(project), str(project.path)
    project.close()
    assert main(["--project", path, "remove", one, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"trashed": [one]}
    assert sings(Path(path))
    assert main(["--project", path, "remove", one, "--for-good", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"removed": [one], "copies": []}
    assert sings(Path(path)) == []
    assert main(["--project", path, "remove", one, "--for-good"]) == 2
    assert one in capsys.readouterr().err
