"""The state of the registry's screen: its pages, the chosen customer, what is typed in a form. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.ids import CustomerId
from domain.people.customers import Channel, Field, is_allowed
from domain.people.identity import BadIdentity
from domain.people.same_customer import Person
from domain.people.typed_customer import typed_fields
from domain.typed_text import plain
from pos_app.services.people.customer_history import CustomerTicket, History, Purchase
from pos_app.services.people.customers import Answer
from pos_app.ui import wording
from pos_app.ui.customers.card import Card, counter_source

_LINE_END = " · "
_EMAIL_SIGN = "@"
_OF_A_PHONE = ("+", "04", "02")


class Page(StrEnum):
    """A page of the screen."""

    REGISTRY = "registry"
    FORM = "form"
    BOUGHT = "bought"
    ERASING = "erasing"


@dataclass(frozen=True, slots=True)
class Focus:
    """The field to focus; each new object sets the focus again."""

    on: Field | None = None


@dataclass(frozen=True, slots=True)
class SearchFor:
    """A text that the search field gets; each new object sets it again."""

    text: str


@dataclass(frozen=True, slots=True)
class TypedCustomer:
    """What is typed in the form of a customer. An answer is only what the customer says now about a channel.

    Without a source the customer said it at the counter.
    """

    texts: Mapping[Field, str] = field(default_factory=dict)
    answers: Mapping[Channel, bool] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a customer, who is None for a new one; `known` is what the form began with."""

    person: Person | None
    known: TypedCustomer
    typed: TypedCustomer
    waited: bool = False

    def allows(self, channel: Channel) -> bool | None:
        """What the customer says about a channel, here or before; None when they were never asked."""
        return self.typed.answers.get(channel, self._before(channel))

    def turned(self, channel: Channel) -> TypedCustomer:
        """What is typed after another answer about a channel; the answer of before is no answer of now."""
        now = not self.allows(channel)
        others = {of: given for of, given in self.typed.answers.items() if of is not channel}
        return replace(self.typed, answers=others if now is self._before(channel) else others | {channel: now})

    def changes(self) -> tuple[dict[Field, str], list[Answer]]:
        """The fields that differ from what is known, and the answers."""
        before = self.known.texts if self.person else {}
        texts = {of: text for of, text in self.typed.texts.items() if text != before.get(of, "")}
        source = plain(self.typed.source) or counter_source()
        return texts, [Answer(channel, given, source) for channel, given in self.typed.answers.items()]

    def _before(self, channel: Channel) -> bool | None:
        decided = is_allowed(self.person.consents, channel) if self.person else None
        return decided.act.is_given if decided else None


@dataclass(frozen=True, slots=True)
class Bought:
    """What a customer bought and holds, one row each, and the row that is chosen; -1 without any."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    opened_by: tuple[str, ...]
    """What the history finds each row by."""
    chosen: int = -1


@dataclass(frozen=True, slots=True)
class CustomersState:
    """What the screen shows. `chosen` is -1 when no customer is; `searching` until the matches are shown."""

    page: Page = Page.REGISTRY
    searched: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    chosen: int = -1
    card: Card | None = None
    hint: str = ""
    search_for: SearchFor | None = None
    form: Form | None = None
    bought: Bought | None = None
    reason: str = ""
    focus: Focus | None = None
    searching: bool = False
    busy: bool = False


def known_of(person: Person | None, searched: str = "") -> TypedCustomer:
    """What a form begins with: what is known of a customer, or for a new one what was searched, in its field."""
    if person is not None:
        return TypedCustomer({of: _in_a_line(person.text(of)) for of in Field})
    texts = dict.fromkeys(Field, "")
    if searched:
        texts[_field_of(searched)] = searched
    return TypedCustomer(texts)


def field_of(error: BadIdentity) -> Field:
    """The field that a refusal is about."""
    return Field(error.kind) if error.kind in set(Field) else Field.DOCUMENT


def row_of(person: Person) -> tuple[str, ...]:
    """A customer in the list."""
    return (person.full_name, *(person.text(of) for of in (Field.DOCUMENT, Field.PHONE)))


def bought_by(person_name: str, known: History) -> Bought:
    """What a customer bought and holds: documents first, then tickets, each the newest first."""
    rows = [*map(_document_row, known.purchases), *map(_ticket_row, known.tickets)]
    keys = (*(one.number for one in known.purchases), *(one.code for one in known.tickets))
    return Bought(person_name, tuple(rows), keys, 0 if rows else -1)


def about_customer(person: Person | None) -> CustomerId | str:
    """What the work in a form belongs to."""
    return person.id if person else "new"


def _document_row(one: Purchase) -> tuple[str, ...]:
    kind = wording.text(f"documents.kind_{one.kind}")
    return (kind, one.number, wording.moment(one.issued_at), one.name, wording.money(one.total))


def _ticket_row(one: CustomerTicket) -> tuple[str, ...]:
    place = one.place
    seat = f"{place.row}-{place.seat}" if place.seat else ""
    what = _LINE_END.join(filter(None, (place.event, place.zone, seat, one.ticket_type)))
    state = wording.text(f"customers.state_{one.state}")
    return (wording.text("customers.ticket"), one.code, wording.date_and_time(place.starts_at), what, state)


def _field_of(searched: str) -> Field:
    if _EMAIL_SIGN in searched:
        return Field.EMAIL
    if not any(map(str.isdigit, searched)):
        return Field.NAME
    if searched.startswith(_OF_A_PHONE):
        return Field.PHONE
    try:
        typed_fields({Field.DOCUMENT: searched})
    except BadIdentity:
        return Field.PHONE
    return Field.DOCUMENT


def _in_a_line(text: str) -> str:
    return _LINE_END.join(text.splitlines())
