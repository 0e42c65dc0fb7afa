"""Many stations of one organisation whose chains are made in advance: copies of one real sale under new ids."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from benchmarks.house import House, Pass, admitted, hold_seats
from benchmarks.raw_http import request
from domain.ids import Ids, ShiftId
from domain.rights import Holder
from hq.clock import SystemClock
from hq.intake import ingest
from hq.journals.arrivals import Arrived
from hq.office import Office
from hq.people.accounts import Author
from hq.rights import grants
from hq.rights.grants import Numbers
from hq.stations import enrolment, stations
from hq.stations.stations import NewStation
from sync import journal
from sync.facts import AnyFact, Entry, EpochOpened, NumbersAccepted, SaleRecorded, ShiftOpened
from sync.journal import NO_PREVIOUS_HASH
from sync.line import push
from sync.line.messages import PROTOCOL, Acknowledged, Enrol, Push, PushedEntry
from sync.tables import canonical
from sync.tables.catalogue import seat, section

NUMBERS_EACH = 4_000
SEATS_A_SALE = 4
_AT_ONCE = 200
_FIRST_SEAT = 4
"""The crowd sells the seats of the lower ring after those of the sale that is copied."""
_ids = Ids(SystemClock().now, secrets.token_bytes)


@dataclass
class Extra:
    """A station of the crowd: its identity and key, the head of its chain, and its next number and seat."""

    holder: Holder
    key: Ed25519PrivateKey
    next_number: int
    next_seat: int
    admitted: Pass
    seq: int = 0
    hash: bytes = NO_PREVIOUS_HASH
    requests: int = 0

    def sign(self, body: bytes) -> PushedEntry:
        """Sign a body as the next entry of the chain."""
        self.hash, self.seq = hashlib.sha256(body).digest(), self.seq + 1
        return PushedEntry(body, self.key.sign(self.hash))

    def push(self, entries: Sequence[PushedEntry]) -> Push:
        """The next request, with entries that were just signed."""
        self.requests += 1
        session, epoch = self.admitted.head.session, self.holder.epoch
        after = self.seq - len(entries)
        return Push(PROTOCOL, session, self.requests, epoch, after, self.seq, tuple(entries))


class Seat(msgspec.Struct, frozen=True):
    """A seat as a ticket names it."""

    seat_id: int
    section: str
    row: str
    seat: str


class Template:
    """The bytes of a real sale, and the parts of them that each copy must replace."""

    def __init__(self, house: House) -> None:
        self._body = next(e.body for e in house.journal() if b'"sale_recorded/1"' in e.body)
        entry = canonical.decode(self._body, Entry)
        assert isinstance(entry.body, SaleRecorded)
        self._seats = seats = _seats(house)
        sale, document = entry.body.sale, entry.body.document
        ids = [sale.id, document.id, *(t.id for t in sale.tickets), *(p.id for p in sale.payments)]
        self._known = {
            **{str(id_).encode(): b"id" for id_ in ids},
            **{ticket.code.encode(): b"code" for ticket in sale.tickets},
            **{
                _place(seats[ticket.place.seat_id]): b"seat"
                for ticket in sale.tickets
                if ticket.place.seat_id is not None
            },
            f'"number":{document.number},'.encode(): b"number",
            str(sale.shift_id).encode(): b"shift",
            str(entry.station).encode(): b"station",
            f'"prev":"{entry.prev}"'.encode(): b"prev",
            f'"seq":{entry.seq},'.encode(): b"seq",
        }
        self._pattern = re.compile(b"|".join(map(re.escape, sorted(self._known, key=len, reverse=True))))

    def sale(self, of: Extra) -> PushedEntry:
        """The next sale of a station, signed."""
        new: dict[bytes, bytes] = {}
        fixed = _values_of(of)

        def replacement(match: re.Match[bytes]) -> bytes:
            old = match[0]
            if old not in new:  # the same id occurs several times in a sale
                kind = self._known[old]
                new[old] = self._next_seat(of) if kind == b"seat" else fixed[kind] if kind in fixed else _fresh(kind)
            return new[old]

        body = self._pattern.sub(replacement, self._body)
        of.next_number += 1
        return of.sign(body)

    def _next_seat(self, of: Extra) -> bytes:
        of.next_seat += 1
        return _place(self._seats[of.next_seat - 1])


def _values_of(of: Extra) -> dict[bytes, bytes]:
    """The values in the next sale that follow from the station."""
    return {
        b"station": str(of.holder.station_id).encode(),
        b"shift": str(of.holder.station_id).encode(),
        b"number": b'"number":%d,' % of.next_number,
        b"prev": b'"prev":"%s"' % of.hash.hex().encode(),
        b"seq": b'"seq":%d,' % (of.seq + 1),
    }


def _seats(house: House) -> list[Seat]:
    """The seats of the stadium, by number."""
    with house.hall.station.database.read() as tx:
        statement = (
            select(seat.c.id, section.c.name, seat.c.row, seat.c.number)
            .join(section, (section.c.venue_id == seat.c.venue_id) & (section.c.no == seat.c.section_no))
            .order_by(seat.c.id)
        )
        return [Seat(row.id, row.name, row.row, row.number) for row in tx.execute(statement)]


def _place(sold: Seat) -> bytes:
    """The part of a ticket that names its seat, as the journal has it."""
    return canonical.text(sold).encode()[1:-1]


def _fresh(kind: bytes) -> bytes:
    return _ids.ticket_code().encode() if kind == b"code" else str(_ids.new()).encode()


def crowd(office: Office, house: House, sales: Sequence[int]) -> list[Extra]:
    """Stations enrolled at HQ, each with an open shift, numbers of its own, and the seats of so many `sales`."""
    opened = next(e for e in map(_read, house.journal()) if isinstance(e.body, ShiftOpened))
    made: list[Extra] = []
    ends = list(accumulate((count * SEATS_A_SALE for count in sales), initial=_FIRST_SEAT))
    for start in range(0, len(sales), _AT_ONCE):
        some = _enrolled(office, house, start, ends[start : start + _AT_ONCE + 1])
        arrived = [
            Arrived(extra.holder.station_id, extra.push(_opening(extra, accepted, opened))) for extra, accepted in some
        ]
        answers = ingest.receive(office, house.holder.tenant_id, arrived)
        refused = [answer for answer in answers if not isinstance(answer, Acknowledged)]
        if refused:
            raise RuntimeError(refused[0])
        made += [extra for extra, _ in some]
    return made


def _enrolled(office: Office, house: House, start: int, ends: Sequence[int]) -> list[tuple[Extra, NumbersAccepted]]:
    """Stations that hold the seats from each of `ends` to the next."""
    by = Author(house.holder.tenant_id, None)
    new = [
        NewStation(office.ids.new(), 100 + i, f"Taquilla {100 + i}", "Estadio", "A")
        for i in range(start, start + len(ends) - 1)
    ]
    with office.database.tenant(by.tenant_id) as tx:
        for station in new:
            stations.add(tx, office, by, station)
        codes = [enrolment.make_code(tx, office, by, station.id, office.ids.new()).text for station in new]
    keys = [Ed25519PrivateKey.generate() for _ in new]
    for code, key in zip(codes, keys, strict=True):
        proof = key.sign(code.encode()).hex()
        enrolment.enrol(office, Enrol(code, journal.public_key(key), proof, "benchmark"))
    holders = [Holder(by.tenant_id, station.id, 1) for station in new]
    with office.database.tenant(by.tenant_id) as tx:
        numbers = Numbers("A", NUMBERS_EACH)
        given = [grants.grant_numbers(tx, office, holder, numbers) for holder in holders]
        for holder, grant, (first, end) in zip(holders, given, pairwise(ends), strict=True):
            hold_seats(tx, house.hall, holder, grant, range(first, end))
        passes = [admitted(tx, office, holder) for holder in holders]
        sealed = grants.outstanding(tx, holders)
    return [
        (
            Extra(holder, key, grant.first, first, entry),
            NumbersAccepted(grant, dict(sealed[holder.station_id].seals)[grant.id]),
        )
        for holder, key, grant, first, entry in zip(holders, keys, given, ends, passes, strict=False)
    ]


def _opening(of: Extra, accepted: NumbersAccepted, like: Entry) -> list[PushedEntry]:
    assert isinstance(like.body, ShiftOpened)
    shift = replace(like.body.shift, id=ShiftId(of.holder.station_id))
    facts = (EpochOpened(journal.public_key(of.key), "benchmark"), accepted, ShiftOpened(shift))
    return [of.sign(_entry(of, fact, like)) for fact in facts]


def _entry(of: Extra, fact: AnyFact, like: Entry) -> bytes:
    holder = of.holder
    return canonical.encode(
        Entry(1, holder.tenant_id, holder.station_id, holder.epoch, of.seq + 1, like.at, None, of.hash.hex(), fact)
    )


def _read(entry: PushedEntry) -> Entry:
    return canonical.decode(entry.body, Entry)


def pushes(template: Template, of: Extra, requests: int, sales: int = 1) -> list[bytes]:
    """The bytes of a station's next requests, each a push with this many sales."""
    path = f"/v1/stations/{of.holder.station_id}/journal"
    made = []
    for _ in range(requests):
        body = push.encode(of.push([template.sale(of) for _ in range(sales)]))
        made.append(request("POST", path, of.admitted.token, body, push.MEDIA_TYPE))
    return made
