"""The history and every search read an index, whatever number of sales the store has."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import event

from domain.sale.cart import Customer
from pos_app.services import health
from pos_app.services.documents import documents, print_queue
from pos_app.station import Station
from pos_app.storage.sales import document_rows
from pos_app.storage.sales.print_jobs import JobState
from tests.builders.stations import general_cart, seats_cart, sell

_GROWING = "sale|ticket|payment|fiscal_document|print_job|sold_seat|reprint|journal|payment_reference|customer_part"
_READS_ALL = re.compile(rf"SCAN (?:{_GROWING})\b|SEARCH (?:{_GROWING}) USING PRIMARY KEY \(tenant_id=\?\)$")
"""A step of a plan that reads a whole table."""


def plans(station: Station, act: Callable[[], object]) -> dict[str, list[str]]:
    """The statements of an act that read, each with the steps of its plan."""
    statements: list[tuple[str, tuple[object, ...]]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object) -> None:
        statements.append((statement, parameters))

    engine = station.database.engine
    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    with station.database.read() as tx:
        return {
            statement: [row[3] for row in tx.driver.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            for statement, parameters in statements
            if statement.startswith("SELECT")
        }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2",
        "A-00000002",
        "00-00000002",
        "00000002",
        "code",
        "V12345678",
        "12345678",
        "C-9",
        "000123456789",
        "pérez",
        "íñ p",
    ],
)
def test_a_search_reads_no_table_of_sales_whole(till: Station, text: str) -> None:
    sold = sell(till, general_cart(till, 1))
    sell(till, seats_cart(till, ["C-9"]))
    typed = sold.sale.tickets[0].code if text == "code" else text
    queries = plans(till, lambda: documents.find(till, typed))
    assert queries
    assert [steps for steps in queries.values() if any(map(_READS_ALL.search, steps))] == []


def test_a_search_with_many_names_reads_the_newest_sales_first(till: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_rows, "_MOST_NAMES", 0)
    sell(till, replace(general_cart(till, 1), customer=Customer("Íñigo Pérez", "V12345678")))
    queries = plans(till, lambda: documents.find(till, "pérez"))
    (steps,) = [steps for sql, steps in queries.items() if "+sale.customer_name" in sql]
    assert "ix_sale_tenant_id_position" in steps[0]
    assert not any("TEMP B-TREE FOR ORDER BY" in step for step in steps)


@pytest.mark.parametrize("read", [print_queue.jobs, health.read])
def test_the_queue_and_the_bar_read_no_finished_job_but_the_last(
    till: Station, read: Callable[[Station], object]
) -> None:
    sell(till, general_cart(till, 1))
    queries = plans(till, lambda: read(till))
    of_jobs = {sql: steps for sql, steps in queries.items() if "print_job" in sql}
    assert of_jobs
    assert all("USING INDEX ix_print_job" in steps[0] for steps in of_jobs.values())


def test_jobs_that_need_attention_come_first_and_then_the_newest(till: Station) -> None:
    for _ in range(5):
        sell(till, general_cart(till, 1))
    newest = [job.id for job in print_queue.jobs(till)]
    with till.database.write() as tx:
        tx.driver.execute("UPDATE print_job SET state = ? WHERE id = ?", (JobState.PRINTED, newest[0]))
        tx.driver.execute("UPDATE print_job SET state = ? WHERE id = ?", (JobState.UNKNOWN, newest[-1]))
        tx.driver.execute("UPDATE print_job SET state = ? WHERE id = ?", (JobState.CANCELLED, newest[2]))
    assert [job.id for job in print_queue.jobs(till)] == [newest[-1], *newest[:-1]]
    assert [job.id for job in print_queue.jobs(till, limit=2)] == [newest[-1], newest[0]]
