"""The command line as scripts use it: one JSON document on stdout, exit codes, progress on stderr."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import peewee
import pytest

from glossator.cli.main import COMMANDS, first_word, main

STORY = """Harbour to open in May

LARKPORT: The harbour will open in May, the council said on Monday.

“We are ready,” Mayor Ida Brandt told reporters. “The cranes 😀 work.”
"""


class Run:
    """Runs commands on one project and reads the answer."""

    def __init__(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.project = project
        self._capsys = capsys

    def __call__(self, *words: str | Path, code: int = 0) -> Any:
        assert main(["--project", str(self.project), *map(str, words), "--json"]) == code
        said = self._capsys.readouterr()
        self.err = said.err
        return json.loads(said.out)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(tmp_path / "p.glossator", capsys)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_import_list_search_export_check(run: Run, story: Path, tmp_path: Path) -> None:
    (made,) = run("import", story)["imported"]
    assert made["title"] == "Harbour to open in May"
    assert [line["id"] for line in run("list")["articles"]] == [made["id"]]
    (hit,) = run("search", "cranes")["hits"]
    assert hit["id"] == made["id"]
    start, end = hit["ranges"][0]
    assert hit["snippet"][start:end] == "cranes"
    target = tmp_path / "out.jsonl"
    assert run("export", "--format", "jsonl", "--to", target)["articles"] == 1
    line = json.loads(target.read_text(encoding="utf-8"))
    assert line["id"] == made["id"]
    assert line["offset_unit"] == "codepoint"
    assert run("check")["problems"] == []


def test_the_same_file_twice_is_recognised(run: Run, story: Path, tmp_path: Path) -> None:
    run("import", story)
    copy = tmp_path / "copy.txt"
    copy.write_bytes(story.read_bytes())
    again = run("import", copy)
    assert again["imported"] == []
    assert again["known"] == [str(copy)]
    assert len(run("list")["articles"]) == 1


def test_what_fails_is_listed_and_the_rest_goes_on(run: Run, story: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    binary = tmp_path / "picture.png"
    binary.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    answer = run("import", empty, tmp_path / "gone.txt", story, binary, code=1)
    assert len(answer["imported"]) == 1
    assert [f["code"] for f in answer["failed"]] == ["file-empty", "file-missing", "file-binary"]
    assert all(f["sentence"].endswith(".") for f in answer["failed"])


def test_a_folder_is_read_whole(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "news" / "deep"
    folder.mkdir(parents=True)
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"Title {name}\n\nSome text about {name}.", encoding="utf-8")
    assert len(run("import", tmp_path / "news")["imported"]) == 2


@pytest.mark.parametrize("words", ["list", "search x", "analyse", "export --format jsonl --to x", "check"])
def test_a_missing_project_is_exit_3(run: Run, words: str) -> None:
    answer = run(*words.split(), code=3)
    assert answer["error"]["code"] == "project-missing"
    assert not run.project.exists()


def test_a_foreign_file_is_exit_3_and_stays_as_it_is(run: Run) -> None:
    run.project.write_bytes(b"SQLite format 3\x00 but no")
    assert run("list", code=3)["error"]["code"] == "project-foreign"
    assert run.project.read_bytes() == b"SQLite format 3\x00 but no"


@pytest.mark.parametrize("words", ["nonsense", "", "export", "list --what", "export --format x --to y"])
def test_wrong_use_is_exit_2(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words.split()) == 2
    assert "see glossator" in capsys.readouterr().err


def test_an_unknown_article_is_wrong_use(run: Run, story: Path, tmp_path: Path) -> None:
    run("import", story)
    assert (
        run("export", "--format", "jsonl", "--to", tmp_path / "x", "nope", code=2)["error"]["code"] == "article-unknown"
    )


def test_a_missing_pipeline_is_said_and_nothing_is_stored(run: Run, story: Path) -> None:
    run("import", story)
    answer = run("analyse", "--pipeline", "no_such_pipeline", code=1)
    assert "no_such_pipeline" in run.err
    assert answer.get("analysed", []) == []
    assert run("list")["articles"][0]["analysed"] is False


def test_every_format_from_the_command_line(run: Run, story: Path, tmp_path: Path) -> None:
    from glossator.core.service.exporting import formats

    run("import", story)
    for one in formats():
        target = tmp_path / f"out{one.suffix}"
        assert run("export", "--format", one.name, "--to", target)["articles"] == 1
        assert target.is_dir() if one.suffix.startswith("-") else target.is_file()


def test_choices_of_a_format(run: Run, story: Path, tmp_path: Path) -> None:
    run("import", story)
    out = tmp_path / "out.jsonl"
    run("export", "--format", "doccano", "--to", out, "--set", "style=old")
    assert json.loads(out.read_text(encoding="utf-8"))["label"] == []
    run("export", "--format", "csv", "--to", tmp_path / "t", "--set", "mark=no", "--set", "context=3")
    assert not (tmp_path / "t" / "spans.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    for told, code in (("shape=old", "option-unknown"), ("style=older", "option-unfit")):
        words = ("export", "--format", "doccano", "--to", tmp_path / "x", "--set", told)
        assert run(*words, code=2)["error"]["code"] == code
    for told in ("mark=perhaps", "context=-1"):
        words = ("export", "--format", "csv", "--to", tmp_path / "x", "--set", told)
        assert run(*words, code=2)["error"]["code"] == "option-unfit"
    assert not (tmp_path / "x").exists()


def test_annotations_are_taken_over(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    rows = [
        {"text": "Ada left Rome.", "label": [[0, 3, "PER"], [9, 13, "GPE"], [9, 99, "GPE"]]},
        {"text": "Ben stays.", "label": [[0, 3, "PER"], [4, 9, "VERB"]]},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    words = ("import-annotations", path, "--format", "doccano")
    listed = run(*words, "--list")
    assert (listed["articles"], listed["labels"]) == (2, {"GPE": 1, "PER": 2, "VERB": 1})
    assert run("import-annotations", path, "--list") == listed
    odd = tmp_path / "odd.txt"
    odd.write_text("Nothing but words.", encoding="utf-8")
    assert run("import-annotations", odd, code=1)["error"]["code"] == "annotations-unreadable"
    assert run("import-annotations", tmp_path / "none", code=2)["error"]["code"] == "file-missing"
    assert run("list")["articles"] == []
    made = run(*words, "--map", "PER=PERSON", "--map", "VERB=", code=1)
    assert len(made["imported"]) == 2
    assert (made["labels"], made["left_out"], made["new_labels"]) == ({"GPE": 1, "PERSON": 2}, 1, [])
    (problem,) = made["problems"]
    assert problem["code"] == "annotation-outside"
    assert "GPE 9–99" in problem["sentence"]
    assert run(*words)["known"]
    assert len(run("list")["articles"]) == 2
    assert run(*words, "--map", "PER", code=2)["error"]["code"] == "map-unfit"
    assert run("import-annotations", path, "--format", "webanno", code=1)["error"]["code"] == "annotations-unreadable"


def test_a_file_s_name_cannot_steer_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], story: Path
) -> None:
    evil = tmp_path / "\x1b[2J\u202e\x07evil.txt"
    evil.touch()
    assert main(["--project", str(tmp_path / "p.glossator"), "import", str(evil), str(story)]) == 1
    said = capfd.readouterr()
    assert "evil.txt" in said.err
    assert not {"\x1b", "\u202e", "\x07"} & set(said.err + said.out)


@pytest.mark.model
def test_analysing_marks_names_and_who_said_what(run: Run, story: Path, tmp_path: Path) -> None:
    run("import", story)
    (made,) = run("analyse")["analysed"]
    assert made["spans"] > 4
    assert run("analyse")["analysed"] == []
    for name in ("jsonl", "docbin", "conll"):
        assert run("export", "--format", name, "--to", tmp_path / name, "--suggestions")["articles"] == 1
    line = json.loads((tmp_path / "jsonl").read_text(encoding="utf-8"))
    assert all(line["text"][s["start"] : s["end"]] == s["text"] for s in line["spans"])
    assert {s["state"] for s in line["spans"]} == {"suggested"}
    speakers = {q["speaker"]["name"] for q in line["quotes"] if q["speaker"]}
    assert "Ida Brandt" in speakers or "Mayor Ida Brandt" in speakers
    run("export", "--format", "jsonl", "--to", tmp_path / "bare")
    assert json.loads((tmp_path / "bare").read_text(encoding="utf-8"))["spans"] == []


def test_the_first_word_decides_the_face() -> None:
    assert first_word(["--project", "list", "x.txt"]) == "x.txt"
    assert first_word(["--project", "p", "list"]) == "list"
    assert first_word([]) == ""
    assert {"import", "list", "analyse", "search", "export", "check", "selftest"} <= set(COMMANDS)


def test_backups_are_listed_made_and_put_back(run: Run, story: Path, tmp_path: Path) -> None:
    (made,) = run("import", story)["imported"]
    assert run("backups", "list")["backups"] == []
    copy = run("backups", "make")["backup"]
    assert (copy["reason"], copy["articles"]) == ("hand", 1)
    other = tmp_path / "other.txt"
    other.write_text("Second title\n\nAnother story altogether.", encoding="utf-8")
    run("import", other)
    assert len(run("list")["articles"]) == 2
    back = run("backups", "restore", copy["name"])
    assert Path(back["replaced"]).is_file()
    assert [line["id"] for line in run("list")["articles"]] == [made["id"]]
    assert [one["reason"] for one in run("backups", "list")["backups"]] == ["replaced", "hand"]
    assert run("backups", "restore", "nonsense", code=2)["error"]["code"] == "backup-unknown"
    assert run("check", "--deep")["problems"] == []


def test_repair_mends_and_recover_saves(run: Run, story: Path, tmp_path: Path) -> None:
    (made,) = run("import", story)["imported"]
    assert run("check", "--repair") == {
        "project": str(run.project), "found": [], "mended": [], "backup": None, "problems": [],
    }  # fmt: skip
    connection = peewee.sqlite3.connect(str(run.project))
    connection.execute("INSERT INTO article_fts(article_fts) VALUES('delete-all')")
    connection.commit()
    connection.close()
    assert [one["code"] for one in run("check", code=1)["problems"]] == ["search-index"]
    done = run("check", "--repair")
    assert (done["problems"], [one["code"] for one in done["found"]]) == ([], ["search-index"])
    assert Path(done["backup"]).is_file()
    with run.project.open("r+b") as file:
        file.seek(4096 * 4)
        file.write(bytes(4096))
    assert run("list", code=3)["error"]["code"] == "project-damaged"
    new, out = tmp_path / "new.glossator", tmp_path / "out.jsonl"
    saved = run("recover", run.project, "--to", new, "--jsonl", out)
    assert (saved["rows"]["Article"], saved["exported"], saved["lost"]) == (1, 1, [])
    assert json.loads(out.read_text(encoding="utf-8"))["id"] == made["id"]
    run.project = new
    assert run("check", "--deep")["problems"] == []
