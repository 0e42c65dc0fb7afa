"""The window as its screens use it: who works at it, the way between screens, messages, approval. No business rules."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QCloseEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from domain.people.staff import Cashier, Permission
from pos_app.ui import look
from pos_app.ui.frame import ScreenName, Tone
from pos_app.ui.head_bar import Ways
from pos_app.ui.kept_work import KeptWork
from pos_app.ui.look import Look
from pos_app.ui.screen import Screen
from pos_app.ui.screen_window import ScreenWindow
from pos_app.ui.status_part import Part
from pos_app.ui.wording import Message

_SCREEN_OF_PART = {
    Part.PRINTER: ScreenName.PRINTER,
    Part.RATE: ScreenName.RATE,
    Part.SHIFT: ScreenName.SHIFT,
    Part.CLOCK: ScreenName.SHIFT,
    Part.PENDING: ScreenName.DOCUMENTS,
    Part.CONFLICTS: ScreenName.CONFLICTS,
    Part.RECALLS: ScreenName.RIGHTS,
    Part.STATION: ScreenName.SETTINGS,
}


class MainWindow(ScreenWindow):
    """The window of a till as its screens see it: who is signed in, the way between screens, messages, approval."""

    def __init__(self, first: Screen) -> None:
        ways = Ways(
            self._go_back, partial(self._open, ScreenName.MENU), partial(self._open, ScreenName.SIGN_IN), self._close
        )
        super().__init__(first, ways, self._open, self._part_pressed)
        self._unfinished: Callable[[], Message | None] = lambda: None
        self._asked_to_close = False
        self._kept = KeptWork(self.signed_in_now)
        self._last: Cashier | None = None
        self._add_screens: Callable[[Cashier], None] = lambda _: None
        self._keys.listen("Esc", self._escape)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the program with its window, whatever other windows a demo opened. An unpaid cart gives one warning."""
        warning = self._unfinished() if self._cashier is not None else None
        # Only a second attempt closes, and only while the warning is still in sight.
        if warning is not None and not (self._asked_to_close and self._banner.isVisible()):
            event.ignore()
            self.show_message(warning, Tone.ATTENTION)
            self._asked_to_close = True
            return
        super().closeEvent(event)
        QApplication.quit()

    def ask_before_closing(self, unfinished: Callable[[], Message | None]) -> None:
        """Set the function that returns the warning for a window that would close now, or None."""
        self._unfinished = unfinished

    def ask_for_screens(self, add: Callable[[Cashier], None]) -> None:
        """Set the function that registers the screens of a person. It is called when another one signs in."""
        self._add_screens = add

    def signed_in_now(self) -> Cashier | None:
        """Who is signed in; None on the sign-in screen."""
        return self._cashier

    @property
    def cashier(self) -> Cashier:
        assert self._cashier is not None, "a screen behind the sign-in was shown without anybody signed in"
        return self._cashier

    @property
    def kept(self) -> KeptWork:
        return self._kept

    def signed_in(self, cashier: Cashier) -> None:
        if cashier != self._last:
            self._last = cashier
            self._stack.begin_anew()
            self._add_screens(cashier)
        self._cashier = cashier
        self.changed()

    def go(self, name: ScreenName) -> None:
        if name is ScreenName.SIGN_IN:
            self._cashier = None
        elif self._cashier is None:
            return  # the outcome of work of somebody who has signed out since
        sells = self._cashier is not None and self._cashier.may(Permission.SELL)
        self._trail.go(name, ScreenName.SELL if sells else ScreenName.SIGN_IN)
        self._banner.clear()
        self._show()

    def back(self) -> None:
        if self._trail.behind is not None:
            self.go(self._trail.behind)

    def hold_keys(self, give_up: Callable[[], None] | None = None, repeatable: str = "") -> None:
        self._typed_ahead.hold(give_up, repeatable)

    def press_keys(self) -> None:
        self._typed_ahead.press()

    def drop_keys(self) -> None:
        self._typed_ahead.drop()

    def type_key(self, key: str) -> None:
        self._typed_ahead.type(QKeySequence(key))

    def show_message(self, message: Message, tone: Tone = Tone.ERROR) -> None:
        self._asked_to_close = False
        self._banner.show_message(message, tone)

    def clear_message(self) -> None:
        self._banner.clear()

    def approve(self, permission: Permission, then: Callable[[Cashier], None], about: str = "") -> None:
        if self._cashier is not None and self._cashier.may(permission):
            then(self._cashier)
        else:
            self._approvals.ask(permission, then, self._typed_ahead.take(), about)

    def change_look(self, language: str, theme: str) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        look.apply(application, Look(language, theme))

    def scanned(self, code: str) -> None:
        """Pass a scanned code to the screen in front."""
        self.shown.scan(code)

    def _escape(self) -> None:
        """Take back one level: the approval, then the message, then a step of the screen, then the screen."""
        if self._approvals.leave():
            return
        self._banner.step_back() if self._banner.isVisible() else self._go_back()

    def _go_back(self) -> None:
        if not self.shown.step_back():
            self.back()

    def _open(self, name: ScreenName) -> None:
        """Open a screen by a key or a bar, if somebody is signed in and the screen may be left now."""
        busy = self._approvals.is_open or self.shown.must_stay()
        if self._cashier is not None and not busy and name is not self._trail.now:
            self.go(name)

    def _close(self) -> None:
        self.close()

    def _part_pressed(self, part: Part) -> None:
        if part in _SCREEN_OF_PART:
            self._open(_SCREEN_OF_PART[part])
