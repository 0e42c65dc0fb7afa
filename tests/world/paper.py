"""What was printed: the only truth that customers hold. Nothing here is ever forgotten."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domain.fiscal.documents import FiscalDocument
from domain.money.money import Money
from domain.sale.sale import Sale
from domain.till.till_report import TillReport


@dataclass(frozen=True, slots=True)
class PaperTicket:
    """A ticket as somebody holds it."""

    code: str
    performance_id: UUID
    zone_id: UUID
    seat_id: int | None
    paid: Money


@dataclass(frozen=True, slots=True)
class PaperSale:
    """A document with its tickets."""

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
class PaperZ:
    """A Z."""

    machine: str
    station_id: UUID
    epoch: int
    report: TillReport


@dataclass(slots=True)
class Paper:
    """Everything that came out of all printers, in order."""

    sales: list[PaperSale] = field(default_factory=list)
    closings: list[PaperZ] = field(default_factory=list)
    destroyed: set[UUID] = field(default_factory=set)
    """Sales of which the only copy was on a disk that is gone or was put back."""
    unseen: set[UUID] = field(default_factory=set)
    """Those of them that nothing but their paper tells of: the witness was put back as well."""
    _known: set[UUID] = field(default_factory=set)

    def print_sale(self, machine: str, life: tuple[UUID, int], sold: tuple[Sale, FiscalDocument], at: datetime) -> None:
        """The paper of a sale comes out, once."""
        sale, document = sold
        if sale.id in self._known:
            return
        self._known.add(sale.id)
        tickets = tuple(
            PaperTicket(
                each.code,
                each.place.performance_id,
                each.place.zone_id,
                each.place.seat_id,
                each.price.amount + each.price.fee,
            )
            for each in sale.tickets
        )
        self.sales.append(
            PaperSale(
                machine, *life, sale.id, document.series, document.number, document.total, document.igtf, tickets, at
            )
        )

    def print_z(self, machine: str, life: tuple[UUID, int], report: TillReport) -> None:
        """A Z comes out, once."""
        if report.id not in self._known:
            self._known.add(report.id)
            self.closings.append(PaperZ(machine, *life, report))

    def destroy(self, sale_ids: Iterable[UUID], *, unseen: bool = False) -> None:
        """Nobody can ever bring these to HQ any more."""
        gone = set(sale_ids)
        self.destroyed |= gone
        if unseen:
            self.unseen |= gone

    def destroyed_of(self, machine: str, since: int) -> set[UUID]:
        """What nobody can bring to HQ of what a machine sold from this life of its store on."""
        lives = (each for each in self.sales if each.machine == machine and each.epoch >= since)
        return {each.sale_id for each in lives} & self.destroyed
