"""Quotations without a parse, in four languages; names by words alone."""

from __future__ import annotations

import pytest

from glossator.core import nlp
from glossator.core.model.quote import Quote, gather
from glossator.core.nlp.pipeline import Pipeline
from pictures import article


@pytest.fixture(scope="module")
def blank() -> Pipeline:
    """The English blank pipeline: other languages get one of their own."""
    return nlp.load(nlp.BLANK)


def quotes(text: str, language: str, pipeline: Pipeline) -> list[Quote]:
    """The quotations of ``text``; every span is checked against it."""
    made = article(text, language=language)
    found = nlp.run(made, pipeline, ("quotes",))
    assert all(span.text == text[span.start : span.end] for span in found.spans)
    return list(gather(found.spans, found.links))


def shown(quote: Quote) -> tuple[str, str, str, str]:
    """Kind, words in marks, mention and cue."""
    body = quote.pieces[0].text.strip("„“”«»\"'‚‘\u00a0 ")
    return quote.kind, body, quote.speaker.text if quote.speaker else "", quote.cue.text if quote.cue else ""


@pytest.mark.parametrize(
    ("language", "text", "want"),
    [
        ("de", "„Wir haben gewonnen“, sagte Eva Lindner am Montag.",
         ("direct", "Wir haben gewonnen", "Eva Lindner", "sagte")),
        ("de", "Am Abend sagte die Leiterin des Amtes: „Das Geld ist da.“",
         ("direct", "Das Geld ist da.", "die Leiterin des Amtes", "sagte")),
        ("de", "Eva Lindner, die Leiterin des Amtes, erklärte: „Das Geld ist da.“",
         ("direct", "Das Geld ist da.", "Eva Lindner", "erklärte")),
        ("de", "Der Bürgermeister hat die Pläne am Dienstag als „völligen Unsinn“ bezeichnet.",
         ("mixed", "völligen Unsinn", "Der Bürgermeister", "bezeichnet")),
        ("de", "Laut Jan Vogt sei der Plan „eine Zumutung“.", ("mixed", "eine Zumutung", "Jan Vogt", "Laut")),
        ("de", "Dem Sprecher zufolge ist das Haus „stark beschädigt“.",
         ("mixed", "stark beschädigt", "Dem Sprecher", "zufolge")),
        ("de", "„Das Haus wird nicht verkauft“, so Eva Lindner.",
         ("direct", "Das Haus wird nicht verkauft", "Eva Lindner", "so")),
        ("de", "„Das Haus wird nicht verkauft“, heißt es in der Mitteilung.",
         ("direct", "Das Haus wird nicht verkauft", "der Mitteilung", "heißt")),
        ("de", "Jan Vogt teilte am 3. Mai mit: „Die Brücke bleibt zu.“",
         ("direct", "Die Brücke bleibt zu.", "Jan Vogt", "teilte")),
        ("de", "Der Film „Die lange Reise“ läuft heute an.", ("scare", "Die lange Reise", "", "")),
        ("fr", "« Nous avons gagné », a déclaré le maire Pierre Dubois.",
         ("direct", "Nous avons gagné", "le maire Pierre Dubois", "déclaré")),
        ("fr", "« Le pont sera rouvert en mai », a-t-il ajouté.",
         ("direct", "Le pont sera rouvert en mai", "il", "ajouté")),
        ("fr", "Jeanne Morel a répondu : « Je ne partirai pas. »",
         ("direct", "Je ne partirai pas.", "Jeanne Morel", "répondu")),
        ("fr", "Selon la ministre Claire Petit, le projet est « une honte ».",
         ("mixed", "une honte", "la ministre Claire Petit", "Selon")),
        ("fr", "Le film « Les Grands Ponts » sort lundi.", ("scare", "Les Grands Ponts", "", "")),
        ("es", "«Hemos ganado la votación», dijo la alcaldesa Ana Torres.",
         ("direct", "Hemos ganado la votación", "la alcaldesa Ana Torres", "dijo")),
        ("es", "Ana Torres respondió: “No voy a dimitir.”",
         ("direct", "No voy a dimitir.", "Ana Torres", "respondió")),
        ("es", "El ministro Luis Vega aseguró que el plan es «una vergüenza».",
         ("mixed", "una vergüenza", "El ministro Luis Vega", "aseguró")),
        ("es", "La película «El largo camino» se estrena hoy.", ("scare", "El largo camino", "", "")),
        ("en", "“Why?” Ada Lovelace said.", ("direct", "Why?", "Ada Lovelace", "said")),
        ("en", "According to Peter Novak, the plan is “a waste of money”.",
         ("mixed", "a waste of money", "Peter Novak", "According to")),
    ],
)  # fmt: skip
def test_cue_and_speaker(blank: Pipeline, language: str, text: str, want: tuple[str, str, str, str]) -> None:
    assert shown(quotes(text, language, blank)[0]) == want


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "„Das Haus“, so Eva Lindner, „wird nicht verkauft.“"),
        ("fr", "« La maison, dit Jeanne Morel, ne sera pas vendue. »\n« Oui », dit Jeanne Morel, « c'est sûr. »"),
        ("es", "«La casa», dijo Ana Torres, «no se vende.»"),
    ],
)
def test_pieces_around_a_cue_are_one_quotation(blank: Pipeline, language: str, text: str) -> None:
    quote = quotes(text, language, blank)[-1]
    assert len(quote.pieces) == 2


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("fr", "« Il faut agir vite », estime le président de l’association, Marc Petit.", ["Marc Petit"]),
        ("fr", "« La maison, a expliqué Jeanne Morel, ne sera pas vendue. »", ["Jeanne Morel"]),
        ("fr", "« Oui, peut-être », a promis hier la ministre, Claire Petit. Elle a dénoncé « un mensonge ».",
         ["Claire Petit", "Claire Petit"]),
        ("es", "«Hay que esperar», pidió ayer en Madrid la ministra de Hacienda, Ana Torres.", ["Ana Torres"]),
        ("es", "La presidenta, Ana Ruiz, aseguró ayer: «Vamos a ganar».", ["Ana Ruiz"]),
        ("es", "Ana Ruiz ha dicho que se siente “muy orgullosa”. «Esto», ha añadido, «es solo el principio».",
         ["Ana Ruiz", "Ana Ruiz"]),
        ("de", "Eva Lindner betonte die Kosten. Der Plan sei „viel zu teuer“.", ["Eva Lindner"]),
        ("de", "Deren Haltung bezeichnete er als „zutiefst verlogen“.", ["er"]),
    ],
)  # fmt: skip
def test_names_beside_roles_and_pronouns(blank: Pipeline, language: str, text: str, names: list[str]) -> None:
    assert [quote.speaker_name for quote in quotes(text, language, blank)] == names


