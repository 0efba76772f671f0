"""The table of actions: what the menus, the shortcuts and the key sheet are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Scope(Enum):
    """Where a shortcut works: everywhere in the window, or only where no text is typed."""

    WINDOW = "window"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action. ``handler`` is ``room.method`` among the window's rooms.

    ``needs`` is what must be there for it to be enabled: "" (nothing), ``article``,
    ``span``, ``range`` (selected text), ``quote``, ``undo``, ``redo``, ``job``.
    ``setting`` names the yes-or-no setting that a checkable action shows.
    """

    id: str
    menu: str
    text: str
    handler: str
    shortcuts: tuple[str, ...] = ()
    scope: Scope = Scope.WINDOW
    needs: str = ""
    setting: str = ""
    separated: bool = False


W, R = Scope.WINDOW, Scope.READING

ACTIONS: tuple[ActionRow, ...] = (
    ActionRow("open", "File", "Open files…", "importing.open_files", ("Ctrl+O",)),
    ActionRow("open-folder", "File", "Open a folder…", "importing.open_folder", ("Ctrl+Shift+O",)),
    ActionRow(
        "import-annotations",
        "File",
        "Import annotations…",
        "importing.open_annotations",
        ("Ctrl+Shift+I",),
        separated=True,
    ),
    ActionRow(
        "import-annotations-folder", "File", "Import annotations of a folder…", "importing.open_annotations_folder"
    ),
    ActionRow("project-new", "File", "New project…", "dialogs.new_project", ("Ctrl+N",), separated=True),
    ActionRow("project-open", "File", "Open project…", "dialogs.open_project", ("Ctrl+Alt+O",)),
    ActionRow("export", "File", "Export…", "exporting.export", ("Ctrl+E",), separated=True),
    ActionRow("preflight", "File", "Check before export…", "exporting.preflight", ("Ctrl+Shift+E",)),
    ActionRow("backups", "File", "Backups…", "keeping.show_backups", separated=True),
    ActionRow("check", "File", "Check project", "keeping.check"),
    ActionRow("quit", "File", "Quit", "window.close", ("Ctrl+Q",), separated=True),
    ActionRow("undo", "Edit", "Undo", "desk.undo", ("Ctrl+Z",), needs="undo"),
    ActionRow("redo", "Edit", "Redo", "desk.redo", ("Ctrl+Shift+Z", "Ctrl+Y"), needs="redo"),
    ActionRow("find", "Edit", "Search all articles", "view.focus_search", ("Ctrl+F",), separated=True),
    ActionRow("filter", "Edit", "Filter the library", "view.focus_filter", ("/",), R),
    ActionRow("clear", "Edit", "Clear the selection", "desk.clear", ("Esc",), R),
    ActionRow("settings", "Edit", "Settings…", "dialogs.edit_settings", ("Ctrl+,",), separated=True),
    ActionRow("accept", "Annotate", "Accept", "desk.accept", ("A",), R, "span"),
    ActionRow("reject", "Annotate", "Reject", "desk.reject", ("X",), R, "span"),
    ActionRow(
        "accept-all", "Annotate", "Accept all suggestions shown", "window.accept_all", ("Shift+A",), R, "article"
    ),
    ActionRow(
        "reject-all", "Annotate", "Reject all suggestions shown", "window.reject_all", ("Shift+X",), R, "article"
    ),
    ActionRow("delete", "Annotate", "Delete", "desk.delete", ("Del", "Backspace"), R, "span"),
    ActionRow("end-grow", "Annotate", "End one word later", "steps.grow_end", ("]",), R, "span", separated=True),
    ActionRow("end-shrink", "Annotate", "End one word earlier", "steps.shrink_end", ("[",), R, "span"),
    ActionRow("start-grow", "Annotate", "Start one word earlier", "steps.grow_start", ("{",), R, "span"),
    ActionRow("start-shrink", "Annotate", "Start one word later", "steps.shrink_start", ("}",), R, "span"),
    ActionRow("end-char-grow", "Annotate", "End one character later", "steps.grow_end_char", ("Ctrl+]",), R, "span"),
    ActionRow(
        "end-char-shrink", "Annotate", "End one character earlier", "steps.shrink_end_char", ("Ctrl+[",), R, "span"
    ),
    ActionRow("kind", "Annotate", "Next kind of quotation", "desk.next_kind", ("K",), R, "quote", separated=True),
    ActionRow("speaker-name", "Annotate", "Full name of the speaker…", "window.name_speaker", ("R",), R, "quote"),
    ActionRow("note", "Annotate", "Note…", "view.focus_note", ("N",), R, "article"),
    ActionRow("tag", "Annotate", "Tags…", "view.focus_tags", ("T",), R, "article"),
    ActionRow("labels", "Annotate", "Labels…", "dialogs.edit_labels", ("Ctrl+L",), separated=True),
    ActionRow("analyse", "Annotate", "Analyse this article", "analysing.analyse_article", ("F5",), needs="article"),
    ActionRow("analyse-all", "Annotate", "Analyse all articles", "analysing.analyse_all", ("Shift+F5",)),
    ActionRow("cancel", "Annotate", "Stop the running work", "window.cancel_jobs", ("Ctrl+.",), needs="job"),
    ActionRow("next-span", "Go", "Next mark", "steps.next_span", ("Space",), R, "article"),
    ActionRow("previous-span", "Go", "Previous mark", "steps.previous_span", ("Shift+Space",), R, "article"),
    ActionRow("next-suggestion", "Go", "Next suggestion", "steps.next_suggestion", (".",), R, "article"),
    ActionRow("previous-suggestion", "Go", "Previous suggestion", "steps.previous_suggestion", (",",), R, "article"),
    ActionRow("next-quote", "Go", "Next quotation", "steps.next_quote", ("Shift+Q",), R, "article"),
    ActionRow("next-article", "Go", "Next article", "shelf.next_article", ("Ctrl+PgDown",), separated=True),
    ActionRow("previous-article", "Go", "Previous article", "shelf.previous_article", ("Ctrl+PgUp",)),
    ActionRow("done", "Go", "Done, and on to the next", "shelf.done_and_next", ("Ctrl+Return",), needs="article"),
    ActionRow("trash", "Go", "Move article to trash", "desk.trash", ("Ctrl+Backspace",), needs="article"),
    ActionRow("voices", "Go", "Voices…", "voices.show", ("Ctrl+Shift+V",), separated=True),
    ActionRow("unspoken", "Go", "Quotations without a speaker…", "voices.show_queue", ("Ctrl+Shift+Q",)),
    ActionRow("people", "Go", "People and organisations…", "people.show", ("Ctrl+Shift+P",)),
    ActionRow("page", "Go", "To the text", "view.focus_page", ("F6",), separated=True),
    ActionRow("dark", "View", "Next colours", "view.next_theme", ("Ctrl+Shift+L",)),
    ActionRow("larger", "View", "Larger text", "view.larger", ("Ctrl++", "Ctrl+=")),
    ActionRow("smaller", "View", "Smaller text", "view.smaller", ("Ctrl+-",)),
    ActionRow(
        "chips", "View", "Labels beside names", "view.toggle", ("Ctrl+Shift+C",), setting="chips", separated=True
    ),
    ActionRow("furniture", "View", "Page furniture", "view.toggle", ("Ctrl+Shift+F",), setting="furniture"),
    ActionRow("snapping", "View", "Snap to whole words", "view.toggle", ("Ctrl+Shift+S",), setting="snapping"),
    ActionRow("shelf", "View", "Library beside the text", "view.toggle", ("F7",), setting="shelf", separated=True),
    ActionRow("marks", "View", "Marks and details beside the text", "view.toggle", ("F8",), setting="marks"),
    ActionRow("full-screen", "View", "Full screen", "view.toggle_full_screen", ("F11",), separated=True),
    ActionRow("keys", "Help", "Keys", "dialogs.show_keys", ("?", "F1"), R),
    ActionRow("about", "Help", "About Glossator", "dialogs.show_about"),
)

MENUS = ("File", "Edit", "Annotate", "Go", "View", "Help")
