"""``glossator selftest``: does this installation do the main job?"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from glossator.cli.answer import Answer, Printed, failures
from glossator.core.errors import UserError
from glossator.core.places import resources
from glossator.core.service import analysis, exporting
from glossator.core.service.checking import check_project
from glossator.core.service.library import Project
from glossator.core.settings import Settings
from glossator.sentences import sentence


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which pipeline."""
    parser.add_argument("--pipeline", default=Settings.pipeline, help="an installed spaCy pipeline, or blank:en")


def run(chosen: argparse.Namespace) -> Answer:
    """Import the samples, analyse, export every format, check: all in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        project = Project.open(Path(folder) / "selftest.glossator", create=True)
        try:
            imported = project.import_([resources() / "samples"], Printed("Reading"))
            analysed = analysis.analyse(project, imported.articles, chosen.pipeline, Printed("Analysing"))
            written, left_out = _export(project, Path(folder))
            spans = project.reader.counts()["spans"]
        finally:
            project.close()
        problems = check_project(project.path)
    failed = failures((f.path, f.code, f.values) for f in imported.failures)
    failed += failures((p.article, p.code, dict(p.values)) for p in analysed.problems)
    failed += [{"item": p.code, "code": p.code, "sentence": p.detail} for p in problems]
    bad = bool(failed) or not imported.articles or not spans or not all(written.values())
    document = {
        "ok": not bad, "articles": len(imported.articles), "spans": spans, "bytes": written, "left_out": left_out,
        "failed": failed,
    }  # fmt: skip
    verdict = "ok" if not bad else "failed"
    lines = [f"{verdict}: {len(imported.articles)} articles, {spans} spans, {len(written)} formats"]
    lines += [f"not installed: {told}" for told in left_out.values()]
    return Answer(document, lines, bad)


def _export(project: Project, folder: Path) -> tuple[dict[str, int], dict[str, str]]:
    """Every format once: name → bytes written, and name → why it could not be had here."""
    written: dict[str, int] = {}
    left_out: dict[str, str] = {}
    for one in exporting.formats():
        target = folder / f"corpus{one.suffix}"
        try:
            exporting.export(project, one.name, target, Printed("Exporting"), one.options(suggestions=True))
        except UserError as error:
            if error.code not in exporting.NOT_INSTALLED:
                raise
            left_out[one.name] = sentence(error)
        else:
            files = [target] if target.is_file() else [path for path in target.rglob("*") if path.is_file()]
            written[one.name] = sum(path.stat().st_size for path in files)
    return written, left_out
