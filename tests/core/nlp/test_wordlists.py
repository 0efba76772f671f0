"""Lists of words: those of the program, and a person's own beside the settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator.core import nlp
from glossator.core.errors import UserError
from glossator.core.nlp.client import Worker
from glossator.core.nlp.language import detect, language_of
from glossator.core.nlp.quotes import cues, wordlists
from glossator.core.nlp.quotes.vocabulary import vocabulary as words_of
from glossator.sentences import sentence
from pictures import article


def forget() -> None:
    """Drop what was read, as a new process does."""
    for cached in (wordlists.wordlists, cues.lexicon, cues.classes, words_of):
        cached.cache_clear()


@pytest.fixture
def own() -> Iterator[Path]:
    """The folder of a person's own lists, empty before and after."""
    folder = wordlists.own_file("en").parent
    folder.mkdir(parents=True, exist_ok=True)
    forget()
    yield folder
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    forget()


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_every_language_has_its_words(language: str) -> None:
    words = words_of(language)
    assert len(words.lexicon.forms) > 300
    assert words.determiners
    assert words.prepositions
    known = set(words.lexicon.forms) | set(words.lexicon.forms.values()) | set(words.parted)
    assert set(cues.classes(language)) <= known | {"beg", "refute", "reject", "order", "condemn"}


def test_forms_by_the_patterns_of_a_language() -> None:
    assert {"sagt", "sagte", "gesagt", "sagten"} <= set(cues.lexicon("de").forms)
    assert {"déclare", "déclaré", "déclarait"} <= set(cues.lexicon("fr").forms)
    assert {"afirma", "afirmó", "afirmaron"} <= set(cues.lexicon("es").forms)
    assert {"claims", "claimed", "claiming"} <= set(cues.lexicon("en").forms)


def test_a_person_adds_words_and_takes_some_away(own: Path) -> None:
    (own / "de.toml").write_text('say = "frotzeln -sagen"\n[classes]\ncriticism = "frotzeln"\n', encoding="utf-8")
    lexicon = cues.lexicon("de")
    assert lexicon.forms["frotzelte"] == "frotzeln"
    assert "sagte" not in lexicon.forms
    assert "erklärte" in lexicon.forms
    assert cues.class_of("frotzelte", "de") == "criticism"
    assert cues.class_of("kritisierte", "de") == "criticism"


def test_a_person_adds_a_language(own: Path) -> None:
    text = 'say = "říci"\n[forms]\nříci = "řekl řekla"\n'.replace("\nříci", '\n"říci"')
    (own / "cs.toml").write_text(text, encoding="utf-8")
    assert cues.lexicon("cs").forms["řekla"] == "říci"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("say = ", "Invalid value"),
        ("sai = 'x'", "there is no list “sai”"),
        ("say = 5", "“say” must be words"),
        ("forms = 'x'", "“forms” must be a table"),
        ("[classes]\ndenial = ['x']", "“classes.denial” must be words"),
    ],
)
def test_a_mistake_in_a_persons_list_is_told(own: Path, text: str, why: str) -> None:
    (own / "en.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as refused:
        cues.lexicon("en")
    assert refused.value.code == "language-own-unfit"
    assert why in sentence(refused.value)
    assert "en.toml" in sentence(refused.value)


def test_the_worker_says_so_before_it_analyses(own: Path) -> None:
    (own / "fr.toml").write_bytes(b"say = \xff")
    with Worker("blank:en") as worker:
        list(worker.analyse([article("“We won,” said Ada Brandt.")]))
        assert worker.fault is not None
        assert worker.fault.code == "language-own-unfit"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The bridge has been closed since Monday, and it is not clear when it will open.", "en"),
        ("Die Brücke ist seit Montag zu, und es ist nicht klar, wann sie geöffnet wird.", "de"),
        ("Le pont est fermé depuis lundi, et la ville ne sait pas quand il sera ouvert.", "fr"),
        ("El puente está cerrado desde el lunes y no se sabe cuándo lo van a abrir para el público.", "es"),
        ("Most je zavřený od pondělí a nikdo neví, kdy se otevře.", ""),
        ("Мост закрыт с понедельника, и никто не знает, когда его откроют.", "xx"),
        ("Most je zavřený od pondělí a nikdo neví, kdy se otevře. Starosta řekl, že to bude trvat. " * 4, "xx"),
        ("", ""),
        ("12 34", ""),
    ],
)
def test_the_language_by_small_words(text: str, code: str) -> None:
    assert detect(text) == code


def test_what_the_page_said_goes_first() -> None:
    assert language_of(article("Die Brücke ist zu und nicht mehr offen.", language="fr-CA")) == "fr"
    assert language_of(article("Die Brücke ist zu, und der Weg ist nicht mehr offen.", language="")) == "de"
    assert nlp.load("blank:de").name == "blank:de"
