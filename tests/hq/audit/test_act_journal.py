"""HQ's journal: every act is chained and signed, and an edited row is detected."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import text

from hq.audit import act_journal
from hq.audit.acts import CatalogueLoaded
from hq.office import Office
from tests.builders.tenants import ARENA, TEATRO, people

ME = UUID(int=7)


def act(name: str = "a.toml") -> CatalogueLoaded:
    return CatalogueLoaded(name, "00", 1)


@pytest.fixture
def busy(office: Office) -> Office:
    """An office with three acts in the journal of each of two tenants."""
    for tenant in (TEATRO, ARENA):
        people(office, tenant)
        with office.database.tenant(tenant.id) as tx:
            for name in ("a", "b"):
                act_journal.append(tx, office, tenant.id, act(name), ME)
    return office


def test_acts_are_chained_by_tenant_and_hold(busy: Office) -> None:
    for tenant in (TEATRO, ARENA):
        with busy.database.tenant(tenant.id) as tx:
            assert act_journal.verify(tx, tenant.id) == act_journal.Verdict(3)
            listed = act_journal.read(tx, tenant.id, after=1, most=5)
        assert [(one.entry.seq, one.entry.actor, one.entry.body) for one in listed] == [
            (2, ME, act("a")),
            (3, ME, act("b")),
        ]


def test_an_act_of_a_transaction_that_fails_was_not_done(busy: Office) -> None:
    def fail() -> None:
        with busy.database.tenant(TEATRO.id) as tx:
            act_journal.append(tx, busy, TEATRO.id, act(), ME)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with busy.database.tenant(TEATRO.id) as tx:
        assert act_journal.verify(tx, TEATRO.id) == act_journal.Verdict(3)


def test_many_at_once_stand_in_line(busy: Office) -> None:
    def one(number: int) -> int:
        with busy.database.tenant(TEATRO.id) as tx:
            return act_journal.append(tx, busy, TEATRO.id, act(str(number)), ME)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(one, range(24))) == list(range(4, 28))
    with busy.database.tenant(TEATRO.id) as tx:
        assert act_journal.verify(tx, TEATRO.id).ok


@pytest.mark.parametrize(
    ("edit", "broken_at"),
    [
        ("UPDATE hq_journal SET body = replace(encode(body, 'escape'), '\"b\"', '\"c\"')::bytea WHERE seq = 3", 3),
        ("UPDATE hq_journal SET seq = 9 WHERE seq = 2", 2),
        ("DELETE FROM hq_journal WHERE seq = 2", 2),
        ("DELETE FROM hq_journal WHERE seq = 1", 1),
        ("UPDATE hq_journal SET signature = (SELECT signature FROM hq_journal WHERE seq = 1) WHERE seq = 2", 2),
        ("UPDATE hq_journal SET hash = decode(repeat('00', 32), 'hex') WHERE seq = 2", 2),
    ],
)
def test_an_edit_by_whoever_owns_the_database_is_found(busy: Office, edit: str, broken_at: int) -> None:
    with busy.database.owner() as connection:
        connection.execute(text("ALTER TABLE hq_journal DISABLE TRIGGER USER"))
        connection.execute(text("DELETE FROM hq_journal WHERE tenant_id <> :teatro"), {"teatro": TEATRO.id})
        assert connection.execute(text(edit.replace(":", "\\:"))).rowcount == 1
    with busy.database.tenant(TEATRO.id) as tx:
        assert act_journal.verify(tx, TEATRO.id).broken_at == broken_at
