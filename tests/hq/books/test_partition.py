"""The partition of a series, however many numbers it has."""

from datetime import date
from pathlib import Path

import pytest

from domain.fiscal.forms import Form
from domain.rights import GrantId, NumberGrant
from hq.books.partition import Partition, partitions
from hq.findings import Flaw, finding
from hq.journals.lives import StationStatus
from hq.office import Office
from hq.people.accounts import Author
from hq.rights.rows import number_rights
from hq.stations.stations import StatusChange, set_status
from pos_app.services.rights.returning import return_block_tail
from sync.facts import NumbersAccepted
from tests.builders.counters import Counter, counter
from tests.builders.stations import rosa

pytestmark = pytest.mark.house

STADIUM, REFILL = 90_000_000, 200


def partition(one: Counter) -> Partition:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        (only,) = partitions(tx, one.holder.tenant_id)
    return only


def parts(of: Partition) -> tuple[int, int, int, int, int]:
    assert of.whole, of.unexplained
    return of.issued, of.late, of.void, of.returned, of.held


def test_a_block_as_large_as_a_typing_error_is_counted_by_its_stretches(office: Office, tmp_path: Path) -> None:
    with counter(office, tmp_path / "1", 1) as one:
        one.enter_forms(Form("Imprenta", "J409876543", "SNAT/1", date(2026, 2, 1), "01-00000001", "01-99999999"))
        one.grant(numbers=STADIUM, places=20)
        for _ in range(2):
            one.sell_places(1)
        one.push()
        assert parts(partition(one)) == (2, 0, 0, 0, STADIUM - 2)
        return_block_tail(one.station, rosa(one.station), one.last_accepted(NumbersAccepted), 11)
        one.push()
        assert parts(partition(one)) == (2, 0, 0, STADIUM - 10, 8 + REFILL)
        by = Author(one.holder.tenant_id, None)
        one.sell_places(1)
        with office.database.tenant(by.tenant_id) as tx:
            set_status(tx, office, by, one.holder.station_id, StatusChange(StationStatus.LOST, "robada"))
        assert parts(partition(one)) == (2, 0, 8 + REFILL, STADIUM - 10, 0)
        one.push()
        assert parts(partition(one)) == (2, 1, 7 + REFILL, STADIUM - 10, 0)


def test_a_number_that_came_back_and_was_issued_all_the_same_is_late(office: Office, tmp_path: Path) -> None:
    with counter(office, tmp_path / "1", 1) as one:
        one.grant(numbers=10, places=20)
        for _ in range(4):
            one.sell_places(1)
        return_block_tail(one.station, rosa(one.station), one.last_accepted(NumbersAccepted), 5)
        again = NumberGrant(GrantId(one.station.ids.new()), "A", 5, 10)
        one.append(NumbersAccepted(again, ""))
        one.sell_places(1)
        one.push()
        assert parts(partition(one)) == (4, 1, 0, 5, REFILL)


def test_numbers_that_no_block_has_although_the_series_is_beyond_them_are_a_finding(
    office: Office, tmp_path: Path
) -> None:
    with counter(office, tmp_path / "1", 1) as one:
        one.grant(numbers=10)
        with office.database.tenant(one.holder.tenant_id) as tx:
            before = next(iter(partitions(tx, one.holder.tenant_id))).next_free
            number_rights.raise_next_free(tx, one.holder.tenant_id, "A", before + 5)
        of = partition(one)
        number = f"A-{before:08d}"
        assert of.unexplained == [finding(Flaw.BLOCKS_END, number=number, next_free=before + 5)]
        assert not of.whole
