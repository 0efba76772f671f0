"""Which language an article is in: what its page said, else what its smallest words say."""

from __future__ import annotations

import re
from collections import Counter

from glossator.core.model.article import Article
from glossator.core.nlp.convert import spoken

SAMPLE = 4_000
"""Code points that are looked at."""
LEAST = 3
"""Function words that must be met, and"""
LEAD = 1.5
"""how many times as many as of the next language."""
_WORD = re.compile(r"[^\W\d_]+")
_WORDS = {
    "en": """the of and to in that is was for on with as it by he she they his her this are have has not be were from
        but an""",
    "de": """der die das und den dem des ein eine einen einem einer ist nicht mit von zu im auf für sich auch als wird
        werden wurde hat haben sind war es er sie dass aus bei nach über oder zum zur am vom""",
    "fr": """le la les des du un une et est dans pour que qui pas sur au aux avec ce cette par sont il elle ils ne se
        plus mais ont été ses leur""",
    "es": """el la los las del un una y es en que por con para no se su al lo como más pero sus ha han fue está este
        esta son entre ya""",
}
_OWNERS: dict[str, list[str]] = {}
for _code, _words in _WORDS.items():
    for _word in _words.split():
        _OWNERS.setdefault(_word, []).append(_code)


def primary(code: str) -> str:
    """The language of a BCP 47 code: ``de`` for ``de-AT``; "" for none."""
    return re.split("[-_]", code.strip().lower(), maxsplit=1)[0]


def detect(text: str) -> str:
    """``en``, ``de``, ``fr`` or ``es`` by the function words of ``text``; "" when they do not tell.

    ``xx`` for what is surely none of them: another script, or many words of which hardly
    one is theirs.
    """
    counts: Counter[str] = Counter()
    words = _WORD.findall(text[:SAMPLE].lower())
    for word in words:
        owners = _OWNERS.get(word, ())
        for code in owners:
            counts[code] += 1
    ranked = [*counts.most_common(2), ("", 0), ("", 0)]
    (best, most), (_, next_) = ranked[0], ranked[1]
    foreign = sum(word[0] > "\u024f" for word in words)
    if len(words) >= 5 and foreign > len(words) / 2 or len(words) >= 50 and most < len(words) / 10:
        return "xx"
    return best if most >= LEAST and most >= LEAD * next_ else ""


def language_of(article: Article) -> str:
    """The article's language by its own word, else by its text; "" when neither tells."""
    if article.language:
        return primary(article.language)
    parts: list[str] = []
    size = 0
    for block in spoken(article):
        parts.append(article.text[block.start : min(block.end, block.start + SAMPLE)])
        size += len(parts[-1])
        if size >= SAMPLE:
            break
    return detect(" ".join(parts))
