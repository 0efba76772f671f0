"""Label Studio: ``tasks.json`` to import, and ``label_config.xml`` that shows what is in it.

Accepted spans are a finished annotation, suggested ones a prediction for each origin.
Offsets are code points. Shapes: Label Studio's documentation of its raw JSON format.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from glossator.core.export.base import Options
from glossator.core.export.losses import LINKS, NOTES_OUT, SPEAKERS, VALUES, counted, speakers, values
from glossator.core.export.record import meta
from glossator.core.export.selection import chosen, unreachable_notes
from glossator.core.export.streaming import each
from glossator.core.export.writing_folder import FolderReplacement
from glossator.core.model.bundle import Bundle
from glossator.core.model.link import Link
from glossator.core.model.span import Span, State
from glossator.core.progress import Progress

TASKS, CONFIG = "tasks.json", "label_config.xml"
TEXT, TAGS = "text", "tags"


@dataclass(frozen=True)
class LabelStudioOptions(Options):
    """Whether what was accepted is finished work there, or a start."""

    predictions: bool = field(
        default=False,
        metadata={"help": "Write accepted spans as predictions to correct too, instead of finished annotations."},
    )


@dataclass(frozen=True)
class Result:
    """What one annotation or prediction holds; ``origin`` is a prediction's ``model_version``."""

    origin: str
    spans: tuple[Span, ...]
    links: tuple[Link, ...]
    finished: bool


def control(layer: str) -> str:
    """The name of the layer's ``<Labels>``: letters, digits and ``_``, never that of another element."""
    name = re.sub(r"\W", "_", str(layer)) or "labels"
    return f"{name}_" if name in {TEXT, TAGS} else name


def results(bundle: Bundle, options: LabelStudioOptions) -> list[Result]:
    """The annotation first, then a prediction for each origin; a link is where both its ends are."""
    groups: dict[tuple[bool, str], list[Span]] = {}
    for span in bundle.spans:
        finished = span.state is State.ACCEPTED and not options.predictions
        groups.setdefault((finished, "" if finished else span.origin), []).append(span)
    found = []
    for (finished, origin), spans in sorted(groups.items(), key=lambda pair: (not pair[0][0], pair[0][1])):
        ids = {span.id for span in spans}
        wanted = {State.ACCEPTED} if finished else {State.ACCEPTED, State.SUGGESTED}
        links = tuple(k for k in bundle.links if k.state in wanted and k.head in ids and k.tail in ids)
        found.append(Result(origin, tuple(spans), links, finished))
    return found


def _region(span: Span, text: str, notes: Sequence[str]) -> dict[str, Any]:
    place = {"start": span.start, "end": span.end, "text": text[span.start : span.end], "labels": [span.label]}
    made: dict[str, Any] = {
        "id": span.id,
        "from_name": control(span.layer),
        "to_name": TEXT,
        "type": "labels",
        "value": place,
    }
    if span.score is not None:
        made["score"] = span.score
    if notes:
        made["meta"] = {"text": list(notes)}
    return made


def _relation(link: Link) -> dict[str, Any]:
    return {"type": "relation", "from_id": link.head, "to_id": link.tail, "direction": "right", "labels": [link.kind]}


def _items(bundle: Bundle, result: Result) -> list[dict[str, Any]]:
    notes: dict[str, list[str]] = {}
    for note in bundle.notes:
        notes.setdefault(note.span, []).append(note.text)
    items = [_region(span, bundle.article.text, notes.get(span.id, ()) if span.id else ()) for span in result.spans]
    return [*items, *map(_relation, result.links)]


def _choices(tags: Sequence[str]) -> list[dict[str, Any]]:
    place = {"id": "tags", "from_name": TAGS, "to_name": TEXT, "type": "choices", "value": {"choices": list(tags)}}
    return [place] if tags else []


