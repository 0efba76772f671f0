"""``glossator quotes``: texts in, quotations out, and what becomes of bad lines."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from glossator.cli.main import main
from glossator.core.service import quoting

SAID = "Ada Lovelace spoke on Monday.\n\n“We won the vote,” Lovelace said. A “round” table stood there."


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def written(path: Path, *records: object) -> Path:
    """A file with each record as a line; text is written as it is."""
    texts = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in records)
    path.write_text("".join(text + "\n" for text in texts), encoding="utf-8")
    return path


@pytest.mark.model
def test_a_text_comes_back_with_its_quotations(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", {"id": "a", "text": SAID})
    assert main(["quotes", str(source), "--to", str(tmp_path / "out.jsonl")]) == 0
    (record,) = lines(tmp_path / "out.jsonl")
    assert (record["id"], record["text"]) == ("a", SAID)
    quote = record["quotes"][0]
    assert SAID[quote["start"] : quote["end"]] == quote["text"] == "“We won the vote,”"
    assert quote["kind"] == "direct"
    assert quote["speaker"]["text"] == "Lovelace"
    assert quote["speaker"]["name"] == "Ada Lovelace"
    assert (quote["cue"]["text"], quote["group"]) == ("said", "q1")
    assert all(one["kind"] != "scare" for one in record["quotes"])


def test_scare_marks_are_given_when_asked_for(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", {"id": 7, "text": SAID})
    words = ["quotes", str(source), "--to", str(tmp_path / "out.jsonl"), "--pipeline", "blank:en", "--scare"]
    assert main(words) == 0
    (record,) = lines(tmp_path / "out.jsonl")
    assert record["id"] == 7
    assert [q["text"] for q in record["quotes"] if q["kind"] == "scare"] == ["“round”"]


def test_pieces_share_a_group(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", {"id": "a", "text": "“We won,” Ada Brandt said, “and we will win again.”"})
    assert main(["quotes", str(source), "--to", str(tmp_path / "out.jsonl"), "--pipeline", "blank:en"]) == 0
    (record,) = lines(tmp_path / "out.jsonl")
    assert [q["group"] for q in record["quotes"]] == ["q1", "q1"]


def test_bad_lines_are_listed_and_the_rest_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = written(
        tmp_path / "in.jsonl",
        {"id": "a", "text": SAID}, "{bad", "[1]", "", {"id": "b"}, {"id": "c", "text": 5}, {"id": "a", "text": SAID},
        {"id": [1], "text": "x"}, {"id": True, "text": "x"}, '{"id": "d", "text": "half \\ud83d “one”, she said"}',
        {"id": "e", "text": ""}, {"id": "f", "text": '"" ” “ \'\' « „ “‘’ "'}, "[" * 100_000,
        '{"id":"n","text":"a\\u0000b"}',
    )  # fmt: skip
    out = tmp_path / "out.jsonl"
    assert main(["quotes", str(source), "--to", str(out), "--pipeline", "blank:en", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [(f["item"], f["code"]) for f in answer["failed"]] == [
        ("line 2", "quotes-line-not-json"),
        ("line 3", "quotes-line-not-json"),
        ("line 5", "quotes-line-no-text"),
        ("line 6", "quotes-line-no-text"),
        ("line 7", "quotes-line-id-twice"),
        ("line 8", "quotes-line-bad-id"),
        ("line 9", "quotes-line-bad-id"),
        ("line 13", "quotes-line-not-json"),
    ]
    records = lines(out)
    assert [r["id"] for r in records] == ["a", "d", "e", "f", "n"]
    assert answer["texts"] == 5
    assert records[1]["text"] == "half \ufffd “one”, she said"
    for record in records:
        assert all(record["text"][q["start"] : q["end"]] == q["text"] for q in record["quotes"])


def test_a_line_too_long_is_never_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quoting, "MAX_LINE", 2_000)
    monkeypatch.setattr(quoting, "MAX_TEXT", 500)
    source = written(
        tmp_path / "in.jsonl", {"id": 1, "text": "x" * 5_000}, {"id": 2, "text": "y" * 600}, {"id": 3, "text": SAID}
    )
    out = tmp_path / "out.jsonl"
    assert main(["quotes", str(source), "--to", str(out), "--pipeline", "blank:en"]) == 1
    assert [r["id"] for r in lines(out)] == [3]


def test_from_and_to_streams_and_more_lines_than_a_batch(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(quoting, "BATCH", 4)
    fed = "".join(json.dumps({"text": f"“We won vote {k},” said Ida Brandt."}) + "\n" for k in range(11))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(fed.encode())))
    assert main(["quotes", "-", "--pipeline", "blank:en"]) == 0
    said = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [r["id"] for r in said] == list(range(1, 12))
    assert {r["quotes"][0]["speaker"]["text"] for r in said} == {"Ida Brandt"}


@pytest.mark.parametrize(
    "words",
    [
        ["quotes", "IN", "--json"],
        ["quotes", "IN", "--to", "OUT", "--language", "not a code"],
        ["quotes", "MISSING", "--to", "OUT"],
        ["quotes"],
        ["quotes", "IN", "--to", "FOLDER"],
    ],
)
def test_wrong_use_is_2_and_writes_nothing(tmp_path: Path, words: list[str]) -> None:
    source = written(tmp_path / "in.jsonl", {"id": "a", "text": SAID})
    places = {"IN": source, "OUT": tmp_path / "out.jsonl", "FOLDER": tmp_path, "MISSING": tmp_path / "none.jsonl"}
    assert main([str(places.get(word, word)) for word in words]) == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl"]


def test_a_missing_pipeline_writes_nothing(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", {"id": "a", "text": SAID})
    out = written(tmp_path / "out.jsonl", "kept")
    assert main(["quotes", str(source), "--to", str(out), "--pipeline", "no_such"]) == 1
    assert out.read_text(encoding="utf-8") == "kept\n"
