"""Tickets after the sale: mark them, choose an act, and do it once, under a supervisor where it needs one."""

from dataclasses import replace
from functools import partial

from domain.after_sale.refunds import NoTicketChosen
from domain.after_sale.ticket_changes import TicketNotLive
from domain.errors import Refused
from domain.ids import SaleId, SeatId
from domain.people.staff import Cashier
from pos_app.services.after_sale import exchanges, typed_seats
from pos_app.services.after_sale.exchanges import CartNotEmpty, ExchangeCredit
from pos_app.services.after_sale.tickets import Changed
from pos_app.services.after_sale.tickets_of_sale import TicketsOfSale, tickets_of_sale
from pos_app.ui import approved_act, wording
from pos_app.ui.frame import ScreenName, Tone
from pos_app.ui.tickets.acts import ACTS, Act
from pos_app.ui.tickets.entry import TICKETS_FORM, TicketEntry
from pos_app.ui.tickets.papers import ChangePapers
from pos_app.ui.tickets.state import UNTYPED, Focus, TicketsState, TypedChange, Work, exchange_of, work_of
from pos_app.ui.wording import Message


class TicketsPresenter(TicketEntry, ChangePapers):
    """Changes tickets of the chosen sale."""

    def enter(self) -> None:
        """Read the chosen sale, with what was typed about it before."""
        sale_id = self._after_sale.tickets_of
        if self.state.busy or sale_id is None:
            return
        is_same = self.state.read is not None and self.state.read.sold.sale.id == sale_id
        kept = self._frame.kept.find(TICKETS_FORM, TypedChange, sale_id)
        self._looking = False
        self.state = replace(self.state, focus=Focus()) if is_same else TicketsState(focus=Focus())
        self.show(typed=kept or UNTYPED, waited=kept is not None, matches=(), to_mend="")
        self._read(sale_id)
        self.look()

    def confirm(self) -> None:
        """F12: check what is typed, then ask a supervisor if the act needs one, then do it."""
        state = self.state
        if state.read is None or state.busy or state.typed.act is None:
            return
        self._frame.clear_message()
        if not state.marked:
            self._refuse(NoTicketChosen())
        elif state.typed.act is Act.EXCHANGE:
            self._begin_exchange()
        elif state.typed.act is Act.MOVE:
            self.show(busy=True)
            place = state.marked[0].now.place
            work = partial(typed_seats.read_seats, self._station, place, state.typed.seats)
            self._run(work, self._ask, self._refuse)
        else:
            self._ask(())

    def step_back(self) -> bool:
        """Esc: from an act to the list of acts. A change that runs keeps the screen."""
        if self.state.busy:
            return True
        if self.state.typed.act is None:
            return False
        self._frame.clear_message()
        self.leave_act()
        return True

    def give_back(self) -> None:
        """F7: give tickets of this sale back."""
        if self.state.read is not None and not self.state.busy and self.state.typed.act is None:
            self._after_sale.choose(self.state.read.sold.sale.id)
            self._frame.go(ScreenName.REFUND)

    def _begin_exchange(self) -> None:
        """Go and choose the new tickets, unless a cart of another customer waits to be paid."""
        try:
            if self._counter.cart.lines:
                raise CartNotEmpty(self._counter.cart.tickets)
            request = exchange_of(self.state)
        except Refused as error:
            self._refuse(error)
            return
        self.show(busy=True)
        self._frame.hold_keys()
        self._run(partial(exchanges.credit, self._station, request), self._choose_new, self._not_done)

    def _choose_new(self, credit: ExchangeCredit) -> None:
        self._frame.kept.forget(TICKETS_FORM)
        self.show(busy=False, typed=UNTYPED, waited=False)
        self._counter.put(replace(self._counter.cart, customer=credit.customer), None)
        self._counter.exchange = credit
        self._frame.go(ScreenName.SELL)

    def _ask(self, seats: tuple[SeatId, ...]) -> None:
        act = self.state.typed.act
        assert act is not None
        self.show(busy=False)
        try:
            work = work_of(self.state, seats)
        except Refused as error:
            self._refuse(error)
            return
        about = approved_act.tickets(wording.text(f"tickets.act.{act}"), len(self.state.marked))
        self._frame.approve(ACTS[act].permission, partial(self._do, work, act), about)

    def _do(self, work: Work, act: Act, supervisor: Cashier) -> None:
        if self.state.busy:
            return
        self.show(busy=True)
        self._frame.hold_keys()
        run = partial(work, self._station, self._frame.cashier, supervisor)
        self._run(run, partial(self._done, act), self._not_done)

    def _done(self, act: Act, changed: Changed) -> None:
        """The marks are used up; the papers are followed, and the tickets read again."""
        self._frame.drop_keys()
        self._frame.kept.forget(TICKETS_FORM)
        self._looking = False
        self.show(
            typed=UNTYPED, waited=False, matches=(), jobs=changed.jobs, job=None, busy=False, focus=Focus()
        )  # fmt: skip
        words = wording.text(f"tickets.done_{act}", count=len(changed.tickets))
        self._frame.show_message(Message("", words, "", ""), Tone.OK)
        self._frame.changed()
        assert self.state.read is not None
        self._read(self.state.read.sold.sale.id)
        self.look()

    def _not_done(self, error: Exception) -> None:
        self._frame.drop_keys()
        self._refuse(error)
        if isinstance(error, TicketNotLive) and self.state.read is not None:  # another window ended it meanwhile
            self._read(self.state.read.sold.sale.id)

    def _read(self, sale_id: SaleId) -> None:
        self._run(partial(tickets_of_sale, self._station, sale_id), self._show_tickets, self._failed)

    def _show_tickets(self, read: TicketsOfSale) -> None:
        alive = {ticket.sold.id for ticket in read.live}
        marked = tuple(ticket_id for ticket_id in self.state.typed.marked if ticket_id in alive)
        self.show(read=read, typed=replace(self.state.typed, marked=marked))
