"""Row 2: the power goes at every moment the storage saw; unsynced writes are kept, dropped or torn."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from pathlib import Path

from faults.registry import Result, Row
from faults.storage import Event, Storage
from faults.work import Editor, last_seq, problems, seed
from glossator.core.store import connection
from glossator.core.store.database import Store

SECTOR = 512
_CHECKPOINT = 24
"""Pages of log after which SQLite copies it into the file: few, so that many cuts fall into that."""


def _record(storage: Storage, path: Path, acts: int, synchronous: int = 2) -> list[Event]:
    """What the disk saw while ``acts`` acts were made, with an ``ack`` where each was acknowledged."""
    contract = connection._WRITING
    other = {"wal_autocheckpoint": _CHECKPOINT, "synchronous": synchronous}
    connection._WRITING = tuple((name, other.get(name, value)) for name, value in contract)
    storage.events.clear()
    storage.recording = True
    try:
        for number in range(2):  # closed and opened once in between
            store = Store.open(path)
            editor = Editor(store, random.Random(number))
            editor.annotator.changed.connect(lambda changed: storage.note(Event("ack", offset=changed.seq)))
            for _ in range(acts // 2):
                editor.act()
            store.close()
    finally:
        storage.recording = False
        connection._WRITING = contract
    return [event for event in storage.events if event.kind == "ack" or event.name.startswith(path.name)]


def _image(events: list[Event], before: bytes, name: str, out: Path, rng: random.Random) -> int:
    """One state the files may be in when the power goes after ``events``; the last acknowledged number."""
    synced: dict[str, int] = {}
    told = 0
    for at, event in enumerate(events):
        if event.kind == "sync":
            synced[event.name] = at
        elif event.kind == "ack":
            told = event.offset
    files: dict[str, bytearray] = {name: bytearray(before)}
    for at, event in enumerate(events):
        lasts = at < synced.get(event.name, -1)
        if event.kind == "delete" and (event.offset or rng.random() < 0.5):
            files.pop(event.name, None)
        elif event.kind == "cut" and (lasts or rng.random() < 0.5):
            del files.setdefault(event.name, bytearray())[event.offset :]
        elif event.kind == "write":
            fate = "keep" if lasts else rng.choice(("keep", "drop", "torn"))
            _write(files.setdefault(event.name, bytearray()), event, fate, rng)
    for one, data in files.items():
        (out / one).write_bytes(data)
    return told


def _write(file: bytearray, event: Event, fate: str, rng: random.Random) -> None:
    if fate == "drop":
        return
    for at in range(0, len(event.data), SECTOR):
        if fate == "torn" and rng.random() < 0.5:
            continue
        piece = event.data[at : at + SECTOR]
        begin = event.offset + at
        if len(file) < begin:
            file.extend(bytes(begin - len(file)))
        file[begin : begin + len(piece)] = piece


def _judge(box: Path, name: str, told: int) -> str:
    """What is wrong with an image: "lost", "corrupt: …" or ""."""
    found = problems(box / name)
    if found:
        return f"corrupt: {found[0]}"
    return "lost" if last_seq(box / name) < told else ""


def _images(events: list[Event], before: bytes, path: Path, first: int, count: int, result: Result) -> None:
    """Judge ``count`` images, spread over all events."""
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    for number in range(count):
        cut = 1 + (number * 7919) % len(events)
        box = Path(tempfile.mkdtemp(dir=memory))
        try:
            told = max(first, _image(events[:cut], before, path.name, box, random.Random(number)))
            begun = time.perf_counter()
            wrong = _judge(box, path.name, told)
            result.slowest = max(result.slowest, time.perf_counter() - begun)
        finally:
            shutil.rmtree(box)
        result.cases += 1
        result.lost += wrong == "lost"
        result.corrupt += wrong.startswith("corrupt")
        if wrong:
            result.wrong.append(f"image {number} after event {cut}: {wrong}")


def run(count: int, folder: Path) -> Result:
    """``count`` images of a recorded session; a session that does not sync at every act shows that losses are seen."""
    result, seen, storage = Result(), Result(), Storage()
    path = folder / "p.glossator"
    seed(path, 6, 60)
    first, before = last_seq(path), path.read_bytes()
    events = _record(storage, path, 60)
    _images(events, before, path, first, count, result)
    careless = folder / "c.glossator"
    careless.write_bytes(before)
    _images(_record(storage, careless, 60, synchronous=1), before, careless, first, 30, seen)
    syncs, acks = (sum(event.kind == kind for event in events) for kind in ("sync", "ack"))
    result.facts = {"events": len(events), "acts": acks, "syncs": syncs, "losses of 30 without FULL": seen.lost}
    if not seen.lost:
        result.wrong.append("the instrument sees no loss where there must be one")
    return result


ROWS = (Row(2, "power", "the power goes at any write, cut or sync", 400, 3000, run),)
