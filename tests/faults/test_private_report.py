"""Neither log nor fault report ever holds what a person wrote or where it lies."""

from __future__ import annotations

import datetime
import json
import logging
import logging.handlers
import os
import stat
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

import peewee
import pytest

from glossator.cli import main as command_line
from glossator.core import logs
from glossator.core.errors import StaleChange, UserError
from glossator.core.model.change import Change
from glossator.core.model.ids import new_id
from glossator.core.model.note import Note
from glossator.core.model.tag import Tag
from glossator.core.progress import Silent
from glossator.core.service.library import Project
from pictures import picture

CANARY = "xylophonquartz"


def _sql() -> None:
    database = peewee.SqliteDatabase(":memory:")
    database.execute_sql("CREATE TABLE t(a TEXT UNIQUE)")
    for _ in range(2):
        database.execute_sql("INSERT INTO t VALUES(?)", (CANARY,))


def _grouped() -> None:
    raise ExceptionGroup(CANARY, [ValueError(CANARY), TypeError(CANARY)])


def _chained() -> None:
    try:
        int(CANARY)
    except ValueError as error:
        raise RuntimeError(CANARY) from error


def _noted() -> None:
    error = ValueError("x")
    error.add_note(CANARY)
    raise error


def _generated() -> None:
    exec(compile(f"def {CANARY}():\n    raise ValueError\n{CANARY}()", f"/home/{CANARY}/{CANARY}.py", "exec"), {})


def _named_class() -> None:
    raise type(CANARY, (Exception,), {"__module__": CANARY})


def _looped() -> None:
    first, second = ValueError(CANARY), KeyError(CANARY)
    first.__cause__, second.__cause__ = second, first
    raise first


FAULTS: dict[str, Callable[[], object]] = {
    "int": lambda: int(CANARY),
    "key": lambda: {}[CANARY],
    "assert": lambda: pytest.fail(CANARY),
    "index": lambda: ["a"].index(CANARY),
    "time": lambda: datetime.datetime.strptime(CANARY, "%Y"),
    "open": lambda: open(f"/nowhere/{CANARY}"),
    "json": lambda: json.loads(f'{{"a": {CANARY}}}'),
    "decode": lambda: (CANARY.encode() + b"\xff").decode(),
    "encode": lambda: (CANARY + "\ud800").encode(),
    "attribute": lambda: getattr(CANARY, CANARY),
    "type": lambda: CANARY + 5,  # type: ignore[operator]
    "float": lambda: float(CANARY),
    "import": lambda: __import__(CANARY),
    "user": lambda: (_ for _ in ()).throw(UserError("span-outside", title=CANARY)),
    "user-text-as-code": lambda: (_ for _ in ()).throw(UserError(CANARY, path=CANARY)),
    "stale": lambda: (_ for _ in ()).throw(StaleChange(CANARY)),
    "process": lambda: subprocess.run([sys.executable, "-c", "raise SystemExit(3)", CANARY], check=True),
    "sql": _sql,
    "group": _grouped,
    "chain": _chained,
    "note": _noted,
    "generated": _generated,
    "class": _named_class,
    "loop": _looped,
}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = logs.start(tmp_path / "logs")
    assert path is not None
    return path


@pytest.fixture(autouse=True)
def stopped() -> object:
    yield
    logs.stop()


@pytest.mark.parametrize("name", FAULTS)
def test_no_fault_tells_its_text(name: str, log: Path) -> None:
    with pytest.raises(BaseException) as caught:
        FAULTS[name]()
    told = logs.fault(type(caught.value), caught.value, caught.value.__traceback__)
    assert CANARY not in told
    assert CANARY not in log.read_text(encoding="utf-8")
    assert str(Path.home()) not in told
    assert str(Path(logs.__file__).parent) not in told
    assert "Python" in told
    last = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])
    assert last["event"] == "fault"


def test_most_faults_would_tell_it() -> None:
    """Or the test above would prove nothing."""
    singing = []
    for name, act in FAULTS.items():
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - every kind there is
            told = "".join(traceback.format_exception(error))
            if CANARY in told + repr(error.args) + repr(vars(error)) + repr(getattr(error, "object", "")):
                singing.append(name)
    assert len(singing) >= 20


def test_a_report_says_where_and_what(log: Path) -> None:
    try:
        picture_of_nothing: object = logs.code_of(None)
        Project.open(Path("/nowhere/at/all.glossator"))
    except UserError as error:
        told = logs.fault(type(error), error, error.__traceback__)
    assert picture_of_nothing == ""
    assert "UserError project-missing" in told
    assert "glossator/core/store/opening.py:" in told
    assert "SQLite 3." in told
    assert "spacy 3." in told


