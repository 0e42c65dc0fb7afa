"""The ticket: what its holder, the usher and the door scanner need, in large type."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.catalogue.pricing import Price
from domain.fiscal.documents import FiscalDocument
from domain.sale.sale import Place, Sale, Ticket
from printing import spanish
from printing.imprint import NOT_FISCAL, Imprint, bands, made_by
from printing.printout import (
    BOLD,
    LARGE,
    PLAIN,
    TALL,
    Align,
    Cell,
    Code,
    Columns,
    Cut,
    Feed,
    Part,
    Printout,
    Rule,
    Style,
    band,
    centered,
)

_CODE_DOTS = 7
_NO_TAX = Decimal(0)


def tickets(sale: Sale, document: FiscalDocument, imprint: Imprint) -> Printout:
    """Every ticket of a sale, a paper each."""
    papers = (ticket(sold, document, imprint, tax_on_top=sale.tax_on_top(sold)) for sold in sale.tickets)
    return Printout(tuple(part for paper in papers for part in paper.parts))


@dataclass(frozen=True, slots=True)
class Marks:
    """What a ticket's paper has beyond the ticket: a notice above everything, its first line as a band, and the holder.

    The holder is empty while the ticket is the buyer's.
    """

    notice: tuple[str, ...] = ()
    holder: str = ""


_PLAIN = Marks()


def ticket(
    sold: Ticket,
    document: FiscalDocument | None,
    imprint: Imprint,
    marks: Marks = _PLAIN,
    tax_on_top: Decimal = _NO_TAX,
) -> Printout:
    """The paper of one admission. `document` is None for a gift of the organiser.

    `tax_on_top` is the rate of the tax that the price does not include: the paper names what the customer paid.
    """
    place = sold.place
    parts: list[Part] = [
        *bands(imprint, fiscal=False),
        *_notice(marks.notice),
        centered(place.venue),
        centered(place.event, LARGE),
        centered(spanish.long_day(place.starts_at), BOLD),
        centered(spanish.show_time(place.starts_at), LARGE),
        Rule(),
        *_place(place),
        Rule(),
        *_holder(marks.holder),
        *_price(sold, tax_on_top),
        Feed(),
        Code(sold.code, _CODE_DOTS),
        Feed(),
        centered(sold.code, BOLD),
        Feed(),
        centered(NOT_FISCAL),
        centered(f"SERIE {document.series} N° {document.number:08d}" if document else "SIN FACTURA"),
        made_by(imprint),
        Cut(),
    ]
    return Printout(tuple(parts))


_OLD_ONE_IS_VOID = ("Esta entrada reemplaza a la anterior,", "que ya no da acceso.")
REPLACES = ("CAMBIO DE ASIENTO", *_OLD_ONE_IS_VOID)
REISSUED = ("REEMISIÓN", *_OLD_ONE_IS_VOID)
TRANSFERRED = ("TRASPASO", *_OLD_ONE_IS_VOID)
GIVEN = ("REGALO", *_OLD_ONE_IS_VOID)
ORGANISER_GIFT = ("OBSEQUIO", "Obsequio del organizador.", "No se devuelve ni se cambia por dinero.")
ADMITS_NOBODY = ("ANULADA", "Esta entrada no da acceso.")


def rescheduled(before: datetime) -> tuple[str, ...]:
    """The notice on a ticket of a performance that was sold for another time."""
    return ("CAMBIO DE HORA", "La función era:", spanish.long_day(before), spanish.show_time(before))


def _notice(lines: tuple[str, ...]) -> list[Part]:
    return [band(lines[0]), *(centered(line, BOLD) for line in lines[1:]), Rule()] if lines else []


def _holder(name: str) -> list[Part]:
    return [centered("TITULAR"), centered(name, BOLD), Rule()] if name else []


def _place(place: Place) -> list[Part]:
    parts: list[Part] = [centered(place.zone, LARGE)]
    if place.section and place.section != place.zone:
        parts.append(centered(place.section, BOLD))
    if place.seat:
        named = [("FILA", place.row), ("ASIENTO", place.seat)] if place.row else [("ASIENTO", place.seat)]
        parts += [_across([name for name, _ in named], PLAIN), _across([word for _, word in named], LARGE)]
    else:
        parts.append(centered("ENTRADA GENERAL", TALL))
    return parts


def _across(texts: list[str], style: Style) -> Columns:
    return Columns(tuple(Cell(text, Align.CENTER) for text in texts), style)


def _price(sold: Ticket, tax_on_top: Decimal) -> list[Part]:
    price = sold.price
    fee = price.fee + price.fee.times(tax_on_top)
    # Subtracted, not computed: price and fee on the paper must add up to what the screen and the books say was paid.
    paid = price.untaxed + price.tax(tax_on_top) - fee
    parts: list[Part] = [centered(f"{sold.ticket_type}  {spanish.money(paid)}", BOLD)]
    if explanation := explained(price, tax_on_top):
        parts.append(centered(explanation))
    if fee:
        parts.append(centered(f"Cargo por servicio {spanish.money(fee)}"))
    return parts


def explained(price: Price, tax_on_top: Decimal = _NO_TAX) -> str:
    """The steps of a price, such as US$ 10,00 · Preventa -10 % · IVA +16 %; empty when the base price is charged."""
    if not price.steps:
        return ""
    base, *steps = price.steps
    changes = [f"{step.label} {spanish.signed_percent(step.percent)}" for step in steps if step.percent is not None]
    if tax_on_top and price.amount:
        changes.append(f"IVA {spanish.signed_percent(tax_on_top.scaleb(2))}")
    return " · ".join([spanish.money(base.amount), *changes]) if changes else ""
