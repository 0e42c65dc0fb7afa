"""The printed paper of a world, which customers hold: it survives every crash, loss and restore."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domain.after_sale.refunds import Refund
from domain.fiscal.documents import FiscalDocument
from domain.money.money import Money
from domain.sale.sale import Sale
from domain.till.till_report import ReportKind, TillReport
from sync.facts import HolderChanged, ReportTaken, SaleRecorded, TicketReissued, TicketRevoked, TicketsRefunded


@dataclass(frozen=True, slots=True)
class PaperTicket:
    """A printed ticket."""

    code: str
    performance_id: UUID
    zone_id: UUID
    seat_id: int | None
    paid: Money


@dataclass(frozen=True, slots=True)
class PaperSale:
    """A printed document with its tickets."""

    machine: str
    station_id: UUID
    epoch: int
    sale_id: UUID
    series: str
    number: int
    total: Money
    igtf: Money
    tickets: tuple[PaperTicket, ...]
    printed_at: datetime


@dataclass(frozen=True, slots=True)
class PaperNote:
    """A printed credit note."""

    machine: str
    station_id: UUID
    epoch: int
    series: str
    number: int
    total: Money


@dataclass(frozen=True, slots=True)
class PaperZ:
    """A printed Z."""

    machine: str
    station_id: UUID
    epoch: int
    report: TillReport


@dataclass(slots=True)
class Paper:
    """Everything that was printed, in order."""

    sales: list[PaperSale] = field(default_factory=list)
    closings: list[PaperZ] = field(default_factory=list)
    destroyed: set[UUID] = field(default_factory=set)
    """Sales whose only copy was on a disk that is gone or was put back."""
    unseen: set[UUID] = field(default_factory=set)
    """Those of them of which only the paper is left: the witness was put back as well."""
    notes: list[PaperNote] = field(default_factory=list)
    released: set[str] = field(default_factory=set)
    """Codes with which tickets were sold that were given back or revoked and left their place."""
    _sold_as: dict[str, str] = field(default_factory=dict)
    """From the later codes of tickets to those with which they were sold."""
    _known: set[UUID] = field(default_factory=set)

    def print_sale(self, machine: str, life: tuple[UUID, int], sold: tuple[Sale, FiscalDocument], at: datetime) -> None:
        """Print a sale, once."""
        sale, document = sold
        if sale.id in self._known:
            return
        self._known.add(sale.id)
        tickets = tuple(
            PaperTicket(
                ticket.code,
                ticket.place.performance_id,
                ticket.place.zone_id,
                ticket.place.seat_id,
                ticket.price.amount + ticket.price.fee,
            )
            for ticket in sale.tickets
        )
        self.sales.append(
            PaperSale(
                machine, *life, sale.id, document.series, document.number, document.total, document.igtf, tickets, at
            )
        )

    def print_fact(self, machine: str, life: tuple[UUID, int], fact: object, at: datetime) -> None:
        """Print what a fact issued, once."""
        match fact:
            case SaleRecorded():
                self.print_sale(machine, life, (fact.sale, fact.document), at)
            case TicketsRefunded():
                self.print_refund(machine, life, (fact.refund, fact.document))
            case TicketReissued() | HolderChanged():
                for change in fact.changes:
                    self._sold_as.setdefault(change.ticket.code, self._sold_as.get(change.old_code, change.old_code))
            case TicketRevoked():
                self.released.add(self._sold_as.get(fact.ticket.code, fact.ticket.code))
            case ReportTaken():
                if fact.report.kind is ReportKind.Z:
                    self.print_z(machine, life, fact.report)

    def print_refund(self, machine: str, life: tuple[UUID, int], made: tuple[Refund, FiscalDocument]) -> None:
        """Print a credit note, once."""
        refund, note = made
        if refund.id not in self._known:
            self._known.add(refund.id)
            self.notes.append(PaperNote(machine, *life, note.series, note.number, note.grand_total))
            ended = (back.code for back in refund.tickets if back.is_released)
            self.released |= {self._sold_as.get(code, code) for code in ended}

    def print_z(self, machine: str, life: tuple[UUID, int], report: TillReport) -> None:
        """Print a Z, once."""
        if report.id not in self._known:
            self._known.add(report.id)
            self.closings.append(PaperZ(machine, *life, report))

    def destroy(self, sale_ids: Iterable[UUID], *, unseen: bool = False) -> None:
        """Record that HQ can never receive these sales; `unseen` when no witness knows of them either."""
        gone = set(sale_ids)
        self.destroyed |= gone
        if unseen:
            self.unseen |= gone

    def destroyed_of(self, machine: str, since: int) -> set[UUID]:
        """The destroyed sales that a machine made in life `since` of its store and later."""
        sold = {sale.sale_id for sale in self.sales if sale.machine == machine and sale.epoch >= since}
        return sold & self.destroyed
