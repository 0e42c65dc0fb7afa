"""What a sale says and what follows from the catalogue that it cites, where the two differ."""

from dataclasses import dataclass
from enum import StrEnum

from domain.money.money import Money


class Matter(StrEnum):
    """What differs."""

    CATALOGUE = "catalogue"
    """The catalogue that the sale cites does not exist, or was replaced too long before the sale."""
    TIME = "time"
    """The instant of the sale."""
    STAFF = "staff"
    """Who sold it, or who approved a courtesy."""
    PLACE = "place"
    """Performance, zone, seat or ticket type of a ticket, or the names that its paper prints."""
    CUSTOMER = "customer"
    """The identity document that a ticket type asks for."""
    PRICE = "price"
    """The price of a ticket, or one of its steps."""
    TICKETS = "tickets"
    """The lines of the document against the tickets."""
    RATE = "rate"
    """An exchange rate."""
    TAX = "tax"
    """Category, rate, base or amount of a tax."""
    IGTF = "igtf"
    """Rate, base or amount of the IGTF."""
    PAYMENT = "payment"
    """The payments against what is due."""
    CHANGE = "change"
    """The change."""
    DOCUMENT = "document"
    """The document against its sale."""


Figure = Money | str
"""An amount, or another value as text: a percentage, an instant, a name. Empty where there is none."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference with both figures. `about` names the part of the sale, such as a ticket's place; may be empty."""

    matter: Matter
    about: str
    stated: Figure
    derived: Figure
