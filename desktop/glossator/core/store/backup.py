"""Backups of a project in a folder beside it: made while it is open, thinned, listed, put back."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from glossator.core.errors import UserError
from glossator.core.store import copying
from glossator.core.store.connection import driver, uri
from glossator.core.store.lock import ProjectLock
from glossator.core.store.opening import CODES, OPEN_HERE, Verdict, has_log, inspect, require

_STAMP = "%Y-%m-%dT%H%M%SZ"
AUTO, BULK, HAND, REPAIR, REPLACED, UPGRADE = "auto", "bulk", "hand", "repair", "replaced", "upgrade"
THINNED = frozenset((AUTO, BULK, REPAIR))
"""Made by the program itself; what a person asked for, or an upgrade made, is never taken away."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a project. ``made`` is UTC, ``size`` bytes, ``seq`` its last journal entry.

    ``reason`` is auto (while working), bulk (before many rows went), hand (asked for),
    repair, upgrade, or replaced (what lay there before a backup was put back). The
    counts are None when the copy cannot be read.
    """

    path: Path
    made: datetime
    reason: str
    size: int
    articles: int | None
    spans: int | None
    seq: int | None

    @property
    def name(self) -> str:
        """What it is called in lists and on the command line."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many copies made by the program itself stay: all of the last hours, then one each hour, day, week."""

    all_hours: int = 2
    hourly: int = 24
    daily: int = 14
    weekly: int = 26


def folder_of(project: Path) -> Path:
    """Where a project's backups lie."""
    return project.with_name(f"{project.name}.backups")


def make(project: Path, reason: str, now: datetime | None = None) -> Backup:
    """Copy ``project``, open or not, into its folder of backups.

    Raises UserError ``disk-full`` (also when little would be left), ``backup-failed``,
    ``cannot-write`` or ``project-…``; then no half copy is left.
    """
    project = project.absolute()
    require(project)
    folder = folder_of(project)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        log = Path(f"{project}-wal")
        needed = project.stat().st_size + (log.stat().st_size if log.exists() else 0)
        if shutil.disk_usage(folder).free < needed * 2:
            raise UserError("disk-full", path=str(folder))
    except OSError as error:
        raise UserError("cannot-write", path=str(folder), why=error.strerror or type(error).__name__) from error
    _sweep(folder)
    target = _free_name(project, reason, now or datetime.now(UTC))
    copying.copy(project, target, gently=reason == AUTO)
    return _read(target, project)


def _sweep(folder: Path) -> None:
    """Take away half copies of a process that was killed: a copy takes seconds, not an hour."""
    for part in folder.glob(".*.part*"):
        with contextlib.suppress(OSError):
            if datetime.now(UTC).timestamp() - part.stat().st_mtime > 3600:
                part.unlink()


def make_as_it_is(project: Path) -> Backup:
    """Copy a closed project's bytes and its log, damaged as they may be; ``project-locked``, ``cannot-write``."""
    project = project.absolute()
    if OPEN_HERE.holds(project):
        raise UserError("project-locked", path=str(project), holder="this program")
    lock = ProjectLock(project)
    try:
        target = _free_name(project, REPAIR, datetime.now(UTC))
        for end in ("", "-wal"):
            if Path(f"{project}{end}").exists():
                shutil.copyfile(f"{project}{end}", f"{target}{end}")
                copying.sync(Path(f"{target}{end}"))
    except OSError as error:
        raise UserError("cannot-write", path=str(project), why=error.strerror or type(error).__name__) from error
    finally:
        lock.release()
    return _read(target, project)


def listed(project: Path) -> list[Backup]:
    """Its backups, the newest first; copies made by an upgrade lie beside the project and are listed too."""
    project = project.absolute()
    found = [one for one, _, _ in _named(project)]
    found += project.parent.glob(f"{_quoted(project.stem)}.version-*{project.suffix}")
    return sorted(
        (_read(one, project) for one in found), key=lambda one: (one.made, len(one.name), one.name), reverse=True
    )


def thin(project: Path, now: datetime | None = None, keeping: Keeping = Keeping()) -> list[Path]:
    """Take away what :func:`kept` does not keep; answers what went."""
    own = {one: made for one, made, reason in _named(project.absolute()) if reason in THINNED}
    stay = kept(own.values(), now or datetime.now(UTC), keeping)
    gone = [one for one, made in own.items() if made not in stay]
    for one in gone:
        with contextlib.suppress(OSError):
            one.unlink()
    return gone


