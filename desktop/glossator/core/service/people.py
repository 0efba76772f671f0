"""The ledger: people and organisations of the whole project, and the names each goes by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from glossator.core.errors import UserError
from glossator.core.model.change import Change, Row
from glossator.core.model.ids import new_id
from glossator.core.model.link import Link
from glossator.core.model.person import Alias, Person
from glossator.core.nlp.base import Findings
from glossator.core.service.changes import short
from glossator.core.store.people import Mentioned
from glossator.core.store.reader import Reader

PERSON, ORG = "PERSON", "ORG"


@dataclass(frozen=True, slots=True)
class Form:
    """One name, exactly as it is written, and how often it is marked."""

    text: str
    mentions: int
    articles: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody in the ledger; ``id`` is that of their row, or "" while they go by one name only.

    ``forms`` are their names, the most frequent first; ``kind`` is ``PERSON`` or ``ORG``.
    """

    id: str
    name: str
    kind: str
    forms: tuple[Form, ...]
    mentions: int
    articles: int
    quotes: int

    @property
    def key(self) -> str:
        """Tells entries apart in one reading of the ledger."""
        return self.id or f"={self.name}"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rows of the ledger: whom each name means."""

    persons: tuple[Person, ...] = ()
    aliases: tuple[Alias, ...] = ()

    @property
    def meanings(self) -> dict[str, str]:
        """Name as written → name in the ledger."""
        names = {person.id: person.name for person in self.persons}
        return {alias.id: names[alias.person] for alias in self.aliases if alias.person in names}

    def forms(self, person: str) -> list[str]:
        """The names that mean the person with this id."""
        return [alias.id for alias in self.aliases if alias.person == person]


def read_rules(reader: Reader) -> Rules:
    """The rules as they are stored."""
    return Rules(reader.persons(), reader.aliases())


def read_ledger(reader: Reader) -> tuple[Entry, ...]:
    """Everybody who is marked as a person or organisation or speaks under a name, most mentions first."""
    with reader.snapshot():
        quotes: dict[str, int] = defaultdict(int)
        for one in reader.voice_counts(digits=4):
            quotes[one.name] += one.quotes
        return ledger(reader.mentioned(), read_rules(reader), quotes, reader.articles_of_people())


def ledger(
    mentioned: Iterable[Mentioned], rules: Rules, quotes: Mapping[str, int], articles: Mapping[str, int]
) -> tuple[Entry, ...]:
    """Entries of names marked in texts, of speakers (name → number of quotations), and of the rules.

    A speaker's name without a capital ("the mayor", "she") means another one in each
    article, so it is no entry.
    """
    marks: dict[str, dict[str, Mentioned]] = defaultdict(dict)
    for one in mentioned:
        marks[one.text][one.label] = one
    meant = {alias.id: alias.person for alias in rules.aliases}
    made = [_person(person, rules.forms(person.id), marks, quotes, articles) for person in rules.persons]
    names = {person.name for person in rules.persons}
    for text in dict.fromkeys([*marks, *quotes]):
        if text and text not in meant and text not in names and (text in marks or _is_name(text)):
            form, kind = _form(text, marks.get(text, {}))
            made.append(Entry("", text, kind, (form,), form.mentions, form.articles, quotes.get(text, 0)))
    return tuple(sorted(made, key=lambda entry: (-entry.mentions - entry.quotes, entry.name)))


def _is_name(text: str) -> bool:
    """Whether it can name the same one everywhere: two words or more begin with a capital."""
    return sum(word[:1].isupper() for word in text.split()) > 1


def _form(text: str, marks: Mapping[str, Mentioned]) -> tuple[Form, str]:
    """A name with its counts, and of which kind most of its marks are."""
    kind = max(marks, key=lambda label: marks[label].mentions, default=PERSON)
    found = Form(text, sum(m.mentions for m in marks.values()), max((m.articles for m in marks.values()), default=0))
    return found, kind


def _person(
    person: Person,
    names: Sequence[str],
    marks: Mapping[str, Mapping[str, Mentioned]],
    quotes: Mapping[str, int],
    articles: Mapping[str, int],
) -> Entry:
    forms = sorted((_form(name, marks.get(name, {}))[0] for name in names), key=lambda f: (-f.mentions, f.text))
    mentions = sum(form.mentions for form in forms)
    count = articles.get(person.id, 0)
    return Entry(person.id, person.name, person.kind, tuple(forms), mentions, count, quotes.get(person.name, 0))


# ---- changes ------------------------------------------------------------------------------------


def merge(reader: Reader, names: Sequence[str], name: str, kind: str = "") -> Change:
    """Make all ``names`` mean one who is called ``name``; what some of them mean already comes along.

    A name is one as written or one of the ledger. The speakers of stored quotations are
    renamed with it. Raises UserError ``people-too-few`` or ``person-without-name``.
    """
    name = clean(name)
    wanted = list(dict.fromkeys([*filter(None, map(str, names)), name]))
    if len(set(names)) < 2 and list(names) == [name]:
        raise UserError("people-too-few")
    rules = read_rules(reader)
    known = {person.name: person for person in rules.persons}
    meant = {alias.id: alias.person for alias in rules.aliases}
    taken = dict.fromkeys(p for n in wanted for p in (known[n].id if n in known else "", meant.get(n, "")) if p)
    gone = [person for person in rules.persons if person.id in taken]
    kept = next((person for person in gone if person.name == name), gone[0] if gone else None)
    one = Person(kept.id if kept else new_id(), name, kind or (kept.kind if kept else PERSON))
    forms = dict.fromkeys([*wanted, *(alias.id for alias in rules.aliases if alias.person in taken)])
    after = _replaced(rules, set(taken), [one], [Alias(form, one.id) for form in forms])
    return _change(reader, f"Merge {len(set(names))} names as “{short(name)}”", rules, after)


def rename(reader: Reader, person: str, name: str, kind: str = "") -> Change:
    """Call somebody of the ledger (``person`` is an id) by another name, or say of which kind they are.

    A name that another one has makes both one. Raises UserError ``person-unknown`` or
    ``person-without-name``.
    """
    rules = read_rules(reader)
    one = _known(rules, person)
    name = clean(name)
    other = next((p for p in rules.persons if p.name == name and p.id != person), None)
    meant = next((alias for alias in rules.aliases if alias.id == name and alias.person != person), None)
    if other is not None or meant is not None:
        return merge(reader, [one.name, name], name, kind or one.kind)
    forms = [*rules.forms(person), *([] if name in rules.forms(person) else [name])]
    after = _replaced(rules, {person}, [Person(person, name, kind or one.kind)], [Alias(f, person) for f in forms])
    return _change(reader, f"Rename to “{short(name)}”", rules, after)


def split(reader: Reader, person: str, forms: Sequence[str] | None = None) -> Change:
    """Let some names of somebody (None: all) stand for themselves again.

    Whoever is left with one name goes from the ledger. Raises UserError ``person-unknown``.
    """
    rules = read_rules(reader)
    one = _known(rules, person)
    away = set(rules.forms(person) if forms is None else forms)
    left = [form for form in rules.forms(person) if form not in away]
    if left and one.name in away:
        one = replace(one, name=max(left, key=len))
    stays = len(left) > 1 or bool(left and left[0] != one.name)
    aliases = [Alias(form, person) for form in left] if stays else []
    after = _replaced(rules, {person}, [one] if stays else [], aliases)
    return _change(reader, f"Split “{short(rules_name(rules, person))}”", rules, after)


def clean(name: str) -> str:
    """A name on one line; raises UserError ``person-without-name`` when nothing is left."""
    name = " ".join(name.split())
    if not name:
        raise UserError("person-without-name")
    return name


def rules_name(rules: Rules, person: str) -> str:
    """What the person with this id is called."""
    return _known(rules, person).name


def _known(rules: Rules, person: str) -> Person:
    found = next((one for one in rules.persons if one.id == person), None)
    if found is None:
        raise UserError("person-unknown", name=person)
    return found


def _replaced(rules: Rules, gone: set[str], persons: Sequence[Person], aliases: Sequence[Alias]) -> Rules:
    """The rules without the people in ``gone`` and their names, with these instead."""
    forms = {alias.id for alias in aliases}
    return Rules(
        (*(p for p in rules.persons if p.id not in gone), *persons),
        (*(a for a in rules.aliases if a.person not in gone and a.id not in forms), *aliases),
    )


def _change(reader: Reader, title: str, old: Rules, new: Rules) -> Change:
    """One change from the old rules to the new ones, the stored speakers renamed by it."""
    was, now = old.meanings, new.meanings
    changed = {form for form in {*was, *now} if was.get(form) != now.get(form)}
    asked = changed | {was[form] for form in changed if form in was}
    before: list[Row] = [*old.persons, *old.aliases]
    after: list[Row] = [*new.persons, *new.aliases]
    same = set(before) & set(after)
    pairs = [(link, renamed(link, mention, was, now)) for link, mention in reader.speaker_links(sorted(asked))]
    before = [row for row in before if row not in same] + [link for link, other in pairs if other is not None]
    after = [row for row in after if row not in same] + [other for _, other in pairs if other is not None]
    return Change(title, tuple(before), tuple(after))


def renamed(link: Link, mention: str, was: Mapping[str, str], now: Mapping[str, str]) -> Link | None:
    """A speaker's link under new rules; None when nothing changes.

    Its value ``form`` keeps the name that it had before any rule, so that a split can go
    back. A name that a person wrote over a rule's is a name of its own.
    """
    name = link.value("name") or mention
    form = link.value("form")
    said = form if form and was.get(form, form) == name else name
    wanted = now.get(said, said)
    if wanted == name:
        return None
    values = {**dict(link.values), "name": wanted, "form": said if wanted != said else ""}
    return replace(link, values=tuple(sorted((key, value) for key, value in values.items() if value)))


def applied(findings: Findings, meanings: Mapping[str, str]) -> Findings:
    """What an analysis found, its speakers called as the ledger says."""
    if not meanings:
        return findings
    texts = {span.id: span.text for span in findings.spans}
    links = tuple(
        (renamed(link, texts.get(link.tail, ""), {}, meanings) or link) if link.kind == "speaker" else link
        for link in findings.links
    )
    return replace(findings, links=links)