def test_a_busy_session_leaves_no_word_in_the_log(log: Path, tmp_path: Path) -> None:
    """Title, text, note, tag, path, author, search and a file that cannot be read: all of them sing."""
    folder = tmp_path / CANARY
    project = Project.open(folder / f"{CANARY}.glossator", create=True, author=CANARY)
    article, spans = picture(f"[{CANARY}](PERSON) said [“{CANARY}”](QUOTE).")
    project.apply(Change(f"Import {CANARY}", (), (article, *spans)))
    project.apply(Change("Note", (), (Note(new_id(), article.id, "", CANARY, CANARY, ""),)))
    project.apply(Change("Tag", (), (Tag(new_id(), article.id, CANARY),)))
    project.reader.search(CANARY)
    (folder / f"{CANARY}.html").write_bytes(b"\x00\x01\x02" + CANARY.encode())
    assert project.import_([folder / f"{CANARY}.html", folder / f"{CANARY}.txt"], Silent()).failures
    for act in (lambda: project.apply(Change("x", (spans[0],), (spans[0], spans[0]))),):
        with pytest.raises(ValueError) as caught:
            act()
        logs.fault(caught.type, caught.value, caught.tb)
    logs.note(CANARY, article=CANARY, title=CANARY, code=f"{CANARY} x", where=f"/home/{CANARY}:1 f")
    logs.note("removed", article=article.id, size=len(article.text), seconds=0.5)
    project.close()
    text = log.read_text(encoding="utf-8")
    assert CANARY not in text
    assert article.id in text
    assert len(text.splitlines()) >= 4


def test_the_queries_of_the_store_are_never_logged(log: Path, capfd: pytest.CaptureFixture[str]) -> None:
    handler = logging.StreamHandler()
    logging.getLogger().addHandler(handler)
    try:
        with pytest.raises(peewee.IntegrityError):
            _sql()
    finally:
        logging.getLogger().removeHandler(handler)
    assert CANARY not in capfd.readouterr().err
    assert not logging.getLogger("peewee").isEnabledFor(logging.DEBUG)


def test_the_log_turns_over_and_only_its_owner_reads_it(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = os.umask(0)
    try:
        for handler in logging.getLogger("glossator.log").handlers:
            if isinstance(handler, logging.handlers.RotatingFileHandler):
                monkeypatch.setattr(handler, "maxBytes", 2_000)
        for number in range(300):
            logs.note("started", number=number)
        found = sorted(log.parent.iterdir())
    finally:
        os.umask(before)
    assert len([one for one in found if one.name.startswith("glossator.log")]) == 1 + logs.COPIES
    assert {stat.S_IMODE(one.stat().st_mode) for one in found} == {0o600}
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


def test_no_folder_is_no_log_and_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert logs.start(tmp_path / "file" / "logs") is None
    logs.note("started", number=1)


def test_threads_are_known_by_our_own_names_only() -> None:
    names: list[str] = []
    for name in ("project-writer", "work_0", CANARY):
        thread = threading.Thread(target=lambda: names.append(logs.thread_name()), name=name)
        thread.start()
        thread.join()
    assert names == ["project-writer", "work", "other"]
    assert logs.thread_name() == "main"


def test_the_command_line_ends_with_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> object:
        return {}[CANARY]

    monkeypatch.setattr(logs, "log_folder", lambda: tmp_path / "logs")
    monkeypatch.setitem(
        command_line.COMMANDS, "list", command_line.Command("", command_line.COMMANDS["list"].arguments, broken)
    )
    assert command_line.main(["--project", CANARY, "list", "--json"]) == command_line.FAULT
    said = capsys.readouterr()
    assert json.loads(said.out)["error"]["code"] == "fault"
    assert "KeyError" in said.err
    assert CANARY not in said.err + said.out
    assert CANARY not in (tmp_path / "logs" / logs.LOG).read_text(encoding="utf-8")


def test_when_the_interpreter_dies_only_places_are_kept(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from glossator.core import logs\n"
        f"logs.start(Path(sys.argv[1])); text = {CANARY!r}; os.abort()"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=False)
    assert done.returncode != 0
    kept = (tmp_path / logs.FAULTS).read_text(encoding="utf-8")
    assert "Fatal Python error" in kept
    assert CANARY not in kept
