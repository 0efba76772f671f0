"""``glossator selftest``: does this installation do the main job?"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from glossator.cli.answer import Answer, Printed, failures
from glossator.core.places import resources
from glossator.core.service import analysis, exporting
from glossator.core.service.checking import check_project
from glossator.core.service.library import Project
from glossator.core.settings import Settings


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
            written = {}
            for one in exporting.formats():
                target = Path(folder) / f"corpus{one.suffix}"
                exporting.export(project, one.name, target, Printed("Exporting"), one.options(suggestions=True))
                written[one.name] = target.stat().st_size
            spans = project.reader.counts()["spans"]
        finally:
            project.close()
        problems = check_project(project.path)
    failed = failures((f.path, f.code, f.values) for f in imported.failures)
    failed += failures((p.article, p.code, dict(p.values)) for p in analysed.problems)
    failed += [{"item": p.code, "code": p.code, "sentence": p.detail} for p in problems]
    bad = bool(failed) or not imported.articles or not spans or not all(written.values())
    document = {
        "ok": not bad, "articles": len(imported.articles), "spans": spans, "bytes": written, "failed": failed,
    }  # fmt: skip
    verdict = "ok" if not bad else "failed"
    return Answer(
        document, [f"{verdict}: {len(imported.articles)} articles, {spans} spans, {len(written)} formats"], bad
    )
