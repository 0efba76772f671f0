"""A read-only connection and the one way to ask it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee

from glossator.core.errors import UserError
from glossator.core.store.connection import driver, refusal
from glossator.core.store.text_fold import fold


class Session:
    """One thread's reading connection; queries are peewee's or SQL with parameters."""

    def __init__(self, database: peewee.SqliteDatabase, path: Path) -> None:
        self._database = database
        self._path = path
        self._depth = 0
        self._connection: Any = database.connection()
        self._connection.create_function("fold", 1, fold, deterministic=True)

    def ask(self, query: Any, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All answers; raises UserError ``project-damaged`` and the like when the file cannot be read."""
        if not isinstance(query, str):
            query, parameters = query.sql()
        try:
            return list(self._connection.execute(query, parameters))
        except driver.Error as error:
            raise refusal(error, self._path) from error

    def one(self, query: Any, parameters: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """The first answer, or None."""
        found = self.ask(query, parameters)
        return found[0] if found else None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All questions inside see the project at one moment. May be nested."""
        self._depth += 1
        try:
            if self._depth == 1:
                self.ask("BEGIN")
            yield
        finally:
            self._depth -= 1
            if self._depth == 0 and self._connection.in_transaction:
                self.ask("COMMIT")

    def taken(self, read: Any, values: Sequence[Any]) -> Any:
        """``read(values)``, its ValueError told as damage of the project."""
        try:
            return read(values)
        except ValueError as error:
            raise UserError("project-damaged", path=str(self._path), detail=str(error)) from error

    def close(self) -> None:
        """Close the connection."""
        self._database.close()
