"""The check of settlements: they answer a case that this store got, and move or withdraw the tickets that it is about.

HQ checks the same (hq/conflicts/settlements.py) and knows more: a case that went to another station is no longer here,
so a missing case is a finding only in a store without HQ, which never gets one.
"""

from domain.conflicts.cases import CaseId
from domain.ids import TenantId, TicketId
from domain.sale.sale import Place, Ticket
from pos_app.services.proof.findings import Flaw, Wrong, entry_name
from pos_app.storage.sales import conflict_cases
from pos_app.storage.sales.conflict_cases import TicketAt
from sync import facts
from sync.facts import Entry
from sync.tables.transaction import Tx


class SettlementsCheck:
    """Reads entries in order, and keeps where the tickets are that settlements and later acts moved."""

    def __init__(self, tx: Tx, tenant_id: TenantId, *, is_enrolled: bool) -> None:
        self._tx, self._tenant_id, self._is_enrolled = tx, tenant_id, is_enrolled
        self._present: dict[TicketId, TicketAt] = {}

    def read(self, entry: Entry) -> None:
        """Take one entry into account. Raises Wrong."""
        body = entry.body
        if isinstance(body, facts.ConflictSettled):
            self._check_case(entry, body.resolution.case_id, None)
        elif isinstance(body, facts.TicketReplaced):
            self._check_case(entry, body.case_id, body.ticket.id)
            self._leave(entry, body.ticket, TicketAt(body.old_code, *_where(body.before)))
            self._present[body.ticket.id] = TicketAt(body.ticket.code, *_where(body.ticket.place))
        elif isinstance(body, facts.TicketWithdrawn):
            self._check_case(entry, body.case_id, body.ticket.id)
            if body.owed != conflict_cases.paid_for(self._tx, self._tenant_id, body.ticket.id):
                raise Wrong(Flaw.SETTLEMENT_MISMATCH, _name(entry), f"owed {body.owed}")
            place = _where(body.ticket.place)
            self._leave(entry, body.ticket, TicketAt(body.ticket.code, *place))
            self._present[body.ticket.id] = TicketAt("", *place)
        else:
            self._follow(body)

    def _follow(self, body: facts.AnyFact) -> None:
        """Take a change after the sale into account, which other checks judge."""
        match body:
            case facts.TicketReissued() | facts.HolderChanged():
                for ticket in (change.ticket for change in body.changes):
                    self._present[ticket.id] = TicketAt(ticket.code, *_where(ticket.place))
            case facts.TicketRevoked():
                self._present[body.ticket.id] = TicketAt("", *_where(body.ticket.place))
            case facts.TicketsRefunded():
                for back in body.refund.tickets:
                    self._present[back.id] = TicketAt("", *_where(back.place))

    def _check_case(self, entry: Entry, case_id: CaseId, ticket_id: TicketId | None) -> None:
        case = conflict_cases.case(self._tx, self._tenant_id, case_id)
        if case is None:
            if not self._is_enrolled:
                raise Wrong(Flaw.SETTLEMENT_UNASKED, _name(entry), str(case_id))
            return
        about = {ticket.id for claim in case.claims for ticket in claim.tickets}
        if ticket_id is not None and ticket_id not in about:
            raise Wrong(Flaw.SETTLEMENT_UNASKED, _name(entry), f"ticket {ticket_id}")

    def _leave(self, entry: Entry, ticket: Ticket, leaving: TicketAt) -> None:
        present = self._present.get(ticket.id) or conflict_cases.sold_as(self._tx, self._tenant_id, ticket.id)
        if present != leaving:
            raise Wrong(Flaw.SETTLEMENT_MISMATCH, _name(entry), f"ticket {ticket.id}")


def _where(place: Place) -> tuple[object, object, object]:
    return place.performance_id, place.zone_id, place.seat_id


def _name(entry: Entry) -> str:
    return entry_name(entry.epoch, entry.seq)
