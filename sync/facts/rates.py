"""Exchange rates that supervisors entered."""

from sqlalchemy import BigInteger, Column, String

from domain.money.money import ExchangeRate
from sync.facts.fact import Fact, Header, Recorders
from sync.tables.column_types import Day, Exact
from sync.tables.shared import key, shared_table
from sync.tables.transaction import Tx


class RateEntered(Fact, frozen=True, tag="rate_entered/1"):
    """A supervisor typed the rate of the day, with a reason."""

    rate: ExchangeRate
    reason: str


entered_rate = shared_table(
    "entered_rate", key("station_id"), key("position", BigInteger), Column("currency", String, nullable=False),
    Column("value_on", Day, nullable=False), Column("value", Exact, nullable=False),
    Column("source", String, nullable=False),
)  # fmt: skip
"""Rates that supervisors typed. At its station, the last one typed for a day overrides HQ's and a set-up file's."""


def _rate_entered(tx: Tx, entry: Header, fact: RateEntered) -> None:
    rate = fact.rate
    tx.insert(entered_rate, [{
        "tenant_id": entry.tenant, "station_id": entry.station, "position": entry.position,
        "currency": rate.currency, "value_on": rate.value_on, "value": rate.value, "source": rate.source,
    }])  # fmt: skip


RECORDERS: Recorders = {
    RateEntered: _rate_entered,
}
