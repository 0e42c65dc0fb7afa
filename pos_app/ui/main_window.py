"""The frame: which screen is shown, the way back, words above it, the bar below it. No business."""

from collections.abc import Callable

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from domain.people.staff import Cashier, Permission
from pos_app.ui import theme, wording
from pos_app.ui.approval import Approval, Check
from pos_app.ui.frame import Run, ScreenName, Tone
from pos_app.ui.screen import Screen
from pos_app.ui.status_bar import Part, StatusBar
from pos_app.ui.widgets.banner import Banner
from pos_app.ui.widgets.layouts import column
from pos_app.ui.window_keys import WindowKeys
from pos_app.ui.wording import Message

_SCREEN_OF_PART = {
    Part.PRINTER: ScreenName.PRINTER,
    Part.RATE: ScreenName.RATE,
    Part.SHIFT: ScreenName.SHIFT,
    Part.PENDING: ScreenName.DOCUMENTS,
    Part.CONFLICTS: ScreenName.CONFLICTS,
}
_WITHOUT_WAY_BACK = {ScreenName.SIGN_IN, ScreenName.SELL}


class MainWindow(QMainWindow):
    """Screens are made when they are first shown, so that the first window is quick."""

    def __init__(self, first: Screen) -> None:
        super().__init__()
        self.setWindowTitle(wording.text("frame.title"))
        self.status_bar = StatusBar()
        self.status_bar.listen(self._part_pressed)
        self._banner, self._stack, self._page = Banner(), QStackedWidget(), QWidget()
        self._made: dict[ScreenName, Screen] = {ScreenName.SIGN_IN: first}
        self._makers: dict[ScreenName, Callable[[], Screen]] = {}
        self._now, self._trail = ScreenName.SIGN_IN, [ScreenName.SIGN_IN]
        self._cashier: Cashier | None = None
        self._approval: Approval | None = None
        self._refresh: Callable[[], None] = lambda: None
        self._unfinished: Callable[[], Message | None] = lambda: None
        self._asked_to_close = False
        self._arrange(first)
        self._keys = WindowKeys(self, self._open)
        self._keys.listen("Esc", self._escape)
        self._keys.listen("F11", self._full_screen)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The program ends with its window, whatever else a demo opened. A sale at hand is asked about once."""
        left = self._unfinished() if self._cashier is not None else None
        if left is not None and not (self._asked_to_close and self._banner.isVisible()):
            event.ignore()
            self.say(left, Tone.ATTENTION)
            self._asked_to_close = True
            return
        super().closeEvent(event)
        QApplication.quit()

    def add(self, name: ScreenName, make: Callable[[], Screen]) -> None:
        """Say how a screen is made."""
        self._makers[name] = make

    def ask_before_closing(self, unfinished: Callable[[], Message | None]) -> None:
        """Who says what would be left unfinished if the window closed now; None when nothing would."""
        self._unfinished = unfinished

    def attend(self, check: Check, run: Run, refresh: Callable[[], None]) -> None:
        """The station is open: whom to ask for approvals, and how the status bar is read again."""
        self._approval = Approval(self._page, check, run)
        self._refresh = refresh

    @property
    def cashier(self) -> Cashier:
        assert self._cashier is not None, "a screen behind the sign-in was shown without anybody signed in"
        return self._cashier

    @property
    def shown(self) -> Screen:
        """The screen in front."""
        return self._made[self._now]

    def signed_in(self, cashier: Cashier) -> None:
        self._cashier = cashier
        self.changed()

    def go(self, name: ScreenName) -> None:
        if name is ScreenName.SIGN_IN:
            self._cashier = None
        if name in _WITHOUT_WAY_BACK:
            self._trail = []
        elif self._now is not name:
            self._trail.append(self._now)
        self._show(name)

    def back(self) -> None:
        if self._trail:
            self._show(self._trail.pop())

    def say(self, message: Message, tone: Tone = Tone.ERROR) -> None:
        self._asked_to_close = False
        self._banner.say(message, tone)

    def hush(self) -> None:
        self._banner.clear()

    def approve(self, permission: Permission, then: Callable[[Cashier], None]) -> None:
        if self._cashier is not None and self._cashier.may(permission):
            then(self._cashier)
        elif self._approval is not None:
            self._approval.ask(permission, then)

    def changed(self) -> None:
        self._refresh()

    def scanned(self, code: str) -> None:
        """A scanner read a code: the screen in front knows what to do with it."""
        self.shown.scan(code)

    def _show(self, name: ScreenName) -> None:
        self._banner.clear()
        if name not in self._made:
            self._made[name] = self._makers[name]()
            self._stack.addWidget(self._made[name])
        self._now = name
        self._keys.yield_to(self.shown.own_keys)
        self._stack.setCurrentWidget(self.shown)
        self.shown.enter()

    def _escape(self) -> None:
        if self._approval is not None and self._approval.isVisible():
            self._approval.leave()
        elif self._banner.isVisible():
            self._banner.clear()
        elif not self.shown.step_back():
            self.back()

    def _open(self, name: ScreenName) -> None:
        """By a key or the bar: only for somebody signed in, and not under an approval."""
        busy = self._approval is None or self._approval.isVisible()
        if self._cashier is not None and not busy and name is not self._now:
            self.go(name)

    def _part_pressed(self, part: Part) -> None:
        if part in _SCREEN_OF_PART:
            self._open(_SCREEN_OF_PART[part])

    def _full_screen(self) -> None:
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def _arrange(self, first: Screen) -> None:
        self._page.setObjectName("page")
        self._stack.addWidget(first)
        layout = column(self._banner, self._stack, self.status_bar, gap="hair")
        layout.setStretchFactor(self._stack, 1)
        self._page.setLayout(layout)
        self.setCentralWidget(self._page)
        self.setMinimumSize(theme.size("smallest_width"), theme.size("smallest_height"))
