"""The papers of a station as they will come out of this station's printer."""

from domain.ids import ReportId, SaleId, ShiftId
from domain.people.staff import Cashier
from domain.till.shifts import Count, Difference
from pos_app import settings as profile_settings
from pos_app.services.documents import count_slips
from pos_app.services.documents.papers import report_paper, sale_papers, slip_paper
from pos_app.station import Station
from pos_app.storage.sales import reports
from printing.preview import Preview, preview
from printing.printout import PaperWidth, Printout
from sync.facts import ReportTaken


def of_sale(station: Station, sale_id: SaleId) -> Preview:
    """The invoice of a sale."""
    with station.database.read() as tx:
        return _shown(station, sale_papers(tx, station, sale_id)[0])


def of_taken(station: Station, report_id: ReportId) -> Preview:
    """The paper of a report that was taken."""
    with station.database.read() as tx:
        return _shown(station, report_paper(tx, station, reports.load(tx, station.tenant_id, report_id)))


def of_coming(station: Station, taken: ReportTaken) -> Preview:
    """The paper of a report that would be taken now."""
    with station.database.read() as tx:
        return _shown(station, report_paper(tx, station, taken))


def of_closed(station: Station, shift_id: ShiftId) -> Preview:
    """The slip of a closed shift."""
    with station.database.read() as tx:
        return _shown(station, slip_paper(tx, station, count_slips.of_shift(tx, station, shift_id)))


def of_count(
    station: Station, cashier: Cashier, typed: Count | None = None, differences: tuple[Difference, ...] = ()
) -> Preview | None:
    """The slip of the open shift if it were closed with its last count, or with the one being typed.

    None without an open shift or without a count. Without `differences` it is blind.
    """
    with station.database.read() as tx:
        slip = count_slips.draft(tx, station, cashier, typed, differences)
        return _shown(station, slip_paper(tx, station, slip)) if slip else None


def _shown(station: Station, printout: Printout) -> Preview:
    columns = profile_settings.read(station.database.path.parent).printer.columns
    return preview(printout, next(width for width in PaperWidth if width.columns == columns))
