"""The lines of one article get their kinds: title, caption, furniture, dateline, bullets, text."""

from __future__ import annotations

from collections.abc import Sequence

from glossator.core.model.block import Kind
from glossator.core.reading.base import Draft, DraftBlock
from glossator.core.reading.furniture import is_caption, is_furniture, is_rule, is_weak, marked, stamped
from glossator.core.reading.lines import Line, lead
from glossator.core.reading.metadata import byline_names, is_only_date
from glossator.core.reading.split import is_body, is_headline, plainly, repeated

HEAD = 14
"""Lines among which title, captions, stamps and bylines are looked for."""


def shaped(lines: Sequence[Line], speakers: frozenset[str] = frozenset()) -> Draft:
    """The article that ``lines`` are; its facts are taken from what stands before its body."""
    title = _title(lines, speakers)
    again = repeated(lines, title) if title is not None else 0
    body = _body(lines, title, again, speakers)
    site = sum(is_furniture(line.text) and not is_rule(line.text) for line in lines)
    blocks: list[DraftBlock] = []
    for i, line in enumerate(lines):
        if i == title:
            blocks.append(DraftBlock(line.text, Kind.HEADING, 1))
        elif i < body:
            blocks.append(_head_block(lines, i, title, again, site))
        else:
            blocks.append(_body_block(lines, i, site, bool(speakers)))
    return dressed(Draft(tuple(blocks), title=lines[title].text if title is not None else ""), speakers)


def dressed(draft: Draft, speakers: frozenset[str] = frozenset()) -> Draft:
    """``draft`` with its dateline parted, and with byline and date read from its blocks if it had none."""
    blocks = list(draft.blocks)
    for i, block in enumerate(blocks):
        if block.kind is Kind.PARAGRAPH:
            parts = lead(block.text, speakers)
            if parts:
                blocks[i : i + 1] = [DraftBlock(parts[0], Kind.DATELINE), DraftBlock(parts[1])]
            if parts or len(block.text) >= 80:
                break
    byline, published = facts(blocks)
    title = draft.title or next((b.text for b in blocks if b.kind is Kind.HEADING), "")
    return Draft(
        tuple(blocks), title, draft.byline or byline, draft.published or published, draft.language, draft.address
    )


def facts(blocks: Sequence[DraftBlock]) -> tuple[str, str]:
    """(byline, ISO date) as the blocks themselves say; a publishing stamp goes before an update."""
    byline = next((byline_names(b.text) for b in blocks if b.kind is Kind.BYLINE), "")
    dated = [b.text for b in blocks if b.kind is Kind.FURNITURE and stamped(b.text)]
    dated.sort(key=lambda text: text.casefold().startswith(("updated", "last", "modified", "edited")))
    return byline, stamped(dated[0]) if dated else ""


def furnished(blocks: list[DraftBlock], title: str) -> list[DraftBlock]:
    """Blocks of a marked-up page: furniture marked, and the title once, as the first heading."""
    blocks = marked(blocks)
    name = plainly(title)
    seen = False
    for i, block in enumerate(blocks[:HEAD]):
        if name and plainly(block.text) == name and block.kind in (Kind.HEADING, Kind.PARAGRAPH):
            blocks[i] = DraftBlock(block.text, Kind.FURNITURE if seen else Kind.HEADING, 0 if seen else 1)
            seen = True
    if not seen and title and not any(b.kind is Kind.HEADING and b.level == 1 for b in blocks[:HEAD]):
        blocks.insert(0, DraftBlock(title, Kind.HEADING, 1))
    return blocks


def _title(lines: Sequence[Line], speakers: frozenset[str]) -> int | None:
    for i, line in enumerate(lines[:HEAD]):
        if is_headline(lines, i, speakers) and _stands_alone(lines, i):
            return i
        if _short_title(lines, i, speakers):
            return i
        if is_body(line) and not is_caption(line.text, beside_title=True):
            return None
    return None


