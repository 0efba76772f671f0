"""PySide6 gives None back without eating a reference to it.

Some versions lost one reference to None per void call on Python 3.11; after enough of
them the interpreter aborts, far away from the cause. A new pin must not bring that back.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

CALLS = 1_000
NOISE = 200


def test_void_calls_leave_none_alone(qtbot: QtBot) -> None:
    thing = QObject()
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("a")
        widget.setToolTip("b")
        widget.update()
    assert abs(sys.getrefcount(None) - before) < NOISE
