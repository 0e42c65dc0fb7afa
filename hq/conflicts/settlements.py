"""Which settlements HQ believes: those of cases that it had sent to the station before the push, settled as they allow.

Withdrawals and replacements of tickets name such a case, a ticket of the station's side in it, and the ticket as HQ
knows it. Otherwise whoever holds the station's key could free any seat and sell it again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domain.conflicts.cases import CaseId, Claim, ClaimId, ConflictCase, ConflictKind, Resolution
from domain.conflicts.doubts import Doubt, Why
from domain.ids import CashierId, TicketId
from domain.money.money import Money
from domain.people.staff import Cashier, Permission, Role
from domain.sale.sale import Place, Ticket
from hq.conflicts.rows import sent_cases as rows
from hq.journals.arrivals import Life
from hq.journals.doubted import Doubted
from sync import facts
from sync.facts import ConflictSettled, Entry, TicketReplaced, TicketWithdrawn
from sync.tables import canonical
from sync.tables.transaction import Tx

_Where = tuple[UUID, UUID, int | None]
"""Performance, zone and seat."""


@dataclass(slots=True)
class SentCase:
    """A case as HQ sent it: to which stations, and what its versions say."""

    stations: set[UUID] = field(default_factory=set)
    claims: dict[ClaimId, Claim] = field(default_factory=dict)
    winners: set[ClaimId | None] = field(default_factory=set)
    losers: set[ClaimId] = field(default_factory=set)

    def add(self, version: ConflictCase) -> None:
        """Take one version of the case into account."""
        self.claims |= {claim.id: claim for claim in version.claims}
        self.winners.add(version.proposal.winner)
        self.losers |= {remedy.claim_id for remedy in version.proposal.remedies}

    def paid(self, station_id: UUID, ticket_id: TicketId) -> Money | None:
        """What was paid for a ticket of a station's side; None when it is of no such side."""
        for claim in self.claims.values():
            if claim.position.station_id == station_id:
                for ticket in claim.tickets:
                    if ticket.id == ticket_id:
                        return ticket.paid
        return None


SentCases = Mapping[UUID, SentCase]


def sent_cases(tx: Tx, known: Sequence[tuple[Life, Entry]]) -> SentCases:
    """The cases that these entries settle, as HQ has sent them so far.

    Read before anything of a push is recorded: a case that the push itself opens was sent to nobody.
    """
    named = {case_id for _, entry in known if (case_id := _case_of(entry)) is not None}
    if not named:
        return {}
    cases: dict[UUID, SentCase] = {}
    for row in rows.histories(tx, known[0][0].tenant_id, named):
        case = cases.setdefault(row.case_id, SentCase())
        if row.act == "sent":
            case.stations.add(UUID(row.body))
        else:
            case.add(canonical.decode(row.body, ConflictCase))
    return cases


def doubted_settlements(tx: Tx, known: Sequence[tuple[Life, Entry]], sent: SentCases) -> list[Doubted]:
    """The settlements, withdrawals and replacements that are not believed, in the order of the chains."""
    if all(_case_of(entry) is None for _, entry in known):
        return []
    return list(_Judge(tx, known, sent).doubted(known))


def _case_of(entry: Entry) -> CaseId | None:
    match entry.body:
        case ConflictSettled():
            return entry.body.resolution.case_id
        case TicketReplaced() | TicketWithdrawn():
            return entry.body.case_id
    return None


@dataclass(frozen=True, slots=True)
class _Present:
    """A ticket as it is: its code is empty once it was withdrawn."""

    code: str
    where: _Where


