"""The credit note: the contents of art. 13 of PA 0071, and the invoice that it corrects (arts. 22 to 24)."""

from dataclasses import dataclass

from domain.after_sale.refunds import NoteLine, Refund
from domain.fiscal.documents import FiscalDocument
from domain.fiscal.paper_proof import PaperProof
from domain.money.money import VES, ExchangeRate
from domain.money.taxes import TaxCategory
from domain.sale.sale import SaleLine
from printing import document_parts, spanish
from printing.imprint import Imprint, bands, made_by
from printing.printout import BOLD, Cut, Line, Part, Printout, Rule, centered, indented, sides

TITLE = "NOTA DE CRÉDITO"


@dataclass(frozen=True, slots=True)
class NoteMarks:
    """What the paper has beyond the note: the proof of its entry (None prints no code), and the holder who was paid.

    `paid_to` is empty when the buyer was paid.
    """

    proof: PaperProof | None = None
    paid_to: str = ""


_NONE = NoteMarks()


def credit_note(
    document: FiscalDocument, refund: Refund, lines: tuple[SaleLine, ...], imprint: Imprint, marks: NoteMarks = _NONE
) -> Printout:
    """The paper of a refund. `lines` are those of the invoice, of which the note takes back some."""
    parts: list[Part] = [
        *bands(imprint, fiscal=True),
        *document_parts.head(document, TITLE),
        *_affected(refund),
        Rule(),
        *document_parts.customer(document.customer),
        Rule(),
        *[part for line in refund.lines for part in _line(line, lines[line.line])],
        Rule(),
        *document_parts.taxes(document, refund.igtf_rate),
        Rule("="),
        *document_parts.totals(document, _rates(refund, lines)),
        Rule(),
        *_given_back(refund, marks.paid_to),
        *_tickets(refund),
        *document_parts.form(document),
        *document_parts.proof(marks.proof),
        Rule(),
        made_by(imprint),
        Cut(),
    ]
    return Printout(tuple(parts))


def _affected(refund: Refund) -> list[Part]:
    """Date, number, control number and amount of the invoice (PA 0071 arts. 22 to 24)."""
    invoice = refund.invoice
    parts: list[Part] = [Rule(), Line("FACTURA AFECTADA", BOLD), sides("N°", invoice.number)]
    if invoice.control_number:
        parts.append(sides("N° de control", invoice.control_number))
    day, _ = spanish.local_moment(invoice.issued_at).split()
    return [
        *parts,
        sides("Fecha", day),
        sides("Monto", spanish.money(invoice.total)),
        Line(f"Motivo: {refund.reason}"),
    ]


def _line(line: NoteLine, sold: SaleLine) -> list[Part]:
    mark = " (E)" if sold.tax is TaxCategory.EXEMPT else f" ({sold.tax})"
    unit = spanish.money(sold.unit_ves)
    if sold.unit_price.currency != VES:
        unit += f"  ({spanish.money(sold.unit_price)})"
    return [Line(line.description + mark), indented(f"{line.quantity} x {unit}", spanish.money(line.total_ves))]


def _rates(refund: Refund, lines: tuple[SaleLine, ...]) -> list[ExchangeRate]:
    """The rates of the foreign currencies of the invoice and of the money that goes back."""
    currencies = {line.unit_price.currency for line in lines} | {p.amount.currency for p in refund.given_back}
    return [rate for rate in refund.rates.rates if rate.currency in currencies] or list(refund.rates.rates[:1])


def _given_back(refund: Refund, paid_to: str) -> list[Part]:
    parts: list[Part] = [Line("DEVUELTO", BOLD)]
    parts += [document_parts.money_row(spanish.method(p.method), p.amount, p.ves) for p in refund.given_back]
    if paid_to:
        parts.append(indented(f"Al titular: {paid_to}"))
    if refund.reference:
        parts.append(indented(f"Ref. {refund.reference}"))
    if refund.payee is not None:
        parts.append(indented(spanish.payee(refund.payee)))
    return parts


def _tickets(refund: Refund) -> list[Part]:
    """The codes that no longer admit anybody."""
    parts: list[Part] = [Rule(), Line("ENTRADAS ANULADAS", BOLD)]
    for ticket in refund.tickets:
        place = ticket.place
        seat = f"{place.row}-{place.seat}" if place.seat else ""
        parts.append(sides(" ".join(filter(None, (place.zone, seat))), ticket.ticket_type))
        parts.append(centered(ticket.code))
    return parts