def task(bundle: Bundle, options: LabelStudioOptions) -> dict[str, Any]:
    """A chosen bundle as one task; tags are choices of the annotation, else of the first prediction."""
    article = bundle.article
    made: dict[str, Any] = {
        "data": {
            TEXT: article.text,
            "id": article.id,
            "title": article.title,
            "source": meta(bundle)["source"],
            "date": article.published,
            "notes": [note.text for note in bundle.notes if not note.span],
        },
        "annotations": [],
        "predictions": [],
    }
    found = results(bundle, options)
    if bundle.tags and not any(one.finished or options.predictions for one in found):
        found.insert(0, Result("", (), (), not options.predictions))
    choices = _choices(bundle.tags)
    for one in found:
        items = [*choices, *_items(bundle, one)]
        choices = []
        if one.finished:
            made["annotations"].append({"result": items})
            continue
        scores = [span.score for span in one.spans if span.score is not None]
        told: dict[str, Any] = {"model_version": one.origin, "result": items}
        if scores:
            told["score"] = sum(scores) / len(scores)
        made["predictions"].append(told)
    return made


class _Seen:
    """The labels, kinds of link and tags of all tasks: what the labelling interface must offer."""

    def __init__(self) -> None:
        self._labels: dict[str, dict[str, None]] = {}
        self._kinds: dict[str, None] = {}
        self._tags: dict[str, None] = {}

    def add(self, bundle: Bundle) -> None:
        for span in bundle.spans:
            self._labels.setdefault(control(span.layer), {})[span.label] = None
        self._kinds.update(dict.fromkeys(link.kind for link in bundle.links))
        self._tags.update(dict.fromkeys(bundle.tags))

    def config(self) -> str:
        """The interface as XML, see Label Studio's tags Labels, Relations and Choices."""
        rows = ["<View>"]
        if self._kinds:
            kinds = "".join(f"<Relation value={quoteattr(kind)}/>" for kind in self._kinds)
            rows.append(f"  <Relations>{kinds}</Relations>")
        for name, labels in self._labels.items():
            values = "".join(f"<Label value={quoteattr(label)}/>" for label in labels)
            rows.append(f'  <Labels name={quoteattr(name)} toName="{TEXT}">{values}</Labels>')
        rows.append(f'  <Text name="{TEXT}" value="${TEXT}" granularity="symbol"/>')
        if self._tags:
            tags = "".join(f"<Choice value={quoteattr(tag)}/>" for tag in self._tags)
            rows.append(f'  <Choices name="{TAGS}" toName="{TEXT}" choice="multiple">{tags}</Choices>')
        return "\n".join([*rows, "</View>", ""])


class LabelStudio:
    """Writes a folder (or, named ``*.zip``, an archive) with the tasks and the labelling interface."""

    name = "label-studio"
    title = "Label Studio"
    suffix = "-label-studio"
    options = LabelStudioOptions

    def losses(self, bundle: Bundle, options: LabelStudioOptions) -> Mapping[str, int]:
        """Links between an annotation and a prediction, names of speakers, facts of spans."""
        kept = chosen(bundle, options)
        links = [link for one in results(kept, options) for link in one.links]
        return counted(
            {
                LINKS: len(kept.links) - len(links),
                SPEAKERS: speakers(links),
                VALUES: values(kept.spans),
                NOTES_OUT: unreachable_notes(bundle, kept),
            }
        )

    def write(self, bundles: Iterable[Bundle], target: Path, options: LabelStudioOptions, progress: Progress) -> int:
        """One task an article, in constant memory. UserError as FolderReplacement, Cancelled."""
        seen = _Seen()
        done = 0
        with FolderReplacement(target) as out:
            tasks = out.stream(TASKS)
            for bundle in each(bundles, options, progress):
                seen.add(bundle)
                told = json.dumps(task(bundle, options), ensure_ascii=False, allow_nan=False)
                tasks.write((",\n" if done else "[\n").encode() + told.encode("utf-8", "replace"))
                done += 1
            tasks.write(b"\n]\n" if done else b"[]\n")
            out.write(CONFIG, seen.config().encode("utf-8", "replace"))
        return done
