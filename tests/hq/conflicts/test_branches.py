"""Two stores that wrote one chain: HQ keeps both branches, shows what the one aside sold, and sums it apart."""

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select

from domain.conflicts.cases import ConflictCase, ConflictKind
from domain.formats import ES_VE
from domain.people.customers import Channel, Field
from hq import cli
from hq.books.apart import Cause, kept_apart
from hq.books.check import check
from hq.books.consolidation import consolidate
from hq.conflicts.cases import open_cases
from hq.customers import rows as at_hq
from hq.intake.run_again import run_again
from hq.journals.arrivals import Fork
from hq.journals.lives import StationStatus
from hq.office import Office
from hq.people.accounts import Author
from hq.rights import fencing
from hq.stations.stations import StatusChange, set_status, view
from hq.storage import ledger_tables
from pos_app import startup
from pos_app.services.people import customers
from pos_app.services.people.customers import Answer
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.storage.people import customer_rows
from sync import facts
from sync.facts.sales import sale
from sync.line.messages import Acknowledged, Push, PushedEntry
from sync.line.push import BadChain, BadSignature
from sync.tables import canonical
from tests.builders import stations as small
from tests.builders.chance import seeded
from tests.builders.clock import FakeClock
from tests.builders.counters import Counter, Counters, keys_of, two_counters
from tests.hq.lives import begin_new_life

pytestmark = pytest.mark.house

NO_NEWS = Answer(Channel.EMAIL, is_given=False, source="mostrador")


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    with two_counters(office, tmp_path) as (one, two):
        one.grant(numbers=30, seats=["A-1", "A-2", "A-3"], places=20)
        two.grant(numbers=30, seats=["B-1", "B-2", "B-3"], places=20)
        yield one, two


@pytest.fixture
def clone(counters: Counters, tmp_path: Path) -> Iterator[Counter]:
    """A copy of the first store that goes on by itself."""
    one, _ = counters
    one.sell_seats("A-1")
    one.push()
    copy = _copied(one.station, tmp_path)
    other = Counter(one.office, copy)
    yield other
    copy.database.close()


def _copied(station: Station, folder: Path) -> Station:
    profile = folder / "clone"
    shutil.copytree(folder / "1", profile)  # with its write-ahead log; nothing writes meanwhile
    clock = small.clock_of(station)
    return startup.open_station(profile, keys_of(1), startup.Surroundings(FakeClock(clock.now()), seeded("clone")))


def branch_cases(one: Counter) -> dict[str, ConflictCase]:
    """The open cases about branches, by what is contested."""
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        cases = [c for c in open_cases(tx, one.holder.tenant_id) if c.contested.kind is ConflictKind.BRANCH]
    names: dict[str, ConflictCase] = {}
    for case in cases:
        contested = case.contested
        name = f"{contested.series}-{contested.number}" if contested.series else f"seat {contested.seat_id}"
        names["zone" if contested.zone_id else name] = case
    return names


def status(one: Counter) -> StationStatus:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return view(tx, one.holder.tenant_id, one.holder.station_id).status


def kept(one: Counter) -> int:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return int(tx.execute(select(func.count()).select_from(ledger_tables.quarantine)).scalar_one())


def push_branch(clone: Counter, after: int) -> object:
    """Push what the copy did after the common part."""
    clone.session = ""
    return clone.send(clone.next_push(after=after))


def seat(name: str) -> str:
    return f"seat {small.seat_id(name)}"


def test_a_clone_opens_a_case_for_each_seat_place_and_number_and_is_summed_apart(
    counters: Counters, clone: Counter
) -> None:
    one, _ = counters
    common = one.pushed_to
    followed = one.sell_seats("A-2")
    one.push()
    sold = [clone.sell_seats("A-2", "A-3"), clone.sell_places(2)]
    assert isinstance(push_branch(clone, common), Fork)
    assert status(one) is StationStatus.FROZEN
    cases = branch_cases(one)
    assert set(cases) == {seat("A-2"), seat("A-3"), "zone", "A-2", "A-3"}
    both = cases[seat("A-2")]
    winner = both.claim(both.proposal.winner)
    assert winner is not None
    assert winner.sale_id == followed.sale.id
    assert {claim.sale_id for claim in both.claims} == {followed.sale.id, sold[0].sale.id}
    assert len(cases[seat("A-3")].claims) == 1
    assert {claim.sale_id for claim in cases["A-2"].claims} == {followed.sale.id, sold[0].sale.id}
    _are_summed_apart(one, sold)


