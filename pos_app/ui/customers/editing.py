"""The form of a customer: typing and consents, which wait until they are saved, and saving."""

from dataclasses import replace
from functools import partial

from domain.people.customers import Channel, Field
from domain.people.identity import BadIdentity
from domain.people.same_customer import Person
from domain.people.staff import Cashier
from pos_app.services.people import customers
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.customers.registry import Registry
from pos_app.ui.customers.state import Focus, Form, Page, TypedCustomer, about_customer, field_of, known_of

CUSTOMER_FORM = "customers.form"
"""Where what was typed of a customer is kept, for each customer."""


class Editing(Registry):
    """Makes and edits customers."""

    def begin_new(self) -> None:
        """F3: a new customer, with what was searched in its field."""
        if not self.state.busy:
            self._begin(None)

    def begin_edit(self) -> None:
        """F4: the chosen customer."""
        if (person := self.chosen) is not None:
            self._begin(person)

    def begin_anew(self) -> None:
        """Ctrl+N: forget what was typed."""
        if self.state.form is not None:
            self._frame.kept.forget(CUSTOMER_FORM)
            self._begin(self.state.form.person)

    def type_text(self, of: Field, text: str) -> None:
        """A field was typed in."""
        if (form := self.state.form) is not None:
            self._type(replace(form.typed, texts={**form.typed.texts, of: text}))

    def type_source(self, text: str) -> None:
        """How the customer said what news they allow."""
        if (form := self.state.form) is not None:
            self._type(replace(form.typed, source=text))

    def turn(self, channel: Channel) -> None:
        """The customer allows news by a channel, or forbids it."""
        if (form := self.state.form) is not None:
            self._type(form.turned(channel))

    def save(self) -> None:
        """F12: keep what was typed. What is as it was is not recorded."""
        form = self.state.form
        if form is None or self.state.busy:
            return
        self._frame.clear_message()
        self.show(busy=True)
        self._frame.hold_keys()
        work = partial(_saved, self._station, self._frame.cashier, form)
        self._run(work, partial(self._saved, form), self._not_saved)

    def _begin(self, person: Person | None) -> None:
        known = known_of(person, "" if person else self.state.searched)
        waiting = self._frame.kept.find(CUSTOMER_FORM, TypedCustomer, about_customer(person))
        form = Form(person, known, waiting or known, waited=waiting is not None)
        self._frame.clear_message()
        self.show(page=Page.FORM, form=form, focus=Focus(Field.NAME))

    def _type(self, typed: TypedCustomer) -> None:
        form = self.state.form
        if form is None or self.state.busy:
            return
        if typed == form.known:
            self._frame.kept.forget(CUSTOMER_FORM)
        else:
            self._frame.kept.keep(CUSTOMER_FORM, typed, about_customer(form.person))
        self.show(form=replace(form, typed=typed))

    def _saved(self, form: Form, person: Person) -> None:
        self._frame.kept.forget(CUSTOMER_FORM)
        self._look_for(person)
        joined = len(person.ids) > len(form.person.ids if form.person else (person.id,))
        key = "joined" if joined else "saved"
        self._confirm_by_message(wording.text(f"customers.{key}", name=person.full_name))
        self._frame.press_keys()
        self._frame.changed()

    def _not_saved(self, error: Exception) -> None:
        self._failed(error)
        if isinstance(error, BadIdentity):
            self.show(focus=Focus(field_of(error)))


def _saved(station: Station, by: Cashier, form: Form) -> Person:
    texts, answers = form.changes()
    if form.person is None:
        return customers.create(station, by, texts, answers)
    return customers.edit(station, by, form.person.id, texts, answers)
