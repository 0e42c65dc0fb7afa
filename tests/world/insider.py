"""An insider: somebody who runs a real station, holds its key, and lies to HQ between honest sales."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import structs
from sqlalchemy import text

from domain.ids import PerformanceId, SeatId, ZoneId
from domain.rights import Grant, seats_of
from hq.books import check
from hq.findings import Flaw
from hq.rights.grant_kinds import SHAPES
from pos_app.station import Station
from pos_app.storage.catalogue import rights
from pos_app.storage.store import sync_state
from sync import facts, journal
from sync.facts import AnyFact, Entry, kind_of
from sync.tables import canonical
from tests.pos_app.services.proof.tampering import tampering
from tests.world import store
from tests.world.books import Books
from tests.world.checkers import journals, papers
from tests.world.checkers import rights as rights_checks
from tests.world.lies import FAR, LIES, Lie
from tests.world.machines import Machine

if TYPE_CHECKING:
    from tests.world.world import World

EVERY = timedelta(hours=2)
_SEATS = 400


@dataclass(frozen=True, slots=True)
class SignedLie:
    """A lie that was told: the entry that carries it."""

    lie: str
    epoch: int
    seq: int
    fact: AnyFact


class Insider:
    """The person at one machine of a world, and the lies told so far."""

    def __init__(self, world: "World", machine: Machine, chance: Random) -> None:
        self.world, self.machine, self.chance = world, machine, chance
        self.lies: list[SignedLie] = []

    @property
    def now(self) -> datetime:
        """The world's time."""
        return self.world.schedule.now()

    @property
    def station(self) -> Station:
        """The program that the insider runs."""
        return self.machine.station

    @property
    def series(self) -> str:
        """The series of the station's numbers."""
        with self.station.database.read() as tx:
            return self.station.catalogue.profile(tx).series

    def at_work(self) -> None:
        """Tell a random lie now, and another one later."""
        if self.machine.in_use and not self.machine.is_stopped and store.is_good(self.station):
            self.sign(self.chance.choice(LIES))
        self.world.schedule.after(EVERY * self.chance.uniform(0.2, 1.8), self.at_work)

    def sign(self, lie: Lie) -> None:
        """Tell a lie, if there is something to lie about."""
        entry = self._unsent(lie.edits) if lie.edits else None
        if lie.edits and entry is None:
            return
        fact = lie.make(self, entry)
        if fact is None:
            return
        seq = self._rewrite(entry, fact) if entry else self._append(fact)
        self.lies.append(SignedLie(lie.name, self.station.author.epoch, seq, fact))
        self.world.tally.add("lies")
        self.world.log(f"{self.machine.name} lies: it {lie.name}, entry {seq}")

    def rewrite_acknowledged(self) -> None:
        """Sign the last sale that HQ acknowledged again, for another person, and all entries after it."""
        sold = [entry for entry in self._entries() if isinstance(entry.body, facts.SaleRecorded)]
        entry = [one for one in sold if self.world.hq_has(self.machine, one.seq)][-1]
        assert isinstance(entry.body, facts.SaleRecorded)
        customer = replace(entry.body.sale.customer, name="Nadie")
        sale = replace(entry.body.sale, customer=customer)
        self._rewrite(entry, structs.replace(entry.body, sale=sale))

    def edit(self, statement: str) -> int:
        """Change the store without signing anything; returns how many rows changed."""
        with tampering(self.station) as tx:
            return tx.execute(text(statement)).rowcount

    def new_id(self) -> UUID:
        """A random id."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def bodies(self) -> list[object]:
        """Every fact of the present life."""
        return [entry.body for entry in self._entries()]

    def earlier_sale(self, entry: Entry | None) -> facts.SaleRecorded | None:
        """The first sale of this life, unless it is this entry."""
        first = next((e for e in self._entries() if isinstance(e.body, facts.SaleRecorded)), None)
        if first is None or entry is None or first.seq == entry.seq:
            return None
        assert isinstance(first.body, facts.SaleRecorded)
        return first.body

    def grants(self, *, own: bool) -> list[tuple[str, Grant]]:
        """The grants of this life, or of others, except those of turns."""
        life = self.station.holder
        statement = text("SELECT station_id, epoch, kind, body FROM grant_issued WHERE kind <> 'turns' ORDER BY id")
        with self.world.hq.office.database.tenant(life.tenant_id) as tx:
            rows = tx.execute(statement).all()
        return [
            (row.kind, canonical.decode(bytes(row.body), SHAPES[row.kind]))
            for row in rows
            if ((row.station_id, row.epoch) == (life.station_id, life.epoch)) is own
        ]

    def performance_and_zone(self) -> tuple[PerformanceId, ZoneId]:
        """A performance and a general zone of it."""
        statement = text(
            "SELECT p.id AS performance, z.id AS zone FROM performance p JOIN zone z ON z.tenant_id = p.tenant_id"
            " AND z.event_id = p.event_id WHERE z.kind = 'general' ORDER BY p.id, z.id"
        )
        with self.world.hq.office.database.tenant(self.world.hq.tenant_id) as tx:
            row = self.chance.choice(tx.execute(statement).all())
        return PerformanceId(row.performance), ZoneId(row.zone)

    def seat_not_held(self, performance_id: PerformanceId) -> SeatId:
        """A seat that no lease of this life has ever had."""
        held = {seat for kind, grant in self.grants(own=True) if kind == "seats" for seat in seats_of(grant.seats)}  # type: ignore[union-attr]  # by its kind
        with self.station.database.read() as tx:
            held |= {seat for lease in rights.leases(tx, self.station.holder) for seat in seats_of(lease.seats)}
        return self.chance.choice([SeatId(seat) for seat in range(_SEATS) if seat not in held])

    def _entries(self) -> Iterator[Entry]:
        author = self.station.author
        with self.station.database.read() as tx:
            entries = list(journal.read(tx, author.tenant_id, author.station_id, author.epoch))
        return (entry.read() for entry in entries)

    def _unsent(self, kind: str) -> Entry | None:
        """The last entry of a kind that HQ does not have."""
        author = self.station.author
        with self.station.database.read() as tx:
            link = sync_state.link(tx)
            sent = sync_state.reached(tx, author.epoch, link.incarnation) if link else None
        unsent = [entry for entry in self._entries() if entry.seq > (sent or 0) and kind_of(entry.body) == kind]
        # The machine's last request may have reached HQ without its reply: then editing it would be a fork.
        return unsent[-1] if unsent and self.world.hq_has(self.machine, unsent[-1].seq) is False else None

    def _append(self, fact: AnyFact) -> int:
        station = self.station
        with station.database.write() as tx:
            return journal.append(tx, station.author, fact, at=self.now, actor=None).seq

    def _rewrite(self, entry: Entry, fact: AnyFact) -> int:
        """Sign an entry again with another fact, and all entries after it, in the journal alone."""
        station, before = self.station, ""
        later = [e for e in self._entries() if e.seq >= entry.seq]
        statement = text(
            "UPDATE journal SET body = :body, hash = :hash, signature = :signature WHERE epoch = :epoch AND seq = :seq"
        )
        with tampering(station) as tx:
            for one in later:
                body = fact if one.seq == entry.seq else one.body
                signed = canonical.encode(Entry(
                    one.v, one.tenant, one.station, one.epoch, one.seq, one.at, one.actor, before or one.prev, body
                ))  # fmt: skip
                digest = sha256(signed).digest()
                before = digest.hex()
                signature = station.author.key.sign(digest)
                keys = {"epoch": one.epoch, "seq": one.seq}
                tx.execute(statement, {"body": signed, "hash": digest, "signature": signature, **keys})
        return entry.seq


def unnoticed(insider: Insider) -> Iterator[str]:
    """The lies at HQ without a case: each lying entry has a claim in a case that is neither late nor a closed day."""
    station_id = insider.machine.build.station_id
    with insider.world.hq.office.database.tenant(insider.world.hq.tenant_id) as tx:
        claimed = {(row.epoch, row.seq) for row in tx.execute(text(_CLAIMED), {"station": str(station_id)})}
        for signed in insider.lies:
            entry = journal.entry_at(tx, insider.world.hq.tenant_id, station_id, signed.epoch << 32 | signed.seq)
            # The store may have been put back, or the branch with the lie be kept aside.
            if entry is not None and entry.body == signed.fact and (signed.epoch, signed.seq) not in claimed:
                yield f"nobody noticed that {insider.machine.name} {signed.lie}: entry {signed.epoch}/{signed.seq}"


def harmed(world: "World", books: Books, liar: Machine) -> Iterator[str]:
    """What is wrong with anybody but the liar: lies change nothing of others, and HQ's books hold."""
    for checker in (
        journals.stores_hold, journals.outboxes_are_empty, papers.every_printed_sale_is_at_hq,
        rights_checks.rights_are_the_same_on_both_sides,
    ):  # fmt: skip
        for finding in checker(world, books):
            if liar.name not in finding and str(liar.build.station_id) not in finding:
                yield f"{checker.__name__}: {finding}"
    yield from _flaws_of_others(world, liar)
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        for row in tx.execute(text(_ACCUSED)):
            if str(liar.build.station_id) not in row.body:
                yield f"case {row.kind} doubts an honest station: {row.body[:200]}"


