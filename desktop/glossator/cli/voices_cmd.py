"""``glossator voices [--article ID] [--to PATH --format csv|jsonl]``"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from glossator.cli.answer import Answer, Printed, opened
from glossator.core.errors import UserError
from glossator.core.service import voice_files, voices
from glossator.core.service.voices import Voice, share


def arguments(parser: argparse.ArgumentParser) -> None:
    """Of what, and where to."""
    parser.add_argument("--article", default="", metavar="ID", help="only this article (default: all)")
    parser.add_argument("--to", type=Path, default=None, metavar="PATH", help="write every quotation to this file")
    parser.add_argument(
        "--format", choices=list(voice_files.FORMATS), default=None, help="of that file (default: as its name ends)"
    )


def run(chosen: argparse.Namespace) -> Answer:
    """Who speaks, how much, and how much of it directly; with ``--to`` the quotations as a table."""
    with opened(chosen, read_only=True) as project:
        if chosen.article and project.reader.article(chosen.article) is None:
            raise UserError("article-unknown", id=chosen.article)
        found = voices.read_voices(project.reader, chosen.article)
        document: dict[str, object] = {
            "article": chosen.article or None,
            "voices": [
                {**asdict(v), "direct_share": round(share(v.direct, v.quotes), 3),
                 "indirect_share": round(share(v.indirect, v.quotes), 3)}
                for v in found.voices
            ],
            "without_speaker": found.unspoken,
        }  # fmt: skip
        lines = [*map(_line, found.voices), f"{'':>6}{found.unspoken:7} quotations without a speaker"]
        if chosen.to is not None:
            form = chosen.format or ("jsonl" if chosen.to.suffix == ".jsonl" else "csv")
            ids = [chosen.article] if chosen.article else None
            count = voice_files.write_voices(project.reader, chosen.to, form, Printed("Writing"), ids)
            document |= {"to": str(chosen.to), "format": form, "written": count}
            lines.append(f"{count} quotations written to {chosen.to}")
    return Answer(document, lines)


def _line(voice: Voice) -> str:
    direct = round(100 * share(voice.direct, voice.quotes))
    return (
        f"{voice.words:6} words {voice.quotes:5} quotations, {direct:3} % direct,"
        f" {voice.articles:4} articles  {' '.join(voice.name.split())}"
    )
