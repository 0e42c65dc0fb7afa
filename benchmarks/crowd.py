"""Many stations of one organisation with chains made beforehand: one real sale, again and again under other ids."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.house import House, Pass, admitted
from benchmarks.raw_http import request
from domain.ids import Ids, ShiftId
from domain.rights import Holder, NumberGrant
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
from sync.journal import NOTHING_BEFORE
from sync.line import push
from sync.line.messages import PROTOCOL, Acknowledged, Enrol, Push, PushedEntry
from sync.tables import canonical

NUMBERS_EACH = 4_000
_AT_ONCE = 200
_seats = count(1_000_000)
"""Beyond those of the stadium, so that nobody else sold them."""
_ids = Ids(SystemClock().now, secrets.token_bytes)


@dataclass
class Extra:
    """A station of the crowd: who it is, its key, and where its chain and its numbers stand."""

    holder: Holder
    key: Ed25519PrivateKey
    next_number: int
    admitted: Pass
    seq: int = 0
    hash: bytes = NOTHING_BEFORE
    requests: int = 0

    def sign(self, body: bytes) -> PushedEntry:
        """The next entry of the chain."""
        self.hash, self.seq = hashlib.sha256(body).digest(), self.seq + 1
        return PushedEntry(body, self.key.sign(self.hash))

    def push(self, entries: Sequence[PushedEntry]) -> Push:
        """Entries just signed, as the next request."""
        self.requests += 1
        session, epoch = self.admitted.head.session, self.holder.epoch
        after = self.seq - len(entries)
        return Push(PROTOCOL, session, self.requests, epoch, after, self.seq, tuple(entries))


class Template:
    """The bytes of a sale, and what in them belongs to this one alone."""

    def __init__(self, house: House) -> None:
        self._body = next(e.body for e in house.journal() if b'"sale_recorded/1"' in e.body)
        entry = canonical.decode(self._body, Entry)
        assert isinstance(entry.body, SaleRecorded)
        sale, document = entry.body.sale, entry.body.document
        ids = [sale.id, document.id, *(t.id for t in sale.tickets), *(p.id for p in sale.payments)]
        self._known = {
            **{str(each).encode(): b"id" for each in ids},
            **{ticket.code.encode(): b"code" for ticket in sale.tickets},
            **{f'"seat_id":{ticket.place.seat_id}'.encode(): b"seat" for ticket in sale.tickets},
            f'"number":{document.number},'.encode(): b"number",
            str(sale.shift_id).encode(): b"shift",
            str(entry.station).encode(): b"station",
            f'"prev":"{entry.prev}"'.encode(): b"prev",
            f'"seq":{entry.seq},'.encode(): b"seq",
        }
        self._pattern = re.compile(b"|".join(map(re.escape, sorted(self._known, key=len, reverse=True))))

    def sale(self, of: Extra) -> PushedEntry:
        """The next sale of this station."""
        new: dict[bytes, bytes] = {}
        says = _says(of)

        def other(found: re.Match[bytes]) -> bytes:
            old = found[0]
            if old not in new:
                kind = self._known[old]
                new[old] = says[kind] if kind in says else _fresh(kind)
            return new[old]

        body = self._pattern.sub(other, self._body)
        of.next_number += 1
        return of.sign(body)


def _says(of: Extra) -> dict[bytes, bytes]:
    return {
        b"station": str(of.holder.station_id).encode(),
        b"shift": str(of.holder.station_id).encode(),
        b"number": b'"number":%d,' % of.next_number,
        b"prev": b'"prev":"%s"' % of.hash.hex().encode(),
        b"seq": b'"seq":%d,' % (of.seq + 1),
    }


def _fresh(kind: bytes) -> bytes:
    if kind == b"seat":
        return b'"seat_id":%d' % next(_seats)
    return _ids.ticket_code().encode() if kind == b"code" else str(_ids.new()).encode()


def crowd(office: Office, house: House, stations_wanted: int) -> list[Extra]:
    """So many stations, enrolled, with a shift open and numbers of their own; HQ knows all of that."""
    opened = next(e for e in map(_read, house.journal()) if isinstance(e.body, ShiftOpened))
    made: list[Extra] = []
    for start in range(0, stations_wanted, _AT_ONCE):
        some = _enrolled(office, house, range(start, min(start + _AT_ONCE, stations_wanted)))
        arrived = [Arrived(each.holder.station_id, each.push(_opening(each, grant, opened))) for each, grant in some]
        refused = [answer for answer in ingest.receive(office, house.holder.tenant_id, arrived) if _is_no(answer)]
        if refused:
            raise RuntimeError(refused[0])
        made += [each for each, _ in some]
    return made


def _enrolled(office: Office, house: House, places: range) -> list[tuple[Extra, NumberGrant]]:
    by = Author(house.holder.tenant_id, None)
    new = [NewStation(office.ids.new(), 100 + i, f"Taquilla {100 + i}", "Estadio", "A") for i in places]
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
        given = [grants.grant_numbers(tx, office, each, Numbers("A", NUMBERS_EACH, "00-00000001")) for each in holders]
        passes = [admitted(tx, office, each) for each in holders]
    return [
        (Extra(holder, key, grant.first, entry), grant)
        for holder, key, grant, entry in zip(holders, keys, given, passes, strict=True)
    ]


def _opening(of: Extra, grant: NumberGrant, like: Entry) -> list[PushedEntry]:
    assert isinstance(like.body, ShiftOpened)
    shift = replace(like.body.shift, id=ShiftId(of.holder.station_id))
    said = (EpochOpened(journal.public_key(of.key), "benchmark"), NumbersAccepted(grant, ""), ShiftOpened(shift))
    return [of.sign(_entry(of, fact, like)) for fact in said]


def _entry(of: Extra, fact: AnyFact, like: Entry) -> bytes:
    holder = of.holder
    return canonical.encode(
        Entry(1, holder.tenant_id, holder.station_id, holder.epoch, of.seq + 1, like.at, None, of.hash.hex(), fact)
    )


def _read(entry: PushedEntry) -> Entry:
    return canonical.decode(entry.body, Entry)


def _is_no(answer: ingest.Answer) -> bool:
    return not isinstance(answer, Acknowledged)


def pushes(template: Template, of: Extra, requests: int, sales: int = 1) -> list[bytes]:
    """Requests of a station, each with so many sales, as they travel."""
    path = f"/v1/stations/{of.holder.station_id}/journal"
    made = []
    for _ in range(requests):
        body = push.encode(of.push([template.sale(of) for _ in range(sales)]))
        made.append(request("POST", path, of.admitted.token, body, push.MEDIA_TYPE))
    return made
