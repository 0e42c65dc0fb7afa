"""X and Z reports on paper, with the fields of docs/fiscal-rules.md section 7."""

from collections.abc import Sequence

from domain.fiscal.documents import DocumentKind
from domain.fiscal.form_supply import FormRun
from domain.fiscal.series import Issuer
from domain.money.money import Money
from domain.till.excess import ExcessCounts
from domain.till.method_flows import flows_of
from domain.till.shifts import CashMove
from domain.till.till_report import (
    NO_ANNEX,
    Annex,
    ClassTotals,
    MethodTotals,
    MovementTotals,
    NoteTotals,
    PerpetualTotals,
    ReportKind,
    SeriesTotals,
    TillReport,
)
from printing import spanish
from printing.imprint import NOT_FISCAL, Imprint, bands, made_by
from printing.method_lines import method_lines
from printing.printout import BOLD, LARGE, TALL, Cut, Line, Part, Printout, Rule, centered, sides

_MOVES = {
    CashMove.CASH_IN: "Ingresos",
    CashMove.CASH_OUT: "Retiros",
    CashMove.NO_SALE: "Aperturas sin venta",
}
_NOTES = {DocumentKind.DEBIT_NOTE: "NOTAS DE DÉBITO", DocumentKind.CREDIT_NOTE: "NOTAS DE CRÉDITO"}


def till_report(report: TillReport, issuer: Issuer, imprint: Imprint, annex: Annex = NO_ANNEX) -> Printout:
    """The paper of an X (reading) or a Z (closing). A blind X leaves out the cash, and what would reveal it."""
    totals, notes = report.totals, annex.notes
    money = _before_the_count(report, notes) if annex.blind else _money(report, notes)
    parts: list[Part] = [
        *bands(imprint, fiscal=False),
        *_head(report, issuer, imprint),
        *money,
        Rule(),
        sides("Reimpresiones", str(totals.reprints)),
        sides("Ventas anuladas sin emitir", str(totals.voids)),
        *([sides("Obsequios del organizador", f"{annex.gifts}  Bs. 0,00")] if annex.gifts else []),
        *_spoiled(annex.spoiled),
        *_excesses(annex.excesses),
        *_rates(report),
        *([] if annex.blind else _perpetual(totals.perpetual, notes)),
        *_seal(report),
        made_by(imprint),
        Cut(),
    ]
    return Printout(tuple(parts))


def _money(report: TillReport, notes: NoteTotals | None) -> list[Part]:
    totals = report.totals
    by_method = method_lines("PAGOS, NETOS DE VUELTO", flows_of(report, blind=False))
    classes = notes.classes if notes else ()
    return [
        *_documents(totals.series),
        *[part for group in classes for part in _notes(group)],
        *by_method,
        *_given_back(notes.given_back if notes else ()),
        *_movements(totals.movements),
    ]


def _spoiled(runs: Sequence[FormRun]) -> list[Part]:
    """The forms that no document is on: what a tax officer who counts the forms will miss."""
    if not runs:
        return []
    named = [run.first if run.first == run.last else f"{run.first} a {run.last}" for run in runs]
    return [sides("Formas dañadas", str(sum(run.count for run in runs))), *[sides("", name) for name in named]]


def _notes(group: ClassTotals) -> list[Part]:
    """A class of notes, which is never netted with the invoices (docs/fiscal-rules.md F39)."""
    title = _NOTES[group.kind]
    if not group.series:
        return [Rule(), Line(title, BOLD), sides("Cantidad", "0")]
    return [part for one in group.series for part in _series(one, title)]


def _given_back(methods: tuple[MethodTotals, ...]) -> list[Part]:
    """The money of refunds by method, which is not in the payments above."""
    if not methods:
        return []
    rows = [sides(f"{spanish.method(part.method)} ({part.count})", spanish.money(part.amount)) for part in methods]
    return [Rule(), Line("DEVUELTO A CLIENTES", BOLD), *rows]


def _before_the_count(report: TillReport, notes: NoteTotals | None) -> list[Part]:
    """What somebody may know who still has to count: no total, because cash is the total less the other methods."""
    classes = notes.classes if notes else ()
    return [
        *[part for series in report.totals.series for part in _range(series)],
        *[part for group in classes for one in group.series for part in _range(one, _NOTES[group.kind])],
        *method_lines("OTROS MEDIOS, NETOS DE VUELTO", flows_of(report, blind=True)),
        Rule(),
        Line("El efectivo y los totales no se muestran antes del conteo."),
    ]


