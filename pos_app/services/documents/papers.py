"""The papers of a print job, made from what was recorded."""

from dataclasses import replace

from domain.after_sale.suspended_sales import SuspensionList
from domain.fiscal.documents import FiscalDocument
from domain.ids import GiftId, HoldId, PerformanceId, RefundId, ReportId, SaleId, ShiftId
from domain.sale.sale import Sale, Ticket
from domain.till.count_slip import CountSlip
from domain.till.till_report import Annex
from pos_app import SOFTWARE
from pos_app.services.documents import count_slips, suspension_lists
from pos_app.services.documents.hold_slips import slip_of
from pos_app.services.documents.paper_proofs import proof_of
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.sales import amended_tickets, conflict_cases, gifts, holds, recorded, refunds, reports
from pos_app.storage.sales.amended_tickets import Amended
from pos_app.storage.sales.print_jobs import JobKind, PrintJob
from printing.count_slip import count_slip
from printing.credit_note import NoteMarks, credit_note
from printing.hold_slip import hold_slip
from printing.imprint import Imprint
from printing.invoice import invoice
from printing.printout import BOLD, LARGE, Code, Cut, Feed, KickDrawer, Line, Printout, Rule, centered
from printing.spanish import local_moment
from printing.suspension_list import suspension_list
from printing.ticket import (
    ADMITS_NOBODY,
    GIVEN,
    ORGANISER_GIFT,
    REISSUED,
    REPLACES,
    TRANSFERRED,
    Marks,
    rescheduled,
    ticket,
)
from printing.till_report import till_report
from sync.facts import ReportTaken
from sync.facts.conflicts import EndCause
from sync.tables.transaction import Tx

_TEST_CODE = "TAQUILLA-0123456789-PRUEBA"
_NOTICES = {EndCause.TRANSFERRED: TRANSFERRED, EndCause.GIVEN: GIVEN}


def papers(station: Station, job: PrintJob) -> tuple[Printout, ...]:
    """Every paper of a job, in order. The queue continues an interrupted job at `job.done`."""
    match job.kind:
        case JobKind.DRAWER:
            return (Printout((KickDrawer(),)),)
        case JobKind.TEST:
            return (test_page(station),)
    with station.database.read() as tx:
        return _recorded(tx, station, job)


def _recorded(tx: Tx, station: Station, job: PrintJob) -> tuple[Printout, ...]:
    """The papers of what was recorded."""
    match job.kind:
        case JobKind.AMENDED | JobKind.REISSUED:
            return _amended(tx, station, job)
        case JobKind.GIFT:
            return gift_papers(tx, station, GiftId(job.subject_id), job.copy_no)
        case JobKind.REPORT | JobKind.COUNT | JobKind.HOLD | JobKind.SUSPENSION:
            return (_not_fiscal(tx, station, job),)
        case JobKind.REFUND | JobKind.REFUND_COPY:
            return (refund_paper(tx, station, RefundId(job.subject_id), job.copy_no),)
        case _:
            return sale_papers(tx, station, SaleId(job.subject_id), job.copy_no)


def _not_fiscal(tx: Tx, station: Station, job: PrintJob) -> Printout:
    """A report, or a slip or list that is no document."""
    match job.kind:
        case JobKind.REPORT:
            return report_paper(tx, station, reports.load(tx, station.tenant_id, ReportId(job.subject_id)))
        case JobKind.COUNT:
            return slip_paper(tx, station, count_slips.of_shift(tx, station, ShiftId(job.subject_id)), job.copy_no)
        case JobKind.HOLD:
            one = holds.load(tx, station.tenant_id, HoldId(job.subject_id))
            return hold_slip(slip_of(tx, station, one), _imprint(tx, station, "", job.copy_no))
    return list_paper(tx, station, suspension_lists.of_performance(tx, station, PerformanceId(job.subject_id)))


def report_paper(tx: Tx, station: Station, taken: ReportTaken) -> Printout:
    """The paper of an X or a Z, also of one that is not taken yet."""
    issuer = station.catalogue.series(tx).issuer
    annex = Annex(taken.blind, taken.excesses, taken.notes, taken.gifts, taken.spoiled)
    return till_report(taken.report, issuer, _imprint(tx, station, "", 0), annex)


def list_paper(tx: Tx, station: Station, listed: SuspensionList) -> Printout:
    """The paper of a performance that does not take place."""
    issuer, printed_at = station.catalogue.series(tx).issuer, local_moment(station.clock.now())
    return suspension_list(listed, issuer, _imprint(tx, station, "", 0), printed_at)


def slip_paper(tx: Tx, station: Station, slip: CountSlip, copy_no: int = 0) -> Printout:
    """The paper of a shift's slip."""
    issuer = station.catalogue.series(tx).issuer
    return count_slip(slip, issuer, _imprint(tx, station, "", copy_no))


