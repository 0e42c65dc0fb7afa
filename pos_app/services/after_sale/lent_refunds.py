"""Asking HQ for the refund right of a sale of another station, by a document's number or a ticket's code."""

from domain.after_sale.refund_right import RefundRightAwaited
from domain.ids import SaleId
from domain.rights import GrantId
from domain.typed_text import plain
from pos_app.services.rights import taking
from pos_app.station import Station
from sync.line.hq_errors import HqUnreachable
from sync.line.messages import AskRefund


def ask(station: Station, typed: str) -> SaleId:
    """Ask HQ for the refund right of the sale that a text names, and accept it; returns the sale.

    A repeated question gets the same right again. Raises RefundRightAwaited while another station has the right,
    HqRefused for a text that names no sale, or Unavailable when HQ does not answer.
    """
    if station.hq is None:
        raise HqUnreachable("hq", "none")
    answer = station.hq.ask_refund(AskRefund(GrantId(station.ids.new()), plain(typed)))
    if answer.waits_for:
        raise RefundRightAwaited(answer.waits_for)
    taking.take(station, station.hq.caller.hq_key, answer.grants)
    return answer.sale_id
