"""The main job without a display: import, analyse, export every format, save a picture of the page."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from glossator.core import logs
from glossator.core.errors import AppError, UserError
from glossator.core.places import resources
from glossator.core.progress import Silent
from glossator.core.service import analysis, exporting
from glossator.core.service.library import Project
from glossator.core.settings import Settings
from glossator.sentences import sentence


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Files, and the folder for what comes out."""
    parser = argparse.ArgumentParser(prog="glossator headless", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder for the results (default: out)")
    parser.add_argument("--project", type=Path, default=None, help="the project (default: a new one in that folder)")
    parser.add_argument("--pipeline", default=Settings.pipeline)
    parser.add_argument("files", nargs="*", type=Path, help="article files or folders (default: the samples)")
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Do the job and say what was done; 1 when something failed, 3 when there is no project, 4 for a fault of ours."""
    chosen = arguments(argv)
    chosen.out.mkdir(parents=True, exist_ok=True)
    path = chosen.project or chosen.out / "library.glossator"
    try:
        project = Project.open(path, create=True)
    except AppError as error:
        print(sentence(error), file=sys.stderr)
        return 3
    try:
        return _work(project, chosen)
    except AppError as error:
        print(sentence(error), file=sys.stderr)
        return 1
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        logs.start()
        print(logs.fault(type(error), error, error.__traceback__), file=sys.stderr)
        logs.stop()
        return 4
    finally:
        project.close()


def _work(project: Project, chosen: argparse.Namespace) -> int:
    done = project.import_(chosen.files or [resources() / "samples"], Silent())
    for failure in done.failures:
        print(f"{failure.path}: {sentence(UserError(failure.code, **failure.values))}", file=sys.stderr)
    known = f", {len(done.known)} files were there already" if done.known else ""
    print(f"Project    {project.path}: {len(done.articles)} articles added{known}")
    todo = [line.id for line in project.reader.articles() if not line.analysed]
    result = analysis.analyse(project, todo, chosen.pipeline, Silent(), done.group)
    for problem in result.problems:
        print(sentence(UserError(problem.code, **problem.values)), file=sys.stderr)
    lines = project.reader.articles()
    spans, quotes = sum(line.spans for line in lines), sum(line.quotes for line in lines)
    print(
        f"Analysed   {len(result.articles)} articles; the project holds {spans} marks, {quotes} quotations among them"
    )
    for one in exporting.formats():
        target = chosen.out / f"corpus{one.suffix}"
        try:
            written = exporting.export(project, one.name, target, Silent(), one.options(suggestions=True))
        except UserError as error:
            if error.code not in exporting.NOT_INSTALLED:
                raise
            print(f"Left out   {one.title}: {sentence(error)}")
            continue
        print(f"Exported   {target} ({one.title}, {written.articles} articles, suggestions included)")
    if lines:
        first = done.articles[0] if done.articles else lines[0].id
        for theme in ("light", "dark"):
            print(f"Picture    {_picture(project, first, chosen.out / f'page-{theme}.png', theme)}")
    return 1 if done.failures or result.problems else 0


def _picture(project: Project, article: str, target: Path, theme: str) -> Path:
    """Save the window as it shows ``article``."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from glossator.ui.app import make_application
    from glossator.ui.theme import Theme
    from glossator.ui.widgets.asker import QtAsker
    from glossator.ui.window.main_window import MainWindow

    app = make_application()
    settings = Settings(theme=theme)
    Theme.named(theme).apply(app)
    window = MainWindow(project, settings, QtAsker())
    window.resize(1500, 940)
    window.show_article(article)
    window.show()
    for _ in range(20):
        app.processEvents()
    window.grab().save(str(target))
    window.shut(close_project=False)
    return target
