"""A gift of the organiser: the tickets of the cart, the cause, who gets them, and a supervisor's approval. No Qt."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from domain.after_sale.holders import BadHolder, Holder, parse_holder
from domain.errors import Refused
from domain.people.same_customer import Person
from domain.people.staff import Cashier, Permission
from domain.till.shifts import BadReason, ReasonMissing, check_reason
from domain.typed_text import plain
from pos_app.services.after_sale import organiser_gifts
from pos_app.services.after_sale.organiser_gifts import CompletedGift, WantedGift
from pos_app.station import Station
from pos_app.ui import approved_act, wording
from pos_app.ui.counter import Counter, PricedCart
from pos_app.ui.frame import Frame, KeepingPresenter, Run, ScreenName, Tone
from pos_app.ui.tickets.holder_entry import HOLDER_FIELDS, TypedHolder, changes_of, look_for, of_person
from pos_app.ui.tickets.state import Focus
from pos_app.ui.wording import Message

GIFT_FORM = "gift"
"""Where what was typed is kept, for each cart."""
REASONS = ("sponsor", "press", "artist", "guest")
"""The most frequent causes; the first is the usual one."""


def frequent_reason(name: str) -> str:
    """The text that is recorded for a frequent cause: Spanish in every language, so that reports count it as one."""
    return wording.catalogue(wording.LANGUAGES[0], "gift")[f"reason.{name}"]


@dataclass(frozen=True, slots=True)
class TypedGift:
    """The cause and who gets the tickets, as typed."""

    reason: str
    holder: TypedHolder


@dataclass(frozen=True, slots=True)
class GiftState:
    """What the screen shows. `priced` is the cart with what its tickets would cost."""

    priced: PricedCart | None = None
    typed: TypedGift = TypedGift("", TypedHolder())
    matches: tuple[Person, ...] = ()
    focus: Focus | None = None
    to_mend: str = ""
    busy: bool = False


class GiftPresenter(KeepingPresenter[GiftState]):
    """Gives the cart of the counter away."""

    def __init__(self, station: Station, frame: Frame, run: Run, counter: Counter) -> None:
        super().__init__(GiftState())
        self._station, self._frame, self._run, self._counter = station, frame, run, counter

    def enter(self) -> None:
        """Show the cart, with what was typed about it before. Its customer gets the tickets unless another is typed."""
        if self.state.busy:
            return
        cart = self._counter.cart
        usual = TypedGift(frequent_reason(REASONS[0]), TypedHolder(cart.customer.name, person_id=cart.customer_id))
        typed = self._frame.kept.find(GIFT_FORM, TypedGift, cart.id) or usual
        self.state = GiftState(self._counter.priced, typed)
        self.show(focus=Focus("reason"))

    def choose_reason(self, place: int) -> None:
        """Take one of the frequent causes."""
        self._type(reason=frequent_reason(REASONS[place]))

    def type_reason(self, typed: str) -> None:
        self._type(reason=typed)

    def type_holder(self, field: str, typed: str) -> None:
        """Take what is typed about the holder, and look for it in the registry."""
        self._type(holder=replace(self.state.typed.holder, **changes_of(field, typed)))
        if self.state.typed.holder.person_id is None:
            look_for(self._station, self._run, typed, partial(self._show_matches, field, typed), self._refuse)

    def choose_person(self, person: Person) -> None:
        """Take a customer of the registry: the gift keeps who it is."""
        self._type(holder=TypedHolder(**of_person(person)))
        self.show(matches=(), focus=Focus("name"))

    def enter_field(self, field: str) -> None:
        """Enter in a field: go to the next one."""
        order = ("reason", *HOLDER_FIELDS)
        self.show(focus=Focus(order[(order.index(field) + 1) % len(order)]))

    def confirm(self) -> None:
        """F12: check what is typed, then ask a supervisor, then give."""
        priced = self.state.priced
        if self.state.busy or priced is None:
            return
        self._frame.clear_message()
        try:
            wanted = WantedGift(self._counter.cart, check_reason(plain(self.state.typed.reason)), self._holder())
        except Refused as error:
            self._refuse(error)
            return
        about = approved_act.gift(priced.cart.tickets, priced.quote.totals)
        self._frame.approve(Permission.ORGANISER_GIFT, partial(self._give, wanted), about)

    def _holder(self) -> Holder | None:
        """Who gets the tickets; None when no field is filled in. Raises BadHolder."""
        typed = self.state.typed.holder
        if not any(plain(text) for text in (typed.name, typed.email, typed.phone)):
            return None
        return parse_holder(typed.name, typed.email, typed.phone, typed.person_id)

    def _give(self, wanted: WantedGift, supervisor: Cashier) -> None:
        if self.state.busy:
            return
        self.show(busy=True)
        self._frame.hold_keys()
        give = partial(organiser_gifts.give, self._station, self._frame.cashier, wanted, supervisor)
        self._run(give, self._given, self._refuse)

    def _given(self, done: CompletedGift) -> None:
        self._frame.drop_keys()
        self._frame.kept.forget(GIFT_FORM)
        self._counter.paying = None
        self._counter.clear()
        self.state = GiftState()
        self._frame.changed()
        self._frame.go(ScreenName.SELL)
        words = wording.text("gift.done", count=len(done.gift.tickets))
        self._frame.show_message(Message("", words, "", ""), Tone.OK)

    def _show_matches(self, field: str, typed: str, people: list[Person]) -> None:
        if getattr(self.state.typed.holder, field) == typed:  # an answer that comes late is for other letters
            self.show(matches=tuple(people))

    def _type(self, **changes: Any) -> None:
        """Change what is typed, and keep it."""
        typed = replace(self.state.typed, **changes)
        if self.state.busy or typed == self.state.typed:
            return
        self._frame.clear_message()
        self._frame.kept.keep(GIFT_FORM, typed, self._counter.cart.id)
        self.show(typed=typed, to_mend="")

    def _refuse(self, error: Exception) -> None:
        self._frame.drop_keys()
        field = _field_of(error)
        self.show(busy=False, focus=Focus(field), to_mend=field)
        self._frame.show_message(wording.error_message(error))


def _field_of(error: Exception) -> str:
    """The field that a refusal asks to correct; the cause for every other one."""
    if isinstance(error, BadHolder):
        return str(error.part)
    return "reason" if isinstance(error, ReasonMissing | BadReason) else ""
