"""The tour of the path of a sale: sign-in, float, sell, seat map, payment, done."""

from collections.abc import Iterator

from pos_app.demo.profile import people
from pos_app.ui import wording
from pos_app.ui.frame import ScreenName
from pos_app.ui.widgets.customer_form import CustomerForm
from printing.virtual_printer import Fault
from tests.journeys.screens.visitor import Visitor

Stops = Iterator[str]


def sign_in(visitor: Visitor) -> Stops:
    """Nobody chosen, a wrong PIN, the right one, and the float of the shift."""
    cashier = people()[0]
    visitor.until(lambda: visitor.sees(cashier.name), "the sign-in")
    visitor.rest()
    yield "sign-in"
    visitor.press("F1")
    visitor.write("000000")
    visitor.press("Return")
    yield "sign-in-wrong"
    visitor.write(cashier.pin)
    yield "sign-in-pin"
    visitor.press("Return")
    visitor.is_at(ScreenName.SHIFT)
    visitor.fill("20.000,00", "100,00")
    yield "till-float"
    visitor.press("F12")
    visitor.is_at(ScreenName.SELL)


def sell(visitor: Visitor) -> Stops:
    """An empty cart, a search, general places, a customer, a refusal."""
    yield "sell-empty"
    visitor.write("gaitas")
    yield "sell-search"
    visitor.press("Esc", "PgUp", "PgUp", "PgDown")
    for quantity in ("13", "22"):  # typed without a pause, which would end the quantity
        visitor.write(quantity)
        visitor.press("Return")
    visitor.is_at(ScreenName.SELL)
    yield "sell-cart"
    visitor.press("F4")
    visitor.fill("V-12345678", "María de los Ángeles Fernández de la Concepción")
    yield "sell-customer"
    visitor.press("Esc", "Esc")
    visitor.write("1999")
    visitor.press("Return")
    yield "sell-too-many"
    visitor.press("Esc", "Esc", "Esc")


def seat_maps(visitor: Visitor) -> Stops:
    """A hall of 2,367 seats and a room of 48."""
    visitor.press("PgUp", "PgUp", "F6")
    visitor.is_at(ScreenName.SEAT_MAP)
    visitor.press("F3", "M")
    yield "seat-map-large"
    visitor.press("0")
    yield "seat-map-overview"
    visitor.press("F12")
    visitor.is_at(ScreenName.SELL)
    visitor.press("PgDown", "PgDown", "F6")
    visitor.is_at(ScreenName.SEAT_MAP)
    visitor.press("F3", "M")
    yield "seat-map-small"
    visitor.press("F12")
    visitor.is_at(ScreenName.SELL)
    yield "sell-mixed"


def payment(visitor: Visitor) -> Stops:
    """Each kind of method, then a mixed payment with change in dollars and bolívares."""
    visitor.press("F12")
    visitor.is_at(ScreenName.PAYMENT)
    yield "payment-cash"
    visitor.press("F2")
    yield "payment-dollars"
    visitor.press("F3")
    visitor.write("42.850,29", "0102", "04141234567")
    yield "payment-pago-movil"
    visitor.press("F4")
    yield "payment-card"
    visitor.press("F5")
    yield "payment-transfer"
    visitor.press("F6")
    yield "payment-zelle"
    visitor.press("F9")
    yield "payment-others"
    visitor.press("F3")
    visitor.write("42.850,29", "0102", "04141234567", "00451234")
    visitor.press("Return", "F2")
    visitor.write("300")
    visitor.press("Return", "F7")
    yield "payment-mixed"


def done(visitor: Visitor) -> Stops:
    """The sale is stored while the printer has no paper; then the paper comes."""
    visitor.printer.switch(Fault.PAPER_OUT, on=True)
    visitor.press("F12")
    if any(form.isVisible() for form in visitor.till.window.shown.findChildren(CustomerForm)):
        visitor.press("Esc", "Esc", "F12")  # the customer who was typed and not saved stays out of this sale
    visitor.until(lambda: visitor.till.window._trail.now is ScreenName.DONE, "the sale")
    visitor.until(lambda: visitor.sees(wording.text("printer.cause.paper_out")), "the blocked paper")
    yield "done-no-paper"
    visitor.press("D")
    yield "done-drawer"
    visitor.press("Esc")
    visitor.printer.switch(Fault.PAPER_OUT, on=False)
    visitor.printed()
    visitor.until(lambda: not visitor.sees(wording.text("printer.cause.paper_out")), "the printed paper")
    yield "done"
