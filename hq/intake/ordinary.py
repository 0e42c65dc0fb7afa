"""Ordinary pushes: those of a station that sells online, judged and made into rows without asking the database.

Every other push is for `hq.intake.ingest.receive`, and so is an ordinary one of which the database knows better.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from domain.after_sale.exchanges import credit_payments
from hq.catalogue.editions import Edition, Editions
from hq.conflicts.contradictions import late_claims, number_rows
from hq.conflicts.derived_figures import figure_claims
from hq.conflicts.references_twice import reference_rows
from hq.intake.lane_function import COUNTED, TABLES
from hq.journals.arrivals import Judged, Life, judge, life_of
from hq.journals.issued import issued_by
from hq.journals.lives import StationStatus
from hq.journals.recorded_sales import RecordedSale
from hq.office import Office
from hq.rights.grants import next_block
from hq.rights.rows.number_rights import NumbersAhead
from hq.storage.batch import Collected, CollectingTx
from hq.storage.ledger_tables import issued_number, used_reference
from sync.facts import CartVoided, DocumentReprinted, Entry, PaperSettled, SaleRecorded
from sync.facts.rights import NUMBER_USED
from sync.line.messages import Push, Wants
from sync.recording import record

_FACTS = frozenset({SaleRecorded, CartVoided, PaperSettled, DocumentReprinted})
"""Facts that change rows and never a right, a case or another entry."""
_TABLES = frozenset(TABLES)


@dataclass(frozen=True, slots=True)
class KnownStation:
    """A station as the database had it when HQ read it, or after the last push that was recorded here.

    The database compares each of these values when it records a push. `ahead` is None while it is not known.
    """

    tenant_id: UUID
    station_id: UUID
    status: str
    epoch: int
    public_key: str
    session: str
    last_request: int
    acknowledged: int
    head_hash: bytes
    series: str
    books_closed_through: date | None
    ahead: NumbersAhead | None = None

    def after(self, judged: Judged, ahead: NumbersAhead) -> "KnownStation":
        """The station after a push was recorded.

        When a block is due that HQ could not grant, only the database knows whether it can by the next push.
        """
        head, request_no = judged.head, judged.push.request_no
        known = None if next_block(ahead, Wants()) else ahead
        return replace(self, acknowledged=head.seq, head_hash=head.hash, last_request=request_no, ahead=known)


def known_station(row: Any) -> KnownStation:
    """The station of a row."""
    values = {name: getattr(row, name) for name in KnownStation.__dataclass_fields__ if name != "ahead"}
    return KnownStation(**values | {"head_hash": bytes(row.head_hash)})


@dataclass(frozen=True, slots=True)
class Ordinary:
    """A push with its rows. `oldest_edition` is the oldest catalogue that must be the present one, None for none."""

    station: KnownStation
    judged: Judged
    known: Sequence[tuple[Life, Entry]]
    sold: Sequence[RecordedSale]
    rows: Collected
    oldest_edition: int | None


class _AsIfPresent(Editions):
    """Editions of which none was replaced, as far as it matters. The database confirms it for those in `assumed`."""

    assumed: list[int]

    def replaced_at(self, of: Edition) -> None:
        self.assumed.append(of.seq)


def ordinary(office: Office, station: KnownStation, push: Push) -> Ordinary | None:
    """An ordinary push with its rows; None for any other.

    Raises what judging and recording raise: NeedsDatabase, Refused, or an error of an entry that fits no row.
    """
    tx = CollectingTx()
    life = life_of(tx, station, push.epoch, office.clock.now())
    judged = judge(tx, life, push)
    known = [(life, link.read()) for link in judged.links]
    is_plain = push.wants == Wants() and station.status == StationStatus.ACTIVE
    if not known or not is_plain or not all(type(entry.body) in _FACTS for _, entry in known):
        return None
    for _, entry in known:
        record(tx, entry)
    sold = [RecordedSale(life, entry, entry.body) for _, entry in known if isinstance(entry.body, SaleRecorded)]
    issued = [document for _, entry in known if (document := issued_by(life, entry)) is not None]
    tx.insert(issued_number, number_rows(life.tenant_id, issued))
    tx.insert(used_reference, reference_rows(sold))
    editions = _AsIfPresent(tx, office, life.tenant_id)
    editions.assumed = []
    is_other = any(credit_payments(one.fact.sale) for one in sold) or any(late_claims(sold))
    if is_other or any(figure_claims(tx, editions, sold, ())) or _is_low(station, len(issued)):
        return None
    return _checked(Ordinary(station, judged, known, sold, tx.collected, min(editions.assumed, default=None)))


def _is_low(station: KnownStation, issued: int) -> bool:
    """Whether the station gets a block of numbers after so many more documents, as far as it is known here."""
    ahead = station.ahead
    return ahead is not None and bool(next_block(replace(ahead, left=ahead.left - issued), Wants()))


def _checked(push: Ordinary) -> Ordinary | None:
    """The push, if the function of the lane writes all of its rows."""
    rows = push.rows
    is_written = rows.rows.keys() <= _TABLES and rows.counted.keys() <= {COUNTED} and rows.moves.keys() <= {NUMBER_USED}
    return push if is_written else None
