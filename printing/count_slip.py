"""The slip of a closed shift on paper: what was counted, by note and in sum, the difference, room for signatures."""

from domain.fiscal.series import Issuer
from domain.money.money import Currency, Money
from domain.till.count_slip import CountSlip
from domain.till.shifts import Count, DenominationCount
from printing import spanish
from printing.imprint import NOT_FISCAL, Imprint, bands, made_by
from printing.method_lines import method_lines
from printing.printout import BOLD, LARGE, TALL, Cut, Feed, Line, Part, Printout, Rule, centered, indented, sides

_CASH = {"VES": "Efectivo en bolívares", "USD": "Efectivo en dólares", "EUR": "Efectivo en euros"}
_SIGNATURE = "_" * 24


def count_slip(slip: CountSlip, issuer: Issuer, imprint: Imprint) -> Printout:
    """The paper that cashier and supervisor sign when a shift is closed."""
    *earlier, last = slip.counts
    parts: list[Part] = [
        *bands(imprint, fiscal=False),
        *_head(slip, issuer),
        *_counted(last),
        *[part for number, count in enumerate(earlier, 1) for part in _earlier(number, count)],
        *_difference(slip),
        *method_lines("OTROS MEDIOS REGISTRADOS", slip.others),
        *_signatures(slip),
        made_by(imprint),
        Cut(),
    ]
    return Printout(tuple(parts))


def _head(slip: CountSlip, issuer: Issuer) -> list[Part]:
    parts: list[Part] = [
        centered(issuer.name, TALL),
        centered(f"RIF {spanish.rif(issuer.rif)}", BOLD),
        centered(NOT_FISCAL),
        Rule("="),
        centered("CIERRE DE TURNO", LARGE),
        sides("Turno N°", str(slip.shift.number), BOLD),
        sides("Taquillero", slip.cashier),
        sides("Desde", spanish.local_moment(slip.shift.opened_at)),
        sides("Hasta", spanish.local_moment(slip.closed_at)),
    ]
    return [*parts, sides("Cerrado por", slip.closed_by)] if slip.closed_by != slip.cashier else parts


def _counted(count: Count) -> list[Part]:
    parts: list[Part] = [Rule(), Line("EFECTIVO CONTADO", BOLD)]
    for currency in _currencies(count):
        parts.append(sides(_CASH.get(currency, f"Efectivo {currency}"), spanish.money(count.of(currency)), TALL))
        notes = sorted(_notes(count, currency), key=lambda line: -line.denomination.minor)
        parts += [indented(_named(line), spanish.money(line.denomination * line.quantity)) for line in notes]
    return parts


def _earlier(number: int, count: Count) -> list[Part]:
    sums = [indented(_CASH.get(c, f"Efectivo {c}"), spanish.money(count.of(c))) for c in _currencies(count)]
    return [Line(f"Conteo {number}, corregido después", BOLD), *sums]


def _difference(slip: CountSlip) -> list[Part]:
    parts: list[Part] = [Rule(), Line("DIFERENCIA", BOLD)]
    if not slip.blind and not slip.differences:
        return []
    if slip.blind:
        parts.append(Line("Conteo a ciegas: la diferencia la ve la supervisión."))
    for difference in slip.differences:
        over = difference.over
        word = "Sobra" if over.minor > 0 else "Falta" if over else "Cuadra"
        parts += [
            sides(_CASH.get(over.currency, f"Efectivo {over.currency}"), ""),
            indented("Esperado", spanish.money(difference.expected)),
            indented("Contado", spanish.money(difference.counted)),
            sides(word, spanish.money(Money(abs(over.minor), over.currency)), BOLD),
        ]
    parts += _lacking(slip.lacking)
    return [*parts, Line(f"Motivo: {slip.reason}")] if slip.reason else parts


def _lacking(sales: int) -> list[Part]:
    """Why there may be a surplus: the store was put back to an older copy."""
    if not sales:
        return []
    words = "Puede faltar 1 venta posterior" if sales == 1 else f"Pueden faltar hasta {sales} ventas posteriores"
    return [Line(f"{words} a la copia de estos datos: lo cobrado en efectivo sobra en la gaveta.")]


def _signatures(slip: CountSlip) -> list[Part]:
    parts: list[Part] = [Rule()]
    for who, name in (("Taquillero", slip.closed_by), ("Supervisor", slip.approved_by)):
        parts += [Feed(2), centered(_SIGNATURE), centered(f"{who}: {name}" if name else who)]
    return [*parts, Feed(), Rule()]


def _currencies(count: Count) -> tuple[Currency, ...]:
    return tuple(dict.fromkeys(line.denomination.currency for line in count.lines))


def _notes(count: Count, currency: Currency) -> list[DenominationCount]:
    return [line for line in count.lines if line.denomination.currency == currency and line.quantity]


def _named(line: DenominationCount) -> str:
    return "Monedas y céntimos" if line.is_loose_coins else f"{line.quantity} x {spanish.money(line.denomination)}"
