"""The window's program: settings → project → window; errors that nobody caught are shown and kept."""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QMessageLogContext, QObject, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from glossator import __version__
from glossator.core import logs
from glossator.core.places import default_project, resources
from glossator.core.settings import read_settings
from glossator.ui.collector import Collector
from glossator.ui.theme import Theme
from glossator.ui.widgets.asker import QtAsker
from glossator.ui.window.main_window import MainWindow
from glossator.ui.window.opening import open_project


class Application(QApplication):
    """Takes files that a file manager hands over while the program runs."""

    window: MainWindow | None = None

    def event(self, event: QEvent) -> bool:
        """A file manager opened a file with us."""
        if isinstance(event, QFileOpenEvent) and self.window is not None and event.file():
            self.window.importing.read([event.file()])
            return True
        return super().event(event)


def heard(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt's own warnings are counted in the log, without their words: these may name files."""
    logs.note("qt-message", kind=int(kind.value), line=context.line)
    if sys.flags.dev_mode or kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        print(message, file=sys.stderr)


class Alarm(QObject):
    """Shows errors that reached the top of a thread, one at a time, and keeps the program running."""

    def __init__(self, app: Application) -> None:
        super().__init__(app)
        self._app = app
        self._shown = False

    def install(self) -> None:
        """Listen to the window's thread and to all others."""
        sys.excepthook = self._on_error
        qInstallMessageHandler(heard)
        threading.excepthook = lambda args: self._on_error(args.exc_type, args.exc_value, args.exc_traceback)

    def _on_error(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        text = logs.fault(kind, error, trace)
        if sys.flags.dev_mode:
            sys.__excepthook__(kind, error or kind(), trace)
        else:  # desktops keep what is printed in files of their own: no message there either
            print(text, file=sys.stderr)
        QTimer.singleShot(0, self, lambda: self._show(text))

    def _show(self, text: str) -> None:
        if self._shown or self._app.window is None:
            return
        self._shown = True
        self._app.window.dialogs.show_crash(text)
        self._shown = False


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Files to open, and the project to open them in."""
    parser = argparse.ArgumentParser(prog="glossator")
    parser.add_argument("--project", type=Path, default=None)
    parser.add_argument("files", nargs="*", type=Path)
    return parser.parse_args(argv)


def make_application() -> Application:
    """The one QApplication, named and with its icon."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, Application) else Application(sys.argv[:1])
    app.setApplicationName("Glossator")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("glossator")
    icon = resources() / "icons" / "glossator.svg"
    if icon.is_file():
        app.setWindowIcon(QIcon(str(icon)))
    return app


def main(argv: Sequence[str]) -> int:
    """Open the window; 3 when the project cannot be opened."""
    chosen = arguments(argv)
    logs.start()
    app = make_application()
    settings = read_settings()
    Theme.named(settings.theme).apply(app)
    files = [path for path in chosen.files if path.suffix != ".glossator"]
    named = [path for path in chosen.files if path.suffix == ".glossator"]
    path = chosen.project or (named[0] if named else default_project())
    asker = QtAsker()
    project = open_project(path, asker, create=True, author=settings.author)
    if project is None:
        return 3
    window = MainWindow(project, settings, asker)
    app.window = window
    Alarm(app).install()
    window.show()
    Collector(app)
    if files:
        QTimer.singleShot(0, window, lambda: window.importing.read(files))
    code = app.exec()
    window.shut()
    logs.stop()
    return code