def _head(report: TillReport, issuer: Issuer, imprint: Imprint) -> list[Part]:
    is_z = report.kind is ReportKind.Z
    parts: list[Part] = [
        centered(issuer.name, TALL),
        centered(f"RIF {spanish.rif(issuer.rif)}", BOLD),
        centered(NOT_FISCAL),
        Rule("="),
        centered(f"REPORTE {report.kind.upper()}", LARGE),
        sides("Z N°" if is_z else "Próximo Z N°", f"{report.number:04d}", TALL if is_z else BOLD),
        sides("Fecha contable", spanish.eight_digits(report.business_date)),
    ]
    if report.opened_at is not None:
        parts.append(sides("Desde", spanish.local_moment(report.opened_at)))
    parts += [
        sides("Hasta", spanish.local_moment(report.taken_at)),
        sides("Tomado por", report.taken_by),
    ]
    if imprint.software:
        parts.append(sides("Programa", imprint.software))
    return parts


def _documents(series: tuple[SeriesTotals, ...]) -> list[Part]:
    if not series:
        return [
            Rule(),
            Line("DOCUMENTOS", BOLD),
            sides("Cantidad", "0"),
            sides("Total", spanish.money(Money.zero())),
        ]
    return [part for one in series for part in _series(one)]


def _range(totals: SeriesTotals, title: str = "DOCUMENTOS") -> list[Part]:
    parts: list[Part] = [
        Rule(),
        sides(f"{title}  SERIE {totals.series}", f"{totals.count}", BOLD),
        sides("Primero", f"N° {totals.first_number:08d}"),
        sides("Último", f"N° {totals.last_number:08d}"),
    ]
    if totals.first_control:
        parts += [
            sides("Primer N° de control", totals.first_control),
            sides("Último N° de control", totals.last_control),
        ]
    return parts


def _series(totals: SeriesTotals, title: str = "DOCUMENTOS") -> list[Part]:
    parts = _range(totals, title)
    parts.append(sides("Exento (E)", spanish.money(totals.exempt)))
    for tax in totals.taxes:
        rate = spanish.percent(tax.rate)
        parts += [
            sides(f"Base {tax.category} {rate}", spanish.money(tax.base)),
            sides(f"IVA {tax.category} {rate}", spanish.money(tax.tax)),
        ]
    parts += [
        sides("Total sin IGTF", spanish.money(totals.total), BOLD),
        sides("Base IGTF", spanish.money(totals.igtf_base)),
        sides("IGTF", spanish.money(totals.igtf)),
        sides("TOTAL", spanish.money(totals.total + totals.igtf), TALL),
    ]
    return parts


def _movements(movements: tuple[MovementTotals, ...]) -> list[Part]:
    if not movements:
        return []
    moves = [sides(f"{_MOVES[move.kind]} ({move.count})", spanish.money(move.amount)) for move in movements]
    return [Rule(), Line("EFECTIVO FUERA DE VENTAS", BOLD), *moves]


def _excesses(counts: ExcessCounts | None) -> list[Part]:
    """Attempts to take out more cash than the till held, which may be a search for the expected cash."""
    if counts is None:
        return []
    return [
        Rule(),
        Line("EFECTIVO SOBRE LO REGISTRADO", BOLD),
        sides("Salidas rechazadas", str(counts.refused)),
        sides("Salidas aprobadas", str(counts.approved)),
    ]


def _rates(report: TillReport) -> list[Part]:
    if not report.totals.rates:
        return []
    return [Rule(), *[centered(spanish.rate_legend(rate)) for rate in report.totals.rates]]


def _perpetual(totals: PerpetualTotals, notes: NoteTotals | None) -> list[Part]:
    """The perpetual totals of the invoices, and of each class of notes by itself."""
    parts: list[Part] = [
        Rule(),
        Line("ACUMULADOS PERPETUOS", BOLD),
        sides("Documentos", f"{totals.documents}"),
        sides("Ventas con IGTF", spanish.money(totals.sales)),
        sides("IVA", spanish.money(totals.iva)),
        sides("IGTF", spanish.money(totals.igtf)),
    ]
    for group in notes.classes if notes else ():
        parts += [
            Line(_NOTES[group.kind]),
            sides("Documentos", f"{group.perpetual.documents}"),
            sides("Total con IGTF", spanish.money(group.perpetual.sales)),
            sides("IVA", spanish.money(group.perpetual.iva)),
            sides("IGTF", spanish.money(group.perpetual.igtf)),
        ]
    return parts


def _seal(report: TillReport) -> list[Part]:
    """The head of the journal when the report was taken; on a Z it seals the entries before it."""
    return [
        Rule(),
        sides("Registrado hasta", f"{report.head_epoch}/{report.head_seq}"),
        centered(report.head_hash[:32]),
        centered(report.head_hash[32:]),
        Rule(),
    ]
