"""The tour of everything beside a sale: history, printer, settings, conflicts, rate, and the end of the shift."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from domain.conflicts.policy.judging import judge
from domain.ids import JobId, SeatId
from pos_app.demo.profile import people
from pos_app.services import health
from pos_app.services.documents import documents
from pos_app.services.hq.connection import Connection, Limit, Reach
from pos_app.services.rights.link_state import ConnectionState
from pos_app.services.selling.checkout import CompletedSale
from pos_app.storage.store.standing import Standing
from pos_app.ui import status, wording
from pos_app.ui.frame import ScreenName
from pos_app.ui.printer.view import PrinterView
from pos_app.ui.shift.figures import notes
from printing.virtual_printer import Fault
from tests.journeys.screens.visitor import Visitor
from tests.pos_app.conflicts import hall, receive_cases, rival, seat_claim

Stops = Iterator[str]
_STATE_COLUMN = 3


def history(visitor: Visitor) -> Stops:
    """The list and a search; a document that is not there."""
    visitor.press("Return", "F9")
    visitor.is_at(ScreenName.DOCUMENTS)
    yield "history"
    visitor.write("nadie")
    visitor.shows(wording.text("documents.nothing"))
    yield "history-empty"
    visitor.press("Esc", "Esc")


def tickets(visitor: Visitor) -> Stops:
    """The tickets of a sale: the acts, one reissued, a gift to a typed person, another seat, one revoked."""
    visitor.press("F9", "F4")
    visitor.is_at(ScreenName.TICKETS)
    yield "tickets"
    visitor.press("F5")
    yield "tickets-reissue"
    visitor.press("F12")
    visitor.write(people()[2].pin)
    visitor.press("Return")
    visitor.printed()
    visitor.shows(wording.text("tickets.paper.printed"))
    yield "tickets-reissued"
    visitor.press("Space", "G")
    visitor.write("María de los Ángeles Ñáñez Echezuría")
    yield "tickets-gift"
    visitor.press("Esc", "F6")
    visitor.write("Z-99")
    visitor.press("F12")
    visitor.shows("ENT-05")
    yield "tickets-move-refused"
    visitor.press("Esc", "Esc", "Del")
    yield "tickets-revoke"
    visitor.press("Esc", "Esc", "Esc")


def exchange(visitor: Visitor) -> Stops:
    """A ticket that is exchanged: the cart of the new one, its payment, and the approval."""
    visitor.press("F9", "F4", "F4")
    visitor.is_at(ScreenName.TICKETS)
    yield "tickets-exchange"
    visitor.press("F12")
    visitor.is_at(ScreenName.SELL)
    yield "sell-exchange"
    visitor.press("PgUp", "PgUp", "PgDown")
    visitor.write("1")
    visitor.press("Return", "F12")
    visitor.is_at(ScreenName.PAYMENT)
    yield "payment-exchange"
    visitor.press("F12")
    yield "payment-exchange-approval"
    visitor.press("Esc", "Esc", "Esc", "Esc", "Esc")


def gift(visitor: Visitor) -> Stops:
    """A cart that the organiser gives away: the cause, and who gets it."""
    visitor.press("PgUp", "PgUp", "PgDown")
    visitor.write("13")
    visitor.press("Return", "Ctrl+G")
    visitor.is_at(ScreenName.GIFT)
    yield "gift"
    visitor.press("Alt+2", "Return")
    visitor.write("María de los Ángeles Ñáñez Echezuría")
    yield "gift-holder"
    visitor.press("Esc", "Esc", "Esc")


def refund(visitor: Visitor) -> Stops:
    """A sale whose tickets go back: nothing marked, all marked with half of the price, by pago móvil, and the note."""
    visitor.press("F9", "F7")
    visitor.is_at(ScreenName.REFUND)
    yield "refund"
    visitor.press("Space", "Ctrl+G")
    visitor.write("50")
    yield "refund-half"
    visitor.press("F5")
    yield "refund-transfer"
    visitor.press("F3")
    yield "refund-pago-movil"
    visitor.write("V12345678")  # bank and mobile are those that it was paid from
    visitor.press("F12")
    visitor.write(people()[2].pin)
    visitor.press("Return")
    visitor.until(lambda: visitor.sees("NCA-00000001"), "the note")
    visitor.printed()
    visitor.shows(wording.text("refund.paper.printed"))
    yield "refund-made"
    visitor.press("Esc")
    visitor.is_at(ScreenName.DOCUMENTS)
    yield "history-note"
    visitor.press("Up", "Down", "F7")
    visitor.is_at(ScreenName.REFUND)
    yield "refund-again"
    visitor.press("Esc", "Esc")


def timeline(visitor: Visitor) -> Stops:
    """What to type, several matches, the life of a ticket, what it leads to, a drawer, and nothing."""
    visitor.press("Ctrl+F")
    visitor.is_at(ScreenName.TIMELINE)
    yield "timeline-empty"
    visitor.write("A-1")
    visitor.shows(wording.text("timeline.kind.seat"))
    yield "timeline-matches"
    visitor.press("Return")
    visitor.shows(wording.text("timeline.what.sale_recorded"))
    yield "timeline-document"
    visitor.press("Right", "Return")
    visitor.shows(wording.text("timeline.position", epoch=1, seq="").strip())
    yield "timeline-related"
    visitor.press("Esc", "Esc", "Esc")
    visitor.write("turno 1")
    visitor.press("Return")
    visitor.shows(wording.text("timeline.what.shift_opened"))
    yield "timeline-drawer"
    visitor.press("Esc", "Esc")
    visitor.write("nadie")
    visitor.shows(wording.text("timeline.nothing_matches", text="nadie"))
    yield "timeline-nothing"
    visitor.press("Esc", "Esc")


def customers(visitor: Visitor) -> Stops:
    """A customer who is not there, their form, the list, purchases, and what an erasure says."""
    visitor.press("Ctrl+K")
    visitor.is_at(ScreenName.CUSTOMERS)
    yield "customers-empty"
    visitor.write("V-12345678")
    visitor.until(lambda: visitor.sees(wording.text("customers.nobody")), "the search")
    visitor.press("F3")
    visitor.write(" María de los Ángeles", "Fernández de la Concepción", "", "04127654321", "maria@correo.com.ve")
    visitor.press("Alt+1", "Alt+2", "Alt+2")
    yield "customers-form"
    visitor.press("F12")
    visitor.until(lambda: visitor.sees("María de los Ángeles Fernández de la Concepción"), "the customer")
    yield "customers"
    visitor.press("F5")
    yield "customers-bought"
    visitor.press("Esc", "F8")
    yield "customers-erase"
    visitor.press("Esc", "Esc", "Esc")


def printer(visitor: Visitor) -> Stops:
    """The queue of a printer that is ready, and of one whose cover is open."""
    visitor.press("Ctrl+P")
    visitor.is_at(ScreenName.PRINTER)
    yield "printer"
    cause = wording.text("printer.cause.cover_open")
    visitor.printer.switch(Fault.COVER_OPEN, on=True)
    visitor.press("F8")
    visitor.until(lambda: _row_of_the_test_page(visitor).endswith(cause), "the cause in the row of the paper")
    visitor.shows(wording.text("status.printer_blocked", cause=cause, count=1))
    yield "printer-blocked"
    visitor.printer.switch(Fault.COVER_OPEN, on=False)
    visitor.printed()
    visitor.press("Esc")


def _row_of_the_test_page(visitor: Visitor) -> str:
    """The state of the paper that was queued last, as its row shows it."""
    view = visitor.till.window.shown
    assert isinstance(view, PrinterView)
    cell = view._table.item(view._table.rowCount() - 1, _STATE_COLUMN)
    return cell.text() if cell is not None else ""


def menu(visitor: Visitor) -> Stops:
    """The menu of screens."""
    visitor.press("Ctrl+M")
    visitor.is_at(ScreenName.MENU)
    yield "menu"
    visitor.press("Esc")


def settings(visitor: Visitor) -> Stops:
    """The settings, as they are found."""
    visitor.press("F10")
    visitor.is_at(ScreenName.SETTINGS)
    yield "settings"
    visitor.press("Esc")


def conflicts(visitor: Visitor) -> Stops:
    """A desk without cases, a seat sold twice, other seats on the map, money back, the case when it is settled."""
    visitor.go(ScreenName.CONFLICTS)
    yield "conflicts-none"
    _contest(visitor)
    visitor.go(ScreenName.CONFLICTS)
    yield "conflicts"
    visitor.press("F5")
    yield "conflicts-map"
    visitor.press("Esc", "F6")
    visitor.is_at(ScreenName.REFUND)
    yield "conflicts-money-back"
    visitor.go(ScreenName.CONFLICTS)
    visitor.press("F12")
    yield "approval"
    visitor.write(people()[2].pin)
    visitor.press("Return")
    visitor.printed()
    yield "conflicts-settled"


def cancelled(visitor: Visitor) -> Stops:
    """No cancelled performance, one to cancel with a reason, its sales, and what is left after they went back."""
    visitor.press("Ctrl+J")
    visitor.is_at(ScreenName.CANCELLED)
    yield "cancelled-none"
    visitor.press("F5")
    visitor.until(lambda: visitor.sees(wording.text("cancelled.warning")), "the choice of a performance")
    visitor.press("Tab")
    visitor.write("Se suspende por la lluvia")
    yield "cancelled-choice"
    visitor.press("F12")
    visitor.write(people()[2].pin)
    visitor.press("Return")
    visitor.shows(wording.text("cancelled.now_cancelled"))
    yield "cancelled"
    visitor.press("Return")
    visitor.until(lambda: visitor.sees(wording.text("cancelled.print")), "the sales of the performance")
    yield "cancelled-sales"
    visitor.press("Esc", "Esc")


def offline(visitor: Visitor) -> Stops:
    """Selling while HQ is unreachable, and after the station was stopped: the bar in both states."""
    visitor.go(ScreenName.SELL)
    visitor.till._clock.stop()
    now = visitor.station.clock.now()
    heard_at, reach = now - timedelta(hours=3), Reach(timedelta(hours=9), Limit.PLACES)
    apart = {
        "offline": Connection(ConnectionState.OFFLINE, now, heard_at, reach=reach),
        "stopped": Connection(ConnectionState.FENCED, now, heard_at, Standing.REWIND),
    }
    for name, connection in apart.items():
        known = replace(
            health.read(visitor.station), connection=connection, pending_facts=43, numbers_low=True, numbers_left=20
        )
        visitor.till.window.status_bar.render_parts(status.parts(known, conflicts=2))
        yield f"sell-{name}"


def rate(visitor: Visitor) -> Stops:
    """The rate of the day, and one that is being typed."""
    visitor.press("F7", "Ctrl+T")
    visitor.is_at(ScreenName.RATE)
    visitor.write("860,1250")
    yield "rate"
    visitor.press("Esc")


def forms(visitor: Visitor) -> Stops:
    """The forms in the printer, one spoiled and one passed over."""
    visitor.press("Ctrl+Y")
    visitor.is_at(ScreenName.FORMS)
    yield "forms"
    visitor.press("F5")
    visitor.write(people()[2].pin)
    visitor.press("Return")
    visitor.until(lambda: visitor.sees(wording.text("forms.cause_torn")), "the spoiled form")
    yield "forms-spoiled"
    visitor.press("Esc", "Esc")


def rights(visitor: Visitor) -> Stops:
    """What the station holds, a part of the seats, and a name that the zone does not have."""
    visitor.press("Ctrl+O")
    visitor.is_at(ScreenName.RIGHTS)
    yield "rights"
    visitor.press("Down")
    visitor.write("A, B-1..B-3")
    yield "rights-part"
    visitor.write(", Z")
    yield "rights-unknown"
    visitor.press("Esc")


def shift(visitor: Visitor) -> Stops:
    """Menu, cash out, X."""
    visitor.is_at(ScreenName.SHIFT)
    yield "till-menu"
    visitor.press("F4")
    visitor.fill("1.500,00")
    yield "till-cash-out"
    visitor.press("Esc", "F6")
    yield "till-x"


def count(visitor: Visitor) -> Stops:
    """A count that differs, and its difference under a supervisor."""
    visitor.press("F8")
    visitor.fill("0", "37", "12")
    yield "till-count"
    visitor.fill(*["0"] * (sum(len(column) + 1 for column in notes()) - 3))
    visitor.confirm()
    visitor.shows(wording.text("shift.counted", ordinal=1))
    yield "till-counted"
    visitor.confirm()
    yield "till-difference-approval"
    visitor.write(people()[2].pin)
    visitor.press("Return")
    visitor.shows(wording.text("shift.title_review"))
    yield "till-difference"
    visitor.write("Faltó un billete")
    visitor.confirm()
    visitor.shows(wording.text("shift.title_closed"))
    yield "till-closed"


def end_of_day(visitor: Visitor) -> Stops:
    """The totals of the Z, and the Z."""
    visitor.confirm()
    yield "till-z"
    visitor.confirm()
    visitor.write(people()[2].pin)
    visitor.press("Return")
    visitor.shows(wording.text("shift.report_z", number=1))
    visitor.printed()
    yield "till-z-taken"


def _contest(visitor: Visitor) -> None:
    """The last sale's first numbered ticket was sold by another station too."""
    station = visitor.station
    latest = documents.find(station, "")[0]
    sale, document = documents.load(station, latest.document_id)
    sold = CompletedSale(sale, document, JobId(UUID(int=1)))
    ticket = next(ticket for ticket in sale.tickets if ticket.place.seat_id is not None)
    own, seat = seat_claim(station, sold, ticket), ticket.place.seat_id
    assert seat is not None
    free = frozenset(SeatId(seat + further) for further in range(20, 60))
    receive_cases(station, *judge((own, rival(own)), (), hall(station, ticket.place.performance_id, free)))
