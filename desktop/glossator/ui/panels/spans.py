"""What is marked in the article that is open: names in one tab, quotations in the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.quote import Quote, gather
from glossator.core.model.span import Layer, Span
from glossator.ui.panels.span_tabs import EntitiesTab, QuotesTab, Tab
from glossator.ui.widgets.chip import Colors

OF_QUOTES = frozenset({Layer.QUOTE, Layer.CUE, Layer.SPEAKER})


class SpansPanel(QWidget):
    """Tabs Entities | Quotes. For a quotation the ids that are emitted are those of its first piece.

    Keys in the lists: Enter jumps, A accepts, X rejects, Delete deletes what is selected.
    """

    span_chosen = Signal(str)
    accept_requested = Signal(list)
    reject_requested = Signal(list)
    delete_requested = Signal(list)

    def __init__(self, colors: Colors | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spans: dict[str, Span] = {}
        self._links: dict[str, Link] = {}
        self._quotes: dict[str, Quote] = {}
        self.entities = EntitiesTab(colors)
        self.quotes = QuotesTab()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Marked in this article"))
        for tab in self._tabs():
            self.tabs.addTab(tab, "")
            tab.chosen.connect(self.span_chosen)
            tab.accepted.connect(self.accept_requested)
            tab.rejected.connect(self.reject_requested)
            tab.deleted.connect(self.delete_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self._name_tabs()

    def set_rows(self, spans: Sequence[Span], links: Sequence[Link]) -> None:
        """The spans and links of the article that is open."""
        self._spans = {span.id: span for span in spans}
        self._links = {link.id: link for link in links}
        self.entities.model.set_rows(span for span in spans if span.layer not in OF_QUOTES)
        self._quotes = self._gathered()
        self.quotes.model.set_rows(self._quotes.values())
        self._after()

    def update_rows(
        self,
        gone: Sequence[Span],
        come: Sequence[Span],
        gone_links: Sequence[Link] = (),
        come_links: Sequence[Link] = (),
    ) -> None:
        """Rows that went and rows that came; the views hear of exactly those."""
        for span in gone:
            self._spans.pop(span.id, None)
        for link in gone_links:
            self._links.pop(link.id, None)
        self._spans.update((span.id, span) for span in come)
        self._links.update((link.id, link) for link in come_links)
        stays = {span.id for span in come if span.layer not in OF_QUOTES}
        self.entities.model.remove([span.id for span in gone if span.id not in stays])
        self.entities.model.put([span for span in come if span.layer not in OF_QUOTES])
        quotes = self._gathered()
        self.quotes.model.remove([one for one in self._quotes if one not in quotes])
        self.quotes.model.put([quote for one, quote in quotes.items() if self._quotes.get(one) != quote])
        self._quotes = quotes
        self._after()

    def set_labels(self, labels: Mapping[str, Label]) -> None:
        """The schema: key → label."""
        self.entities.set_labels(labels)

    def set_colors(self, colors: Colors) -> None:
        """The colours of another theme."""
        self.entities.set_colors(colors)

    def set_current(self, span_id: str) -> None:
        """Put the cursor on a span (any of a quotation's spans shows the quotation); nothing is emitted."""
        quote = self._quote_with(span_id)
        tab: Tab = self.quotes if quote else self.entities
        if span_id:
            self.tabs.setCurrentWidget(tab)
        tab.set_current(quote or span_id)

    def lists(self) -> tuple[QWidget, QWidget]:
        """The two lists, where single keys can act because nothing is typed."""
        return self.entities.view, self.quotes.view

    def quote(self, quote_id: str) -> Quote | None:
        """The quotation whose first piece has this id."""
        return self._quotes.get(quote_id)

    def accept_all(self) -> None:
        """As the button of the tab that is shown."""
        self._tabs()[self.tabs.currentIndex()].accept_all.click()

    def reject_all(self) -> None:
        """As the button of the tab that is shown."""
        self._tabs()[self.tabs.currentIndex()].reject_all.click()

    def focus_list(self) -> None:
        """Put the cursor into the list that is shown."""
        self._tabs()[self.tabs.currentIndex()].view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _gathered(self) -> dict[str, Quote]:
        return {quote.id: quote for quote in gather(self._spans.values(), self._links.values())}

    def _tabs(self) -> tuple[Tab, Tab]:
        return self.entities, self.quotes

    def _quote_with(self, span_id: str) -> str:
        if span_id in self._quotes or span_id not in self._spans:
            return span_id if span_id in self._quotes else ""
        if self._spans[span_id].layer not in OF_QUOTES:
            return ""
        heads = (link.head for link in self._links.values() if link.tail == span_id and link.head in self._quotes)
        return next(heads, "")

    def _after(self) -> None:
        for tab in self._tabs():
            tab.refresh()
        self._name_tabs()

    def _name_tabs(self) -> None:
        self.tabs.setTabText(0, self.tr("Entities {0}").format(self.entities.model.living() or "").strip())
        self.tabs.setTabText(1, self.tr("Quotes {0}").format(self.quotes.model.living() or "").strip())