def test_who_speaks_goes_on_until_another_one_does(blank: Pipeline) -> None:
    text = (
        "„Wir haben gewonnen“, sagte Bürgermeisterin Eva Lindner. „Jetzt beginnt die Arbeit“, fügte sie hinzu.\n"
        "„Das wird nicht leicht werden.“"
    )
    found = quotes(text, "de", blank)
    assert [q.speaker_name for q in found] == ["Eva Lindner"] * 3


@pytest.mark.parametrize(
    ("language", "text", "pieces", "speaker"),
    [
        ("es", "—No lo sé —dijo Pedro Ruiz—. Mañana lo veremos.", ["No lo sé", "Mañana lo veremos."], "Pedro Ruiz"),
        ("fr", "— Je viens demain, dit Paul Morel.", ["Je viens demain,"], "Paul Morel"),
        ("fr", "— Non ! s'écria Jeanne.\n— pain\n— lait", [], ""),
        ("de", "– Brot, sagte Paul.", [], ""),
    ],
)
def test_speech_that_a_dash_opens(blank: Pipeline, language: str, text: str, pieces: list[str], speaker: str) -> None:
    found = quotes(text, language, blank)
    assert [p.text for q in found for p in q.pieces] == pieces
    assert [q.speaker_name for q in found] == ([speaker] if pieces else [])


@pytest.mark.parametrize(
    "text", ["„", "“ „ » « ‚ ‘", "„“„“„“", "sagte: ", ": „x", "—", "— ", "„Ja“, so", "laut „X“ nach"]
)
@pytest.mark.parametrize("language", ["de", "fr", "es", "en", "cs", ""])
def test_odd_marks_and_words_do_no_harm(blank: Pipeline, text: str, language: str) -> None:
    for quote in quotes(text, language, blank):
        assert quote.pieces[0].text.strip()


def test_a_language_without_words_has_its_marks(blank: Pipeline) -> None:
    (quote,) = quotes("„Rozpočet je hotový a most bude v květnu“, prohlásil starosta.", "cs", blank)
    assert quote.kind == "direct"
    assert quote.cue is None


def test_thousands_of_quotations_in_one_paragraph(blank: Pipeline) -> None:
    text = " ".join(["„Wir haben gewonnen“, sagte Eva."] * 2_500)
    assert len(quotes(text, "de", blank)) == 2_500
    text = " und ".join(["„haben gewonnen“ sagte Eva"] * 2_500)
    assert len(quotes(text, "de", blank)) == 2_500


def test_an_article_in_german_does_not_go_by_english_rules(blank: Pipeline) -> None:
    found = nlp.run(article("„Wir haben gewonnen“, sagte Eva Lindner.", language="de-AT"), blank)
    assert found.analysis.pipeline.startswith("blank:de@")
    text = "Die Brücke ist seit gestern zu und wird von der Stadt nicht vor dem Sommer geöffnet."
    assert nlp.run(article(text, language=""), blank).analysis.pipeline.startswith("blank:de@")


@pytest.mark.model
def test_a_trained_pipeline_is_for_its_own_language_only() -> None:
    model = nlp.load(nlp.DEFAULT)
    found = nlp.run_many(
        [article("“We won,” said Ada Lovelace."), article("„Ja“, sagte Eva Lindner.", language="de")], model
    )
    first, second = found
    assert first.analysis.pipeline.startswith("en_core")
    assert second.analysis.pipeline.startswith("blank:de@")
    assert not [span for span in second.spans if span.layer == "entity"]
    assert [span.text for span in second.spans if span.label == "CUE"] == ["sagte"]


def test_a_cue_tells_its_class(blank: Pipeline) -> None:
    for language, text, kind in [
        ("de", "„Das stimmt nicht ganz“, dementierte Eva Lindner.", "denial"),
        ("fr", "« C'est bien cher », a dénoncé Jeanne Morel.", "criticism"),
        ("es", "«Hay que salir ya», exigió Ana Torres.", "demand"),
        ("en", "“We did nothing,” denied Ada Lovelace.", "denial"),
        ("en", "“We did nothing,” said Ada Lovelace.", "neutral"),
    ]:
        (quote,) = quotes(text, language, blank)
        assert quote.cue is not None
        assert quote.cue.value("class") == kind
        assert next(link for link in quote.links if link.kind == "cue").value("class") == kind
