"""What a presenter may ask of the window around it, without Qt: screens, messages, approval, background work."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from domain.errors import Refused, Unavailable
from domain.people.staff import Cashier, Permission
from pos_app.ui.kept_work import KeptWork
from pos_app.ui.wording import Message

T = TypeVar("T")
State = TypeVar("State")

Failed = Callable[[Exception], None]


class ScreenName(StrEnum):
    """Every screen of the station."""

    SIGN_IN = "sign_in"
    MENU = "menu"
    SELL = "sell"
    SEAT_MAP = "seat_map"
    PAYMENT = "payment"
    DONE = "done"
    SHIFT = "shift"
    DOCUMENTS = "documents"
    REFUND = "refund"
    TICKETS = "tickets"
    HOLDS = "holds"
    GIFT = "gift"
    PRINTER = "printer"
    RATE = "rate"
    CONFLICTS = "conflicts"
    CUSTOMERS = "customers"
    TIMELINE = "timeline"
    RIGHTS = "rights"
    FORMS = "forms"
    CANCELLED = "cancelled"
    SETTINGS = "settings"


class Tone(StrEnum):
    """How much attention something needs. Colour never shows it alone: a shape or a word goes with it."""

    PLAIN = "plain"
    OK = "ok"
    ATTENTION = "attention"
    ERROR = "error"


class Run(Protocol):
    """The only way to threads: run `work` elsewhere, then deliver its outcome on the calling thread."""

    def __call__(self, work: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None: ...


def run_inline(work: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
    """Run without threads, for tests and scripts. A defect is raised instead of delivered."""
    try:
        outcome = work()
    except (Refused, Unavailable) as error:
        failed(error)
    else:
        then(outcome)


class Frame(Protocol):
    """The window as a presenter sees it."""

    @property
    def cashier(self) -> Cashier:
        """The cashier who is signed in. Read only on screens behind the sign-in."""
        ...

    @property
    def kept(self) -> KeptWork:
        """What the cashier who is signed in typed or chose and has not finished."""
        ...

    def go(self, name: ScreenName) -> None:
        """Show a screen. Esc leads back to the present one."""
        ...

    def back(self) -> None:
        """Show the screen this one was opened from."""
        ...

    def hold_keys(self, give_up: Callable[[], None] | None = None, repeatable: str = "") -> None:
        """Let the keys that follow wait for the screen that `go` or `back` shows once some work is done.

        Esc drops them, and calls `give_up` if there is one. Ends at the next screen, `press_keys` or `drop_keys`.
        A PIN that is `repeatable`, typed once more during the wait, is dropped.
        """
        ...

    def press_keys(self) -> None:
        """Press the keys that wait on the screen in front: the work is done and leads to no other one."""
        ...

    def drop_keys(self) -> None:
        """Forget the keys that wait: what they were typed for did not come."""
        ...

    def type_key(self, key: str) -> None:
        """Press a key, by its name, on the screen that has come to the front meanwhile."""
        ...

    def show_message(self, message: Message, tone: Tone = Tone.ERROR) -> None:
        """Show a message above the screen until the next step. It blocks no input."""
        ...

    def clear_message(self) -> None:
        """Remove the message: a new step begins."""
        ...

    def approve(self, permission: Permission, then: Callable[[Cashier], None], about: str = "") -> None:
        """Ask for a supervisor's PIN over the screen. Calls `then` with the supervisor, and only on approval.

        `about` says what is approved, with its amount.
        """
        ...

    def signed_in(self, cashier: Cashier) -> None:
        """Set the cashier who works at the till from now on."""
        ...

    def change_look(self, language: str, theme: str) -> None:
        """Show every screen in this language and theme from now on; an empty one is that of system or desktop."""
        ...

    def changed(self) -> None:
        """Refresh the status bar, because the state of the station may have changed."""
        ...


class Presenter(Generic[State]):
    """The state of one screen and the function that draws it. Subclasses are the actions of a screen, without Qt."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._draw: Callable[[State], None] = _ignore

    def watch(self, draw: Callable[[State], None]) -> None:
        """Draw the state now and after each change."""
        self._draw = draw
        draw(self.state)

    def unwatch(self) -> None:
        """Draw nothing any more: another view replaces the one that watched."""
        self._draw = _ignore

    def show(self, **changes: Any) -> None:
        """Change parts of the state and draw it."""
        self.state = replace(self.state, **changes)  # type: ignore[type-var]  # every state is a dataclass
        self._draw(self.state)


class KeepingPresenter(Presenter[State]):
    """The presenter of a screen that has work to keep until it is used."""

    _frame: Frame

    @property
    def kept(self) -> KeptWork:
        """The unfinished work of whoever is signed in."""
        return self._frame.kept


def _ignore(_: object) -> None:
    """The drawing function until a view watches."""
