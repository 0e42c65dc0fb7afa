"""The ticket: what its holder, the usher and the door scanner need, in large type."""

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


def tickets(sale: Sale, document: FiscalDocument, imprint: Imprint) -> Printout:
    """Every ticket of a sale, a paper each."""
    return Printout(tuple(part for sold in sale.tickets for part in ticket(sold, document, imprint).parts))


def ticket(sold: Ticket, document: FiscalDocument, imprint: Imprint, notice: tuple[str, ...] = ()) -> Printout:
    """The paper of one admission. `notice` is printed above everything, its first line as a band."""
    place = sold.place
    parts: list[Part] = [
        *bands(imprint, fiscal=False),
        *_notice(notice),
        centered(place.venue),
        centered(place.event, LARGE),
        centered(spanish.long_day(place.starts_at), BOLD),
        centered(spanish.show_time(place.starts_at), LARGE),
        Rule(),
        *_place(place),
        Rule(),
        *_price(sold),
        Feed(),
        Code(sold.code, _CODE_DOTS),
        Feed(),
        centered(sold.code, BOLD),
        Feed(),
        centered(NOT_FISCAL),
        centered(f"SERIE {document.series} N° {document.number:08d}"),
        made_by(imprint),
        Cut(),
    ]
    return Printout(tuple(parts))


REPLACES = ("CAMBIO DE ASIENTO", "Esta entrada reemplaza a la anterior,", "que ya no da acceso.")
ADMITS_NOBODY = ("ANULADA", "Esta entrada no da acceso.")


def _notice(lines: tuple[str, ...]) -> list[Part]:
    return [band(lines[0]), *(centered(line, BOLD) for line in lines[1:]), Rule()] if lines else []


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


def _price(sold: Ticket) -> list[Part]:
    price = sold.price
    parts: list[Part] = [centered(f"{sold.ticket_type}  {spanish.money(price.amount)}", BOLD)]
    if explanation := explained(price):
        parts.append(centered(explanation))
    if price.fee:
        parts.append(centered(f"Cargo por servicio {spanish.money(price.fee)}"))
    return parts


def explained(price: Price) -> str:
    """The steps of a price, such as US$ 10,00 · Preventa -10 %; empty when the price is the base price."""
    base, *steps = price.steps
    if not steps:
        return ""
    changes = [f"{step.label} {spanish.signed_percent(step.percent)}" for step in steps if step.percent is not None]
    return " · ".join([spanish.money(base.amount), *changes])
