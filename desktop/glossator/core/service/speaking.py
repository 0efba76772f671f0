"""Saying who speaks a quotation, or which word introduces it: changes that keep the marks tidy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from glossator.core.errors import UserError
from glossator.core.model.article import Article
from glossator.core.model.change import Change, Row
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.quote import Quote
from glossator.core.model.span import Layer, Span, State
from glossator.core.service import changes


@dataclass(frozen=True, slots=True)
class Scene:
    """An article's rows as they are, and who is at work."""

    article: Article
    spans: Sequence[Span]
    links: Sequence[Link]
    author: str


def attach(scene: Scene, quote: Quote, start: int, end: int, label: Label, name: str = "") -> Change:
    """Make ``[start, end)`` the speaker or cue of ``quote`` (the layer of ``label`` says which).

    A mark that is there already is used, a suggested one is accepted by it. The mark that
    was the speaker or cue before goes, where no other quotation needs it. Empty when
    nothing differs. Raises UserError ``span-outside`` or ``span-empty``.
    """
    start, end = changes.place(scene.article, start, end)
    kind = str(label.layer)
    span = next((s for s in scene.spans if (s.start, s.end, s.label) == (start, end, label.id)), None)
    added = Change("")
    if span is None or span.state is not State.ACCEPTED:
        added = changes.add_span(scene.article, start, end, label, scene.author, scene.spans)
        span = next(row for row in added.after if isinstance(row, Span))
    same = next((link for link in quote.links if link.kind == kind and link.tail == span.id), None)
    if same is not None and same.state is State.ACCEPTED and not added and name in ("", same.value("name")):
        return Change("")
    if not name and same is not None:
        name = same.value("name")
    if not name and kind == Layer.SPEAKER:
        name = _known_name(span, scene.links)
    linked = changes.connect(quote.pieces[0], span, kind, scene.links, scene.author, name)
    before, after = _let_go(scene, linked, span)
    return replace(linked, before=(*added.before, *linked.before, *before), after=(*added.after, *linked.after, *after))


def _known_name(span: Span, links: Iterable[Link]) -> str:
    """The full name that this mention has as the speaker of another quotation."""
    found = (link.value("name") for link in links if link.tail == span.id and link.state is not State.REJECTED)
    return next(filter(None, found), "")


def _let_go(scene: Scene, linked: Change, now: Span) -> tuple[list[Row], list[Row]]:
    """Rows (before, after) that take away marks which ``linked`` leaves without any quotation."""
    going = {link.id for link in linked.before if isinstance(link, Link)}
    left = {link.tail for link in linked.before if isinstance(link, Link)} - {now.id}
    needed = {
        link.tail for link in scene.links if link.id not in going and link.state is not State.REJECTED
    }  # fmt: skip
    before: list[Row] = []
    after: list[Row] = []
    for span in scene.spans:
        if span.id in left - needed and span.state is not State.REJECTED:
            before.append(span)
            if not span.is_human:
                after.append(replace(span, state=State.REJECTED))
    return before, after


def name_speaker(scene: Scene, quote: Quote, name: str, label: Label) -> Change:
    """Say the full name of who speaks ``quote``, whether or not it has a speaker yet.

    Without one, the nearest mention of that name (or of its last word) in the article
    becomes the speaker. Raises UserError ``speaker-not-in-text`` when there is none.
    """
    name = " ".join(name.split())
    if quote.speaker is not None or not name:
        return changes.name_speaker(quote.pieces[0], scene.links, name, scene.spans)
    found = nearest_mention(scene, quote, name)
    if found is None:
        raise UserError("speaker-not-in-text", name=name)
    return attach(scene, quote, *found, label, name)


def nearest_mention(scene: Scene, quote: Quote, name: str) -> tuple[int, int] | None:
    """Where ``name``, else its last word, stands nearest to ``quote`` and outside its marks; None if nowhere."""
    text = scene.article.text
    for wanted in dict.fromkeys((name, name.split()[-1])):
        pattern = rf"(?<!\w){re.escape(wanted)}(?!\w)"
        places = [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
        outside = [at for at in places if not any(p.start < at[1] and at[0] < p.end for p in quote.pieces)]
        if outside:
            return min(outside, key=lambda at: max(quote.start - at[1], at[0] - quote.end))
    return None
