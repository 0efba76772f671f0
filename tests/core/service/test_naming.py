"""A person's name for a speaker holds in the whole article, and for later analyses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from glossator.core.model.analysis import Analysis
from glossator.core.model.bundle import Bundle
from glossator.core.model.change import Change
from glossator.core.model.ids import new_id
from glossator.core.model.link import Link
from glossator.core.model.quote import gather
from glossator.core.model.span import Span, State
from glossator.core.nlp.base import Findings
from glossator.core.progress import Silent
from glossator.core.service.analysis import analyse, compare
from glossator.core.service.changes import name_speaker
from glossator.core.service.history import History
from glossator.core.service.library import Project
from pictures import picture

MACHINE = "quotes@1 en_core_web_sm@3.8"
DRAWN = (
    "[“One,”](QUOTE) [Brandt](SPEAKER) said. [“Two,”](QUOTE) [she](SPEAKER) said. [“Three,”](QUOTE) [Brandt](SPEAKER)"
    " said. [“Four,”](QUOTE) [she](SPEAKER) said. [“Five,”](QUOTE) [Vell](SPEAKER) said."
)
NAMES = ("Ida Brandt", "Ida Brandt", "Ida Brandt", "Eva Lind", "Tomas Vell")


def drawn() -> tuple[Bundle, list[Span], list[Link]]:
    """An article with five quotations and the machine's names for their speakers."""
    article, spans = picture(DRAWN, State.SUGGESTED, MACHINE)
    pairs = list(zip(spans[::2], spans[1::2], NAMES, strict=True))
    links = [
        Link(new_id(), article.id, "speaker", quote.id, who.id, MACHINE, State.SUGGESTED, 0.9, (("name", name),))
        for quote, who, name in pairs
    ]
    return Bundle(article, None, None, spans, tuple(links)), list(spans[::2]), links


def names(links: list[Link]) -> list[str]:
    return [link.value("name") for link in links]


def applied(links: list[Link], change: Change) -> list[Link]:
    """The links after ``change``."""
    after = {row.id: row for row in change.after if isinstance(row, Link)}
    return [after.get(link.id, link) for link in links]


def test_the_same_mistake_is_mended_everywhere_in_one_act() -> None:
    there, quotes, links = drawn()
    change = name_speaker(quotes[0], links, "Ines Brandt", there.spans)
    now = applied(links, change)
    assert names(now) == ["Ines Brandt", "Ines Brandt", "Ines Brandt", "Eva Lind", "Tomas Vell"]
    assert [link.state for link in now] == [State.ACCEPTED, *[State.SUGGESTED] * 4]
    assert applied(now, change.inverse) == links


def test_a_pronoun_takes_only_the_same_pronoun_for_the_same_person_along() -> None:
    there, quotes, links = drawn()
    now = applied(links, name_speaker(quotes[1], links, "Eva Lind", there.spans))
    assert names(now) == ["Ida Brandt", "Eva Lind", "Ida Brandt", "Eva Lind", "Tomas Vell"]


def test_what_a_person_decided_stays() -> None:
    there, quotes, links = drawn()
    links[2] = replace(links[2], state=State.ACCEPTED)
    now = applied(links, name_speaker(quotes[0], links, "Ines Brandt", there.spans))
    assert names(now)[:3] == ["Ines Brandt", "Ines Brandt", "Ida Brandt"]


def test_the_same_name_again_changes_nothing() -> None:
    there, quotes, links = drawn()
    now = applied(links, name_speaker(quotes[0], links, "Ines Brandt", there.spans))
    assert not name_speaker(quotes[0], now, "Ines Brandt", there.spans)


def analysed_again(there: Bundle) -> Findings:
    """What the machine finds anew: the same places and names with ids of their own."""
    spans = {span.id: replace(span, id=new_id(), state=State.SUGGESTED) for span in there.spans}
    pairs = zip(list(there.spans)[::2], list(there.spans)[1::2], NAMES, strict=True)
    links = [
        Link(new_id(), there.article.id, "speaker", spans[q.id].id, spans[s.id].id, MACHINE, State.SUGGESTED, 0.9,
             (("name", name),))
        for q, s, name in pairs
    ]  # fmt: skip
    analysis = Analysis(there.article.id, 1, "p@1", "2026-01-01T00:00:00+00:00", b"")
    return Findings(there.article.id, 1, tuple(spans.values()), tuple(links), analysis)


def test_a_later_analysis_keeps_to_the_correction() -> None:
    there, quotes, links = drawn()
    now = applied(links, name_speaker(quotes[0], links, "Ines Brandt", there.spans))
    there = replace(there, links=tuple(now))
    change = compare(analysed_again(there), there)
    assert not [row for row in (*change.before, *change.after) if isinstance(row, Link)]


def test_a_new_quotation_of_the_same_speaker_gets_the_corrected_name() -> None:
    there, quotes, links = drawn()
    now = applied(links, name_speaker(quotes[0], links, "Ines Brandt", there.spans))
    found = analysed_again(there)
    without = [link for link in now if link.head != quotes[2].id]
    change = compare(found, replace(there, links=tuple(without)))
    (new,) = [row for row in change.after if isinstance(row, Link)]
    assert (new.head, new.value("name"), new.value("was")) == (quotes[2].id, "Ines Brandt", "Ida Brandt")


def test_a_name_that_a_person_linked_holds_for_the_same_mention() -> None:
    there, quotes, links = drawn()
    mine = replace(links[0], origin="human:kim", state=State.ACCEPTED, values=(("name", "Ines Brandt"),))
    change = compare(analysed_again(there), replace(there, links=(mine,)))
    come = {row.head: row.value("name") for row in change.after if isinstance(row, Link)}
    assert come[quotes[2].id] == "Ines Brandt"
    assert come[quotes[1].id] == "Ida Brandt"


def test_in_a_project_the_name_is_undone_as_one_and_survives_an_analysis(tmp_path: Path) -> None:
    story = tmp_path / "brücke.txt"
    story.write_text(
        "Die Brücke bleibt noch lange zu\n\n„Wir haben kein Geld“, sagte Sprecherin Eva Lindner am Montag.\n\n"
        "„Das wird sich nicht ändern“, fügte sie hinzu. „Der Bund muss helfen“, sagte Lindner.\n",
        encoding="utf-8",
    )
    project = Project.open(tmp_path / "p.glossator", create=True)
    try:
        (one,) = project.import_([story], Silent()).articles
        analyse(project, [one], "blank:en", Silent())

        def speakers() -> list[str]:
            bundle = project.reader.bundle(one)
            return [quote.speaker_name for quote in gather(bundle.spans, bundle.links)]

        assert speakers() == ["Eva Lindner"] * 3
        bundle = project.reader.bundle(one)
        quotes = gather(bundle.spans, bundle.links)
        project.apply(name_speaker(quotes[2].pieces[0], bundle.links, "Eva Lindner-Vogt", bundle.spans))
        assert speakers() == ["Eva Lindner-Vogt"] * 3
        analyse(project, [one], "blank:en", Silent())
        assert speakers() == ["Eva Lindner-Vogt"] * 3
        History(project.annotator).undo()
        assert speakers() == ["Eva Lindner"] * 3
    finally:
        project.close()
