"""``glossator analyse [ID…]``"""

from __future__ import annotations

import argparse

from glossator.cli.answer import Answer, Printed, failures, opened
from glossator.core.service import analysis
from glossator.core.service.exporting import chosen as chosen_ids
from glossator.core.settings import read_settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which articles, by which pipeline."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="ids of articles (default: those not analysed yet)")
    parser.add_argument("--all", action="store_true", help="every article, analysed or not")
    parser.add_argument("--pipeline", default=None, help="an installed spaCy pipeline, or blank:en")


def run(chosen: argparse.Namespace) -> Answer:
    """Analyse in a worker process and keep the suggestions."""
    with opened(chosen) as project:
        if chosen.ids:
            ids = chosen_ids(project, chosen.ids)
        else:
            ids = [line.id for line in project.reader.articles() if chosen.all or not line.analysed]
        pipeline = chosen.pipeline or read_settings().pipeline
        done = analysis.analyse(project, ids, pipeline, Printed("Analysing"))
        bundles = [project.reader.bundle(one) for one in done.articles]
    failed = failures((p.article, p.code, dict(p.values)) for p in done.problems)
    rows = [
        {
            "id": b.article.id,
            "title": b.article.title,
            "spans": len(b.spans),
            "pipeline": b.analysis and b.analysis.pipeline,
        }
        for b in bundles
    ]
    lines = [f"{row['id']}  {row['spans']:5} spans  {row['title']}" for row in rows]
    return Answer({"analysed": rows, "failed": failed}, lines, bool(failed))
