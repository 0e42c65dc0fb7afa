"""Values to print: a sale closed by the real rules, its document, and a Z over many equal sales."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID

from domain.catalogue.pricing import Price, PriceStep, StepKind
from domain.fiscal.documents import FiscalDocument, issue
from domain.fiscal.forms import Form
from domain.fiscal.series import Issuer, Medium, Series
from domain.ids import CartId, CashierId, DocumentId, Ids, PerformanceId, ReportId, SeatId, ShiftId, ZoneId
from domain.money.money import EUR, USD, VES, ExchangeRate, Money, Rates, RateSource
from domain.money.taxes import TaxCategory, TaxRate, TaxTable
from domain.payments.change import ChangeIn
from domain.payments.due import IgtfRule
from domain.payments.tenders import References, Tender
from domain.sale.cart import Cart, Customer
from domain.sale.closing import Offer, Terms, Till, close
from domain.sale.sale import Place, PricedTicket, Sale
from domain.till.shifts import CashMove, CashMovement
from domain.till.till_report import NO_PERPETUAL, Activity, DocumentTotals, ReportKind, TillReport, totals
from printing.imprint import Imprint

SPANISH = "áéíóúüñÑ¿¡°€ÁÉÍÓÚÜ"
SOLD_AT = datetime(2026, 9, 26, 23, 42, tzinfo=UTC)
STARTS_AT = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
ISSUER = Issuer(
    "Fundación Teatro Municipal de Valencia, C.A.",
    "J070133805",
    "Av. Carabobo cruce con calle Libertad, Centro, Valencia, Edo. Carabobo",
    special_taxpayer_from=date(2024, 1, 1),
)
FORM = Form(
    "Impresos Gráficos del Centro, C.A.",
    "J300000001",
    "Providencia SNAT/INTI/2024/000321 del 05-03-2024",
    date(2026, 8, 1),
    "00-00000001",
    "00-00010000",
)
RATES = Rates(
    SOLD_AT.date(),
    (
        ExchangeRate(USD, Decimal("857.00580000"), date(2026, 9, 28), RateSource.BCV),
        ExchangeRate(EUR, Decimal("976.90091142"), date(2026, 9, 28), RateSource.BCV),
    ),
)
IMPRINT = Imprint("Taquilla 1", "Inés Peña", software="taquilla 0.1.0")


def usd(text: str) -> Money:
    return Money.parse(text, USD)


def ves(text: str) -> Money:
    return Money.parse(text, VES)


def steady_ids() -> Ids:
    """Identifiers that are the same in every run, so that papers can be compared byte by byte."""
    numbers = count(1)
    return Ids(lambda: SOLD_AT, lambda size: (next(numbers) * 0x9E3779B97F4A7C15 % 256**size).to_bytes(size))


def place(event: str = "El Cascanueces", **changed: str) -> Place:
    names = {"zone": "Platea Central", "section": "Patio", "row": "C", "seat": "12"} | changed
    return Place(
        PerformanceId(UUID(int=1)),
        event,
        "Teatro Municipal de Valencia",
        STARTS_AT,
        ZoneId(UUID(int=2)),
        names["zone"],
        SeatId(7) if names["seat"] else None,
        names["section"],
        names["row"],
        names["seat"],
    )


def staged_price(base: str = "10.00") -> Price:
    """A base, 10 % off in the presale, half for a child."""
    start = usd(base)
    presale = start.percent(Decimal(-10))
    child = (start + presale).percent(Decimal(-50))
    steps = (
        PriceStep(StepKind.BASE, "Platea Central", None, start),
        PriceStep(StepKind.STAGE, "Preventa", Decimal(-10), presale),
        PriceStep(StepKind.TICKET_TYPE, "Niño", Decimal(-50), child),
    )
    return Price(start + presale + child, usd("1.00"), steps)


def plain_price(base: str = "10.00", fee: str = "1.00") -> Price:
    return Price(usd(base), usd(fee), (PriceStep(StepKind.BASE, "Platea Central", None, usd(base)),))


def priced(at: Place, kind: str = "Adulto", price: Price | None = None) -> PricedTicket:
    return PricedTicket(at, kind, price or plain_price(), TaxCategory.GENERAL, tax_included=True)


def terms(igtf: str = "0.03") -> Terms:
    rate = TaxRate(TaxCategory.GENERAL, Decimal("0.16"), date(2020, 1, 1), None, "Decreto 4.079")
    return Terms(SOLD_AT, RATES, TaxTable((rate,)), IgtfRule(Decimal(igtf)))


def sold(
    tickets: list[PricedTicket] | None = None,
    customer: Customer = Customer(),  # noqa: B008  # frozen
    tenders: tuple[Tender, ...] | None = None,
) -> Sale:
    """Two adults and a child, paid with a mobile payment and dollars, change in dollars and bolívares."""
    if tickets is None:
        tickets = [
            priced(place()),
            priced(place(seat="13")),
            priced(place(seat="14"), "Niño", staged_price()),
        ]
    offered = tenders or (
        Tender("pago_movil", ves("5000.00"), References("00482913", "0102", "04141234567")),
        Tender("cash_usd", usd("30.00")),
    )
    till = Till(ShiftId(UUID(int=3)), CashierId(UUID(int=4)), steady_ids())
    cart = Cart(CartId(till.ids.new()), customer=customer)
    return close(tickets, cart, Offer(offered, ChangeIn.CASH_USD), till, terms())


def document_of(sale: Sale, medium: Medium = Medium.FREE_FORM, number: int = 123) -> FiscalDocument:
    is_form = medium is Medium.FREE_FORM
    series = Series("A", medium, ISSUER, (FORM,) if is_form else ())
    control = "00-00000646" if is_form else ""
    return issue(sale, series, number, control, DocumentId(UUID(int=5)))


def report(kind: ReportKind = ReportKind.Z, sales: int = 40) -> TillReport:
    """The report of a day with so many equal sales."""
    sale = sold()
    one = document_of(sale)
    documents = [
        DocumentTotals("A", n, f"00-{n + 523:08d}", SOLD_AT, one.exempt, one.taxes, one.total, one.igtf_base, one.igtf)
        for n in range(123, 123 + sales)
    ]
    activity = Activity(
        documents,
        sale.payments * sales,
        sale.change * sales,
        [
            CashMovement(CashMove.CASH_IN, usd("50.00"), "Cambio"),
            CashMovement(CashMove.CASH_OUT, ves("12500.00"), "Agua"),
        ],
        RATES.rates,
        reprints=2,
        voids=1,
    )
    return TillReport(
        id=ReportId(UUID(int=6)),
        kind=kind,
        number=12,
        business_date=date(2026, 9, 26),
        opened_at=SOLD_AT - timedelta(hours=9),
        taken_at=SOLD_AT + timedelta(hours=3),
        taken_by="Inés Peña",
        totals=totals(activity, NO_PERPETUAL),
        head_epoch=2,
        head_seq=1043,
        head_hash="9f2b6a" * 10 + "01c4",
    )
