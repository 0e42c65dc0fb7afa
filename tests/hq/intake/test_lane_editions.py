"""The lane records no sale of a catalogue that HQ has replaced: how long ago that was is for `receive` to judge."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from hq.catalogue.publish import publish
from hq.office import Office
from hq.storage.ledger_tables import edition
from sync.tables import catalogue
from tests.builders.counters import Counter, counter
from tests.builders.twins import Twins, twins

pytestmark = pytest.mark.house


@pytest.fixture
def one(office: Office, tmp_path: Path) -> Iterator[Counter]:
    """A counter that sells a catalogue of three weeks ago: only then does it matter whether it was replaced."""
    with counter(office, tmp_path / "1", 1) as made:
        with office.database.tenant(made.holder.tenant_id) as tx:
            tx.execute(update(edition).values(published_at=office.clock.now() - timedelta(days=21)))
        made.grant(numbers=400, places=30)
        made.push()
        yield made


@pytest.fixture
def both(office: Office, one: Counter, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twins]:
    with twins(office, monkeypatch) as made:
        one.sell_places(1)
        made.push(one)  # reads the catalogue, which stays in memory
        yield made


def test_a_sale_of_the_catalogue_before_is_left_to_receive(both: Twins, one: Counter) -> None:
    one.sell_places(1)
    both.push(one)
    assert (both.by_lane, both.refusals) == (1, [])  # old, and the present one
    for office in (both.usual, both.other):
        with office.database.tenant(one.holder.tenant_id) as tx:
            zones = [dict(row) for row in tx.execute(select(catalogue.zone)).mappings()]
            dearer = [{**row, "base_price": row["base_price"] + 1} for row in zones]
            publish(tx, one.holder.tenant_id, office.clock.now(), {catalogue.zone: dearer})
    one.sell_places(1)
    both.push(one)
    assert (both.by_lane, both.refusals) == (1, ["a newer catalogue"])
