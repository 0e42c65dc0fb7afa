"""A frame without a window, which records the calls of a presenter."""

from collections.abc import Callable

from domain.people.staff import Cashier, Permission
from pos_app.services.documents.printer_trial import Trial
from pos_app.ui.frame import ScreenName, Tone
from pos_app.ui.kept_work import KeptWork
from pos_app.ui.settings.presenter import PrinterDesk
from pos_app.ui.wording import Message
from printing.devices import PrinterStatus

DESK = PrinterDesk(lambda _: None, lambda _: Trial(PrinterStatus()))
"""A printer that can be replaced, to no effect."""


class FakeFrame:
    """Approves with its supervisor; without one, never."""

    def __init__(self, cashier: Cashier | None = None, supervisor: Cashier | None = None) -> None:
        self.now: Cashier | None = cashier
        self.supervisor = supervisor
        self.screens: list[ScreenName] = []
        self.messages: list[tuple[str, Tone]] = []
        self.codes: list[str] = []
        self.asked: list[Permission] = []
        self.about: list[str] = []
        self.changes = 0
        self.keys: list[str] = []
        self.looks: list[tuple[str, str]] = []
        self.kept = KeptWork(lambda: self.now)

    @property
    def cashier(self) -> Cashier:
        assert self.now is not None
        return self.now

    def go(self, name: ScreenName) -> None:
        self.screens.append(name)

    def back(self) -> None:
        self.screens.append(ScreenName.SELL)

    def hold_keys(self, give_up: Callable[[], None] | None = None, repeatable: str = "") -> None:
        """Hold nothing: no keys are pressed here."""

    def press_keys(self) -> None:
        """Nothing waits."""

    def drop_keys(self) -> None:
        """Nothing waits."""

    def type_key(self, key: str) -> None:
        self.keys.append(key)

    def show_message(self, message: Message, tone: Tone = Tone.ERROR) -> None:
        self.messages.append((str(message), tone))
        self.codes.append(message.code)

    def clear_message(self) -> None:
        """Keep the messages: tests read them."""

    def approve(self, permission: Permission, then: Callable[[Cashier], None], about: str = "") -> None:
        self.asked.append(permission)
        self.about.append(about)
        if self.supervisor is not None:
            then(self.supervisor)

    def signed_in(self, cashier: Cashier) -> None:
        self.now = cashier

    def change_look(self, language: str, theme: str) -> None:
        self.looks.append((language, theme))

    def changed(self) -> None:
        self.changes += 1
