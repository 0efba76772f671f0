"""What a person can do to the rows, each as a Change; nothing here writes.

A row that a machine made is never deleted by a person's "delete": it is rejected, so
that the next analysis does not suggest it again. A person's own row goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from glossator.core.errors import UserError
from glossator.core.model.article import Article
from glossator.core.model.change import Change, Row
from glossator.core.model.ids import new_id
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.note import Note
from glossator.core.model.overlap import trimmed
from glossator.core.model.span import Layer, Span, State, Values
from glossator.core.model.tag import Stage, Standing, Tag
from glossator.core.service import naming


def now() -> str:
    """The present moment, UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def short(text: str, most: int = 32) -> str:
    """The beginning of ``text`` on one line, for titles of changes."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def place(article: Article, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` made fit to be a span: inside the text, no blank edges.

    Raises UserError ``span-outside`` or ``span-empty``.
    """
    if not 0 <= start <= end <= len(article.text):
        raise UserError("span-outside", title=article.title)
    start, end = trimmed(article.text, start, end)
    if start == end:
        raise UserError("span-empty")
    return start, end


def add_span(
    article: Article,
    start: int,
    end: int,
    label: Label,
    author: str,
    existing: Sequence[Span] = (),
    values: Values = (),
) -> Change:
    """A new accepted span of a person. The very same span as a suggestion is accepted instead.

    An empty Change when a person's accepted span of that place and label is there already.
    """
    start, end = place(article, start, end)
    for other in existing:
        if (other.start, other.end, other.label) == (start, end, label.id):
            if other.state is State.ACCEPTED:
                return Change("")
            return Change(f"{label.name} on “{short(other.text)}”", (other,), (replace(other, state=State.ACCEPTED),))
    text = article.text[start:end]
    if label.layer == Layer.QUOTE and not values:
        values = (("kind", "direct"),)
    span = Span(
        new_id(), article.id, article.revision, start, end, label.id, label.layer,
        f"human:{author}", State.ACCEPTED, text, None, values,
    )  # fmt: skip
    return Change(f"{label.name} on “{short(text)}”", (), (span,))


def resize(article: Article, span: Span, start: int, end: int) -> Change:
    """Move a span's edges; a suggestion so corrected is accepted. Empty when nothing moves."""
    start, end = place(article, start, end)
    if (start, end) == (span.start, span.end):
        return Change("")
    moved = replace(span, start=start, end=end, text=article.text[start:end], state=State.ACCEPTED)
    return Change(f"Resize “{short(moved.text)}”", (span,), (moved,))


def relabel(span: Span, label: Label) -> Change:
    """Give a span another label; a suggestion so corrected is accepted."""
    if span.label == label.id and span.state is State.ACCEPTED:
        return Change("")
    other = replace(span, label=label.id, layer=label.layer, state=State.ACCEPTED)
    return Change(f"{label.name} on “{short(span.text)}”", (span,), (other,))


def set_values(span: Span, title: str, **values: str) -> Change:
    """Set small facts of a span (a quotation's kind)."""
    merged = {**dict(span.values), **values}
    other = replace(span, values=tuple(sorted((k, v) for k, v in merged.items() if v)))
    return Change(title, (span,), (other,)) if other != span else Change("")


def _family(chosen: Iterable[Span], spans: Sequence[Span], links: Sequence[Link]) -> tuple[list[Span], list[Link]]:
    """The chosen spans; with a quotation also its further pieces, cue, speaker and links."""
    by_id = {span.id: span for span in spans}
    heads = {span.id: span for span in chosen}
    mine = [link for link in links if link.head in heads]
    for link in mine:
        if link.tail in by_id:
            heads.setdefault(link.tail, by_id[link.tail])
    return list(heads.values()), mine


