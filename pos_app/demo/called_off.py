"""After the sale in the second act: a form that jams in the printer, and a show that is called off."""

from domain.after_sale.suspended_sales import Progress
from domain.catalogue.suspension import SuspensionKind
from domain.fiscal.spoiled_forms import SpoilCause
from domain.ids import PerformanceId
from pos_app.demo.demo_station import DemoStation
from pos_app.demo.stage import Stage, narrate
from pos_app.services.after_sale import suspended_sales, suspensions
from pos_app.services.after_sale.suspensions import Wanted
from pos_app.services.rights import spoiled_forms
from pos_app.services.rights.spoiled_forms import Cause
from pos_app.ui import wording


def jam_a_form(stage: Stage) -> None:
    """The form of an invoice jams: the invoice is printed on the next form, with the control number of that one."""
    one = stage.one
    invoice = one.sell(stage.concert.places(1)).document
    cashier, supervisor = one.person(one.cashier), one.person(one.supervisor)
    done = spoiled_forms.spoil(one.station, cashier, invoice.control_number, Cause(SpoilCause.JAMMED), supervisor)
    one.printed()
    assert done.moved is not None
    narrate("jammed", number=invoice.printed_number, spoiled=invoice.control_number, now=done.moved.control_number)


def call_off(stage: Stage) -> None:
    """The supervisor cancels the concert, and each station gives the cash for it back, one sale after another."""
    concert = stage.concert
    reason = wording.text("demo.two.why_cancelled")
    one = stage.one
    wanted = Wanted(concert.performance_id, SuspensionKind.CANCELLED, reason)
    suspensions.suspend(one.station, one.person(one.cashier), wanted, one.person(one.supervisor))
    one.sync()
    stage.two.sync()
    narrate("cancelled", name=one.supervisor.name, reason=reason)
    for no, station in enumerate((one, stage.two), start=1):
        given_back, waiting = _give_back(station, concert.performance_id, reason)
        narrate("given_back", station=f"Taquilla {no}", given=given_back)
        if waiting:
            narrate("not_cash", station=f"Taquilla {no}", waiting=waiting)


def _give_back(station: DemoStation, performance_id: PerformanceId, reason: str) -> tuple[int, int]:
    """Returns how many sales were given back, and how many wait because no cash was paid for them."""
    people = (station.person(station.cashier), station.person(station.supervisor))
    given_back = waiting = 0
    for sale in suspended_sales.sales_of(station.station, performance_id):
        if sale.progress is Progress.READY:
            suspended_sales.refund_one(station.station, people, performance_id, sale.sale_id, reason)
            given_back += 1
        elif sale.progress is Progress.WAITS:
            waiting += 1
    station.printed()
    return given_back, waiting
