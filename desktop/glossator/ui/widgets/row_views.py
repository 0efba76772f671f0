"""Lists and tables whose single keys act on what is selected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QTreeView, QWidget

ID_ROLE = int(Qt.ItemDataRole.UserRole)
"""The role under which every model here gives a row's id."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RowKeys(QObject):
    """Keys and clicks of one view, told with the ids of rows.

    ``entered(str)`` on Enter or double click, ``pointed(str)`` on a click that selects one row.
    A key given with :meth:`on_key` wins over the window's shortcuts while the view has the focus.
    """

    entered = Signal(str)
    pointed = Signal(str)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._keys: dict[Qt.Key, Callable[[], None]] = {}
        view.installEventFilter(self)
        view.clicked.connect(self._on_clicked)
        view.doubleClicked.connect(self._on_double_clicked)

    def on_key(self, key: Qt.Key, act: Callable[[], None]) -> None:
        """Do ``act`` when ``key`` is pressed without Ctrl, Alt, Shift or Meta."""
        self._keys[key] = act

    def selected_ids(self) -> list[str]:
        """Ids of the selected rows, from top to bottom."""
        chosen = self._view.selectionModel()
        if chosen is None:
            return []
        rows = sorted({index.row() for index in chosen.selectedIndexes()})
        return [str(self._view.model().index(row, 0).data(ID_ROLE)) for row in rows]

    def current_id(self) -> str:
        """The id of the row that has the cursor, or ""."""
        index = self._view.currentIndex()
        return str(index.model().index(index.row(), 0).data(ID_ROLE)) if index.isValid() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent) and self._is_ours(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._act(Qt.Key(event.key()))
                return True
        return super().eventFilter(watched, event)

    def _act(self, key: Qt.Key) -> None:
        if key not in ENTER:
            self._keys[key]()
        elif self.current_id():
            self.entered.emit(self.current_id())

    def _is_ours(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return held == Qt.KeyboardModifier.NoModifier and (event.key() in ENTER or event.key() in self._keys)

    def _on_clicked(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if len(self.selected_ids()) == 1:
            self.pointed.emit(str(index.model().index(index.row(), 0).data(ID_ROLE)))

    def _on_double_clicked(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self.entered.emit(str(index.model().index(index.row(), 0).data(ID_ROLE)))


class RowList(QListView):
    """One column; rows of one height, so that 100,000 are as quick as ten."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = RowKeys(self)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)


class RowTable(QTreeView):
    """Several columns without branches."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = RowKeys(self)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setItemsExpandable(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAllColumnsShowFocus(True)
        self.setFrameShape(QTreeView.Shape.NoFrame)


def keep_place(view: QListView | QTreeView) -> None:
    """Keep the cursor on the same row when the view's model is filtered or filled anew."""
    _PlaceKeeper(view)


class _PlaceKeeper(QObject):
    def __init__(self, view: QListView | QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self._id = ""
        model = view.model()
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)

    def _remember(self) -> None:
        index = self._view.currentIndex()
        if index.isValid():
            self._id = str(index.model().index(index.row(), 0).data(ID_ROLE))

    def _restore(self) -> None:
        find = getattr(self._view.model(), "index_of", None)
        if not self._id or find is None:
            return
        index = find(self._id)
        if index.isValid():
            self._view.setCurrentIndex(index)
            self._view.scrollTo(index)
