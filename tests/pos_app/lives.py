"""Stations that begin new lives of their store, with rights of their own."""

from uuid import UUID

from domain.ids import SeatId
from domain.rights import GrantId, NumberGrant, PlacesGrant, SeatGrant, spans
from pos_app.services.copies import fencing
from pos_app.station import Station
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from sync import journal
from sync.facts import AnyFact, NumbersAccepted, PlacesAccepted, SeatsAccepted
from sync.facts.entry import journal as journal_table
from sync.recording import record
from tests.builders.stations import SEATS_A_ROW, offering, zone
from tests.pos_app.services.copies.copies import certified
from tests.pos_app.services.proof.tampering import tampering

NUMBERS_A_LIFE = 50


def born_again(station: Station, epoch: int) -> Station:
    """Open a life as HQ does, and grant it numbers, the last two rows and all general places."""
    born = fencing.open_epoch(station, *certified(station, epoch))
    show, general = offering(born).performance.id, zone(born, "General").id
    first = 1000 * epoch + 1
    numbers = NumberGrant(
        _grant(epoch, 1), "A", first, first + NUMBERS_A_LIFE - 1, f"00-{600 + NUMBERS_A_LIFE * epoch:08d}"
    )
    seats = spans(SeatId(no) for no in range(2 * SEATS_A_ROW, 4 * SEATS_A_ROW))
    facts: list[AnyFact] = [
        NumbersAccepted(grant=numbers, certificate=""),
        SeatsAccepted(grant=SeatGrant(_grant(epoch, 2), show, seats), certificate=""),
        PlacesAccepted(grant=PlacesGrant(_grant(epoch, 3), show, general, 100), certificate=""),
    ]
    with born.database.write() as tx:
        for fact in facts:
            journal.append(tx, born.author, fact, at=born.clock.now(), actor=None)
        catalogue_changed(tx)
    return born


def bring_back(station: Station, lost: Station, epoch: int) -> int:
    """Insert the entries of an earlier life that only the other store has, and return their number."""
    keys = (station.tenant_id, station.id, epoch)
    with station.database.read() as tx:
        head = journal.head(tx, *keys).seq
    with lost.database.read() as tx:
        missing = list(journal.read(tx, *keys, after=head))
    with tampering(station) as tx:
        for signed in missing:
            entry = signed.read()
            tx.insert(journal_table, [{
                "tenant_id": entry.tenant, "station_id": entry.station, "epoch": entry.epoch, "seq": entry.seq,
                "kind": signed.kind, "at": signed.at, "body": signed.body, "hash": signed.hash,
                "signature": signed.signature,
            }])  # fmt: skip
            record(tx, entry)
    return len(missing)


def _grant(epoch: int, no: int) -> GrantId:
    return GrantId(UUID(int=epoch << 8 | no))
