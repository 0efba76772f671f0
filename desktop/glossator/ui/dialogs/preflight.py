"""What a trainer would choke on, listed beside the page: go there, mend it, or keep it as an exception."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QWidget,
)

from glossator.core.service.preflight import CODES, Finding, Report
from glossator.ui.dialogs.base import Dialog
from glossator.ui.models.articles import plain_tip
from glossator.ui.models.findings import KINDS, FindingsModel, told
from glossator.ui.widgets.delegates import RoomyDelegate
from glossator.ui.widgets.row_views import RowTable, keep_place
from glossator.ui.widgets.text_label import TextLabel, WarningLabel
from glossator.ui.widgets.wording import counted


class PreflightDialog(Dialog):
    """Hands on what is wanted; it reads and changes nothing itself.

    Keys in the list: Enter goes to the place, F mends what is selected, Shift+F all of
    its kind, E keeps what is selected as exceptions. Signals carry findings.
    """

    place_chosen = Signal(object)
    fix_requested = Signal(list)
    keep_requested = Signal(list)
    check_requested = Signal()
    forget_requested = Signal()
    stop_requested = Signal()
    export_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Check before export", parent)
        self.purpose = TextLabel(muted=True, wrap=True)
        self.kind = QComboBox()
        self.kind.setAccessibleName("Kind of finding")
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.model = FindingsModel(self)
        self.view = RowTable()
        self.told = TextLabel(wrap=True, selectable=True)
        self.told.setAccessibleName("The finding in full")
        self.count = TextLabel(muted=True)
        self.problem = WarningLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the check")
        self.stop = QPushButton("Stop")
        self.go = QPushButton("Show")
        self.fix = QPushButton("Fix")
        self.fix_all = QPushButton("Fix all of this kind")
        self.keep = QPushButton("Keep as exception")
        self.again = QPushButton("Check again")
        self.forget = QPushButton("Tell exceptions again")
        self.export = QPushButton("Export…")
        self._excepted = 0
        self._articles = 0
        self._set_view()
        self._build()
        self._connect()
        self.set_running(False)
        self._on_selection()
        self.resize(980, 620)

    def _set_view(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setAccessibleName("Findings")
        view.setItemDelegate(RoomyDelegate(view))
        head = view.header()
        head.setStretchLastSection(True)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        head.resizeSection(0, 190)
        keep_place(view)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.purpose, 1)
        top.addWidget(self.kind)
        self.column.addLayout(top)
        self.column.addWidget(self.view, 1)
        self.column.addWidget(self.told)
        self.column.addWidget(self.problem)
        running = QHBoxLayout()
        running.addWidget(self.count, 1)
        running.addWidget(self.bar)
        running.addWidget(self.stop)
        self.column.addLayout(running)
        acts = QHBoxLayout()
        for button in (self.go, self.fix, self.fix_all, self.keep):
            acts.addWidget(button)
        acts.addStretch(1)
        for button in (self.forget, self.again):
            acts.addWidget(button)
        self.column.addLayout(acts)
        self.buttons.addButton(self.export, QDialogButtonBox.ButtonRole.ActionRole)
        self.bar.setFixedWidth(180)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        for button, word in (
            (self.go, "Go to the place in its article (Enter)"),
            (self.fix, "Mend what is selected; it can be undone (F)"),
            (self.fix_all, "Mend all findings of this kind as one act; it can be undone (Shift+F)"),
            (self.keep, "Do not tell it again until it changes (E)"),
        ):
            button.setToolTip(plain_tip([word]))

    def _connect(self) -> None:
        self.kind.activated.connect(lambda _: self.model.set_filter(str(self.kind.currentData())))
        self.view.selectionModel().selectionChanged.connect(lambda _new, _old: self._on_selection())
        for signal in (self.model.modelReset, self.model.rowsInserted, self.model.rowsRemoved, self.model.dataChanged):
            signal.connect(lambda *_: self._on_rows())
        keys = self.view.keys
        keys.entered.connect(lambda _id: self._on_go())
        keys.on_key(Qt.Key.Key_F, self._on_fix)
        keys.on_key(Qt.Key.Key_E, self._on_keep)
        every = QShortcut(QKeySequence("Shift+F"), self.view)
        every.setContext(Qt.ShortcutContext.WidgetShortcut)
        every.activated.connect(self._on_fix_all)
        self.go.clicked.connect(self._on_go)
        self.fix.clicked.connect(self._on_fix)
        self.fix_all.clicked.connect(self._on_fix_all)
        self.keep.clicked.connect(self._on_keep)
        self.again.clicked.connect(self.check_requested)
        self.forget.clicked.connect(self.forget_requested)
        self.stop.clicked.connect(self.stop_requested)
        self.export.clicked.connect(self.export_requested)

    # ---- what is shown ------------------------------------------------------------------------------

    def set_purpose(self, text: str) -> None:
        """For which format and articles it was looked."""
        self.purpose.setText(text)

    def set_report(self, report: Report) -> None:
        """Show what a check has found; the cursor goes to the first finding."""
        self._excepted, self._articles = report.excepted, report.articles
        self.model.set_rows(report.findings)
        self._offer_kinds()
        if not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 0))

    def replace(self, articles: Sequence[str], codes: frozenset[str], found: Sequence[Finding]) -> None:
        """Findings of these codes in these articles are now ``found``; all others stay."""
        here, now = set(articles), {one.key for one in found}
        old = [one for one in self.model.rows() if one.code in codes and one.article in here]
        self.model.remove([one.key for one in old if one.key not in now])
        self.model.put(list(found))
        self._offer_kinds()
        self._go_on()
        self._on_rows()

    def remove(self, findings: Sequence[Finding]) -> None:
        """These are kept as exceptions now."""
        self.model.remove([one.key for one in findings])
        self._excepted += len(findings)
        self._offer_kinds()
        self._go_on()
        self._on_rows()

    def _go_on(self) -> None:
        """What was selected has gone: the finding that took its place is next."""
        if not self.view.keys.selected_ids() and self.model.rowCount():
            at = max(0, self.view.currentIndex().row())
            self.view.setCurrentIndex(self.model.index(at, 0))

    def set_running(self, running: bool) -> None:
        """Whether a check is under way."""
        self.bar.setRange(0, 0)
        for widget in (self.bar, self.stop):
            widget.setVisible(running)
        self.again.setEnabled(not running)
        self._on_rows()

    def set_progress(self, done: int, total: int) -> None:
        """How far the check is, in articles."""
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)

    def selected(self) -> list[Finding]:
        """The findings that are selected, from top to bottom."""
        found = (self.model.row(key) for key in self.view.keys.selected_ids())
        return [one for one in found if one is not None]

    def _offer_kinds(self) -> None:
        """All kinds there are, with their numbers; the one that is shown stays."""
        now = str(self.kind.currentData() or "")
        counts = self.model.counts()
        self.kind.clear()
        self.kind.addItem(f"All findings ({self.model.total():,})", "")
        for code in CODES:
            if code in counts or code == now:
                self.kind.addItem(f"{KINDS[code]} ({counts.get(code, 0):,})", code)
        self.kind.setCurrentIndex(max(0, self.kind.findData(now)))

    def _on_rows(self) -> None:
        total = self.model.total()
        if self.stop.isVisibleTo(self):
            text = "Checking…"
        elif total:
            text = f"{counted(total, 'finding', 'findings')} in {counted(self._articles, 'article', 'articles')}"
        else:
            text = f"Nothing to mend in {counted(self._articles, 'article', 'articles')}"
        more = f"; {counted(self._excepted, 'exception', 'exceptions')} kept" if self._excepted else ""
        self.count.setText(text + more)
        self.forget.setEnabled(bool(self._excepted))
        self._on_selection()

    def _on_selection(self) -> None:
        chosen = self.selected()
        self.problem.say("")
        self.told.setText(told(chosen[0]) if len(chosen) == 1 else f"{len(chosen):,} selected" if chosen else " ")
        self.go.setEnabled(len(chosen) == 1 and bool(chosen[0].article))
        self.fix.setEnabled(any(one.fixable for one in chosen))
        self.fix_all.setEnabled(len({one.code for one in chosen}) == 1 and chosen[0].fixable)
        self.keep.setEnabled(bool(chosen))

    # ---- what is wanted -----------------------------------------------------------------------------

    def _on_go(self) -> None:
        chosen = self.selected()
        if len(chosen) == 1 and chosen[0].article:
            self.place_chosen.emit(chosen[0])

    def _on_fix(self) -> None:
        self._ask_for([one for one in self.selected() if one.fixable])

    def _on_fix_all(self) -> None:
        codes = {one.code for one in self.selected() if one.fixable}
        if len(codes) == 1:
            self._ask_for([one for one in self.model.rows() if one.code in codes])

    def _ask_for(self, findings: list[Finding]) -> None:
        if findings:
            self.fix_requested.emit(findings)
        else:
            self.problem.say("Nobody but you can decide this one: go there (Enter), or keep it as an exception (E).")

    def _on_keep(self) -> None:
        if self.selected():
            self.keep_requested.emit(self.selected())
