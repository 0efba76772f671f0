"""Small words that several widgets say the same way: counts, states, stages."""

from __future__ import annotations

_STATES = {"suggested": "suggested", "accepted": "accepted", "rejected": "rejected"}
_MARKS = {"suggested": "?", "accepted": "✓", "rejected": "✗"}
_STAGES = {"new": "new", "started": "started", "done": "done", "trashed": "in the trash"}
_KINDS = {
    "heading": "Heading",
    "paragraph": "Paragraph",
    "bullet": "Bullet",
    "caption": "Caption",
    "dateline": "Dateline",
    "byline": "Byline",
    "quotation": "Quotation",
    "code": "Code",
    "table": "Table",
    "furniture": "Page furniture (hidden)",
}


def counted(number: int, one: str, many: str) -> str:
    """``1 article``, ``12,000 articles``."""
    return f"{number:,} {one if number == 1 else many}"


def state_name(state: str) -> str:
    """The word for a state."""
    return _STATES.get(str(state), str(state))


def state_mark(state: str) -> str:
    """One character for a state; always shown beside, or spoken with, its word."""
    return _MARKS.get(str(state), "")


def stage_name(stage: str) -> str:
    """The word for a stage of work."""
    return _STAGES.get(str(stage), str(stage))


def kind_name(kind: str) -> str:
    """The word for a kind of block."""
    return _KINDS.get(str(kind), str(kind))
