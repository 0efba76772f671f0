"""The line at the bottom: what happened, what runs, and that all is saved."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from glossator.ui.jobs import Job


class Status(QStatusBar):
    """Shows the running job with a Stop button, and the last thing said."""

    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._said = QLabel()
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setAccessibleName("Message")
        self._doing = QLabel()
        self._doing.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setFixedWidth(150)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self._stop = QToolButton()
        self._stop.setText("Stop")
        self._stop.setAutoRaise(True)
        self._stop.clicked.connect(self.stop_requested)
        self._saved = QLabel("All saved")
        self._saved.setTextFormat(Qt.TextFormat.PlainText)
        self._saved.setAccessibleName("Saved")
        self.addWidget(self._said, 1)
        for widget in (self._doing, self._bar, self._stop, self._saved):
            self.addPermanentWidget(widget)
        self._show_job(False)

    @property
    def message(self) -> str:
        """What was said last."""
        return self._said.text()

    def say(self, text: str) -> None:
        """Say something in one line."""
        self._said.setText(" ".join(text.split())[:300])
        self._said.setToolTip("")

    def set_saved(self, saved: bool) -> None:
        """Whether everything is on the disk."""
        if not self._read_only:
            self._saved.setText("All saved" if saved else "NOT SAVED")

    def set_read_only(self, read_only: bool) -> None:
        """Whether the project is open for reading only: then nothing can be unsaved."""
        self._read_only = read_only
        self._saved.setText("Reading only" if read_only else "All saved")

    def watch(self, job: Job) -> None:
        """Show a job until it has ended."""
        self._doing.setText(f"{job.title}…")
        self._bar.setRange(0, 0)
        self._show_job(True)
        job.progressed.connect(self._on_progressed)

    def rest(self) -> None:
        """Nothing runs any more."""
        self._show_job(False)

    def _on_progressed(self, done: int, total: int, what: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        job = self.sender()
        if isinstance(job, Job):
            self._doing.setText(f"{job.title} {done} of {total} {what[:40]}".rstrip())

    def _show_job(self, shown: bool) -> None:
        for widget in (self._doing, self._bar, self._stop):
            widget.setVisible(shown)
