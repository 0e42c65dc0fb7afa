"""A branch that the station's key did not sign freezes no station and is not stored."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select

from hq.journals.arrivals import Fork
from hq.office import Office
from hq.stations import stations
from hq.storage import ledger_tables
from sync.line.messages import Push, PushedEntry
from sync.line.push import BadChain, BadSignature
from tests.builders.counters import Counter, counter
from tests.hq.web.pushing import resigned

pytestmark = pytest.mark.house


@pytest.fixture
def known(office: Office, tmp_path: Path) -> Iterator[Counter]:
    """A counter whose journal HQ has whole."""
    with counter(office, tmp_path / "1", 1) as one:
        one.grant(numbers=10, places=10)
        one.sell_places(1)
        one.push()
        yield one


def _with(sent: Push, place: int, entry: PushedEntry) -> Push:
    return msgspec.structs.replace(sent, entries=(*sent.entries[:place], entry, *sent.entries[place + 1 :]))


def _status_and_branch(one: Counter) -> tuple[str, int]:
    """The station's status, and how many entries of other branches HQ stores."""
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        status = stations.view(tx, one.holder.tenant_id, one.holder.station_id).status
        return status, tx.execute(select(func.count()).select_from(ledger_tables.quarantine)).scalar_one()


def test_a_branch_that_nobody_signed_freezes_nobody(known: Counter) -> None:
    sent = known.next_push(after=0)
    last = len(sent.entries) - 1
    other = resigned(known, sent.entries[last], b'"General"', b'"Platino"')
    unsigned = PushedEntry(other.body, sent.entries[last].signature)
    assert isinstance(known.send(_with(sent, last, unsigned)), BadSignature)
    assert _status_and_branch(known) == ("active", 0)


@pytest.mark.parametrize("body", [b"", b"{}", b'{"prev":"x"}', b"\xff"])
def test_a_branch_that_is_no_chain_freezes_nobody(known: Counter, body: bytes) -> None:
    sent = known.next_push(after=0)
    assert isinstance(known.send(_with(sent, 1, PushedEntry(body, bytes(64)))), BadChain)
    assert _status_and_branch(known) == ("active", 0)


def test_a_branch_whose_end_is_signed_freezes_the_station(known: Counter) -> None:
    sent = known.next_push(after=0)
    last = len(sent.entries) - 1
    other = resigned(known, sent.entries[last], b'"General"', b'"Platino"')
    assert isinstance(known.send(_with(sent, last, other)), Fork)
    assert _status_and_branch(known) == ("frozen", 1)


def test_a_chain_that_follows_another_entry_than_the_last_is_a_branch(known: Counter) -> None:
    known.sell_places(1)
    sent = known.next_push()
    before = msgspec.json.decode(sent.entries[0].body)["prev"]
    other = resigned(known, sent.entries[0], before.encode(), b"0" * len(before))
    fork = known.send(msgspec.structs.replace(sent, top=sent.after + 1, entries=(other,)))
    assert isinstance(fork, Fork)
    assert (fork.seq, fork.begins) == (sent.after, sent.after + 1)
    assert _status_and_branch(known) == ("frozen", 1)
