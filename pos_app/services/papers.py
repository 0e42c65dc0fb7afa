"""From a print job to its papers: what each one says, read back from what was recorded."""

from domain.calendar import CARACAS
from domain.ids import ReportId, SaleId
from pos_app import SOFTWARE
from pos_app.services import documents
from pos_app.station import Station
from pos_app.storage import reports
from pos_app.storage.print_jobs import JobKind, PrintJob
from printing.imprint import Imprint
from printing.invoice import invoice
from printing.printout import BOLD, LARGE, Code, Cut, Feed, KickDrawer, Line, Printout, Rule, centered
from printing.ticket import ticket
from printing.till_report import till_report
from sync.transaction import Tx

_TEST_CODE = "TAQUILLA-0123456789-PRUEBA"


def papers(station: Station, job: PrintJob) -> tuple[Printout, ...]:
    """Every paper of a job, in order; a job that came out halfway goes on at `job.done`."""
    match job.kind:
        case JobKind.SALE | JobKind.COPY:
            with station.database.read() as tx:
                return _sale(tx, station, job)
        case JobKind.REPORT:
            with station.database.read() as tx:
                report = reports.load(tx, station.tenant_id, ReportId(job.subject_id))
                issuer = station.catalogue.series(tx).issuer
                return (till_report(report, issuer, _imprint(tx, station, "", 0)),)
        case JobKind.DRAWER:
            return (Printout((KickDrawer(),)),)
        case JobKind.TEST:
            return (_test(station),)


def _sale(tx: Tx, station: Station, job: PrintJob) -> tuple[Printout, ...]:
    recorded = documents.of_sale(tx, station, SaleId(job.subject_id))
    cashier = documents.cashier_name(tx, station, recorded.sale.cashier_id)
    imprint = _imprint(tx, station, cashier, job.copy_no)
    tickets = tuple(ticket(each, recorded.document, imprint) for each in recorded.sale.tickets)
    return (invoice(recorded.document, recorded.sale, imprint), *tickets)


def _imprint(tx: Tx, station: Station, cashier: str, copy_no: int) -> Imprint:
    printed_at = station.clock.now() if copy_no else None
    return Imprint(station.catalogue.profile(tx).name, cashier, copy_no, printed_at, software=SOFTWARE)


def _test(station: Station) -> Printout:
    now = station.clock.now().astimezone(CARACAS)
    return Printout((
        centered("PRUEBA DE IMPRESORA", LARGE),
        centered("DOCUMENTO NO FISCAL", BOLD),
        Rule(),
        Line("áéíóú ÁÉÍÓÚ üÜ ñÑ ¿? ¡! ° €"),
        Line("0123456789 Bs. 1.234.567,89 US$ 10,00"),
        Line(f"{now:%d-%m-%Y %H:%M}"),
        Feed(),
        Code(_TEST_CODE),
        Cut(),
    ))  # fmt: skip
