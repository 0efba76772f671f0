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
from glossator.core.errors import StaleChange
from glossator.core.store.database import Store

SECTOR = 512
_CHECKPOINT = 24
"""Pages of log after which SQLite copies it into the file: few, so that many cuts fall into that."""


def _record(storage: Storage, path: Path, acts: int) -> list[Event]:
    """What the disk saw while ``acts`` acts were made, with an ``ack`` where each was acknowledged."""
    storage.events.clear()
    storage.recording = True
    try:
        for number in range(2):  # closed and opened once in between
            store = Store.open(path)
            pragma = f"PRAGMA wal_autocheckpoint={_CHECKPOINT}"
            store._writer.submit(lambda connection: len(connection.execute(pragma).fetchall())).result()
            editor = Editor(store, random.Random(number))
            editor.annotator.changed.connect(lambda changed: storage.note(Event("ack", offset=changed.seq)))
            for _ in range(acts // 2):
                try:
                    editor.act()
                except StaleChange:
                    continue
            store.close()
    finally:
        storage.recording = False
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


def run(count: int, folder: Path) -> Result:
    """``count`` images, spread over every event of a recorded session."""
    result = Result()
    path = folder / "p.glossator"
    seed(path, 6, 60)
    before = path.read_bytes()
    first = last_seq(path)
    events = _record(Storage(), path, 60)
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    cuts = list(range(1, len(events) + 1))
    for number in range(count):
        cut = cuts[(number * 7919) % len(cuts)] if count < len(cuts) else cuts[number % len(cuts)]
        box = Path(tempfile.mkdtemp(dir=memory))
        try:
            told = max(first, _image(events[:cut], before, path.name, box, random.Random(number)))
            begun = time.perf_counter()
            found = problems(box / path.name)
            result.slowest = max(result.slowest, time.perf_counter() - begun)
            result.cases += 1
            if found:
                result.corrupt += 1
                result.wrong.append(f"image {number} after event {cut}: {found[0]}")
            elif last_seq(box / path.name) < told:
                result.lost += 1
                result.wrong.append(f"image {number} after event {cut}: lost acts before {told}")
        finally:
            shutil.rmtree(box)
    acks = sum(event.kind == "ack" for event in events)
    result.facts = {"events": len(events), "acts": acks, "syncs": sum(event.kind == "sync" for event in events)}
    if not acks or not result.facts["syncs"]:
        result.wrong.append("the recording saw nothing")
    return result


ROWS = (Row(2, "power", "the power goes at any write, cut or sync", 400, 3000, run),)
