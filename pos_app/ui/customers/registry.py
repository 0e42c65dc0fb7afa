"""Finding customers as somebody types, and choosing one."""

from collections.abc import Sequence

from domain.errors import Unavailable
from domain.ids import CustomerId
from domain.people.customers import Field
from domain.people.same_customer import Person
from domain.typed_text import SHORTEST_PART, compact
from pos_app.services.people import customers
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.customers.card import card_of
from pos_app.ui.customers.state import CustomersState, Page, SearchFor, row_of
from pos_app.ui.frame import Frame, KeepingPresenter, Run, Tone
from pos_app.ui.wording import Message

SEARCH_FORM = "customers"
"""Where the text of a search is kept."""
_FINDS_FEW = (Field.DOCUMENT, Field.EMAIL, Field.PHONE, Field.NAME, Field.SURNAME, Field.NOTES)


class Registry(KeepingPresenter[CustomersState]):
    """The list of customers that have what is typed."""

    def __init__(self, station: Station, frame: Frame, run: Run) -> None:
        super().__init__(CustomersState())
        self._station, self._frame, self._run = station, frame, run
        self._people: tuple[Person, ...] = ()

    def search(self, text: str) -> None:
        """Find customers by a part of any field. The same search again keeps the chosen one."""
        chosen = self.chosen
        kept = chosen.id if chosen and text == self.state.searched else None

        def show_matches(matches: list[Person]) -> None:
            if text != self.state.searched:
                return  # a late result of an older search
            self._people = tuple(matches)
            self.show(searching=False, rows=tuple(map(row_of, matches)))
            self.choose(_place_of(kept, matches))

        self.show(searched=text, searching=True)
        self._run(lambda: customers.find(self._station, text), show_matches, self._failed)

    def choose(self, place: int) -> None:
        """Choose the customer in this row."""
        chosen = self._people[place] if 0 <= place < len(self._people) else None
        self.show(chosen=place if chosen else -1, card=card_of(chosen) if chosen else None, hint=self._hint())

    @property
    def chosen(self) -> Person | None:
        """The chosen customer; None during a search, because another one may be chosen next."""
        place = self.state.chosen
        is_settled = not self.state.searching and not self.state.busy
        return self._people[place] if is_settled and 0 <= place < len(self._people) else None

    def _look_for(self, person: Person) -> None:
        """Show a customer who was written now, whatever was searched before."""
        self.show(page=Page.REGISTRY, form=None, busy=False)
        # By what few others have, so that the customer is among the matches.
        text = next(filter(None, map(person.text, _FINDS_FEW)))
        self._people = (person,)
        self.show(rows=(row_of(person),), searched=text, search_for=SearchFor(text))
        self.choose(0)
        self.search(text)

    def _look_again(self) -> None:
        self._people = ()
        self.show(page=Page.REGISTRY, busy=False, rows=(), searched="", search_for=SearchFor(""))
        self.choose(-1)

    def _hint(self) -> str:
        if not self.state.searched:
            return wording.text("customers.hint")
        if not self._people:
            is_short = len(compact(self.state.searched)) < SHORTEST_PART
            return wording.text("customers.nobody_begins" if is_short else "customers.nobody")
        if len(self._people) == customers.MOST_MATCHES:
            return wording.text("customers.more", shown=wording.number(len(self._people)))
        return ""

    def _confirm_by_message(self, text: str) -> None:
        self._frame.show_message(Message("", text, "", ""), Tone.OK)

    def _failed(self, error: Exception) -> None:
        self._frame.drop_keys()
        self.show(busy=False, searching=False)
        self._frame.show_message(
            wording.error_message(error), Tone.ATTENTION if isinstance(error, Unavailable) else Tone.ERROR
        )


def _place_of(kept: CustomerId | None, matches: Sequence[Person]) -> int:
    """The row of the customer to keep, -1 when they are not among the matches; without one the first row, if any."""
    if kept is None:
        return 0 if matches else -1
    return next((place for place, one in enumerate(matches) if kept in one.ids), -1)
