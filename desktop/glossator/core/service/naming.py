"""A person's word on who a speaker is, and where else in the article it holds.

A corrected speaker link keeps in its value ``was`` the name that the machine had given.
The correction holds for every speaker link that a machine made in the article: where the
mention reads the same, and where the machine had meant the same person. Corrected pronouns
are narrower: "she" is not the same woman everywhere, so mention and person must both agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from glossator.core.errors import UserError
from glossator.core.model.change import Change
from glossator.core.model.link import Link
from glossator.core.model.span import Span, State, Values
from glossator.core.nlp.quotes.cues import lexicon

LANGUAGES = ("en", "de", "fr", "es")


@dataclass(frozen=True, slots=True)
class Correction:
    """``mention`` (in small letters), the name the machine gave, and the name the person gave."""

    mention: str
    was: str
    name: str

    def holds(self, mention: str, name: str) -> bool:
        """Whether a machine's ``name`` for ``mention`` is to be corrected."""
        same = _surface(mention) == self.mention
        meant = bool(self.was) and name == self.was
        return same and (meant or not self.was) if is_pronoun(self.mention) else same or meant


def _surface(mention: str) -> str:
    return " ".join(mention.split()).casefold()


def is_pronoun(mention: str) -> bool:
    """Whether ``mention`` names nobody by itself, in one of the languages with word lists of their own."""
    low = _surface(mention)
    return any(low in lexicon(language).pronouns for language in LANGUAGES)


def _named(link: Link, name: str) -> Values:
    """The values of ``link`` with another name, and what the machine had said."""
    values = dict(link.values)
    if not link.origin.startswith("human:"):
        values.setdefault("was", link.value("name"))
    values["name"] = name
    return tuple(sorted((key, value) for key, value in values.items() if value))


def name_speaker(quote: Span, spans: Sequence[Span], links: Sequence[Link], name: str) -> Change:
    """Correct the name of a quotation's speaker, and with it the same mistake elsewhere in the article.

    Other links change only where a machine made them and nobody has decided; they stay
    suggestions. UserError ``no-speaker`` when the quotation has none yet; an empty Change
    when nothing changes.
    """
    link = next((one for one in links if one.head == quote.id and one.kind == "speaker"), None)
    if link is None:
        raise UserError("no-speaker")
    other = replace(link, values=_named(link, name), state=State.ACCEPTED)
    if other == link or name == link.value("name") and link.state is State.ACCEPTED:
        return Change("")
    mentions = {span.id: span.text for span in spans}
    made = Correction(_surface(mentions.get(link.tail, "")), link.value("name"), name)
    before, after = [link], [other]
    for one in links:
        free = one is not link and one.kind == "speaker" and one.state is State.SUGGESTED
        if not free or one.origin.startswith("human:") or one.value("name") == name:
            continue
        if one.tail == link.tail or one.tail in mentions and made.holds(mentions[one.tail], one.value("name")):
            before.append(one)
            after.append(replace(one, values=_named(one, name)))
    text = " ".join(quote.text.split())
    short = text if len(text) <= 32 else text[:31] + "…"
    return Change(f"Speaker of “{short}”", tuple(before), tuple(after))


def corrections(spans: Iterable[Span], links: Iterable[Link]) -> list[Correction]:
    """What a person has said of the speakers of one article, the latest rows last."""
    mentions = {span.id: span.text for span in spans}
    found: list[Correction] = []
    for link in links:
        if link.kind != "speaker" or link.state is not State.ACCEPTED or link.tail not in mentions:
            continue
        was, name = link.value("was"), link.value("name")
        mine = link.origin.startswith("human:") and not is_pronoun(mentions[link.tail])
        if name and (was or mine):
            found.append(Correction(_surface(mentions[link.tail]), was, name))
    return found


def corrected(link: Link, mention: str, known: Sequence[Correction]) -> Link:
    """A machine's new speaker link with what a person has said before."""
    if link.kind != "speaker":
        return link
    for one in reversed(known):
        if one.name != link.value("name") and one.holds(mention, link.value("name")):
            return replace(link, values=_named(link, one.name))
    return link