def decide(
    chosen: Sequence[Span], state: State, spans: Sequence[Span], links: Sequence[Link], verb: str = ""
) -> Change:
    """Accept or reject spans; a quotation takes its cue, speaker and pieces along.

    On rejecting, a cue or speaker that another living quotation shares stays as it is.
    """
    family, mine = _family(chosen, spans, links)
    asked = {span.id for span in chosen}
    if state is State.REJECTED:
        my_heads = {link.head for link in mine}
        shared = {link.tail for link in links if link.head not in my_heads and link.state is not State.REJECTED}
        family = [span for span in family if span.id in asked or span.id not in shared]
    rows: list[Span | Link] = [*family, *mine]
    before = [row for row in rows if row.state is not state]
    after = [replace(row, state=state) for row in before]
    what = f"“{short(chosen[0].text)}”" if len(chosen) == 1 else f"{len(chosen)} suggestions"
    verb = verb or ("Accept" if state is State.ACCEPTED else "Reject")
    return Change(f"{verb} {what}", tuple(before), tuple(after))


def delete(chosen: Sequence[Span], spans: Sequence[Span], links: Sequence[Link], notes: Sequence[Note]) -> Change:
    """Delete a person's spans with their links and notes; a machine's spans are rejected instead."""
    human = [span for span in chosen if span.is_human]
    machine = [span for span in chosen if not span.is_human]
    gone = {span.id for span in human}
    before: list[Row] = list(human)
    before += [link for link in links if link.head in gone or link.tail in gone]
    before += [note for note in notes if note.span in gone]
    rejected = decide(machine, State.REJECTED, spans, links) if machine else Change("")
    taken = {(type(row), row.id) for row in before}
    pairs = [(b, a) for b, a in zip(rejected.before, rejected.after, strict=True) if (type(b), b.id) not in taken]
    title = f"Delete “{short(chosen[0].text)}”" if len(chosen) == 1 else f"Delete {len(chosen)} spans"
    return Change(title, (*before, *(b for b, _ in pairs)), tuple(a for _, a in pairs))


def connect(quote: Span, other: Span, kind: str, links: Sequence[Link], author: str, name: str = "") -> Change:
    """Say who speaks a quotation, or which word introduces it; replaces what was said before."""
    old = [link for link in links if link.head == quote.id and link.kind == kind]
    values: Values = (("name", name),) if name else ()
    link = Link(new_id(), quote.article, kind, quote.id, other.id, f"human:{author}", State.ACCEPTED, None, values)
    word = {"speaker": "Speaker", "cue": "Cue", "piece": "Piece"}.get(kind, kind)
    return Change(f"{word} of “{short(quote.text)}”", () if kind == "piece" else tuple(old), (link,))


def name_speaker(quote: Span, links: Sequence[Link], name: str, spans: Sequence[Span] = ()) -> Change:
    """Correct the name of a speaker here and wherever among ``spans`` it is the same mistake (see ``naming``)."""
    return naming.name_speaker(quote, spans, links, name)


def write_note(article: str, span: str, text: str, author: str, notes: Sequence[Note]) -> Change:
    """Write, change or (with blank text) remove the note on a span, or on the article when ``span`` is ""."""
    old = next((note for note in notes if note.span == span), None)
    if not text.strip():
        return Change("Remove note", (old,), ()) if old else Change("")
    if old is not None and old.text == text:
        return Change("")
    new = Note(old.id if old else new_id(), article, span, text, author, now())
    return Change("Note", (old,) if old else (), (new,), group=f"note-{new.id}")


def set_tags(article: str, names: Sequence[str], tags: Sequence[Tag]) -> Change:
    """Make the article's tags exactly ``names`` (blank and repeated ones left out)."""
    wanted = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    gone = tuple(tag for tag in tags if tag.name not in wanted)
    have = {tag.name for tag in tags}
    come = tuple(Tag(new_id(), article, name) for name in wanted if name not in have)
    return Change("Tags", gone, come)


def set_stage(article: str, stage: Stage, standing: Standing | None, title: str = "") -> Change:
    """Say how far an article has come (trash is a stage too, so it is undoable)."""
    if (standing.stage if standing else Stage.NEW) is stage:
        return Change("")
    named = {Stage.TRASHED: "Move to trash", Stage.DONE: "Done", Stage.STARTED: "Started", Stage.NEW: "New"}
    suffix = f" “{short(title)}”" if title else ""
    return Change(named[stage] + suffix, (standing,) if standing else (), (Standing(article, stage),))
