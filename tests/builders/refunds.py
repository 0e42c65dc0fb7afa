"""What a station can give back of a sale, read as the refund does."""

from domain.ids import SaleId
from pos_app.services.after_sale import refunds
from pos_app.services.after_sale.refunds import Refundable, RefundQuote, RefundRequest
from pos_app.station import Station


def refundable(station: Station, sale_id: SaleId) -> Refundable:
    """A sale as it can be given back now."""
    with station.database.read() as tx:
        return refunds.refundable_in(tx, station, sale_id)


def quote(station: Station, request: RefundRequest) -> RefundQuote:
    """What a refund would give back now."""
    return refunds.quote_of(refundable(station, request.sale_id), request)
