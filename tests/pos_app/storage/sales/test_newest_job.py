"""A sale asks for the newest unfinished print job without reading the others, however many wait for paper."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.sql.expression import ClauseElement

from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from sync.tables.transaction import Row, Tx, prepared


def test_a_job_is_queued_by_look_ups_in_the_index(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    run = Tx.run

    def noting(tx: Tx, statement: ClauseElement, row: Row) -> Any:
        asked.append(prepared(statement, "sqlite")[0])
        return run(tx, statement, row)

    with station.database.trial() as tx:
        monkeypatch.setattr(Tx, "run", noting)
        job = print_jobs.new_job(station.ids.new(), print_jobs.JobKind.TEST, station.ids.new(), station.clock.now())
        print_jobs.add(tx, job)
        monkeypatch.undo()
        plans = [
            line.detail
            for statement in asked
            for line in tx.execute(text(f"EXPLAIN QUERY PLAN {statement}"), {"wanted": "queued"})
        ]
    assert plans
    assert all("SEARCH print_job USING COVERING INDEX" in plan for plan in plans), plans