def _short_title(lines: Sequence[Line], i: int, speakers: frozenset[str]) -> bool:
    """One word may be a title, but only as the very first line, alone."""
    text = lines[i].text
    sentence = text.endswith((".", ",", ";", ":", "!", "?"))
    plain = not lines[i].is_bullet and not is_furniture(text) and not is_weak(text) and not is_rule(text)
    return i == 0 and len(lines) > 1 and lines[1].gap and len(text) <= 60 and not sentence and plain and (
        text.partition(":")[0] not in speakers
    )  # fmt: skip


def _stands_alone(lines: Sequence[Line], i: int) -> bool:
    """A blank, a bullet, furniture or a long paragraph follows: it is not the first line of a verse."""
    if i + 1 >= len(lines):
        return i > 0
    after = lines[i + 1]
    if after.gap or after.is_bullet or is_rule(after.text) or repeated(lines, i):
        return True
    buttons = is_furniture(after.text) or is_weak(after.text) or is_only_date(after.text)
    return buttons or bool(byline_names(after.text)) or len(after.text) >= 120


def _body(lines: Sequence[Line], title: int | None, again: int, speakers: frozenset[str]) -> int:
    """Index of the first line of the body."""
    if title is None and not any(is_furniture(line.text) for line in lines[:HEAD]):
        return 0
    first = max(again, title or 0)
    for i in range(first, min(len(lines), HEAD + first)):
        line = lines[i]
        if i in (title, again) or is_furniture(line.text) or line.is_bullet:
            continue
        if lead(line.text, speakers) or line.text.partition(":")[0] in speakers:
            return i
        if is_body(line) and not is_caption(line.text, beside_title=True):
            return i
    return first + 1 if title is not None else 0


def _head_block(lines: Sequence[Line], i: int, title: int | None, again: int, site: int) -> DraftBlock:
    line = lines[i]
    text = line.text
    if i == again and again:
        return DraftBlock(text, Kind.FURNITURE)
    if is_furniture(text) or is_only_date(text) or is_rule(text) or (is_weak(text) and _button(lines, i, site)):
        return DraftBlock(text, Kind.FURNITURE)
    if byline_names(text):
        return DraftBlock(text, Kind.BYLINE)
    if line.is_bullet:
        return DraftBlock(text, Kind.BULLET, _depth(line))
    between = title is not None and title < i < again and len(text) >= 40
    if between or is_caption(text, beside_title=True):
        return DraftBlock(text, Kind.CAPTION)
    return DraftBlock(text)


def _body_block(lines: Sequence[Line], i: int, site: int, transcript: bool) -> DraftBlock:
    line = lines[i]
    text = line.text
    if is_furniture(text) or (is_weak(text) and _button(lines, i, site)):
        return DraftBlock(text, Kind.FURNITURE)
    if line.is_bullet:
        return DraftBlock(text, Kind.BULLET, _depth(line))
    if byline_names(text) and line.gap and i + 1 == len(lines):
        return DraftBlock(text, Kind.BYLINE)
    if is_caption(text) and not is_body(line):
        return DraftBlock(text, Kind.CAPTION)
    if not transcript and _subheading(lines, i):
        return DraftBlock(text, Kind.HEADING, 2)
    return DraftBlock(text)


def _button(lines: Sequence[Line], i: int, site: int) -> bool:
    """A lone everyday word is a button beside other furniture, or alone on a page that has some elsewhere."""
    near = [lines[k].text for k in (i - 1, i + 1) if 0 <= k < len(lines)]
    alone = lines[i].gap and (i + 1 == len(lines) or lines[i + 1].gap)
    return site >= 2 or (site == 1 and alone) or any(is_furniture(text) or is_only_date(text) for text in near)


def _subheading(lines: Sequence[Line], i: int) -> bool:
    """Short, alone between blanks, with long paragraphs on both sides."""
    if not 0 < i < len(lines) - 1 or not lines[i].gap or not lines[i + 1].gap:
        return False
    text = lines[i].text
    short = len(text) <= 80 and not text[0].islower() and text[-1] not in ".,;:…—”\"’'"
    above = next((line for line in reversed(lines[:i]) if not is_furniture(line.text)), lines[i])
    return short and len(above.text) >= 100 and len(lines[i + 1].text) >= 100


def _depth(line: Line) -> int:
    return min(6, 1 + max(0, line.indent - 2) // 4)
