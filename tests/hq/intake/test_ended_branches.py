"""An ended life may have two branches: HQ stores the second, acknowledges it, and freezes no station for it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from hq.office import Office
from hq.people.accounts import Author
from hq.stations import enrolment, stations
from hq.storage import ledger_tables
from pos_app.vault import Secrets
from sync import journal
from sync.line.messages import Acknowledged, Enrol, Push, PushedEntry
from tests.builders.counters import Counter, counter

pytestmark = pytest.mark.house


@pytest.fixture
def over(office: Office, tmp_path: Path) -> Iterator[Counter]:
    """A counter whose journal HQ has whole, and that another machine has replaced."""
    with counter(office, tmp_path / "1", 1) as one:
        one.grant(numbers=10, places=10)
        one.sell_places(1)
        one.push()
        _replace_machine(office, one)
        one.open_session()
        yield one


def _replace_machine(office: Office, one: Counter) -> None:
    key, by = Secrets.derive(bytes(range(1, 33))).signing_key, Author(one.holder.tenant_id, None)
    with office.database.tenant(one.holder.tenant_id) as tx:
        code = enrolment.make_code(tx, office, by, one.holder.station_id, one.station.ids.new())
    enrolment.enrol(office, Enrol(code.text, journal.public_key(key), key.sign(code.text.encode()).hex(), "test"))


def _push_of_branch(one: Counter) -> Push:
    """Its chain from the beginning, with another last entry than HQ has."""
    sent = one.next_push(after=0)
    body = sent.entries[-1].body.replace(b'"quantity":1', b'"quantity":2').replace(b'"at":"2026', b'"at":"2025')
    assert body != sent.entries[-1].body
    other = PushedEntry(body, one.station.author.key.sign(hashlib.sha256(body).digest()))
    return msgspec.structs.replace(sent, entries=(*sent.entries[:-1], other))


def _status(one: Counter) -> str:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return stations.view(tx, one.holder.tenant_id, one.holder.station_id).status


def test_the_other_branch_of_an_ended_life_is_kept_and_acknowledged(over: Counter) -> None:
    sent = _push_of_branch(over)
    answer = over.send(sent)
    assert isinstance(answer, Acknowledged)
    last = hashlib.sha256(sent.entries[-1].body)
    assert (answer.acknowledged, answer.head_hash) == (sent.top, last.hexdigest())
    with over.office.database.tenant(over.holder.tenant_id) as tx:
        kept = tx.execute(select(ledger_tables.quarantine.c.hash)).scalars().all()
    assert [bytes(row) for row in kept] == [last.digest()]
    assert _status(over) == "active"


def test_a_shorter_chain_of_an_ended_life_stops_nobody(over: Counter) -> None:
    whole = over.next_push(after=0)
    asked = msgspec.structs.replace(whole, after=whole.top - 1, top=whole.top - 1, entries=())
    answer = over.send(asked)
    assert isinstance(answer, Acknowledged)
    last = hashlib.sha256(whole.entries[-2].body)
    assert (answer.acknowledged, answer.head_hash) == (whole.top - 1, last.hexdigest())
    assert _status(over) == "active"