def refund_paper(tx: Tx, station: Station, refund_id: RefundId, copy_no: int = 0) -> Printout:
    """The credit note of a refund."""
    store = (station.tenant_id, station.id)
    refund, document = refunds.load(tx, store, refund_id)
    cashier = catalog.cashier_name(tx, station.tenant_id, refund.cashier_id)
    sold = recorded.sale(tx, store, refund.sale_id)
    imprint, proof = _imprint(tx, station, cashier, copy_no), proof_of(tx, station, document)
    marks = NoteMarks(proof, refunds.paid_to(tx, station.tenant_id, refund_id))
    return credit_note(document, refund, sold.lines, imprint, marks)


def gift_papers(tx: Tx, station: Station, gift_id: GiftId, copy_no: int = 0) -> tuple[Printout, ...]:
    """The tickets of a gift of the organiser, which no document names."""
    gift = gifts.load(tx, (station.tenant_id, station.id), gift_id)
    imprint = _imprint(tx, station, catalog.cashier_name(tx, station.tenant_id, gift.cashier_id), copy_no)
    marks = Marks(ORGANISER_GIFT, gift.holder.name if gift.holder else "")
    return tuple(ticket(given, None, imprint, marks) for given in gift.tickets)


def sale_papers(tx: Tx, station: Station, sale_id: SaleId, copy_no: int = 0) -> tuple[Printout, ...]:
    """The invoice of a sale, and its tickets."""
    store = (station.tenant_id, station.id)
    document = recorded.invoice_of(tx, store, sale_id)
    sale = recorded.sale(tx, store, document.sale_id)
    cashier = catalog.cashier_name(tx, station.tenant_id, sale.cashier_id)
    imprint = _imprint(tx, station, cashier, copy_no)
    tickets = tuple(_ticket(tx, station, (document, sale), sold, imprint) for sold in sale.tickets)
    payee, proof = recorded.payee(tx, store, sale.id), proof_of(tx, station, document)
    return (invoice(document, sale, imprint, payee, proof), *tickets)


def _ticket(tx: Tx, station: Station, of: tuple[FiscalDocument, Sale], sold: Ticket, imprint: Imprint) -> Printout:
    """The ticket as it is now: a code that no longer admits and another time of the performance are on the paper."""
    document, tax = of[0], of[1].tax_on_top(sold)
    amended = amended_tickets.amended(tx, (station.tenant_id, station.id), sold.id)
    shown, notice = sold, tuple[str, ...]()
    if amended:
        shown, notice = amended.last, _notice(amended)
    if refunds.is_refunded(tx, station.tenant_id, sold.id):
        notice = ADMITS_NOBODY
    place = shown.place
    starts_at = catalog.starts_at(tx, station.tenant_id, place.performance_id)
    if starts_at not in {None, place.starts_at}:
        notice += rescheduled(place.starts_at)
        shown = replace(shown, place=replace(place, starts_at=starts_at))
    holder = amended_tickets.holder(tx, station.tenant_id, sold.id)
    return ticket(shown, document, imprint, Marks(notice, holder.name if holder else ""), tax)


def _notice(amended: Amended) -> tuple[str, ...]:
    if amended.ticket is None:
        return ADMITS_NOBODY
    return REPLACES if amended.is_moved else _NOTICES.get(amended.cause, REISSUED)


def _amended(tx: Tx, station: Station, job: PrintJob) -> tuple[Printout, ...]:
    """The tickets to which a conflict case or a change after the sale gave other codes."""
    imprint = _imprint(tx, station, "", job.copy_no)
    made = []
    for ticket_id in amended_tickets.replaced_by(tx, station.tenant_id, job.subject_id):
        sale = conflict_cases.sale_of(tx, (station.tenant_id, station.id), ticket_id)
        sold = next(one for one in sale.sale.tickets if one.id == ticket_id)
        made.append(_ticket(tx, station, (sale.document, sale.sale), sold, imprint))
    return tuple(made)


def _imprint(tx: Tx, station: Station, cashier: str, copy_no: int) -> Imprint:
    printed_at = station.clock.now() if copy_no else None
    return Imprint(station.catalogue.profile(tx).name, cashier, copy_no, printed_at, software=SOFTWARE)


def test_page(station: Station) -> Printout:
    """A page with every accent, a code and the cut."""
    return Printout((
        centered("PRUEBA DE IMPRESORA", LARGE),
        centered("DOCUMENTO NO FISCAL", BOLD),
        Rule(),
        Line("áéíóú ÁÉÍÓÚ üÜ ñÑ ¿? ¡! ° €"),
        Line("0123456789 Bs. 1.234.567,89 US$ 10,00"),
        Line(local_moment(station.clock.now())),
        Feed(),
        Code(_TEST_CODE),
        Cut(),
    ))  # fmt: skip
