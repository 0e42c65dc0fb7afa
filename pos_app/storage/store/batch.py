"""A transaction that collects rows and writes those of many entries with one statement for each table."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CursorResult, Executable, Table
from sqlalchemy.sql.expression import ClauseElement

from sync.facts.rights import NUMBER_USED
from sync.tables.transaction import Row, Tx


class BatchTx(Tx):
    """Collects rows until `flush`. Every statement but those of a sale flushes first, so that it sees them."""

    def __init__(self, tx: Tx) -> None:
        super().__init__(tx.connection)
        self._tx = tx
        self._rows: dict[Table, list[Row]] = {}
        self._counted: dict[tuple[Table, Table], list[Row]] = {}
        self._numbers: list[Row] = []

    def insert(self, table: Table, rows: Sequence[Row]) -> int:
        """Collect the rows and return their count. How many of them are new is known only after `flush`."""
        if rows:
            self._rows.setdefault(table, []).extend(rows)
        return len(rows)

    def insert_counted(self, table: Table, rows: Sequence[Row], counter: Table, of: Row) -> None:
        """Collect the rows with the key of the counter that counts the new ones."""
        self._counted.setdefault((table, counter), []).extend({**row, **of} for row in rows)

    def run(self, statement: ClauseElement, row: Row) -> Any:
        """Collect the use of a number; run any other statement at once and return its cursor."""
        if statement is NUMBER_USED:
            self._numbers.append(row)
            return None
        self.flush()
        return self._tx.run(statement, row)

    def run_many(self, statement: ClauseElement, rows: Sequence[Row]) -> int:
        """Execute a statement once a row, after what was collected."""
        self.flush()
        return self._tx.run_many(statement, rows)

    def upsert(self, table: Table, rows: Sequence[Row]) -> int:
        """Insert or update the rows, after what was collected."""
        self.flush()
        return self._tx.upsert(table, rows)

    def execute(self, statement: Executable, rows: Sequence[Row] | Row | None = None) -> CursorResult[Any]:
        """Run a Core statement, after what was collected."""
        self.flush()
        return self._tx.execute(statement, rows)

    def flush(self) -> None:
        """Write what was collected: rows, then the counters of the new ones, then the use of numbers in its order."""
        rows, self._rows = self._rows, {}
        counted, self._counted = self._counted, {}
        numbers, self._numbers = self._numbers, []
        for table, collected in rows.items():
            self._tx.insert(table, collected)
        for (table, counter), collected in counted.items():
            self._tx.insert_counted(table, collected, counter, {})
        if numbers:
            self._tx.run_many(NUMBER_USED, numbers)
