"""What sites put around an article: share bars, stamps, adverts. Marked, never thrown away."""

from __future__ import annotations

import re
from dataclasses import replace

from glossator.core.model.block import Kind
from glossator.core.reading.base import DraftBlock
from glossator.core.reading.metadata import byline_names, is_only_date, is_relative, parse_date

LONGEST = 120
"""Code points; a longer line is never taken for furniture."""


def _whole(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"[\W_]*(?:" + "|".join(alternatives) + r")[\W_]*", re.IGNORECASE)


_SITES = (
    r"(?:facebook|twitter|x|whatsapp|linkedin|telegram|reddit|instagram|pinterest|e-?mail|messenger"
    r"|mastodon|bluesky|threads)"
)
_SURE = _whole(
    r"short url",
    r"share this(?: (?:article|story|page|post))?(?: (?:on|via) .{1,40})?",
    rf"(?:share|tweet|post|send)(?: (?:on|via|by|to))? {_SITES}",
    rf"{_SITES}(?:[\s|·•,/]+(?:{_SITES}|share|print|copy link))+",
    r"follow (?:us|me|the author)(?: .{1,50})?",
    rf"follow .{{1,40}} on {_SITES}",
    r"(?:read|see|learn|show|load) (?:more|also|next|full story)(?::.{1,100})?",
    r"also read(?::.{1,100})?",
    r"continue reading(?: .{1,40})?",
    r"(?:article continues|story continues)(?: below)?(?: (?:this )?advert(?:isement)?)?",
    r"advertisements?|advert|sponsored(?: content| by .{1,40})?|promoted content|paid for by .{1,40}",
    r"listen (?:to )?(?:this |the )?(?:article|story|podcast)(?: .{1,30})?",
    r"(?:subscribe|sign up|register|sign in|log in)(?: now| here| today| (?:to|for|with) .{1,70})",
    r"(?:get|join) (?:our|the) .{0,40}newsletter.{0,40}",
    r"\d{1,5} comments?|(?:leave|post|add|view) (?:a |your )?comments?|join the (?:discussion|conversation)",
    r"(?:estimated )?(?:reading time:? )?\d{1,3}[ -]min(?:ute)?s? (?:read|listen)|reading time:? \d{1,3} min(?:ute)?s?",
    r"(?:related|recommended|most read|most popular|trending|more) (?:articles?|stories|news|topics|on this|now|posts)",
    r"(?:topics|tags|filed under|categories):.{1,90}",
    r"skip to (?:main )?content|back to top|copy link|copy url|print this(?: page| article)?|save for later",
    r"(?:©|copyright).{0,80}|all rights reserved",
    r"(?:accept|manage) (?:all )?cookies|we use cookies.{0,80}",
    r"you (?:may|might) also like.{0,30}|sign up to our newsletter",
)
_WEAK = _whole(
    r"share|tweet|follow|following|listen|watch|print|save|e-?mail|subscribe|sign in|log in|sign up|register|bookmark",
    r"comments?|related|menu|home|search|close|play|pause|like|reply|report|more|next|previous|facebook|twitter|x",
    r"whatsapp|linkedin|telegram|reddit|instagram|newsletter|trending|live|gift|gift this article|a a|aa",
)
_STAMP = re.compile(
    r"(?:last |first )?(?:updated|published|posted|modified|created|issued|date|edited)(?: on| at)?\b[:\s]*"
    r"(?P<when>.*)",
    re.IGNORECASE,
)
_RULE = re.compile(r"(?:[=_~#*•·–—-]\s*){3,}|⁂|\*\s?\*")
_CAPTION = re.compile(
    r"(?:(?:the|a|an|this|in this|in the)\s+)?(?:(?:file|undated|handout|combination|aerial|archive|satellite)\s+)*"
    r"(?:photo(?:graph)?s?|pictures?|images?|screen\s?grab|screenshot|video grab|illustration|graphic)\b.*"
    r"|.*(?:\b(?:photo|photograph|picture|image|credit)s?\s*(?:by|:)\s*[^.]{2,60}"
    r"|/\s?(?:AFP|AP|EPA|Reuters|Getty(?: Images)?))",
    re.IGNORECASE | re.DOTALL,
)
_CREDIT = re.compile(r".*[.!?”\"]\s*\([^()]{2,60}\)\.?", re.DOTALL)


def is_furniture(text: str) -> bool:
    """Whether a line is unmistakably furniture, wherever it stands."""
    text = text.strip()
    return len(text) <= LONGEST and (bool(_SURE.fullmatch(text)) or is_stamp(text) or is_rule(text))


def is_weak(text: str) -> bool:
    """Whether a line could be a button: one everyday word, without a mark at its end."""
    text = text.strip()
    return len(text) <= 24 and text[-1:] not in tuple(".,;:!?…") and bool(_WEAK.fullmatch(text))


def is_stamp(text: str) -> bool:
    """``Updated 07 January 2026``, ``Published: 5 sec ago``: a word for it and a time."""
    match = _STAMP.fullmatch(text.strip())
    if not match or len(text) > LONGEST:
        return False
    when = match["when"]
    return is_only_date(when) or (len(when) < 40 and (is_relative(when) or bool(parse_date(when))))


def stamped(text: str) -> str:
    """The ISO date of a stamp or of a line that is only a date, or ""."""
    return parse_date(text) if is_stamp(text) or is_only_date(text) else ""


def is_rule(text: str) -> bool:
    """``* * *``, ``=====``, ``---``: a line of marks that parts."""
    return bool(_RULE.fullmatch(text.strip()))


def is_caption(text: str, beside_title: bool = False) -> bool:
    """Whether a line describes a picture; a mere credit in brackets counts only ``beside_title``."""
    text = text.strip()
    if not 12 <= len(text) <= 600:
        return False
    return bool(_CAPTION.fullmatch(text)) or (beside_title and bool(_CREDIT.fullmatch(text)))


def marked(blocks: list[DraftBlock]) -> list[DraftBlock]:
    """The paragraphs and headings that are furniture, and bylines near the top, get their kind."""
    site = sum(is_furniture(block.text) and not is_rule(block.text) for block in blocks) >= 2
    found: list[DraftBlock] = []
    for number, block in enumerate(blocks):
        if block.kind in (Kind.PARAGRAPH, Kind.HEADING, Kind.BULLET):
            if is_furniture(block.text) or (is_weak(block.text) and (site or _beside(blocks, number))):
                block = replace(block, kind=Kind.FURNITURE, level=0)
            elif block.kind is Kind.PARAGRAPH and number < 8 and byline_names(block.text):
                block = replace(block, kind=Kind.BYLINE)
            elif block.kind is Kind.PARAGRAPH and number < 8 and is_only_date(block.text):
                block = replace(block, kind=Kind.FURNITURE)
        found.append(block)
    return found


def _beside(blocks: list[DraftBlock], number: int) -> bool:
    near = blocks[max(0, number - 1) : number] + blocks[number + 1 : number + 2]
    return any(is_furniture(block.text) or is_only_date(block.text) for block in near)
