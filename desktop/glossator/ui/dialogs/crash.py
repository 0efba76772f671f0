"""A fault of the program, shown with a report that a person may copy or keep. Nothing is sent anywhere."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QPlainTextEdit, QWidget

from glossator.ui.dialogs.base import Dialog
from glossator.ui.widgets.asker import Asker, QtAsker
from glossator.ui.widgets.text_label import TextLabel, WarningLabel


class CrashDialog(Dialog):
    """``report`` is shown as it will be copied or saved."""

    def __init__(
        self, report: str, folder: Path | None = None, asker: Asker | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__("Something went wrong", parent)
        self._report = report
        self._folder = folder or Path.home()
        self._asker = asker or QtAsker(self)
        told = (
            "The program met a fault of its own. What you did so far is saved. "
            "You can go on working; if things look odd, close and open the project again."
        )
        self.text = QPlainTextEdit(report)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName("Report")
        self.said = TextLabel(muted=True, wrap=True)
        self.problem = WarningLabel()
        self.said.hide()
        self.copy = self.buttons.addButton("Copy", QDialogButtonBox.ButtonRole.ActionRole)
        self.save = self.buttons.addButton("Save…", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._on_copy)
        self.save.clicked.connect(self._on_save)
        self.column.addWidget(TextLabel(told, wrap=True))
        self.column.addWidget(TextLabel("The report stays on this computer; nothing is sent.", muted=True, wrap=True))
        self.column.addWidget(self.text, 1)
        self.column.addWidget(self.said)
        self.column.addWidget(self.problem)
        self.resize(640, 440)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self._say("Copied.")

    def _on_save(self) -> None:
        target = self._asker.choose_save("Save report", self._folder / "glossator-report.txt", ["Text (*.txt)"])
        if target is None:
            return
        try:
            handle = os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(self._report)
        except OSError as error:
            self.problem.say(f"The report could not be written to {target.name}: {error.strerror or 'unknown reason'}.")
            return
        self.problem.say("")
        self._say(f"Saved as {target}.")

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.show()
