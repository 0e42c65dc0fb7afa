"""A lost machine was replaced: its old key can still send what that machine did, and allows no other request."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hq.stations import stations
from pos_app.station import Station
from pos_app.vault import Secrets
from sync import journal
from sync.line.client import HqClient
from sync.line.hq_errors import EpochOver
from sync.line.messages import OpenEpoch, Push, epoch_words
from tests.builders.stations import general_cart, sell
from tests.pos_app.with_hq.head_office import HeadOffice


@pytest.fixture
def replaced(hq: HeadOffice, till: Station, tmp_path: Path) -> Iterator[Station]:
    """The machine that replaced the till, which had made one more sale before it was lost."""
    hq.round(till)
    sell(till, general_cart(till, 1))
    hq.set_status("lost")
    made = hq.enrol(tmp_path / "new", hq.code(no=2), Secrets.derive(b"another computer"), seed=5)
    with closing(made.database):
        hq.round(made)
        yield made


@pytest.fixture
def old(hq: HeadOffice, till: Station, replaced: Station) -> Iterator[HqClient]:
    """A client with the till's old key."""
    assert replaced.author.epoch == till.author.epoch + 1
    line = hq.line(till)
    yield line
    line.close()


def empty(line: HqClient, top: int) -> Push:
    """A push without entries, with the length of the replacement's chain."""
    return Push(1, line.head().session, 1, 2, top, top, ())


def test_an_old_key_reads_no_journal_of_the_machine_in_its_place(old: HqClient) -> None:
    with pytest.raises(EpochOver):
        old.own_journal(2, 0)
    assert old.own_journal(1, 0).entries


def test_an_old_key_gets_no_rights_of_the_machine_in_its_place(hq: HeadOffice, old: HqClient) -> None:
    with pytest.raises(EpochOver):
        old.push(empty(old, hq.view().acknowledged))


def test_an_old_key_freezes_nobody(hq: HeadOffice, old: HqClient) -> None:
    with pytest.raises(EpochOver):
        old.push(empty(old, 0))
    assert hq.view().status == "active"


def test_an_old_key_begins_no_life_after_the_machine_in_its_place(hq: HeadOffice, till: Station, old: HqClient) -> None:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        stations.approve_epoch(tx, hq.office, hq.by_hand, hq.station_id, 2, "disco cambiado")
    proof = till.author.key.sign(epoch_words(till.id, 2)).hex()
    with pytest.raises(EpochOver):
        old.open_epoch(OpenEpoch(2, journal.public_key(till.author.key), proof))
    assert hq.view().epoch == 2


def test_a_lost_machine_that_turns_up_tells_what_it_sold_and_ends_no_session(
    hq: HeadOffice, till: Station, replaced: Station
) -> None:
    session = hq.round(replaced)
    for _ in range(4):
        hq.round(till)
    assert hq.round(replaced, session) is session
    with till.database.read() as tx:
        top = journal.head(tx, till.tenant_id, till.id, 1).seq
    assert len(hq.line(till).own_journal(1, 0).entries) == top
