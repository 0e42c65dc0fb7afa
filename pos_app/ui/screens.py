"""Makes every screen of the station behind the sign-in. Imported after the first paint."""

from functools import partial
from typing import TYPE_CHECKING

from domain.ids import CashierId
from domain.people.staff import Cashier, Permission
from pos_app.services.people import approvals
from pos_app.station import Station
from pos_app.ui.cancelled.presenter import CancelledPresenter
from pos_app.ui.cancelled.view import CancelledView
from pos_app.ui.conflicts.presenter import ConflictsPresenter
from pos_app.ui.conflicts.view import ConflictsView
from pos_app.ui.counter import Counter, unpaid
from pos_app.ui.customers.presenter import CustomersPresenter
from pos_app.ui.customers.view import CustomersView
from pos_app.ui.documents.presenter import DocumentsPresenter
from pos_app.ui.documents.view import DocumentsView
from pos_app.ui.done.presenter import DonePresenter
from pos_app.ui.done.view import DoneView
from pos_app.ui.forms.presenter import FormsPresenter
from pos_app.ui.forms.view import FormsView
from pos_app.ui.frame import Frame, Run, ScreenName
from pos_app.ui.gift.presenter import GiftPresenter
from pos_app.ui.gift.view import GiftView
from pos_app.ui.holds.presenter import HoldsPresenter
from pos_app.ui.holds.view import HoldsView
from pos_app.ui.main_window import MainWindow
from pos_app.ui.menu.view import MenuView
from pos_app.ui.payment.presenter import PaymentPresenter
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.person_frame import PersonFrame
from pos_app.ui.printer.presenter import PrinterPresenter
from pos_app.ui.printer.view import PrinterView
from pos_app.ui.rate.presenter import RatePresenter
from pos_app.ui.rate.view import RateView
from pos_app.ui.refund.presenter import RefundPresenter
from pos_app.ui.refund.view import RefundView
from pos_app.ui.rights.presenter import RightsPresenter
from pos_app.ui.rights.view import RightsView
from pos_app.ui.seat_map.presenter import SeatMapPresenter
from pos_app.ui.seat_map.view import SeatMapView
from pos_app.ui.sell.presenter import SellPresenter
from pos_app.ui.sell.view import SellView
from pos_app.ui.settings.presenter import SettingsPresenter
from pos_app.ui.settings.view import SettingsView
from pos_app.ui.shift.presenter import ShiftPresenter
from pos_app.ui.shift.view import ShiftView
from pos_app.ui.sign_in.presenter import SignInPresenter
from pos_app.ui.sign_in.view import SignInView
from pos_app.ui.status import StatusPresenter
from pos_app.ui.tickets.presenter import TicketsPresenter
from pos_app.ui.tickets.view import TicketsView
from pos_app.ui.timeline.presenter import TimelinePresenter
from pos_app.ui.timeline.view import TimelineView

if TYPE_CHECKING:
    from pos_app.ui.app import Opened


def attend(window: MainWindow, first: SignInView, opened: "Opened", run: Run) -> None:
    """Connect the window to the opened station."""
    run = window.counting(run)
    station, printer = opened.station, opened.printer
    status = StatusPresenter(station, run, printer, window.status_bar.render_parts, window.signed_in_now)
    window.attend(partial(_approved, station, window), run, status.refresh)
    counters: dict[CashierId, Counter] = {}
    window.ask_before_closing(lambda: unpaid(counters[window.cashier.id].cart))

    def add(person: Cashier) -> None:
        counter = counters.setdefault(person.id, Counter(station.ids))
        _add_screens(window, PersonFrame(window, person), opened, run, counter)

    window.ask_for_screens(add)
    window.add(ScreenName.SIGN_IN, lambda: _attended(SignInView(), window, opened, run))
    run(lambda: _name(station), window.show_name, lambda _: None)
    _attended(first, window, opened, run)
    window.changed()


def _approved(station: Station, window: MainWindow, pin: str, act: Permission) -> Cashier:
    asking = window.signed_in_now()
    return approvals.approve(station, pin, act, asking.id if asking else None)


def _name(station: Station) -> str:
    with station.database.read() as tx:
        return station.catalogue.profile(tx).name


def _attended(view: SignInView, window: MainWindow, opened: "Opened", run: Run) -> SignInView:
    view.attend(SignInPresenter(opened.station, window, run, opened.pins))
    return view


def _add_screens(window: MainWindow, frame: Frame, opened: "Opened", run: Run, counter: Counter) -> None:
    """Register the screens of one person. Those of the path of a sale and after it share a counter."""
    station, printer, after_sale = opened.station, opened.printer, counter.after_sale
    window.add(ScreenName.MENU, partial(MenuView, frame.go))
    window.add(ScreenName.SELL, partial(SellView, SellPresenter(station, frame, run, counter)))
    window.add(ScreenName.SEAT_MAP, partial(SeatMapView, SeatMapPresenter(station, frame, run, counter)))
    window.add(ScreenName.PAYMENT, partial(PaymentView, PaymentPresenter(station, frame, run, counter)))
    window.add(ScreenName.DONE, partial(DoneView, DonePresenter(station, frame, run, counter, printer)))
    window.add(ScreenName.REFUND, partial(RefundView, RefundPresenter(station, frame, run, after_sale, printer)))
    window.add(ScreenName.GIFT, partial(GiftView, GiftPresenter(station, frame, run, counter)))
    window.add(ScreenName.TICKETS, partial(TicketsView, TicketsPresenter(station, frame, run, counter, printer)))
    window.add(ScreenName.HOLDS, partial(HoldsView, HoldsPresenter(station, frame, run, counter)))
    window.add(ScreenName.SHIFT, partial(ShiftView, ShiftPresenter(station, frame, run)))
    window.add(ScreenName.DOCUMENTS, partial(DocumentsView, DocumentsPresenter(station, frame, run, after_sale)))
    window.add(ScreenName.TIMELINE, partial(TimelineView, TimelinePresenter(station, frame, run, after_sale)))
    window.add(ScreenName.PRINTER, partial(PrinterView, PrinterPresenter(station, frame, run, printer)))
    window.add(ScreenName.CUSTOMERS, partial(CustomersView, CustomersPresenter(station, frame, run)))
    window.add(ScreenName.CONFLICTS, partial(ConflictsView, ConflictsPresenter(station, frame, run, after_sale)))
    cancelled = CancelledPresenter(station, frame, run, after_sale)
    window.add(ScreenName.CANCELLED, partial(CancelledView, cancelled))
    window.add(ScreenName.RATE, partial(RateView, RatePresenter(station, frame, run)))
    window.add(ScreenName.FORMS, partial(FormsView, FormsPresenter(station, frame, run)))
    window.add(ScreenName.RIGHTS, partial(RightsView, RightsPresenter(station, frame, run)))
    settings = SettingsPresenter(station, frame, run, opened.desk, printer)
    window.add(ScreenName.SETTINGS, partial(SettingsView, settings))