def test_what_a_branch_has_of_customers_counts_as_anywhere_else(counters: Counters, clone: Counter) -> None:
    one, _ = counters
    maria = customers.create(one.station, small.ana(one.station), {Field.NAME: "María", Field.NOTES: "mesa 1"})
    one.push()
    with clone.station.database.write() as tx:
        customer_rows.take_from_hq(tx, clone.station.tenant_id, {maria.id: ""})
    small.clock_of(clone.station).advance(seconds=1)
    customers.edit(clone.station, small.ana(clone.station), maria.id, {Field.NOTES: "mesa 7"}, [NO_NEWS])
    for _ in range(2):
        assert isinstance(push_branch(clone, clone.pushed_to), Fork)
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        known = at_hq.records(tx, one.holder.tenant_id, [maria.id])[maria.id]
    assert (known.text(Field.NAME), known.text(Field.NOTES)) == ("María", "mesa 7")
    assert [consent.act.is_given for consent in known.consents] == [False]
    assert check(one.office, one.holder.tenant_id).ok


def _are_summed_apart(one: Counter, sold: list[CompletedSale]) -> None:
    tenant_id = one.holder.tenant_id
    with one.office.database.tenant(tenant_id) as tx:
        totals = consolidate(tx, tenant_id)
        (part,) = kept_apart(tx, tenant_id)
        assert tx.execute(select(func.count()).select_from(sale)).scalar_one() == 2
    documents = [one_sold.document for one_sold in sold]
    assert (part.cause, part.documents, part.epoch) == (Cause.BRANCH, len(documents), 1)
    assert part.amount.minor == sum((d.total + d.igtf).minor for d in documents)
    assert totals.apart == [part]
    assert sum(share.count for share in totals.stations) == 2
    report = check(one.office, tenant_id)
    assert report.ok
    assert report.apart == (part,)


def test_a_sale_of_the_followed_branch_that_comes_later_is_the_other_side(counters: Counters, clone: Counter) -> None:
    one, _ = counters
    clone.sell_seats("A-3")
    clone.sell_places(1)
    assert isinstance(clone.push(after=one.pushed_to), Acknowledged)  # the copy was faster: HQ follows it
    one.sell_seats("A-3")
    assert isinstance(push_branch(one, one.pushed_to), Fork)
    assert len(branch_cases(one)[seat("A-3")].claims) == 2
    one.sell_places(1)
    assert isinstance(push_branch(one, one.pushed_to), Fork)
    assert "zone" in branch_cases(one)


def test_what_another_station_sells_after_a_branch_joins_its_case(counters: Counters, clone: Counter) -> None:
    """The branch sold a seat; staff released it; another station sold it."""
    one, two = counters
    one.sell_places(1)
    one.push()
    clone.sell_seats("A-3")
    push_branch(clone, 5)
    assert len(branch_cases(one)[seat("A-3")].claims) == 1
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        by = Author(one.holder.tenant_id, None)
        set_status(tx, one.office, by, one.holder.station_id, StatusChange(StationStatus.LOST, "robada"))
        fencing.release_seats(tx, one.office, by, one.holder.station_id, "de vuelta")
    two.grant(seats=["A-3"])
    two.sell_seats("A-3")
    two.push()
    run_again(one.office, one.holder.tenant_id)
    case = branch_cases(one)[seat("A-3")]
    assert {claim.position.station_id for claim in case.claims} == {one.holder.station_id, two.holder.station_id}


def signed(one: Counter, body: bytes) -> PushedEntry:
    return PushedEntry(body, one.station.author.key.sign(hashlib.sha256(body).digest()))


