"""The list of a performance that does not take place: what went back by which credit note, and what waits."""

from domain.after_sale.suspended_sales import ListedNote, Progress, SuspendedSale, SuspensionList
from domain.fiscal.series import Issuer
from domain.money.money import Money
from printing import spanish
from printing.imprint import NOT_FISCAL, Imprint, made_by
from printing.printout import BOLD, LARGE, TALL, Cut, Line, Part, Printout, Rule, centered, indented, sides


def suspension_list(listed: SuspensionList, issuer: Issuer, imprint: Imprint, printed_at: str) -> Printout:
    """The paper that a supervisor files and works through. `printed_at` is when it was true."""
    parts: list[Part] = [
        *_head(listed, issuer, printed_at),
        *_given_back(listed),
        *_waiting(listed),
        Rule(),
        made_by(imprint),
        Cut(),
    ]
    return Printout(tuple(parts))


def _head(listed: SuspensionList, issuer: Issuer, printed_at: str) -> list[Part]:
    parts: list[Part] = [
        centered(issuer.name, TALL),
        centered(f"RIF {spanish.rif(issuer.rif)}", BOLD),
        centered(NOT_FISCAL),
        Rule("="),
        centered("FUNCIÓN APLAZADA" if listed.moved_to else "FUNCIÓN SUSPENDIDA", LARGE),
        centered(listed.event, TALL),
        sides("Función", spanish.local_moment(listed.starts_at)),
    ]
    if listed.moved_to:
        parts.append(sides("Pasa al", spanish.local_moment(listed.moved_to), BOLD))
    if listed.reason:
        parts.append(Line(f"Motivo: {listed.reason}"))
    return [*parts, sides("Lista al", printed_at)]


def _given_back(listed: SuspensionList) -> list[Part]:
    tickets = sum(note.tickets for note in listed.notes)
    parts: list[Part] = [Rule(), sides("DEVUELTO", _tickets(tickets), BOLD)]
    for note in listed.notes:
        parts += _note(note)
    return [*parts, *_sums(listed.given_back)]


def _note(note: ListedNote) -> list[Part]:
    return [sides(note.invoice, spanish.money(note.total)), indented(f"Nota {note.note}", _tickets(note.tickets))]


def _waiting(listed: SuspensionList) -> list[Part]:
    tickets = sum(sale.tickets.left for sale in listed.waiting)
    parts: list[Part] = [Rule(), sides("POR DEVOLVER", _tickets(tickets), BOLD)]
    for sale in listed.waiting:
        parts += _sale(sale)
    return parts


def _sale(sale: SuspendedSale) -> list[Part]:
    parts: list[Part] = [sides(sale.document, _tickets(sale.tickets.left))]
    if sale.customer:
        parts.append(indented(sale.customer))
    parts += [indented(spanish.method(method), spanish.money(amount)) for method, amount in sale.paid]
    return [*parts, indented(f"Espera: {_why(sale)}")]


def _why(sale: SuspendedSale) -> str:
    if sale.progress is Progress.READY:
        return "el efectivo de la caja"
    needs = {
        "pago_movil": "los datos del pago móvil",
        "card_ves": "el reverso en el punto",
        "card_usd": "el reverso en el punto",
    }
    words = (needs.get(method, f"la referencia de {spanish.method(method)}") for method in sale.waits_for)
    return " y ".join(dict.fromkeys(words))


def _sums(amounts: tuple[Money, ...]) -> list[Part]:
    return [sides("" if place else "En total", spanish.money(amount), BOLD) for place, amount in enumerate(amounts)]


def _tickets(count: int) -> str:
    return "1 entrada" if count == 1 else f"{count} entradas"
