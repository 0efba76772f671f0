"""CoNLL-2003 columns: the words make the text again, the last column the spans.

IOB1, IOB2, BILUO and BIOES are all understood. The blanks of the first text are not in
the file, so words are joined as print joins them; a sentence is a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from glossator.core.interchange.base import ForeignArticle, ForeignFile, ForeignSpan, Problem, checked, decoded, loaded

_NO_SPACE_BEFORE = re.compile(r"[,.;:!?)\]}%”’…]+|n't|'(?:s|re|ve|ll|d|m)", re.IGNORECASE)
_NO_SPACE_AFTER = re.compile(r"[(\[{“‘$£€]+")

Row = tuple[str, str]


class Conll:
    """Words in the first column, tags in the last, an empty line after each sentence."""

    name = "conll"
    title = "CoNLL-2003 (IOB, BILUO)"

    def read(self, path: Path) -> ForeignFile:
        """UserError annotations-unreadable, file-missing, file-too-large."""
        data = loaded(path)
        problems: list[Problem] = []
        documents = _documents(decoded(path, data), problems)
        return checked(path, data, (_article(one) for one in documents), problems)


def _documents(text: str, problems: list[Problem]) -> Iterator[list[list[Row]]]:
    """Sentences of (word, tag), document by document."""
    document: list[list[Row]] = []
    sentence: list[Row] = []
    for number, row in enumerate([*text.split("\n"), "-DOCSTART-"], 1):
        columns = row.rstrip("\r").split("\t") if "\t" in row else row.split()
        opens = bool(columns) and columns[0] == "-DOCSTART-"
        if (not row.strip() or opens) and sentence:
            document.append(sentence)
            sentence = []
        if opens and document:
            yield document
            document = []
        if not row.strip() or opens:
            continue
        if len(columns) < 2 or not re.fullmatch(r"O|[BILUES]-.+", columns[-1]):
            problems.append(Problem("annotation-line", {"line": number, "why": row[:60]}))
        else:
            sentence.append((columns[0], columns[-1]))


def _article(document: Iterable[Iterable[Row]]) -> ForeignArticle:
    text = ""
    spans: list[ForeignSpan] = []
    for sentence in document:
        text += "\n" if text else ""
        before, label = "", ""
        for word, tag in sentence:
            glued = _NO_SPACE_BEFORE.fullmatch(word) or _NO_SPACE_AFTER.fullmatch(before)
            text += "" if not before or glued else " "
            start, end = len(text), len(text) + len(word)
            text += word
            begins = tag[0] in "BUS" or (tag != "O" and label != tag[2:])
            if begins:
                spans.append(ForeignSpan(f"span-{len(spans)}", start, end, tag[2:]))
            elif tag != "O":
                last = spans[-1]
                spans[-1] = ForeignSpan(last.id, last.start, end, last.label)
            before, label = word, "" if tag == "O" or tag[0] in "LUES" else tag[2:]
    return ForeignArticle(text, spans=tuple(spans))
