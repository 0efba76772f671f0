"""The program never goes online: not its window, not its workers, not what it is made of."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from glossator.core.sealed import seal
from offline import is_here

WATCH = """
import os, sys
told = os.open(os.environ["GLOSSATOR_WATCH"], os.O_CREAT | os.O_APPEND | os.O_WRONLY)
def tell(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"):
        os.write(told, f"{event} {args[1:] if event.startswith('socket.c') else args}\\n".encode())
    elif event == "urllib.Request":
        os.write(told, f"{event}\\n".encode())
sys.addaudithook(tell)
os.write(told, f"process {' '.join(sys.orig_argv[1:6])}\\n".encode())
"""


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    """An environment in which every Python process writes down its start and each connection."""
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "watch"), os.environ["PYTHONPATH"]])
    return {**os.environ, "PYTHONPATH": path, "GLOSSATOR_WATCH": str(tmp_path / "told"), "QT_QPA_PLATFORM": "offscreen"}


def told(watched: dict[str, str]) -> list[str]:
    return Path(watched["GLOSSATOR_WATCH"]).read_text(encoding="utf-8").splitlines()


def test_the_watch_sees_a_connection(watched: dict[str, str]) -> None:
    code = "import socket; s = socket.socket(); s.settimeout(1); s.connect_ex(('127.0.0.1', 9)); s.close()"
    subprocess.run([sys.executable, "-c", code], env=watched, check=True, timeout=60)
    assert [line for line in told(watched) if line.startswith("socket.connect")]


@pytest.mark.model
def test_a_whole_session_opens_no_connection(watched: dict[str, str], tmp_path: Path, checkout: Path) -> None:
    """Reading hostile and plain files, analysing, exporting, and the window itself, each with its processes."""
    page = '<base href="http://192.0.2.1/"><img src="/a.png"><p>“We won,” said <b>Ada Byron</b>, who sent http://192.0.2.1.'
    (tmp_path / "a.html").write_text(f"<html><body><article>{page * 9}</article></body></html>", encoding="utf-8")
    files = [str(tmp_path / "a.html"), str(checkout / "resources" / "samples" / "interview.txt")]
    command = [sys.executable, "-m", "glossator", "headless", "--out", str(tmp_path / "out"), *files]
    done = subprocess.run(command, env=watched, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    lines = told(watched)
    started = [line for line in lines if line.startswith("process")]
    assert sum("glossator.core.reading.worker" in line for line in started) == 2
    assert sum("glossator.core.nlp.process" in line for line in started) == 1
    assert any("headless" in line for line in started)
    assert [line for line in lines if not line.startswith("process")] == []


def test_a_sealed_process_cannot_connect_or_start_another() -> None:
    code = f"""
import socket, subprocess, sys, urllib.request
from glossator.core.sealed import Sealed, seal
{seal.__name__}()
def refused(act):
    try:
        act()
    except Sealed:
        return True
    return False
assert refused(lambda: socket.socket().connect(("127.0.0.1", 9)))
assert refused(lambda: socket.getaddrinfo("localhost", 80))
assert refused(lambda: socket.socket().bind(("127.0.0.1", 0)))
assert refused(lambda: subprocess.run([sys.executable, "-V"]))
assert refused(lambda: __import__("os").system("true"))
assert refused(lambda: __import__("os").fork())
assert refused(lambda: urllib.request.urlopen("http://127.0.0.1:9/"))
assert open(sys.executable, "rb").read(4)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_no_test_goes_online() -> None:
    with socket.socket() as one, pytest.raises(AssertionError, match="network"):
        one.connect(("192.0.2.1", 80))
    assert [is_here(one) for one in (("127.0.0.1", 9), ("::1", 9, 0, 0), "/tmp/x", ("192.0.2.1", 80), None)] == [
        True,
        True,
        True,
        False,
        False,
    ]
