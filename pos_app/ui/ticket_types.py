"""The open list of ticket types: for a line of the cart, for chosen seats, or for the tickets that are added next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.catalogue.catalog import TicketType
from domain.ids import TicketTypeId
from pos_app.services.selling.type_prices import TypePrice

ON_A_PAGE = 9
_LONGEST_ON_A_KEY = 18


@dataclass(frozen=True, slots=True)
class TypeChoices:
    """The types with their prices. `heading` says what they are chosen for, `cursor` is the index that Enter takes."""

    heading: str
    prices: tuple[TypePrice, ...]
    cursor: int = 0

    @property
    def first_on_page(self) -> int:
        """The index of the type that digit 1 chooses."""
        return self.cursor // ON_A_PAGE * ON_A_PAGE

    def at_digit(self, digit: int) -> TicketType | None:
        """The type that a digit from 1 to 9 chooses."""
        i = self.first_on_page + digit - 1
        return self.prices[i].ticket_type if digit > 0 and i < len(self.prices) else None

    @property
    def under_enter(self) -> TicketType:
        """The type that Enter chooses."""
        return self.prices[self.cursor].ticket_type

    def moved(self, step: int) -> "TypeChoices":
        """Move the cursor; the move stops at the ends of the list."""
        return replace(self, cursor=max(0, min(self.cursor + step, len(self.prices) - 1)))

    def next_page(self) -> "TypeChoices":
        """The next nine types; after the last page, the first."""
        start = self.first_on_page + ON_A_PAGE
        return replace(self, cursor=start if start < len(self.prices) else 0)


def choices_of(heading: str, prices: Sequence[TypePrice], now: TicketTypeId | None) -> TypeChoices:
    """The list with the cursor on the type in use; on the first one when that is withdrawn."""
    ids = [price.ticket_type.id for price in prices]
    return TypeChoices(heading, tuple(prices), ids.index(now) if now in ids else 0)


def short_name(name: str) -> str:
    """The name of a type as a key has room for it."""
    return name if len(name) <= _LONGEST_ON_A_KEY else f"{name[: _LONGEST_ON_A_KEY - 1].rstrip()}…"
