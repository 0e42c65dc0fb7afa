"""Sign-in: tiles of the staff, a PIN, and the work that waits for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from domain.ids import CashierId
from domain.people.staff import Cashier, Permission, Role
from pos_app.services.documents import print_queue
from pos_app.services.people import sign_in
from pos_app.services.people.sign_in import CashierCard
from pos_app.services.selling import browsing, carts
from pos_app.services.selling.browsing import PerformanceCard
from pos_app.services.till import shifts
from pos_app.services.till.shifts import OpenShift
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobState
from pos_app.ui import wording
from pos_app.ui.frame import Frame, Presenter, Run, ScreenName, Tone
from pos_app.ui.supply_text import performance_left
from pos_app.ui.wording import Message

MOST_KEYS = 9
_MOST_FUNCTIONS = 5


@dataclass(frozen=True, slots=True)
class StaffTile:
    """One person of the staff. `key` chooses them, and is empty from the tenth on: a digit is always part of a PIN."""

    key: str
    name: str
    detail: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class NextFunction:
    """A function of the programme: when, its event and venue, and what is left of it."""

    when: str
    name: str
    left: str


@dataclass(frozen=True, slots=True)
class SignInState:
    """What the screen shows. `asks` is empty until somebody is chosen.

    `takes_pin`: digits go into the PIN of the chosen person, also during a wait. `may_type`: Enter may send it now.
    """

    headline: str = ""
    tiles: tuple[StaffTile, ...] = ()
    asks: str = ""
    notices: tuple[str, ...] = ()
    programme: tuple[NextFunction, ...] = ()
    problem: str = ""
    busy: bool = False
    takes_pin: bool = False
    may_type: bool = False
    may_unlock: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read from the store. `kept` are the tickets in each person's stored cart, in the order of `cards`."""

    cards: tuple[CashierCard, ...] = ()
    kept: tuple[int, ...] = ()
    shift: OpenShift | None = None
    station_name: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Who signed in, and the work that waits for them."""

    cashier: Cashier
    shift: OpenShift | None
    paper_in_doubt: bool


class SignInPresenter(Presenter[SignInState]):
    """Chooses a person, checks a PIN, and opens the screen where work waits.

    `pins` are shown beside the names of their people; only a demo has any.
    """

    def __init__(self, station: Station, frame: Frame, run: Run, pins: Mapping[str, str] | None = None) -> None:
        super().__init__(SignInState())
        self._station, self._frame, self._run = station, frame, run
        self._pins = pins or {}
        self._known = _Known()
        self._chosen: CashierId | None = None
        self._reading_programme = False

    @property
    def has_chosen(self) -> bool:
        """Whether somebody is chosen, whose PIN comes next."""
        return self._chosen is not None

    def enter(self) -> None:
        """Choose nobody and read who may sign in."""
        self._chosen = None
        self._refresh()

    def read_programme(self) -> None:
        """Read what is played next and what is left of it now.

        The view calls it once the staff is shown, so that sign-in does not wait for it, and then again and again: what
        HQ grants while it answers cannot be sold any more once the network is cut.
        """
        if not self._reading_programme:
            self._reading_programme = True
            self._run(partial(browsing.performances, self._station), self._show_programme, self._keep_programme)

    def choose(self, place: int) -> None:
        """Choose the person of a tile, counted from 0."""
        if self.state.busy or place >= len(self._known.cards):
            return
        self._chosen = self._known.cards[place].id
        self._show_known()

    def ask_to_choose(self) -> None:
        """A digit was typed and nobody's PIN is asked for: it chooses nobody, and counts as no try of anybody."""
        if self._chosen is None and self._known.cards and not self.state.busy:
            self.show(problem=wording.text("sign_in.choose_first"))

    def leave(self) -> bool:
        """Choose nobody; False when nobody was chosen."""
        was_chosen, self._chosen = self._chosen is not None, None
        self._show_known()
        return was_chosen

    def enter_pin(self, pin: str) -> None:
        """Sign the chosen person in with a PIN."""
        chosen = self._chosen
        if self.state.busy or chosen is None or not pin:
            return
        self.show(busy=True, problem="")
        self._frame.hold_keys(repeatable=pin)
        self._run(lambda: self._sign_in(chosen, pin), self._signed_in, self._refused)

    def unlock(self) -> None:
        """Let a supervisor unlock the chosen person, whose PIN attempts are used up."""
        if self._chosen is not None:
            self._frame.approve(Permission.APPROVE_DIFFERENCE, self._unlock)

    def tick(self) -> None:
        """Update the remaining waiting time; called once a second."""
        if not self.state.busy and self._known.cards:
            self._show_known()  # once the wait is over, its message is over too

    def _show_programme(self, cards: Sequence[PerformanceCard]) -> None:
        self._reading_programme = False
        programme = _programme(cards)
        if programme != self.state.programme:
            self.show(programme=programme)

    def _keep_programme(self, _: Exception) -> None:
        """Sign-in works without the programme; the screens behind it show why the store cannot be read."""
        self._reading_programme = False

    def _sign_in(self, cashier_id: CashierId, pin: str) -> _Waiting:
        cashier = sign_in.sign_in(self._station, cashier_id, pin)
        in_doubt = any(job.state is JobState.UNKNOWN for job in print_queue.jobs(self._station))
        return _Waiting(cashier, shifts.current(self._station), in_doubt)

    def _signed_in(self, waiting: _Waiting) -> None:
        self.show(busy=False)
        self._frame.signed_in(waiting.cashier)
        sells = waiting.shift is not None and waiting.cashier.may(Permission.SELL)
        self._frame.go(ScreenName.SELL if sells else ScreenName.SHIFT)
        if waiting.paper_in_doubt and waiting.cashier.may(Permission.REPRINT):
            # This comes first: only a person who looks now knows whether a paper came out. Esc leads back to the sale.
            self._frame.go(ScreenName.PRINTER)
        if sells and waiting.shift is not None and waiting.shift.shift.cashier_id != waiting.cashier.id:
            self._frame.show_message(_shift_of_another(waiting.shift), Tone.ATTENTION)

    def _refused(self, error: Exception) -> None:
        self._frame.drop_keys()
        self.show(busy=False)
        self._refresh(problem=str(wording.error_message(error)))

    def _unlock(self, supervisor: Cashier) -> None:
        chosen = self._chosen
        if chosen is not None:
            self._run(
                lambda: sign_in.unlock(self._station, supervisor, chosen),
                lambda _: self._refresh(),
                lambda error: self._frame.show_message(wording.error_message(error)),
            )

    def _refresh(self, problem: str = "") -> None:
        def loaded(known: _Known) -> None:
            self._known = known
            self._show_known(problem=problem)

        self._run(
            lambda: _read(self._station), loaded, lambda error: self._frame.show_message(wording.error_message(error))
        )

    def _show_known(self, problem: str = "") -> None:
        known = self._known
        card = next((c for c in known.cards if c.id == self._chosen), None)
        waits_s = _waits_s(self._station, card) if card else 0
        if waits_s:
            problem = wording.text("sign_in.wait", count=waits_s)
        if card and card.locked:
            problem = wording.text("sign_in.locked", name=card.name)
        self.show(
            headline=" · ".join(part for part in (known.station_name, known.organisation) if part),
            tiles=tuple(
                _tile(i, c, self._pins.get(c.name, ""), chosen=c.id == self._chosen) for i, c in enumerate(known.cards)
            ),
            asks=wording.text("sign_in.asks", name=card.name) if card else "",
            notices=_notices(known, self._chosen),
            problem=problem,
            takes_pin=card is not None and not card.locked,
            may_type=card is not None and not card.locked and not waits_s,
            may_unlock=card is not None and card.locked,
        )


