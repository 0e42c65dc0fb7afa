"""The window: the screen in front, the bars above and below it, messages over it. No business rules."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from domain.people.staff import Cashier, Permission
from pos_app.ui import look, theme, wording
from pos_app.ui.approval import Approvals, Check
from pos_app.ui.frame import Run, ScreenName, Tone
from pos_app.ui.head_bar import HeadBar, Ways
from pos_app.ui.look import Look
from pos_app.ui.screen import Screen
from pos_app.ui.screen_stack import ScreenStack
from pos_app.ui.status_bar import Part, StatusBar
from pos_app.ui.trail import Trail
from pos_app.ui.widgets.banner import Banner
from pos_app.ui.widgets.layouts import column
from pos_app.ui.window_keys import WindowKeys
from pos_app.ui.wording import Message

_SCREEN_OF_PART = {
    Part.PRINTER: ScreenName.PRINTER,
    Part.RATE: ScreenName.RATE,
    Part.SHIFT: ScreenName.SHIFT,
    Part.CLOCK: ScreenName.SHIFT,
    Part.PENDING: ScreenName.DOCUMENTS,
    Part.CONFLICTS: ScreenName.CONFLICTS,
    Part.STATION: ScreenName.SETTINGS,
}


def title(station: str = "") -> str:
    """The title of a window: the station's name, and the program's where that is not a part of it."""
    program = wording.text("frame.title")
    return station if station.startswith(program) else " · ".join(filter(None, (station, program)))


class MainWindow(QMainWindow):
    """The window of a till. A screen is made when it is first shown, so that the first window appears quickly."""

    def __init__(self, first: Screen) -> None:
        super().__init__()
        self.status_bar = StatusBar()
        self.status_bar.listen(self._part_pressed)
        self._page, self._stack, self._trail = QWidget(), ScreenStack(first), Trail()
        self._head = HeadBar(Ways(self._go_back, partial(self._open, ScreenName.SIGN_IN), self._close))
        self._banner = Banner(self._page, self._head)
        self._cashier: Cashier | None = None
        self._approvals = Approvals(self._page)
        self._refresh: Callable[[], None] = lambda: None
        self._unfinished: Callable[[], Message | None] = lambda: None
        self._asked_to_close = False
        self.setWindowTitle(title())
        self._arrange()
        self._head.show_place(self._trail, None)
        self._keys = WindowKeys(self, self._open)
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

    def add(self, name: ScreenName, make: Callable[[], Screen]) -> None:
        """Register the function that makes a screen."""
        self._stack.add(name, make)

    def ask_before_closing(self, unfinished: Callable[[], Message | None]) -> None:
        """Set the function that returns the warning for a window that would close now, or None."""
        self._unfinished = unfinished

    def attend(self, check: Check, run: Run, refresh: Callable[[], None]) -> None:
        """Connect the opened station: `check` verifies approvals, `refresh` reads the status bar again."""
        self._approvals.attend(check, run)
        self._refresh = refresh

    def signed_in_now(self) -> Cashier | None:
        """Who is signed in; None on the sign-in screen."""
        return self._cashier

    @property
    def cashier(self) -> Cashier:
        assert self._cashier is not None, "a screen behind the sign-in was shown without anybody signed in"
        return self._cashier

    @property
    def shown(self) -> Screen:
        """The screen in front."""
        return self._stack.shown

    def signed_in(self, cashier: Cashier) -> None:
        self._cashier = cashier
        self.changed()

    def go(self, name: ScreenName) -> None:
        if name is ScreenName.SIGN_IN:
            self._cashier = None
        elif self._cashier is None:
            return  # the outcome of work of somebody who has signed out since
        self._trail.go(name)
        self._show()

    def back(self) -> None:
        if self._trail.behind is not None:
            self.go(self._trail.behind)

    def show_message(self, message: Message, tone: Tone = Tone.ERROR) -> None:
        self._asked_to_close = False
        self._banner.show_message(message, tone)

    def clear_message(self) -> None:
        self._banner.clear()

    def approve(self, permission: Permission, then: Callable[[Cashier], None]) -> None:
        if self._cashier is not None and self._cashier.may(permission):
            then(self._cashier)
        else:
            self._approvals.ask(permission, then)

    def change_look(self, language: str, theme: str) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        look.apply(application, Look(language, theme))
        self._make_again()

    def changed(self) -> None:
        self._refresh()

    def scanned(self, code: str) -> None:
        """Pass a scanned code to the screen in front."""
        self.shown.scan(code)

    def _make_again(self) -> None:
        """Show everything in the language and the colours in use."""
        self._stack.forget()
        for bar in (self._head, self._banner, self.status_bar):
            bar.reword()
        self._approvals.make_again()
        self._show()
        self._refresh()

    def _show(self) -> None:
        """Show the screen that the trail has in front."""
        self._banner.clear()
        self._stack.bring(self._trail.now)
        self._keys.yield_to(self.shown.own_keys)
        self._head.show_place(self._trail, self._cashier)
        self.shown.enter()

    def _escape(self) -> None:
        """Take back one level: the approval, then the message, then a step of the screen, then the screen."""
        if self._approvals.leave():
            return
        self._banner.clear() if self._banner.isVisible() else self._go_back()

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

    def _arrange(self) -> None:
        self._page.setObjectName("page")
        layout = column(self._head, self._stack, self.status_bar, gap="none")
        layout.setStretchFactor(self._stack, 1)
        self._page.setLayout(layout)
        self.setCentralWidget(self._page)
        self.setMinimumSize(theme.size("smallest_width"), theme.size("smallest_height"))
