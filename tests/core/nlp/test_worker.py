"""The worker: what goes wrong in its process reaches the caller as a problem, never as a crash."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from glossator.core.errors import Cancelled, UserError
from glossator.core.model.article import Article
from glossator.core.nlp import client, wire
from glossator.core.nlp.base import Findings
from glossator.core.nlp.client import Problem, Worker
from glossator.sentences import SENTENCES, sentence
from pictures import article

STRANGE = Path(__file__).with_name("strange_process.py")
Make = Callable[..., Worker]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Makes workers with a strange process, and ends them."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3] / "desktop"))
    made: list[Worker] = []

    def one(*arguments: str, **fields: int) -> Worker:
        line = [sys.executable, str(STRANGE), str(tmp_path / "once"), *arguments]
        made.append(Worker("strange", line, **fields))
        return made[-1]

    yield one
    for worker in made:
        worker.stop(kill=True)


def articles(*texts: str) -> list[Article]:
    """An article for each text, titled by it."""
    return [article(text, title=text) for text in texts]


class Stop:
    """A progress that wants to stop after some seconds, and counts steps."""

    def __init__(self, after: float) -> None:
        self.at = time.monotonic() + after
        self.steps: list[tuple[int, int]] = []

    @property
    def cancelled(self) -> bool:
        return time.monotonic() > self.at

    def step(self, done: int, total: int, what: str = "") -> None:
        self.steps.append((done, total))


def test_answers_come_in_order_and_progress_counts_them(make: Make) -> None:
    given = articles(*(f"Text {n}." for n in range(60)))
    watch = Stop(100)
    worker = make()
    got = list(worker.analyse(given, watch))
    assert [g.article for g in got] == [a.id for a in given]
    assert all(isinstance(g, Findings) for g in got)
    assert watch.steps == [(n, 60) for n in range(1, 61)]
    assert worker.pipeline_name == "strange@1"
    assert worker.fault is None


def test_what_libraries_print_does_not_break_the_frames(make: Make) -> None:
    got = list(make().analyse(articles("PRINT", "PRINT", "plain")))
    assert all(isinstance(g, Findings) for g in got)


@pytest.mark.parametrize(("word", "reason"), [("ABORT", "exit -6"), ("RAISE", "ZeroDivisionError")])
def test_an_article_that_crashes_twice_is_a_problem_and_all_others_are_analysed(
    make: Make, word: str, reason: str
) -> None:
    given = articles("one", "two", word, "three", "four")
    worker = make()
    got = list(worker.analyse(given))
    assert [g.article for g in got] == [a.id for a in given]
    assert [g for g in got if isinstance(g, Problem)] == [
        Problem(given[2].id, "analysis-crashed", {"title": word, "reason": reason})
    ]
    assert worker.started == 3
    assert word in sentence(got[2].error) if isinstance(got[2], Problem) else False


@pytest.mark.parametrize("word", ["JUNK", "DEEP", "SHAPE", "FLOOD", "WRONG", "OTHER", "QUIT"])
def test_rubbish_on_the_pipe_is_a_problem_of_one_article(make: Make, word: str) -> None:
    given = articles("one", word, "three")
    got = list(make().analyse(given))
    assert [g.article for g in got] == [a.id for a in given]
    assert [type(g) for g in got] == [Findings, Problem, Findings]
    assert isinstance(got[1], Problem)
    assert got[1].code == "analysis-crashed"
    assert f"“{word}”" in sentence(got[1].error)


def test_a_flood_without_line_ends_fills_no_memory(make: Make) -> None:
    worker = make()
    got = list(worker.analyse(articles("LOUD", "two")))
    assert [type(g) for g in got] == [Findings, Findings]
    assert worker._process is not None
    assert sum(map(len, worker._process.said)) <= 50 * 2000


def test_a_flooding_process_is_made_to_wait(make: Make) -> None:
    worker = make()
    worker.start()
    process = worker._process
    assert process is not None
    process.ask({"article": wire.from_article(article("FLOOD")), "names": None})
    deadline = time.monotonic() + 20
    while process.answers.qsize() < 64 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert process.answers.qsize() == 64
    begun = time.monotonic()
    worker.stop(kill=True)
    assert time.monotonic() - begun < 1.0
    assert not any(job.is_alive() for job in process._jobs)


def test_a_greeting_that_is_rubbish_is_a_failed_start(make: Make) -> None:
    with pytest.raises(UserError) as caught:
        list(make("GREET").analyse(articles("one")))
    assert caught.value.code == "worker-failed"


def test_one_crash_that_does_not_come_again_loses_nothing(make: Make) -> None:
    given = articles("one", "ONCE", "three")
    worker = make()
    got = list(worker.analyse(given))
    assert [g.article for g in got] == [a.id for a in given]
    assert all(isinstance(g, Findings) for g in got)
    assert worker.started == 2


def test_cancel_kills_the_process_at_once(make: Make) -> None:
    worker = make()
    list(worker.analyse(articles("warm")))
    assert worker._process is not None
    child = worker._process.child
    watch = Stop(0.3)
    with pytest.raises(Cancelled):
        list(worker.analyse(articles("SLEEP", "two"), watch))
    assert time.monotonic() - watch.at < 10, "it sleeps for a minute if nobody kills it"
    assert child.poll() is not None
    assert [type(g) for g in worker.analyse(articles("again"))] == [Findings]


def test_leaving_the_loop_early_leaves_no_stale_answers(make: Make) -> None:
    worker = make()
    given = articles(*"abcdef")
    for _ in worker.analyse(given):
        break
    later = articles("later")
    assert [g.article for g in worker.analyse(later)] == [later[0].id]


def test_a_process_is_replaced_after_its_lifetime(make: Make) -> None:
    got = list(make(lifetime=4).analyse(articles(*(str(n) for n in range(10)))))
    names = [g.analysis.pipeline for g in got if isinstance(g, Findings)]
    assert [names.count(name) for name in dict.fromkeys(names)] == [4, 4, 2]


def test_an_article_that_eats_memory_is_a_problem(make: Make) -> None:
    given = articles("one", "HOARD", "three")
    got = list(make(ceiling=200 * 2**20).analyse(given))
    assert [type(g) for g in got] == [Findings, Problem, Findings]
    assert isinstance(got[1], Problem)
    assert got[1].code == "analysis-too-big"


def test_a_process_that_never_comes_up_is_said_so(make: Make) -> None:
    with pytest.raises(UserError) as caught:
        list(make("DEAD").analyse(articles("one")))
    assert (caught.value.code, caught.value.values) == ("worker-failed", {"reason": "exit 7"})
    with pytest.raises(UserError, match="worker-failed"):
        list(Worker("x", ["/nowhere/at/all"]).analyse(articles("one")))


def test_the_ceilings_are_what_is_promised() -> None:
    assert (client.CEILING, client.LIFETIME, wire.CEILING) == (1536 * 2**20, 500, 64 * 2**20)


def test_every_code_has_its_sentence() -> None:
    codes = ["pipeline-missing", "pipeline-unfit", "language-unfit", "worker-failed"]
    codes += ["analysis-crashed", "analysis-too-big", "analysis-too-slow"]
    assert not [code for code in codes if code not in SENTENCES]


def test_the_parent_imports_neither_spacy_nor_numpy() -> None:
    code = (
        "import sys, glossator.core.nlp, glossator.core.nlp.client as c;"
        "glossator.core.nlp.installed();"
        "print([m for m in ('spacy', 'numpy', 'thinc') if m in sys.modules])"
    )
    path = str(Path(__file__).parents[3] / "desktop")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": path}
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.model
def test_the_real_process_analyses_and_falls_back_to_a_blank_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3] / "desktop"))
    given = articles("“We won,” Ada Lovelace said.")
    with Worker("no_such_pipeline") as worker:
        got = list(worker.analyse(given))
        assert worker.fault is not None
        assert worker.fault.code == "pipeline-missing"
        assert worker.pipeline_name.startswith("blank:en@")
    assert isinstance(got[0], Findings)
    assert {s.label: s.text for s in got[0].spans} == {"QUOTE": "“We won,”", "SPEAKER": "Ada Lovelace", "CUE": "said"}
