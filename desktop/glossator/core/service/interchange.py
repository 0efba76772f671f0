"""Annotations from other programs become articles of the project, as one undoable act."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from glossator.core.errors import UserError
from glossator.core.interchange import READERS
from glossator.core.interchange.base import ForeignFile, Problem
from glossator.core.interchange.sniff import guesses
from glossator.core.model.article import Source
from glossator.core.model.change import Change
from glossator.core.model.ids import new_id
from glossator.core.progress import Progress, check
from glossator.core.reading.sniff import shown_path
from glossator.core.service.changes import now, short
from glossator.core.service.known_texts import KnownTexts
from glossator.core.service.library import Project
from glossator.core.service.taking import Taken, Taking, Told

__all__ = [
    "Format", "Preview", "Problem", "Survey", "Taken", "Told", "company", "formats", "guesses", "import_annotations",
    "mapping_of", "preview", "recognised", "survey",
]  # fmt: skip

_PACKED = frozenset({"docbin", "refi"})
"""Formats whose bytes are no text."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format whose annotations can be read."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file holds, before anything is stored: labels with counts, and whether the project has the file."""

    articles: int
    labels: dict[str, int]
    known: bool
    problems: tuple[Problem, ...]


def formats() -> list[Format]:
    """Every format, in order."""
    return [Format(one.name, one.title) for one in READERS]


def recognised(path: Path) -> str:
    """The likeliest format of ``path``. UserError file-missing, annotations-unreadable."""
    if not path.exists():
        raise UserError("file-missing", path=str(path))
    names = guesses(path)
    if not names:
        raise UserError("annotations-unreadable", path=str(path), why="its format was not recognised")
    return names[0]


def mapping_of(told: Sequence[str]) -> dict[str, str]:
    """``OLD=NEW`` pairs; the first ``=`` parts them. UserError ``map-unfit``."""
    found = {}
    for pair in told:
        old, sign, new = pair.partition("=")
        if not sign or not old.strip():
            raise UserError("map-unfit", told=pair)
        found[old.strip()] = new.strip()
    return found


def survey(project: Project, path: Path, name: str) -> Survey:
    """What is at ``path``, for a person who maps its labels. UserError as the reader's."""
    file = READERS.get(name).read(path)
    counts = Counter(span.label for article in file.articles for span in article.spans)
    counts.update(quoted.span.label for article in file.articles for quoted in article.quoted)
    problems = [*file.problems, *(p for article in file.articles for p in article.problems)]
    known = bool(project.reader.sources_with([_sha(file)]))
    return Survey(len(file.articles), dict(sorted(counts.items())), known, tuple(problems))


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing would do, worked out and not stored. ``labels`` are (label, spans placed) by the alphabet.

    ``known`` says that the project has the very file; ``problems`` are (title or "", what cannot be taken over).
    """

    path: Path
    name: str
    file: ForeignFile
    told: tuple[Told, ...]
    labels: tuple[tuple[str, int], ...]
    known: bool
    problems: tuple[tuple[str, Problem], ...]


_TOGETHER = frozenset({".ann", ".tsv", ".xmi"})


def company(path: Path) -> int:
    """How many more files of the kind of ``path`` lie beside it, for formats that spread over a folder; else 0."""
    if path.suffix.lower() not in _TOGETHER or not path.is_file():
        return 0
    return sum(one.suffix.lower() == path.suffix.lower() and one != path for one in path.parent.iterdir())


def preview(project: Project, path: Path, name: str, progress: Progress) -> Preview:
    """What is at ``path`` and what would become of it. UserError as :func:`import_annotations`, Cancelled."""
    progress.step(0, 0, path.name)
    file = READERS.get(name).read(path)
    check(progress)
    if project.reader.sources_with([_sha(file)]):
        return Preview(path, name, file, (), (), True, ())
    taking = Taking(_source(file, path, name), name, {}, project, KnownTexts(project.reader))
    _take_all(taking, file, progress)
    result = taking.result(file.problems)
    names = {span.label for article in file.articles for span in article.spans}
    names |= {quoted.span.label for article in file.articles for quoted in article.quoted}
    labels = tuple((name, result.labels.get(name, 0)) for name in sorted(names))
    return Preview(path, name, file, tuple(taking.told), labels, False, result.problems)


def _source(file: ForeignFile, path: Path, name: str) -> Source:
    text = file.data.decode("utf-8", "replace").replace("\0", "\n") if name not in _PACKED else ""
    return Source(_sha(file), shown_path(path), "utf-8" if text else "binary", len(file.data), now(), text)


def _take_all(taking: Taking, file: ForeignFile, progress: Progress) -> None:
    for number, article in enumerate(file.articles):
        check(progress)
        progress.step(number, len(file.articles), article.title)
        taking.take(article)
    check(progress)
    progress.step(len(file.articles), len(file.articles))


def import_annotations(
    project: Project, path: Path, name: str, mapping: Mapping[str, str], progress: Progress, match: bool = False,
    file: ForeignFile | None = None,
) -> Taken:  # fmt: skip
    """Store what is at ``path``; the same file again is recognised and changes nothing.

    Labels named in ``mapping`` become others, or nothing for "". Spans that cannot be
    placed are listed, and kept in a note on their article. With ``match`` a text that the
    project has gets the spans itself, whatever furniture is missing in the file; a
    suggestion that the file says too is accepted. ``file`` is what a preview has read.
    UserError as the reader's and text-too-long; Cancelled before anything is stored.
    """
    file = file or READERS.get(name).read(path)
    check(progress)
    if project.reader.sources_with([_sha(file)]):
        return Taken(known=True)
    source = _source(file, path, name)
    taking = Taking(source, name, mapping, project, KnownTexts(project.reader) if match else None)
    _take_all(taking, file, progress)
    result = taking.result(file.problems)
    if result.articles or result.matched:
        count = len(result.articles) + len(result.matched)
        title = f"Import annotations of {count} article{'s' if count > 1 else ''} from “{short(path.name)}”"
        after = (source, *taking.made, *taking.rows)
        project.apply(Change(title, tuple(taking.gone), after, f"import-{new_id()}"))
    return result


def _sha(file: ForeignFile) -> str:
    return hashlib.sha256(file.data).hexdigest()