def rewritten(one: Counter, sent: Push, at: int) -> list[PushedEntry]:
    """The entries from `at` on (an index) with another instant, chained and signed again by the station's key."""
    entries, before = list(sent.entries), ""
    for i in range(at, len(entries)):
        entry = canonical.decode(entries[i].body, facts.Entry)
        changed = msgspec.structs.replace(entry, prev=before or entry.prev)
        if i == at:
            changed = msgspec.structs.replace(changed, actor=small.rosa(one.station).id)
        entries[i] = signed(one, canonical.encode(changed))
        before = hashlib.sha256(entries[i].body).hexdigest()
    return entries


@pytest.mark.parametrize("from_the_start", [True, False])
def test_an_acknowledged_entry_that_was_signed_again_freezes_and_keeps_both(
    counters: Counters, *, from_the_start: bool
) -> None:
    one, _ = counters
    one.sell_seats("A-1")
    one.push()
    acknowledged = one.pushed_to
    one.sell_seats("A-2")
    whole = one.next_push(after=0)
    entries = rewritten(one, whole, acknowledged - 2)
    after = 0 if from_the_start else acknowledged
    lie = msgspec.structs.replace(whole, after=after, entries=tuple(entries[after:]))
    answer = one.send(lie)
    assert isinstance(answer, Fork)
    assert answer.seq == (acknowledged - 1 if from_the_start else acknowledged)
    assert status(one) is StationStatus.FROZEN
    assert kept(one) == len(whole.entries) - (acknowledged - 2 if from_the_start else acknowledged)
    # The sale that HQ has is the same in both branches; the one that came with the lie is not.
    assert set(branch_cases(one)) == {seat("A-2"), "A-2"}
    one.session = ""
    assert isinstance(one.push(), Acknowledged), "the branch that HQ follows goes on"


def test_a_chain_that_the_key_did_not_sign_freezes_nobody(counters: Counters) -> None:
    one, two = counters
    one.sell_seats("A-1")
    one.push()
    one.sell_seats("A-2")
    sent = one.next_push()
    entry = canonical.decode(sent.entries[0].body, facts.Entry)
    other = canonical.encode(msgspec.structs.replace(entry, prev="ab" * 32))
    forged = msgspec.structs.replace(sent, entries=(signed(two, other), *sent.entries[1:]))
    assert isinstance(one.send(forged), BadChain | BadSignature)
    one.session = ""
    broken = msgspec.structs.replace(one.next_push(), entries=(signed(one, other), *sent.entries[1:], sent.entries[0]))
    assert isinstance(one.send(broken), BadChain)
    assert (status(one), kept(one), branch_cases(one)) == (StationStatus.ACTIVE, 0, {})


def test_a_branch_of_a_life_that_ended_opens_its_cases_too(counters: Counters, clone: Counter) -> None:
    one, _ = counters
    common = one.pushed_to
    one.sell_places(1)
    one.push()
    clone.sell_seats("A-3")
    begin_new_life(one)
    one.push()
    clone.pushed_to, clone.session = common, ""
    assert isinstance(clone.send(clone.next_push(after=common)), Acknowledged)
    assert set(branch_cases(one)) == {seat("A-3"), "A-2"}


def test_what_is_apart_is_on_the_command_line(
    counters: Counters, clone: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    one, _ = counters
    common = one.pushed_to
    one.sell_places(1)
    one.push()
    sold = clone.sell_seats("A-3")
    push_branch(clone, common)
    settings: Mapping[str, str] = {
        "TAQUILLA_HQ_SECRET": "00" * 32,
        "TAQUILLA_HQ_DATABASE_URL": one.office.database.url.render_as_string(hide_password=False),
        "TAQUILLA_HQ_CONNECTIONS": "2",
        "LANG": "en",
    }
    assert cli.main(["books", "apart", "--tenant", "sala"], settings) == 0
    line = f"apart: Taquilla 1, copy 1, another version of entries {common + 1} to {common + 1} (1): documents 1, "
    shown = capsys.readouterr().out
    assert shown.startswith(line)
    assert ES_VE.money(sold.document.total + sold.document.igtf) in shown
    assert cli.main(["check"], settings) == 0
    printed = capsys.readouterr().out
    assert line in printed
    assert "documents: 2 in the journals, 2 in the books, 0 apart" in printed