def _flaws_of_others(world: "World", liar: Machine) -> Iterator[str]:
    """What `taquilla-hq check` finds, without the liar's Z and the numbers that the liar granted to himself."""
    report = check.check(world.hq.office, world.hq.tenant_id)
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        statement = text("SELECT id FROM till_report WHERE station_id = :station")
        own = {str(report_id) for report_id in tx.execute(statement, {"station": liar.build.station_id}).scalars()}
    for finding in (*report.findings, *(flaw for part in report.partitions for flaw in part.unexplained)):
        is_own_z = finding.flaw is Flaw.Z_SUM and finding.values["key"] in own
        invented = finding.flaw is Flaw.NUMBER_OF_NO_BLOCK and int(finding.values["number"].rpartition("-")[2]) >= FAR
        if not is_own_z and not invented:
            yield f"check: {finding}"


_CLAIMED = """SELECT (body::json->'position'->>'epoch')::int AS epoch, (body::json->'position'->>'seq')::int AS seq
    FROM conflict_claim WHERE body::json->'position'->>'station_id' = :station
    AND thing NOT LIKE 'C5/%' AND thing NOT LIKE 'C12/%'"""
_ACCUSED = "SELECT kind, body FROM conflict_case WHERE kind IN ('C15', 'C16', 'C17') ORDER BY id"
