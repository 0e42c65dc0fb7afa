"""Work that somebody typed or chose and did not finish: it waits for that person until it is used or cleared. No Qt."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from domain.ids import CashierId
from domain.people.staff import Cashier

Work = TypeVar("Work")


class KeptWork:
    """Unfinished work by person and place, so that Esc and every other way out of a screen lose none of it.

    A place is the name of a form. What waits there belongs to what it was typed about, such as a cart or a shift, and
    is not found again for another one. It is kept in memory only, and a PIN never is.
    """

    def __init__(self, whose: Callable[[], Cashier | None]) -> None:
        self._whose = whose
        self._kept: dict[tuple[CashierId, str], tuple[Hashable, object]] = {}

    def of(self, person: Cashier) -> "KeptWork":
        """The work of one person, whoever is signed in: what they began may end after they signed out."""
        own = KeptWork(lambda: person)
        own._kept = self._kept
        return own

    def keep(self, place: str, work: object, about: Hashable = None) -> None:
        """Keep work for whoever is signed in. Nothing is kept while nobody is."""
        if (person := self._whose()) is not None:
            self._kept[person.id, place] = (about, work)

    def find(self, place: str, kind: type[Work], about: Hashable = None) -> Work | None:
        """The work that waits at a place for whoever is signed in; None when there is none about this."""
        if (person := self._whose()) is None:
            return None
        kept_about, work = self._kept.get((person.id, place), (None, None))
        return work if isinstance(work, kind) and kept_about == about else None

    def forget(self, place: str) -> None:
        """The work at a place was used or cleared."""
        if (person := self._whose()) is not None:
            self._kept.pop((person.id, place), None)
