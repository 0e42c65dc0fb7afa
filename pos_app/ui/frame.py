"""What a presenter may ask of the window around it, without Qt: other screens, words, approval, work."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from domain.errors import Refused, Unavailable
from domain.people.staff import Cashier, Permission
from pos_app.ui.wording import Message

T = TypeVar("T")
State = TypeVar("State")

Failed = Callable[[Exception], None]


class ScreenName(StrEnum):
    """Every screen of the station."""

    SIGN_IN = "sign_in"
    SELL = "sell"
    SEAT_MAP = "seat_map"
    PAYMENT = "payment"
    DONE = "done"
    SHIFT = "shift"
    DOCUMENTS = "documents"
    PRINTER = "printer"
    RATE = "rate"
    CONFLICTS = "conflicts"


class Tone(StrEnum):
    """How much something asks for attention. Never said by colour alone."""

    PLAIN = "plain"
    OK = "ok"
    ATTENTION = "attention"
    ERROR = "error"


class Run(Protocol):
    """The only door to threads: do `work` elsewhere, then deliver its outcome here."""

    def __call__(self, work: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None: ...


def run_inline(work: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
    """Run without threads, for tests and for scripts. A defect is not delivered but raised."""
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
        """Who is signed in. Only asked for on screens behind the sign-in."""
        ...

    def go(self, name: ScreenName) -> None:
        """Show a screen. The one shown now is where Esc leads back to."""
        ...

    def back(self) -> None:
        """Show the screen this one was opened from."""
        ...

    def say(self, message: Message, tone: Tone = Tone.ERROR) -> None:
        """Show words above the screen until the next step. Nothing waits for them."""
        ...

    def hush(self) -> None:
        """A new step begins: what was said before it is over."""
        ...

    def approve(self, permission: Permission, then: Callable[[Cashier], None]) -> None:
        """Ask for a supervisor's PIN in place; `then` gets who approved and is not called when nobody did."""
        ...

    def signed_in(self, cashier: Cashier) -> None:
        """Somebody is at the till from now on."""
        ...

    def changed(self) -> None:
        """Something was done that the status bar may show."""
        ...


class Presenter(Generic[State]):
    """The state of one screen and who draws it. A subclass says what the screen can do; it knows no Qt."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._draw: Callable[[State], None] = _draw_nothing

    def watch(self, draw: Callable[[State], None]) -> None:
        """Draw the state now and after each change."""
        self._draw = draw
        draw(self.state)

    def show(self, **changes: Any) -> None:
        """Change parts of the state and draw it."""
        self.state = replace(self.state, **changes)  # type: ignore[type-var]  # every state is a dataclass
        self._draw(self.state)


def _draw_nothing(_: object) -> None:
    """Before a view watches."""
