"""Codes of errors → one clear sentence each, for both faces.

A plain table without Qt, so that the command line and the window say the same. A
sentence says what happened and what to do. ``{name}`` takes a value of the error.
"""

from __future__ import annotations

import re

from glossator.core.errors import AppError, StaleChange, UserError

SENTENCES: dict[str, str] = {
    # general
    "cancelled": "Cancelled; nothing was changed.",
    "no-resources": "The program's own files are missing at {path}: install it again.",
    "unknown-part": "There is no {kind} called “{name}”. Known: {known}.",
    # reading
    "file-missing": "There is no file {path}: it may have been moved or renamed.",
    "file-unreadable": "{path} could not be read: look whether you may open it.",
    "file-special": "{path} is a folder or a device, not a file that holds text.",
    "file-too-large": "{path} has {size} MB; files up to {limit} MB can be read. Split it first.",
    "file-empty": "{path} is empty.",
    "file-binary": "{path} holds no text ({kind}); save it as text or as a web page first.",
    "encoding-unknown": "The characters of {path} could not be recognised; save it as UTF-8 and try again.",
    "text-too-long": "{path} holds more than {limit} characters; split it first.",
    "too-many-parts": "{path} holds more than {limit} parts; save it as plain text, or split it first.",
    "nothing-to-read": "No readable text was found in {path}.",
    "reader-failed": "Reading {path} failed: the file may be damaged. Nothing else was affected.",
    "reader-too-slow": "Reading {path} took too long and was stopped. Save it as plain text and try again.",
    "reader-too-big": "Reading {path} needed too much memory and was stopped. Save it as plain text and try again.",
    # nlp
    "pipeline-missing": "The language pipeline “{name}” is not installed. Installed: {installed}. Choose one of these.",
    "pipeline-unfit": "“{name}” cannot be used as a language pipeline ({reason}). Choose another one.",
    "pipeline-altered": "The files of the language pipeline “{name}” are not those that were published: "
    "install it again, or choose another one.",
    "language-unfit": "The word list for “{language}” is missing or damaged at {path}: install the program again.",
    "language-own-unfit": "Your own list of words {path} cannot be used: {why}. Mend it, or take it away.",
    "worker-failed": "The analysis could not be started ({reason}). Check the language pipeline and try again.",
    "analysis-crashed": "“{title}” could not be analysed: the analysis broke down on it twice ({reason}).",
    "analysis-too-big": "“{title}” could not be analysed: it needs more memory than the analysis may take.",
    "analysis-too-slow": "“{title}” could not be analysed: the analysis did not come to an end.",
    # quotations of plain texts
    "quotes-two-answers": "With --json the answer takes standard output: give the quotations a file with --to FILE.",
    "quotes-line-not-json": "This is no JSON object in UTF-8; the line was left out.",
    "quotes-line-no-text": "There is no “text” in it; the line was left out.",
    "quotes-line-bad-id": "Its “id” is neither a text nor a whole number; the line was left out.",
    "quotes-line-id-twice": "An earlier line has the id “{id}”; this one was left out. Give it another id.",
    "quotes-line-too-long": "It is longer than {limit} MB, so it was left out. Split its text.",
    "quotes-text-too-long": "Its text is longer than {limit} characters, so it was left out. Split it.",
    "language-code": "“{language}” is no code of a language; write “en”, “de”, “fr”, “es” or another code.",
    # store
    "project-missing": "There is no project at {path}.",
    "project-exists": "There is already a file at {path}; choose another name.",
    "project-foreign": "{path} is not a Glossator project; nothing was changed.",
    "project-newer": "{path} was made by a newer Glossator; install the newer version to open it.",
    "project-damaged": "{path} is damaged; nothing was changed. Put a backup back, or save what is whole of it"
    " with “glossator recover”.",
    "project-locked": "{path} is open for writing elsewhere ({holder}); close it there, or open it for reading only.",
    "project-unreadable": "{path} cannot be read; check the rights of the file and the disk.",
    "project-read-only": "{path} may not be written; change its rights, or open it for reading only.",
    "project-needs-upgrade": "{path} is of an older Glossator and must be brought up to date: open it to write once.",
    "project-on-share": "{path} lies on a network share ({kind}), where it cannot be written safely; copy it to this"
    " computer and work there, or open it for reading only.",
    "project-closed": "{path} is closed already; open it again.",
    "cannot-write": "{path} cannot be made there ({why}); choose another folder.",
    "cannot-save": "This was not saved ({why}); everything saved before is safe. Try again.",
    "cannot-upgrade": "{path} could not be brought up to date ({why}); it is as it was.",
    "backup-failed": "No backup of {path} could be made ({why}); check the project.",
    "backup-unknown": "There is no backup called “{name}” of {path}; “glossator backups list” shows them.",
    "nothing-to-recover": "Nothing of {path} could be read: it holds no article of a Glossator project any more.",
    "disk-full": "The disk is full, so this was not saved; make room and try again.",
    # export
    "export-target-is-folder": "{path} is a folder; give the name of a file to write.",
    "export-folder-not-empty": "{path} holds other files, or an export that was changed since; choose a new folder.",
    "parquet-missing": "Parquet needs the package pyarrow, which is not installed; add it, or export JSON Lines.",
    "option-unknown": "The format {format} has no choice called “{name}”. It has: {known}.",
    "option-unfit": "“{value}” is no value for {name}. Possible: {known}.",
    "tokens-damaged": "“{title}” cannot be exported: its stored analysis is damaged. Analyse it again.",
    "tag-unknown": "No article has the tag “{name}”. There are: {known}.",
    # before an export
    "found-empty": "{title}: {label} covers nothing but blanks.",
    "found-blank-edge": "{title}: {label} “{text}” begins or ends with a blank.",
    "found-mark-edge": "{title}: {label} “{text}” begins or ends with a punctuation mark; without it: “{whole}”.",
    "found-off-tokens": "{title}: {label} “{text}” begins or ends inside a word; in whole words: “{whole}”.",
    "found-duplicate": "{title}: {label} “{text}” is marked twice in the same place.",
    "found-overlap": "{title}: {label} “{text}” overlaps “{other}”, and this format takes no overlaps.",
    "found-undecided": "{title}: suggestions that nobody has decided ({count}); accept or reject them.",
    "found-no-decision": "{title}: nobody has decided anything here; accept or reject its marks, or mark it done.",
    "found-few-examples": "{label} has too few examples ({count}); a trainer wants {least} or more.",
    "found-near-copy": "{title} is nearly the same as {other}: keep them in one part, or leave one out.",
    "found-copies-apart": "{title} ({part}) is nearly the same as {other} ({other_part}): put them into one part.",
    "found-shared-sentence": "{title} ({part}) shares sentences with {other} ({other_part}), {count} in all: “{text}”",
    "finding-unknown": "Nothing called “{key}” was found; give a key as it is listed, such as off-tokens:ID.",
    # interchange
    "annotations-unreadable": "{path} cannot be read in this format ({why}); choose the format it was written in.",
    "annotation-line": "Line {line} was left out: {why}.",
    "annotation-rejected": "Line {line} was left out: it was marked “{answer}” in the program it comes from.",
    "annotation-text": "{name} was left out: it has no text that could be read beside it.",
    "annotation-empty": "An article was left out: it holds no text.",
    "annotation-outside": "{label} {start}–{end} was not placed: it is outside the text or empty.",
    "annotation-mismatch": "{label} {start}–{end} was not placed: other words than “{text}” stand there.",
    "annotation-blank": "{label} {start}–{end} was not placed: nothing but blanks stands there.",
    "annotation-not-found": "{label} “{text}” was not placed: these words do not stand in the text.",
    "annotation-unclear": "{label} “{text}” was not placed: these words stand there more than once.",
    "annotation-source": "{label} “{text}” was not placed: neither the file nor the project has the text of {source}.",
    "annotation-link": "A relation “{kind}” was left out: one of its ends is missing.",
    "annotation-kind": "“{kind}” was left out: there is no such kind of annotation here.",
    "map-unfit": "“{told}” is no mapping of a label: write OLD=NEW, or OLD= to leave it out.",
    # service
    "labels-unreadable": "The label set {path} cannot be read ({why}); mend it or choose another one.",
    "labels-without-key": "Label number {number} in {path} has no key; give it one.",
    "labels-twice": "Two labels have the key “{key}”; each key may be used once.",
    "labels-clash": "“{one}” and “{other}” both ask for the key “{shortcut}”; give one of them another key.",
    "span-outside": "That place is outside the text of “{title}”.",
    "span-empty": "Nothing but blanks is selected; select some text first.",
    "settings-not-kept": "Your settings could not be kept ({why}); they hold until you close the window.",
    "no-speaker": "This quotation has no speaker yet; select one in the text and press S.",
    "speaker-not-in-text": "“{name}” does not stand in this article; select who speaks in the text and press S.",
    "no-quote": "Choose a quotation first, then select its speaker or cue in the text.",
    "people-too-few": "One name alone cannot be merged; choose two or more, or give another name.",
    "person-without-name": "A person needs a name; write one.",
    "person-unknown": "There is nobody called “{name}” in the ledger any more; look again.",
    "article-unknown": "There is no article with the id {id}; “glossator list” shows them.",
}


_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(text: str) -> str:
    """``text`` for a person's eye: names of files may hold characters that steer a terminal or turn the line round."""
    return _STEERING.sub("\ufffd", text)


def sentence(error: AppError) -> str:
    """The one sentence a person reads for ``error``."""
    if isinstance(error, StaleChange):
        return "This was changed in the meantime; nothing was written. Look again and repeat what you wanted."
    if not isinstance(error, UserError):
        return f"Something went wrong in the program ({type(error).__name__})."
    template = SENTENCES.get(error.code)
    if template is None:
        return f"This did not work ({error.code})."
    try:
        return shown(template.format(**error.values))
    except (KeyError, IndexError):
        return template
