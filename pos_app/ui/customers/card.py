"""What is known of a customer as names and values, with each consent, its time and how it was given. No Qt."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.people.customers import Channel, Field, is_allowed
from domain.people.same_customer import Person
from pos_app.ui import wording
from pos_app.ui.frame import Tone
from pos_app.ui.settings.facts import Fact

_AT_THE_COUNTER = "source_counter"
_SHOWN = (Field.DOCUMENT, Field.PHONE, Field.EMAIL, Field.NOTES)


@dataclass(frozen=True, slots=True)
class Card:
    """A customer at a glance."""

    name: str
    facts: tuple[Fact, ...]
    consents: tuple[Fact, ...]


def card_of(person: Person) -> Card:
    """The card of a customer."""
    name = person.full_name or wording.text("customers.nameless")
    return Card(name, tuple(_facts(person)), tuple(_consent(person, channel) for channel in Channel))


def consent_word(allows: bool | None) -> str:  # noqa: FBT001  # what the customer says is the subject
    """Whether a channel is allowed: a sign and a word."""
    key = "unknown" if allows is None else "yes" if allows else "no"
    return wording.text(f"customers.consent_{key}")


def counter_source() -> str:
    """How a customer answers at the counter: Spanish in every language, so that reports count it as one."""
    return wording.catalogue(wording.LANGUAGES[0], "customers")[_AT_THE_COUNTER]


def _facts(person: Person) -> Iterator[Fact]:
    for of in _SHOWN:
        if text := " · ".join(person.text(of).splitlines()):
            yield Fact(wording.text(f"customers.{of}"), text)
    if person.doubtful:
        others = wording.text("customers.doubtful", count=len(person.doubtful))
        yield Fact(wording.text("customers.doubt"), others, Tone.ATTENTION)


def _consent(person: Person, channel: Channel) -> Fact:
    decided = is_allowed(person.consents, channel)
    word = consent_word(decided.act.is_given if decided else None)
    parts = (word, wording.moment(decided.act.at), _source(decided.act.source)) if decided else (word,)
    return Fact(wording.text(f"customers.channel_{channel}"), " · ".join(filter(None, parts)))


def _source(recorded: str) -> str:
    """How a consent was given, in the language of the screen where it is the usual way."""
    return wording.text(f"customers.{_AT_THE_COUNTER}") if recorded == counter_source() else recorded
