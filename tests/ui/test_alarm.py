"""An error that nobody caught: shown as a report without a word of the person's, and the program goes on."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from glossator.core import logs
from glossator.ui import app as program
from glossator.ui.dialogs.crash import CrashDialog

CANARY = "xylophonquartz"


@pytest.fixture
def alarm(qtbot, qapp, tmp_path, monkeypatch):
    """An alarm that is installed, the reports that it shows, and the log that it writes."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    shown: list[str] = []
    path = logs.start(tmp_path / "logs")
    app = SimpleNamespace(window=SimpleNamespace(dialogs=SimpleNamespace(show_crash=shown.append)))
    made = program.Alarm.__new__(program.Alarm)
    program.QObject.__init__(made)
    made._app, made._shown = app, False
    before = qInstallMessageHandler(None)
    made.install()
    yield made, shown, path
    qInstallMessageHandler(before)
    logs.stop()


def test_the_window_shows_a_report_and_the_log_has_a_line(qtbot, alarm, capsys):
    _, shown, path = alarm
    try:
        {}[CANARY]
    except KeyError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert "KeyError" in shown[0]
    said = capsys.readouterr()
    assert CANARY not in shown[0] + said.err + said.out + path.read_text(encoding="utf-8")
    assert '"type": "KeyError"' in path.read_text(encoding="utf-8")


def test_an_error_in_another_thread_reaches_the_window(qtbot, alarm, capsys):
    _, shown, _ = alarm
    thread = threading.Thread(target=lambda: int(CANARY))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert "ValueError" in shown[0]
    assert CANARY not in shown[0] + capsys.readouterr().err


def test_qt_s_words_are_not_kept(alarm, capsys):
    _, _, path = alarm
    program.heard(QtMsgType.QtWarningMsg, QMessageLogContext(), f"/home/{CANARY}/x.png")
    assert CANARY not in path.read_text(encoding="utf-8") + capsys.readouterr().err
    assert "qt-message" in path.read_text(encoding="utf-8")


def test_the_report_is_seen_before_it_is_kept_and_then_kept_privately(qtbot, tmp_path: Path):
    target = tmp_path / "report.txt"
    asker = SimpleNamespace(choose_save=lambda *_: target)
    try:
        int(CANARY)
    except ValueError as error:
        text = logs.report(type(error), error, error.__traceback__)
    dialog = CrashDialog(text, tmp_path, asker)
    qtbot.addWidget(dialog)
    assert dialog.text.toPlainText() == text
    assert not list(tmp_path.iterdir())
    dialog.save.click()
    assert target.read_text(encoding="utf-8") == text
    assert target.stat().st_mode & 0o077 == 0
    assert CANARY not in text
