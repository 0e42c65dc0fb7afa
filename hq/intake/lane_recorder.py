"""The transactions of the lane: each records a group of ordinary pushes, or nothing of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from hq.conflicts.ids_twice import twice_in
from hq.conflicts.references_twice import pairs
from hq.intake import lane_rows
from hq.intake.lane_rows import RecordedGroup
from hq.intake.ordinary import Ordinary
from hq.live import availability
from hq.live.rows import zone_count
from hq.office import Office
from hq.rights.grants import next_block
from hq.storage.database import Database, DatabaseUnavailable
from sync.line.messages import Wants

_GROUPS_A_PLAN = 1_024


class NotOrdinary(Exception):
    """The database knows something of a push for which only `receive` has an answer."""


@dataclass(slots=True)
class _Connection:
    """A connection to PostgreSQL, and the groups that it recorded."""

    driver: psycopg.AsyncConnection[Any]
    groups: int = 0

    def must_plan(self) -> bool:
        """Whether the statements are to be planned again: plans made for small tables are slow when these have grown.

        PostgreSQL itself does that only after it counted the rows, which it does once a minute.
        """
        self.groups += 1
        return self.groups & (self.groups - 1) == 0 or self.groups % _GROUPS_A_PLAN == 0


class Recorder:
    """Connections to PostgreSQL outside the pool, each with one transaction at a time."""

    def __init__(self, office: Office) -> None:
        self._database = office.database
        self._idle: list[_Connection] = []

    async def aclose(self) -> None:
        """Close the connections."""
        for idle in self._idle:
            await idle.driver.close()

    async def record(self, tenant_id: UUID, pushes: Sequence[Ordinary]) -> RecordedGroup:
        """Record the pushes and commit.

        Raises DatabaseUnavailable when it is not known whether they are recorded; NotOrdinary, psycopg.Error, or any
        other error when nothing of them is.
        """
        if any(twice_in([known for push in pushes for known in push.known])):
            raise NotOrdinary("one id twice")
        connection = self._idle.pop() if self._idle else _Connection(await self._database.connect_alone())
        try:
            if connection.must_plan():
                await connection.driver.execute("DISCARD PLANS")
            recorded = await self._record(connection.driver, tenant_id, pushes)
        except BaseException:
            await self._roll_back(connection)
            raise
        try:
            await connection.driver.commit()
        except asyncio.CancelledError:
            await connection.driver.close()
            raise
        except psycopg.Error as error:
            await self._roll_back(connection)
            raise DatabaseUnavailable("database", type(error).__name__) from error
        self._idle.append(connection)
        return recorded

    async def _record(
        self, connection: psycopg.AsyncConnection[Any], tenant_id: UUID, pushes: Sequence[Ordinary]
    ) -> RecordedGroup:
        async with connection.pipeline():
            await Database.enter(connection, tenant_id)
            recorded = await lane_rows.call(connection, tenant_id, pushes)
        sold = [sale for push in pushes for sale in push.sold]
        due = {push.station.series for push in pushes if next_block(recorded.ahead[push.station.station_id], Wants())}
        if due and await lane_rows.are_grantable(connection, tenant_id, due):
            raise NotOrdinary("a block is due")
        if any(pairs(sold, recorded.paid)):
            raise NotOrdinary("one payment twice")
        seats = availability.sold_seats(sold)
        await lane_rows.notify(connection, [
            availability.sold_notice(tenant_id, performance, seats[performance], tuple(map(zone_count, zones)))
            for performance, zones in recorded.zones
        ])  # fmt: skip
        return recorded

    async def _roll_back(self, connection: _Connection) -> None:
        try:
            await connection.driver.rollback()
        except psycopg.Error:
            await connection.driver.close()
        else:
            self._idle.append(connection)
