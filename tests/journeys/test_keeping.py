"""A person backs up, puts a backup back, has a project mended, and removes an article for good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from peewee import sqlite3

from glossator.core.model.tag import Stage
from glossator.core.service.keeping import backups
from glossator.ui.collector import delete_widgets
from glossator.ui.window.main_window import MainWindow

pytestmark = pytest.mark.xcb


def titles(window: MainWindow) -> list[str]:
    return [line.title for line in window.project.reader.articles()]


def test_a_backup_made_by_hand_is_put_back_and_the_window_goes_on(desk: Any, story: Path, tmp_path: Path) -> None:
    window = desk.open()
    desk.read(window, story)

    ask = window.dialogs.ask

    def back_up(dialog: Any) -> bool:
        dialog.make.click()
        desk.qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 1 and dialog.make.isEnabled())
        desk.idle(window)
        dialog.reject()
        return False

    window.dialogs.ask = back_up
    window.menus.actions["backups"].trigger()
    window.dialogs.ask = ask
    other = tmp_path / "later.txt"
    other.write_text("A later story\n\nIt came after the backup was made.", encoding="utf-8")
    desk.read(window, other)
    assert len(titles(window)) == 2
    seen = []

    def put_back(dialog: Any) -> bool:
        seen.append(dialog.list.topLevelItem(0).text(2))
        dialog.restore.click()
        return False

    window.dialogs.ask = put_back
    window.menus.actions["backups"].trigger()
    assert seen == ["1 article, 0 marks"]
    assert titles(window) == ["Harbour to open in May"]
    assert window.desk.article.title == "Harbour to open in May"
    window.desk.set_tags_of(window.desk.article.id, ["harbour"])
    assert [tag.name for tag in window.desk.tags] == ["harbour"]
    window.menus.actions["undo"].trigger()
    assert window.desk.tags == ()


def test_a_backup_that_ends_after_its_dialog_is_no_fault(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    ask = window.dialogs.ask

    def hurry(dialog: Any) -> bool:
        dialog.make.click()
        dialog.reject()
        dialog.deleteLater()
        return False

    window.dialogs.ask = hurry
    window.menus.actions["backups"].trigger()
    delete_widgets()
    desk.idle(window)
    window.dialogs.ask = ask
    assert len(backups(desk.path)) == 1


def test_a_damaged_index_is_found_and_mended(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    window.page.select_range(0, 7)
    window.page.take_selection()
    window.label("PERSON")
    desk.close(window)
    connection = sqlite3.connect(str(desk.path))
    connection.execute("UPDATE tally SET spans = 99")
    connection.commit()
    connection.close()
    again = desk.open()
    again.menus.actions["check"].trigger()
    desk.idle(again)
    assert "mended" in again.status.message
    again.menus.actions["check"].trigger()
    desk.idle(again)
    assert again.status.message == "The project is in order."


def test_an_article_in_the_trash_is_removed_for_good(desk: Any, story: Path) -> None:
    window = desk.open()
    desk.read(window, story)
    one = window.desk.article.id
    window.desk.trash()
    library = window.rooms.library
    library.stage.setCurrentIndex(library.stage.findData(Stage.TRASHED))
    desk.qtbot.waitUntil(lambda: library.visible_ids() == [one])
    desk.answers.yes = False
    menu = library.menu_for([one])
    remove = next(action for action in menu.actions() if "good" in action.text())
    remove.trigger()
    assert window.project.reader.article(one) is not None
    desk.answers.yes = True
    remove.trigger()
    desk.idle(window)
    desk.qtbot.waitUntil(lambda: library.visible_ids() == [])
    assert window.project.reader.article(one) is None
    assert "removed for good" in window.status.message
    assert b"Tomas Vell" not in desk.path.read_bytes()
