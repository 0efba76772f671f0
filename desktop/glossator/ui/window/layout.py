"""Where the rooms of the window stand: library and search, the page with its palette, marks and details."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from glossator.ui.page.page import ArticlePage
from glossator.ui.page.selection import Snapper
from glossator.ui.panels.details import DetailsPanel
from glossator.ui.panels.labels import LabelsPanel
from glossator.ui.panels.library import LibraryPanel
from glossator.ui.panels.search import SearchPanel
from glossator.ui.panels.spans import SpansPanel
from glossator.ui.window.desk import Desk

SHELF, PAGE, MARKS = 180, 400, 250
"""Pixels below which a column is of no use; a small screen hides the columns beside the text instead."""


class Rooms:
    """The panels and the splitters that hold them."""

    def __init__(self, parent: QWidget) -> None:
        self.library, self.search = LibraryPanel(), SearchPanel()
        self.page, self.labels = ArticlePage(), LabelsPanel()
        self.spans, self.details = SpansPanel(), DetailsPanel()
        self.shelf = QTabWidget()
        self.shelf.setDocumentMode(True)
        self.shelf.setAccessibleName("Library and search")
        self.shelf.addTab(self.library, "Library")
        self.shelf.addTab(self.search, "Search")
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.labels)
        column.addWidget(self.page, 1)
        self.right = QSplitter(Qt.Orientation.Vertical)
        self.right.addWidget(self.spans)
        self.right.addWidget(self.details)
        self.right.setSizes([460, 440])
        self.splitter = QSplitter(Qt.Orientation.Horizontal, parent)
        for widget, least in ((self.shelf, SHELF), (middle, PAGE), (self.right, MARKS)):
            widget.setMinimumWidth(least)
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([290, 860, 350])
        self.splitter.setChildrenCollapsible(True)

    def show_library(self) -> None:
        """The filter of the library gets the keys."""
        self.shelf.setCurrentWidget(self.library)
        self.library.focus_filter()

    def show_search(self) -> None:
        """The full-text search gets the keys."""
        self.shelf.setCurrentWidget(self.search)
        self.search.focus_line()

    @staticmethod
    def snapper(desk: Desk) -> Snapper:
        """How selections grow to the tokens of the article on the desk."""
        return Snapper(desk.article.text if desk.article else "", desk.tokens)

    def find_in_page(self, text: str) -> None:
        """Select the first of the words looked for, where it is in the article."""
        article = self.page.article
        words = [re.escape(word) for word in re.findall(r"\w+", text)]
        found = re.search("|".join(words), article.text, re.IGNORECASE) if article and words else None
        if found is not None:
            self.page.settler.reveal(found.start())
            self.page.select_range(found.start(), found.end())
