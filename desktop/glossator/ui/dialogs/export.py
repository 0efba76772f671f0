"""What is written, in which format, and where to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from glossator.ui.dialogs.base import Dialog
from glossator.ui.widgets.asker import Asker, QtAsker
from glossator.ui.widgets.delegates import RoomyDelegate
from glossator.ui.widgets.option_form import OptionForm
from glossator.ui.widgets.text_label import TextLabel, WarningLabel
from glossator.ui.widgets.wording import counted, stage_name

WHICH = (("all", "All articles"), ("selected", "Selected articles"), ("done", "Articles marked done"))


class FormatRow(Protocol):
    """A row of the list of formats."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    @property
    def options(self) -> type[Any]: ...


@dataclass(frozen=True)
class ExportRequest:
    """What the person asked for; ``which`` is all, selected or done, of these those with ``tag`` and in ``stage``."""

    name: str
    target: Path
    options: Any
    which: str
    tag: str = ""
    stage: str = ""
    manifest: bool = False


Losses = Callable[[ExportRequest], str]
"""A sentence on what the format cannot hold, "" when it holds all."""

Amount = Callable[[ExportRequest], int]
"""How many articles that are."""


class ExportDialog(Dialog):
    """The list of formats left, their options, the articles and the target right."""

    def __init__(
        self,
        formats: Sequence[FormatRow],
        counts: Mapping[str, int],
        folder: Path,
        stem: str = "articles",
        losses: Losses | None = None,
        asker: Asker | None = None,
        parent: QWidget | None = None,
        tags: Sequence[str] = (),
        amount: Amount | None = None,
    ) -> None:
        """``counts`` says how many articles all, selected and done are; ``folder``/``stem`` suggest the target."""
        super().__init__("Export", parent, "Export")
        self._formats = tuple(formats)
        self._losses = losses
        self._amount = amount
        self.wants_check = False
        self._asker = asker or QtAsker(self)
        self._suggested = folder / stem
        self._form: OptionForm[Any] | None = None
        self._agreed: Path | None = None
        self.list = QListWidget()
        self.list.setItemDelegate(RoomyDelegate(self.list, inset=True))
        self.list.setAccessibleName("Formats")
        self.target = QLineEdit()
        self.target.setAccessibleName("File to write")
        self.browse = QPushButton("Browse…")
        self.browse.setAutoDefault(False)
        self.losses = TextLabel(muted=True, wrap=True)
        self.losses.setAccessibleName("What this format cannot hold")
        self.problem = WarningLabel()
        self._which = QButtonGroup(self)
        self.tag, self.stage = QComboBox(), QComboBox()
        self.amount = TextLabel(muted=True)
        self.manifest = QCheckBox("Write a manifest beside it: counts, digests, versions and options")
        self.check_first = QPushButton("Check first…")
        self._offer(tags)
        self._build(counts)
        for row in self._formats:
            self.list.addItem(QListWidgetItem(row.title))
        self.list.currentRowChanged.connect(self._on_format)
        self.target.textChanged.connect(self._check)
        self.browse.clicked.connect(self._on_browse)
        self._which.idClicked.connect(lambda _which: self._tell_losses())
        for combo in (self.tag, self.stage):
            combo.activated.connect(lambda _: self._tell_losses())
        self.check_first.clicked.connect(self._on_check_first)
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self.resize(720, 480)

    def request(self) -> ExportRequest:
        """What is filled in now."""
        row = self._formats[self.list.currentRow()]
        target = Path(self.target.text().strip()).expanduser()
        narrowed = str(self.tag.currentData()), str(self.stage.currentData())
        return ExportRequest(row.name, target, self._options(), self._chosen(), *narrowed, self.manifest.isChecked())

    def choose_format(self, name: str) -> None:
        """Put the cursor on a format; an unknown one changes nothing."""
        for number, row in enumerate(self._formats):
            if row.name == name:
                self.list.setCurrentRow(number)

    def set_losses(self, text: str) -> None:
        """Say what would be lost."""
        self.losses.setText(text)
        self.losses.setVisible(bool(text))

    def _offer(self, tags: Sequence[str]) -> None:
        """Tags and stages that narrow the articles further."""
        self.tag.setAccessibleName("Only articles with this tag")
        self.stage.setAccessibleName("Only articles that have come so far")
        self.tag.addItem("Any tag", "")
        for name in tags:
            self.tag.addItem(name, name)
        self.tag.setEnabled(bool(tags))
        self.tag.setMinimumContentsLength(12)
        self.tag.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.stage.addItem("Any stage", "")
        for stage in ("new", "started", "done"):
            self.stage.addItem(stage_name(stage).capitalize(), stage)
        self.check_first.setAutoDefault(False)
        self.check_first.setToolTip("Look for what a trainer would choke on in this format")
        self.buttons.addButton(self.check_first, QDialogButtonBox.ButtonRole.ActionRole)

    def _on_check_first(self) -> None:
        self.wants_check = True
        self.reject()

    def _build(self, counts: Mapping[str, int]) -> None:
        self.list.setFixedWidth(220)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(TextLabel("Articles", muted=True))
        first = True
        for number, (which, word) in enumerate(WHICH):
            button = QRadioButton(f"{word} ({counts.get(which, 0):,})")
            button.setEnabled(counts.get(which, 0) > 0)
            self._which.addButton(button, number)
            right.addWidget(button)
            if first and button.isEnabled():
                button.setChecked(True)
                first = False
        narrowing = QHBoxLayout()
        for widget in (self.tag, self.stage):
            narrowing.addWidget(widget)
        narrowing.addWidget(self.amount, 1)
        right.addLayout(narrowing)
        right.addSpacing(6)
        right.addWidget(TextLabel("Options", muted=True))
        self._options_place = QVBoxLayout()
        right.addLayout(self._options_place)
        right.addStretch(1)
        right.addWidget(self.losses)
        right.addWidget(self.problem)
        right.addWidget(TextLabel("Write to", muted=True))
        place = QHBoxLayout()
        place.addWidget(self.target, 1)
        place.addWidget(self.browse)
        right.addLayout(place)
        right.addWidget(self.manifest)
        both = QHBoxLayout()
        both.setSpacing(18)
        both.addWidget(self.list)
        both.addLayout(right, 1)
        self.column.addLayout(both, 1)

    def _on_format(self, number: int) -> None:
        row = self._formats[number]
        if self._form is not None:
            self._options_place.removeWidget(self._form)
            self._form.deleteLater()
        self._form = OptionForm(row.options)
        self._form.changed.connect(self._tell_losses)
        self._options_place.addWidget(self._form)
        self.target.setText(str(self._with_suffix(row.suffix)))
        self._tell_losses()

    def _with_suffix(self, suffix: str) -> Path:
        """The target with this format's suffix in place of another format's."""
        now = Path(self.target.text().strip()) if self.target.text().strip() else self._suggested
        for row in sorted(self._formats, key=lambda row: -len(row.suffix)):
            if row.suffix and now.name.endswith(row.suffix):
                now = now.with_name(now.name.removesuffix(row.suffix))
                break
        return (
            now.with_name(now.name + suffix) if now.name else self._suggested.with_name(self._suggested.name + suffix)
        )

    def _options(self) -> Any:
        return self._form.value() if self._form is not None else None

    def _chosen(self) -> str:
        return WHICH[max(0, self._which.checkedId())][0]

    def _tell_losses(self) -> None:
        if self._losses is not None:
            self.set_losses(self._losses(self.request()))
        self._check()

    def _narrowed(self) -> bool:
        return bool(self.tag.currentData() or self.stage.currentData())

    def _check(self) -> None:
        text = self.target.text().strip()
        target = Path(text).expanduser()
        told = ""
        amount = self._amount(self.request()) if self._amount is not None and self._narrowed() else -1
        self.amount.setText(counted(amount, "article", "articles") if amount >= 0 else "")
        if self._which.checkedId() < 0:
            told = "There are no articles to export."
        elif amount == 0:
            told = "No article has this tag and this stage."
        elif not text:
            told = "Say which file to write."
        elif target.is_dir() and not self._writes_folder():
            told = "This is a folder; add a file name."
        elif not target.parent.is_dir():
            told = "This folder does not exist."
        self.problem.say(told)
        self.ok.setEnabled(not told)
        self.check_first.setEnabled(self._which.checkedId() >= 0 and amount != 0)

    def _writes_folder(self) -> bool:
        """Whether the format makes a folder, which may replace an earlier export of it."""
        return self._formats[self.list.currentRow()].suffix.startswith("-")

    def _on_browse(self) -> None:
        row = self._formats[self.list.currentRow()]
        chosen = self._asker.choose_save("Export to", self.request().target, [f"{row.title} (*{row.suffix})"])
        if chosen is not None:
            self.target.setText(str(chosen))
            self._agreed = chosen

    def accept(self) -> None:
        """Ask before a file is replaced that was typed and not chosen in the file dialog."""
        target = self.request().target
        if target.exists() and target != self._agreed:
            text = f"{target.name} exists already. Replace it?"
            if not self._asker.confirm("Replace file", text, "Replace", danger=True):
                return
        super().accept()


def undecided_text(decided: int, waiting: int) -> str:
    """What an export without suggestions leaves out: a corpus that is empty for that reason surprises nobody."""
    first = (
        counted(decided, "accepted mark is written", "accepted marks are written") if decided else "No mark is written"
    )
    return f"{first}; {counted(waiting, 'suggestion stays', 'suggestions stay')} out until accepted."


def losses_text(losses: Mapping[str, int]) -> str:
    """``This format cannot hold: 3 notes, 2 links.``, or "" for nothing."""
    parts = [counted(number, kind, kind) for kind, number in losses.items() if number]
    return f"This format cannot hold: {', '.join(parts)}." if parts else ""
