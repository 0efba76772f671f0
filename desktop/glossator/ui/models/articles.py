"""The articles of a project as a list: filtered while one types, even when there are 100,000."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt

from glossator.core.model.tag import Stage
from glossator.ui.models.fold import folded, has_words, words_of
from glossator.ui.models.rows import RowsModel
from glossator.ui.widgets.wording import counted, stage_name


class ArticleRow(Protocol):
    """What a line of the library says of an article; the store's own line fits."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def published(self) -> str: ...
    @property
    def byline(self) -> str: ...
    @property
    def source_path(self) -> str: ...
    @property
    def stage(self) -> str: ...
    @property
    def tags(self) -> Sequence[str]: ...
    @property
    def spans(self) -> int: ...
    @property
    def suggested(self) -> int: ...
    @property
    def quotes(self) -> int: ...
    @property
    def words(self) -> int: ...
    @property
    def added(self) -> str: ...
    @property
    def analysed(self) -> bool: ...


def title_of(row: ArticleRow) -> str:
    """A title to show: the file's name when an article has none."""
    name = row.source_path.replace("\\", "/").rsplit("/", 1)[-1]
    return " ".join(row.title.split()) or name or "Untitled"


def subtitle_of(row: ArticleRow) -> str:
    """The second line: date · suggestions · tags · stage, without what is not there."""
    parts = [row.published]
    if row.suggested:
        parts.append(counted(row.suggested, "suggestion", "suggestions"))
    elif not row.analysed:
        parts.append("not analysed")
    elif row.spans:
        parts.append(counted(row.spans, "span", "spans"))
    parts.extend([", ".join(row.tags), "" if row.stage == Stage.NEW else stage_name(row.stage)])
    return " · ".join(part for part in parts if part)


class ArticlesModel(RowsModel[ArticleRow]):
    """One article a row. Trashed ones are shown only where the trash is asked for."""

    SUBTITLE = RowsModel.ROW + 1
    STAGE = RowsModel.ROW + 2

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._stage = ""
        self._hay: dict[str, str] = {}

    def set_filter(self, text: str = "", stage: str = "") -> None:
        """Show articles with every word of ``text`` in title, byline or tags; ``stage`` "" means any but the trash."""
        words = words_of(text)
        if (words, stage) != (self._words, self._stage):
            self._words, self._stage = words, stage
            self.refilter()

    def row_id(self, row: ArticleRow) -> str:
        return row.id

    def forget(self, row_id: str) -> None:
        self._hay.pop(row_id, None)

    def accepts(self, row: ArticleRow) -> bool:
        if (row.stage != self._stage) if self._stage else row.stage == Stage.TRASHED:
            return False
        if not self._words:
            return True
        hay = self._hay.get(row.id)
        if hay is None:
            hay = self._hay[row.id] = folded("\n".join((title_of(row), row.byline, *row.tags)))
        return has_words(hay, self._words)

    def role(self, row: ArticleRow, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return title_of(row)
        if role == self.SUBTITLE:
            return subtitle_of(row)
        if role == self.STAGE:
            return str(row.stage)
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = [title_of(row), row.byline, counted(row.words, "word", "words"), row.source_path]
            return plain_tip([line for line in lines if line])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{title_of(row)}. {subtitle_of(row)}"
        return None


def plain_tip(lines: Sequence[str]) -> str:
    """Lines as a tooltip that shows every character as it is (tooltips guess at markup)."""
    safe = [line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for line in lines]
    return "<qt>" + "<br>".join(safe) + "</qt>"
