"""Lending the refund right of a sale: to one station at a time, for one refund (docs/protocol.md section 6).

HQ lends only what it has: the station that sold gave it away, and every station that it was lent to returned it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from domain.after_sale.refund_right import RefundGrant, RightMove, has_own
from domain.after_sale.refunds import RefundableTicket, SoldInvoice
from domain.errors import Refused
from domain.fiscal.typed_number import typed_number, without_words
from domain.ids import SaleId, StationId, TicketId
from domain.rights import GrantId, Holder
from domain.sale.sale import Ticket
from domain.typed_text import compact
from hq.journals import lives
from hq.journals.entry_states import refused, waiting
from hq.office import Office
from hq.rights import grants
from hq.rights.rows import refund_rights as rows
from sync import facts, journal
from sync.facts.conflicts import EndCause
from sync.line.messages import Grants, Lent
from sync.tables.position import epoch_of
from sync.tables.transaction import Tx


@dataclass(eq=False)
class NoSuchSale(Refused):
    """No document or ticket of the organisation has this number or code."""

    code: ClassVar[str] = "NO_SUCH_SALE"


@dataclass(frozen=True, slots=True)
class _Standing:
    """A sale, and where its refund right is."""

    sale_id: SaleId
    issuer: StationId
    position: int
    moves: tuple[RightMove, ...]
    loans: Sequence[Any]

    @property
    def open_loan(self) -> Any | None:
        """The grant that was not returned."""
        returned = {move.grant_id for move in self.moves if move.is_return}
        return next((loan for loan in self.loans if loan.grant_id not in returned), None)


def ask(office: Office, station: Holder, grant_id: GrantId, text: str) -> Lent:
    """Lend the refund right of the sale that a text names, or ask the station that has it to return it.

    A repeated question has no other effect. Raises NoSuchSale, and what `must_be_entitled` raises.
    """
    with office.database.tenant(station.tenant_id) as tx:
        lives.must_be_entitled(tx, station, in_line=True)
        now = _standing(tx, station.tenant_id, text)
        loan = now.open_loan
        if loan is not None:
            is_here = (loan.station_id, loan.epoch) == (station.station_id, station.epoch)
            return _with_grants(tx, station, now) if is_here else _awaited(tx, station, now, loan.station_id)
        if has_own(now.moves, now.issuer, now.issuer):
            if now.issuer == station.station_id:
                return Lent(now.sale_id)
            rows.want(tx, station.tenant_id, now.sale_id, now.issuer)
            return _awaited(tx, station, now, now.issuer)
        if doubtful := _in_doubt(tx, station.tenant_id, now):
            return _awaited(tx, station, now, doubtful)
        grant = RefundGrant(grant_id, now.issuer, *_content(tx, station.tenant_id, now))
        if not rows.insert_loan(tx, station, grant, len(now.loans) + 1):
            return _awaited(tx, station, now, now.issuer)  # lent to another station in this moment
        grants.lend_refund(tx, office, station, grant)
        return _with_grants(tx, station, now)


def _standing(tx: Tx, tenant_id: UUID, text: str) -> _Standing:
    number = typed_number(without_words(text))
    sale_id = rows.sale_of_number(tx, tenant_id, number.series, number.number) if number else None
    sale_id = sale_id or rows.sale_of_code(tx, tenant_id, compact(text))
    sold = rows.sold_at(tx, tenant_id, sale_id) if sale_id else None
    if sale_id is None or sold is None:
        raise NoSuchSale
    of_sale = rows.moves(tx, tenant_id, sale_id), rows.loans(tx, tenant_id, sale_id)
    return _Standing(SaleId(sale_id), *sold, *of_sale)


def _in_doubt(tx: Tx, tenant_id: UUID, now: _Standing) -> StationId | None:
    """A station that had the right and of which HQ has entries that it did not record: one may be a refund."""
    had = dict.fromkeys((now.issuer, *(move.station_id for move in now.moves)))
    return next((one for one in had if waiting(tx, tenant_id, one) or refused(tx, tenant_id, one)), None)


def _awaited(tx: Tx, station: Holder, now: _Standing, from_station: UUID) -> Lent:
    return Lent(now.sale_id, rows.station_name(tx, station.tenant_id, from_station))


def _with_grants(tx: Tx, station: Holder, now: _Standing) -> Lent:
    return Lent(now.sale_id, "", grants.outstanding(tx, [station]).get(station.station_id, Grants()))


def _content(tx: Tx, tenant_id: UUID, now: _Standing) -> tuple[SoldInvoice, tuple[RefundableTicket, ...]]:
    """The sale with its invoice and notes, and the tickets that can be given back, as they are."""
    sold = _fact(tx, tenant_id, now.issuer, now.position)
    assert isinstance(sold, facts.SaleRecorded)
    made = [_fact(tx, tenant_id, row.station_id, row.position) for row in rows.refunds(tx, tenant_id, now.sale_id)]
    known = [fact for fact in made if isinstance(fact, facts.TicketsRefunded)]
    invoice = SoldInvoice(
        sold.sale, sold.document, tuple(fact.document for fact in known), tuple(fact.refund for fact in known)
    )  # fmt: skip
    gone = {back.id for fact in known for back in fact.refund.tickets} | rows.with_holders(tx, tenant_id, now.sale_id)
    last = {row.ticket_id: row for row in rows.ended_codes(tx, tenant_id, now.sale_id)}
    tickets = (
        _as_it_is(tx, tenant_id, now, ticket, last.get(ticket.id))
        for ticket in sold.sale.tickets
        if ticket.id not in gone
    )
    return invoice, tuple(ticket for ticket in tickets if ticket is not None)


def _as_it_is(tx: Tx, tenant_id: UUID, now: _Standing, sold: Ticket, last: Any) -> RefundableTicket | None:
    """A ticket after its last change; None for one that was revoked."""
    if last is None:
        return RefundableTicket(sold, sold, epoch_of(now.position))
    if last.cause == EndCause.REVOKED:
        return None
    fact = _fact(tx, tenant_id, now.issuer, last.position)
    changed = _changed(fact, sold.id)
    assert changed is not None
    return RefundableTicket(sold, changed, last.epoch, is_withdrawn=not last.new_code)


def _changed(fact: facts.AnyFact | None, ticket_id: TicketId) -> Ticket | None:
    match fact:
        case facts.TicketReplaced() | facts.TicketWithdrawn():
            return fact.ticket
        case facts.TicketReissued() | facts.HolderChanged():
            return next((change.ticket for change in fact.changes if change.ticket.id == ticket_id), None)
    return None


def _fact(tx: Tx, tenant_id: UUID, station_id: UUID, position: int) -> facts.AnyFact | None:
    entry = journal.entry_at(tx, tenant_id, station_id, position)
    return entry.body if entry else None