def _read(station: Station) -> _Known:
    cards = sign_in.staff(station)
    kept = tuple(_tickets_kept(station, card) for card in cards)
    with station.database.read() as tx:
        profile = station.catalogue.profile(tx)
    return _Known(cards, kept, shifts.current(station), profile.name, profile.organisation)


def _programme(cards: Sequence[PerformanceCard]) -> tuple[NextFunction, ...]:
    return tuple(
        NextFunction(
            wording.date_and_time(card.performance.starts_at),
            f"{card.event} · {card.venue}",
            performance_left(card.zones),
        )
        for card in cards[:_MOST_FUNCTIONS]
    )


def _tickets_kept(station: Station, card: CashierCard) -> int:
    cart = carts.kept(station, Cashier(card.id, card.name, card.role))
    return cart.tickets if cart else 0


def _waits_s(station: Station, card: CashierCard) -> int:
    if card.wait_until is None:
        return 0
    return max(0, -int((station.clock.now() - card.wait_until).total_seconds() // 1))


def _tile(place: int, card: CashierCard, pin: str, *, chosen: bool) -> StaffTile:
    star = "★ " if card.role is Role.SUPERVISOR else ""
    detail = wording.text("sign_in.tile_locked") if card.locked else wording.text(f"values.role.{card.role}")
    if pin:
        detail = wording.text("sign_in.tile_pin", detail=detail, pin=pin)
    key = f"F{place + 1}" if place < MOST_KEYS else ""
    return StaffTile(key, card.name, star + detail, chosen)


def _notices(known: _Known, chosen: CashierId | None) -> tuple[str, ...]:
    notices = []
    if known.shift is not None:
        opened = wording.time(known.shift.shift.opened_at)
        number, name = known.shift.shift.number, known.shift.cashier_name
        notices.append(wording.text("sign_in.shift_open", number=number, name=name, time=opened))
    for card, tickets in zip(known.cards, known.kept, strict=True):
        if tickets and chosen in {None, card.id}:
            notices.append(wording.text("sign_in.kept_cart", count=tickets, name=card.name))
    return tuple(notices)


def _shift_of_another(open_shift: OpenShift) -> Message:
    """The warning for a person who is about to sell into the drawer of somebody else."""
    name = open_shift.cashier_name
    what = wording.text("sign_in.other_shift", number=open_shift.shift.number, name=name)
    safe = wording.text("sign_in.other_shift_safe", name=name)
    return Message("", what, safe, wording.text("sign_in.other_shift_todo"))
