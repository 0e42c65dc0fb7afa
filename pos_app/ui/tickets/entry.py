"""What is marked, chosen and typed on the screen of tickets: it is kept until it is used. No Qt."""

from dataclasses import replace
from functools import partial
from typing import Any

from domain.after_sale.refunds import NoTicketChosen
from domain.ids import TicketId
from domain.people.same_customer import Person
from domain.typed_text import compact, folded
from pos_app.ui.tickets.acts import ACTS, Act
from pos_app.ui.tickets.holder_entry import HOLDER_FIELDS, changes_of, look_for, of_person
from pos_app.ui.tickets.state import UNTYPED, Focus, frequent_reason, usual_reason
from pos_app.ui.tickets.steps import TicketSteps

TICKETS_FORM = "tickets"
"""Where what was marked and typed is kept, for each sale."""


class TicketEntry(TicketSteps):
    """Marks tickets, chooses an act, takes what it asks for."""

    def mark(self, row: int, *, only_on: bool = False) -> None:
        """Mark the ticket of this row, or take the mark away; with `only_on` a mark stays."""
        read = self.state.read
        if read is None or not 0 <= row < len(read.tickets) or not read.tickets[row].is_live:
            return
        ticket_id, marked = read.tickets[row].sold.id, self.state.typed.marked
        if ticket_id not in marked:
            self._type(marked=(*marked, ticket_id))
        elif not only_on:
            self._type(marked=tuple(other for other in marked if other != ticket_id))

    def mark_all(self) -> None:
        """Mark every ticket that can be changed, or none when all are marked."""
        self._type(marked=() if self.state.all_marked else tuple(ticket.sold.id for ticket in self.state.live))

    def mark_code(self, code: str) -> None:
        """A scanner read the code of a ticket: mark it, if it is one of this sale."""
        wanted = folded(compact(code))
        rows = self.state.read.tickets if self.state.read else ()
        for row, ticket in enumerate(rows):
            if folded(ticket.now.code) == wanted:
                self.mark(row, only_on=True)

    _under_cursor: tuple[TicketId, ...] = ()
    """The ticket that an act took because the cursor was on it: it is marked for that act alone."""

    def begin(self, act: Act, row: int) -> None:
        """Choose what is done with the marked tickets; without a mark, with that of the row where the cursor is."""
        if self.state.read is None or self.state.busy:
            return
        self._frame.clear_message()
        self._forget_cursor()
        if not self.state.marked:
            self.mark(row, only_on=True)
            self._under_cursor = self.state.typed.marked
        if not self.state.marked:
            self._refuse(NoTicketChosen())
            return
        self._type(act=act, reason=usual_reason(act))
        first = "seats" if ACTS[act].asks_seats else "name" if ACTS[act].how else "tickets"
        self.show(focus=Focus(first), to_mend="")

    def leave_act(self) -> None:
        """Esc: choose another act; what was typed about the holder or the seats stays."""
        self._type(act=None)
        self._forget_cursor()
        self.show(focus=Focus(), matches=(), to_mend="")

    def choose_reason(self, place: int) -> None:
        """Take one of the frequent reasons of the act."""
        act = self.state.typed.act
        if act is not None and place < len(ACTS[act].reasons):
            self._type(reason=frequent_reason(ACTS[act].reasons[place]))

    def type_reason(self, typed: str) -> None:
        self._type(reason=typed)

    def type_seats(self, typed: str) -> None:
        self._type(seats=typed)

    def type_holder(self, field: str, typed: str) -> None:
        """Take what is typed about the holder, and look for it in the registry."""
        self._type(**changes_of(field, typed))
        if self.state.typed.person_id is None:
            show = partial(self._show_matches, field, typed)
            look_for(self._station, self._run, typed, show, self._refuse)

    def choose_person(self, person: Person) -> None:
        """Take a customer of the registry: the ticket keeps who it is."""
        self._type(**of_person(person))
        self.show(matches=(), focus=Focus("name"))

    def enter_field(self, field: str) -> None:
        """Enter in a field: go to the next one, and from the last one back to the tickets."""
        fields = HOLDER_FIELDS if field in HOLDER_FIELDS else (field,)
        place = fields.index(field) + 1
        self.show(focus=Focus(fields[place] if place < len(fields) else "tickets"))

    def go_to(self, field: str) -> None:
        """Set the focus to a field."""
        self.show(focus=Focus(field))

    def begin_anew(self) -> None:
        """Forget what was typed about this sale."""
        if not self.state.busy:
            self._frame.kept.forget(TICKETS_FORM)
            self.show(typed=UNTYPED, waited=False, matches=(), focus=Focus(), to_mend="")

    def _forget_cursor(self) -> None:
        taken, self._under_cursor = self._under_cursor, ()
        if taken and self.state.typed.marked == taken:
            self._type(marked=())

    def _show_matches(self, field: str, typed: str, people: list[Person]) -> None:
        if getattr(self.state.typed, field) == typed:  # an answer that comes late is for other letters
            self.show(matches=tuple(people))

    def _type(self, **changes: Any) -> None:
        """Change what is typed, and keep it."""
        state = self.state
        if state.read is None or state.busy:
            return
        typed = replace(state.typed, **changes)
        if typed == state.typed:
            return
        if typed == UNTYPED:
            self._frame.kept.forget(TICKETS_FORM)
        else:
            self._frame.kept.keep(TICKETS_FORM, typed, state.read.sold.sale.id)
        self._frame.clear_message()
        self.show(typed=typed, waited=False, to_mend="")