class _Judge:
    """Reads entries in order and keeps what became of the tickets that they name."""

    def __init__(self, tx: Tx, known: Sequence[tuple[Life, Entry]], sent: SentCases) -> None:
        self._sent = sent
        tenant_id = known[0][0].tenant_id
        bodies = [entry.body for _, entry in known]
        tickets = {body.ticket.id for body in bodies if isinstance(body, TicketReplaced | TicketWithdrawn)}
        people = {body.resolution.by for body in bodies if isinstance(body, ConflictSettled) and body.resolution.by}
        self._roles = rows.roles(tx, tenant_id, people) if people else {}
        self._present: dict[UUID, _Present] = {}
        for row in rows.sold_tickets(tx, tenant_id, tickets) if tickets else ():
            self._present[row.id] = _Present(row.code, (row.performance_id, row.zone_id, row.seat_id))
        for row in rows.replacements(tx, tenant_id, tickets) if tickets else ():
            if row.ticket_id in self._present:
                performance_id = self._present[row.ticket_id].where[0]
                where = performance_id, row.zone_id, row.seat_id
                self._present[row.ticket_id] = _Present(row.new_code, where)
        # No settlement concerns a ticket that ended, nor one whose refund right the station gave away.
        for ticket_id in (
            (*rows.refunded(tx, tenant_id, tickets), *rows.given_away(tx, tenant_id, tickets)) if tickets else ()
        ):
            if ticket_id in self._present:
                self._present[ticket_id] = _Present("", self._present[ticket_id].where)

    def doubted(self, known: Sequence[tuple[Life, Entry]]) -> Iterator[Doubted]:
        """The entries that are not believed."""
        for life, entry in known:
            doubt = self._doubt(life, entry)
            if doubt is not None:
                yield Doubted(life, entry, ConflictKind.SETTLEMENT_UNASKED, doubt)

    def _doubt(self, life: Life, entry: Entry) -> Doubt | None:
        body = entry.body
        if isinstance(body, facts.SaleRecorded):
            for ticket in body.sale.tickets:
                self._present.setdefault(ticket.id, _Present(ticket.code, _where(ticket.place)))
        self._changed(body)
        case_id = _case_of(entry)
        if case_id is None:
            return None
        case = self._sent.get(case_id)
        if case is None or life.station_id not in case.stations:
            return Doubt(Why.NO_CASE, claimed=str(case_id))
        return self._of_settlement(life, case, body)

    def _changed(self, body: facts.AnyFact) -> None:
        """Follow a change after the sale, which a later settlement finds done."""
        if isinstance(body, facts.TicketReissued | facts.HolderChanged):
            for ticket in (change.ticket for change in body.changes):
                if ticket.id in self._present:
                    self._present[ticket.id] = _Present(ticket.code, _where(ticket.place))
        elif isinstance(body, facts.TicketRevoked) and body.ticket.id in self._present:
            self._present[body.ticket.id] = _Present("", _where(body.ticket.place))
        elif isinstance(body, facts.TicketsRefunded):
            for back in body.refund.tickets:
                if back.id in self._present:
                    self._present[back.id] = _Present("", _where(back.place))

    def _of_settlement(self, life: Life, case: SentCase, body: facts.AnyFact) -> Doubt | None:
        match body:
            case ConflictSettled():
                return self._of_resolution(case, body.resolution)
            case TicketReplaced():
                return self._of_ticket(life, case, body.ticket, (body.old_code, body.before), body.ticket.code)
            case TicketWithdrawn():
                doubt = self._of_amount(life, case, body)
                return doubt or self._of_ticket(life, case, body.ticket, (body.ticket.code, body.ticket.place), "")
        return None

    def _of_resolution(self, case: SentCase, resolution: Resolution) -> Doubt | None:
        settled = set(resolution.settles)
        if resolution.winner not in case.winners or not settled <= case.losers or resolution.winner in settled:
            return Doubt(Why.OTHER_WINNER)
        if not _may_settle(resolution.by, self._roles):
            return Doubt(Why.NOT_ALLOWED, claimed=str(resolution.by or "-"))
        return None

    def _of_amount(self, life: Life, case: SentCase, fact: TicketWithdrawn) -> Doubt | None:
        paid = case.paid(life.station_id, fact.ticket.id)
        if paid is not None and fact.owed != paid:
            return Doubt(Why.OTHER_AMOUNT, claimed=str(fact.owed), known=str(paid))
        return None

    def _of_ticket(
        self, life: Life, case: SentCase, ticket: Ticket, leaving: tuple[str, Place], new_code: str
    ) -> Doubt | None:
        """Judge what becomes of a ticket, which leaves a code and a place."""
        present, (code, before) = self._present.get(ticket.id), leaving
        if case.paid(life.station_id, ticket.id) is None or present is None or present.code != code:
            return Doubt(Why.OTHER_TICKET, claimed=code, known=present.code if present else "")
        if present.where != _where(before) or ticket.place.performance_id != before.performance_id:
            return Doubt(Why.OTHER_PLACE, claimed=_named(_where(before)), known=_named(present.where))
        self._present[ticket.id] = _Present(new_code, _where(ticket.place))
        return None


def _where(place: Place) -> _Where:
    return place.performance_id, place.zone_id, place.seat_id


def _named(where: _Where) -> str:
    return f"{where[1]} {'-' if where[2] is None else where[2]}"


def _may_settle(by: CashierId | None, roles: Mapping[UUID, str]) -> bool:
    """Whether a person whom HQ knows may settle cases. Inactive people count: they may have left since."""
    role = roles.get(by) if by else None
    return role in set(Role) and by is not None and Cashier(by, "", Role(role)).may(Permission.SETTLE_CONFLICT)
