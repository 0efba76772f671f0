"""Plain text: kinds of lines, and where one file holds several articles."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from glossator.core.model.block import Kind
from glossator.core.progress import Silent
from glossator.core.reading.base import Draft
from glossator.core.reading.plain import Plain
from glossator.core.reading.settle import settle

CHECKOUT = Path(__file__).resolve().parents[3]
REAL = CHECKOUT.parent / "shared" / "samples" / "two-articles-one-file.txt"
BODY = (
    "The council of Low Henning met on Monday and decided, after a long debate, to keep the old bridge for ten years. "
)


def drafts(text: str) -> list[Draft]:
    return list(Plain().read(text.encode(), "a.txt", Silent())[2])


def kinds(draft: Draft) -> list[Kind]:
    return [block.kind for block in draft.blocks]


def of(draft: Draft, kind: Kind) -> list[str]:
    return [block.text for block in draft.blocks if block.kind is kind]


@pytest.mark.skipif(not REAL.is_file(), reason="the shared real file lies beside the checkout only on some machines")
def test_two_pasted_articles_come_apart_with_all_their_parts() -> None:
    first, second = Plain().read(REAL.read_bytes(), REAL.name, Silent())[2]
    assert first.title == "Pakistan, China agree to step up counterterrorism coordination, hold regular security talks"
    assert second.title == (
        "Pakistan urges world to treat water insecurity as global risk, flags India treaty suspension"
    )
    assert (first.published, second.published) == ("2026-01-07", "")
    assert of(first, Kind.HEADING) == [first.title]
    assert of(first, Kind.FURNITURE) == ["Short Url", "Updated 07 January 2026", "Follow", first.title]
    assert of(second, Kind.FURNITURE) == ["Updated 5 sec ago", "Follow", second.title]
    assert [text[:14] for text in of(first, Kind.CAPTION)] == ["The screengrab"]
    assert len(of(first, Kind.BULLET)) == len(of(second, Kind.BULLET)) == 2
    assert not any("•" in text for text in of(first, Kind.BULLET))
    assert of(first, Kind.DATELINE) == of(second, Kind.DATELINE) == ["ISLAMABAD:"]
    assert len(of(first, Kind.PARAGRAPH)) == 8
    assert len(of(second, Kind.PARAGRAPH)) == 11
    article = settle(first, "s", 0, "")
    assert "\nISLAMABAD: Pakistan and China agreed" in article.text


def test_a_plain_article_stays_one_with_its_headings() -> None:
    text = f"Bridge saved for ten years\n\n{BODY * 2}\n\nWhat it costs\n\n{BODY * 2}\n\n{BODY}\n"
    (one,) = drafts(text)
    assert one.title == "Bridge saved for ten years"
    assert [(b.kind, b.level) for b in one.blocks[:3]] == [(Kind.HEADING, 1), (Kind.PARAGRAPH, 0), (Kind.HEADING, 2)]


def test_a_poem_is_one_article_line_by_line() -> None:
    poem = (
        "The River Clerk\n\nHe counts the boats\nHe counts the rain\nFollow\nthe river home\n\n"
        "He counts the boats\nHe counts the rain\nand none again\n\n* * *\n\nThe water writes\nin its own hand\n"
    )
    (one,) = drafts(poem)
    assert one.title == "The River Clerk"
    assert "He counts the rain" in of(one, Kind.PARAGRAPH)
    assert "Follow" in of(one, Kind.PARAGRAPH)
    assert of(one, Kind.FURNITURE) == ["* * *"]


def test_a_transcript_is_one_article_and_its_speakers_no_datelines() -> None:
    turns = [f"{who}: {BODY}" for who in ("ANNA", "BORIS", "ANNA", "BORIS", "ANNA")]
    (one,) = drafts("A talk about bridges\n\n" + "\n\n".join(turns))
    assert of(one, Kind.DATELINE) == []
    assert len(of(one, Kind.PARAGRAPH)) == 5


@pytest.mark.parametrize("rule", ["=======", "* * *", "***", "---", "\x0c", "~~~~~"])
def test_a_rule_and_a_headline_part_two_articles(rule: str) -> None:
    text = f"Bridge saved for ten years\n\n{BODY * 2}\n\n{rule}\n\nFerry sold to a baker\n\n{BODY * 2}\n"
    assert [draft.title for draft in drafts(text)] == ["Bridge saved for ten years", "Ferry sold to a baker"]


@pytest.mark.parametrize("rule", ["* * *", "---"])
def test_a_rule_within_a_story_parts_nothing(rule: str) -> None:
    (one,) = drafts(f"Bridge saved for ten years\n\n{BODY * 2}\n\n{rule}\n\n{BODY * 2}\n")
    assert rule in of(one, Kind.FURNITURE)


def test_an_advert_under_a_subheading_parts_nothing() -> None:
    text = f"Bridge saved\n\n{BODY * 2}\n\nWhat it costs\n\nAdvertisement\n\n{BODY * 2}\n\nShare\n\n{BODY}"
    (one,) = drafts(text)
    assert of(one, Kind.FURNITURE) == ["Advertisement", "Share"]


@pytest.mark.parametrize(
    "lead", ["LONDON (Agency) —", "NEW HENNING, Jan. 7 —", "PARIS/ROME:", "ST. IVES -", "ÅLAND --"]
)
def test_datelines_lead_the_first_paragraph(lead: str) -> None:
    (one,) = drafts(f"Bridge saved for ten years\n\n{lead} {BODY}\n\n{BODY}")
    assert of(one, Kind.DATELINE) == [lead]
    assert of(one, Kind.PARAGRAPH)[0] == BODY.strip()


def test_bylines_and_publishing_stamps_become_facts() -> None:
    text = (
        f"Bridge saved for ten years\nBy Ada Quell and Tom Rask\nPublished: Jan 5, 2026\nUpdated 6 May 2026\n\n{BODY}"
    )
    (one,) = drafts(text)
    assert (one.byline, one.published) == ("Ada Quell, Tom Rask", "2026-01-05")
    assert kinds(one)[:4] == [Kind.HEADING, Kind.BYLINE, Kind.FURNITURE, Kind.FURNITURE]


def test_lines_broken_by_hand_are_joined_and_compounds_keep_their_hyphen() -> None:
    wrapped = (
        "The council of Low Henning met on Monday and decided to keep a well-\n"
        "known bridge, which crosses the river Sarn between the two halves of\n"
        "the town, for another ten years, and then to ask the people about it\n"
        "again.\n\n"
        "Nobody in the room was against it, although the mayor read a letter\n"
        "from the engineer that spoke of rust, of time, and of the weather in\n"
        "the last winter.\n"
    )
    (one,) = drafts(wrapped)
    assert len(one.blocks) == 2
    assert "a well-known bridge, which crosses the river Sarn between" in one.blocks[0].text


def test_nothing_of_the_text_is_lost() -> None:
    text = f"Bridge saved\n\nShort Url\n\n- one point\n* another\n\n{BODY}\n\nShare on Facebook\n\n1. first\n"
    (one,) = drafts(text)
    kept = "".join("".join(block.text.split()) for block in one.blocks)
    assert kept == "".join(text.replace("- one", "one").replace("* another", "another").split())


def test_rows_of_numbers_take_no_time() -> None:
    begun = time.process_time()
    drafts("12 " * 30 + "x 7 January 2026\n\n" + "By " + "a b, " * 25 + "1\n\n" + "1" * 100 + " 7 January 2026\n")
    assert time.process_time() - begun < 20, "seconds of the processor: backtracking takes hours"