def kept(times: Iterable[datetime], now: datetime, keeping: Keeping) -> set[datetime]:
    """Which of these moments stay: the newest always, and the newest of each hour, day and week in their spans."""
    newest_first = sorted(times, reverse=True)
    stay = set(newest_first[:1])
    stay |= {one for one in newest_first if now - one <= timedelta(hours=keeping.all_hours)}
    spans = (
        (timedelta(hours=keeping.hourly), "%Y-%m-%dT%H"),
        (timedelta(days=keeping.daily), "%Y-%m-%d"),
        (timedelta(weeks=keeping.weekly), "%G-%V"),
    )
    for span, name in spans:
        seen: set[str] = set()
        for one in newest_first:
            bucket = one.strftime(name)
            if now - one <= span and bucket not in seen:
                seen.add(bucket)
                stay.add(one)
    return stay


def find(project: Path, name: str) -> Backup:
    """The backup called ``name`` (a name of the list, or a path); UserError ``backup-unknown``."""
    for one in listed(project):
        if name in (one.name, one.path.stem, str(one.path)):
            return one
    if Path(name).is_file():
        return _read(Path(name).absolute(), project)
    raise UserError("backup-unknown", name=name, path=str(project))


def restore(project: Path, backup: Path) -> Path | None:
    """Put ``backup`` in the place of ``project``; answers where the old file lies now, None if there was none.

    The copy is checked as a whole first. The old file is moved aside with its log and
    never deleted: a log left behind would be played into whatever file takes the name.
    Raises UserError ``project-locked`` when the project is open, ``project-…``
    for a copy that cannot be used, ``disk-full``, ``cannot-write``; then nothing changed.
    """
    project, backup = project.absolute(), backup.absolute()
    if OPEN_HERE.holds(project):
        raise UserError("project-locked", path=str(project), holder="this program")
    found = inspect(backup, deep=True)
    if found.verdict in CODES:
        raise UserError(CODES[found.verdict], path=str(backup), detail=found.detail, version=found.version, holder="")
    lock = ProjectLock(project)
    fresh = project.with_name(f".{project.name}.restored")
    try:
        copying.copy(backup, fresh)
        _fold_log(project)
        aside = _set_aside(project)
        fresh.replace(project)
        copying.sync_folder(project.parent)
        return aside
    except OSError as error:
        raise UserError("cannot-write", path=str(project), why=error.strerror or type(error).__name__) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()
        lock.release()


def _fold_log(project: Path) -> None:
    """Write the log of a sound old file into it, so that one rename sets all of it aside."""
    if has_log(project) and inspect(project).verdict is Verdict.OK:
        with contextlib.suppress(driver.Error):
            with closing(driver.connect(uri(project, "mode=rw"), uri=True, isolation_level=None)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _set_aside(project: Path) -> Path | None:
    """Move the file, then its log: cut between, the project is missing, which everybody sees, and not silently old."""
    folder_of(project).mkdir(mode=0o700, exist_ok=True)
    aside = _free_name(project, REPLACED, datetime.now(UTC))
    was = project.exists()
    if was:
        project.replace(aside)
    for end in ("-wal", "-shm"):
        left = Path(f"{project}{end}")
        if left.exists():
            left.replace(f"{aside}{end}")
    copying.sync_folder(aside.parent)
    return aside if was else None


def _free_name(project: Path, reason: str, now: datetime) -> Path:
    stamp, number = now.strftime(_STAMP), 0
    while True:
        extra = f".{number}" if number else ""
        path = folder_of(project) / f"{stamp}.{reason}{extra}{project.suffix}"
        if not path.exists():
            return path
        number += 1


def _named(project: Path) -> list[tuple[Path, datetime, str]]:
    """Copies in the folder with what their names say; strangers are left out."""
    found = []
    for one in folder_of(project).glob(f"*{project.suffix}"):
        stamp, _, rest = one.name.partition(".")
        if one.name.endswith(("-wal", "-shm")):
            continue
        with contextlib.suppress(ValueError):
            made = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
            found.append((one, made, rest.partition(".")[0]))
    return found


def _read(path: Path, project: Path) -> Backup:
    size = path.stat().st_size
    made, reason = datetime.fromtimestamp(path.stat().st_mtime, UTC), UPGRADE
    if path.parent == folder_of(project.absolute()):
        reason = HAND
        for one, stamped, why in _named(project.absolute()):
            if one == path:
                made, reason = stamped, why
    articles, spans, seq = _counts(path)
    return Backup(path, made, reason, size, articles, spans, seq)


def _counts(path: Path) -> tuple[int | None, int | None, int | None]:
    """Articles, spans and the last journal entry, Nones when it cannot be read."""
    mode = "mode=ro" if has_log(path) else "mode=ro&immutable=1"
    try:
        with closing(driver.connect(uri(path, mode), uri=True, timeout=2)) as connection:
            found = connection.execute(
                "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM span), (SELECT max(seq) FROM journal)"
            ).fetchone()
    except (driver.Error, UnicodeDecodeError):
        return None, None, None
    return int(found[0]), int(found[1]), int(found[2] or 0)


def _quoted(name: str) -> str:
    """A name for glob, its own marks taken literally."""
    return "".join(f"[{mark}]" if mark in "*?[" else mark for mark in name)
