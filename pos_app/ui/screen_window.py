"""The window with the screen in front, the bars above and below it, and what lies over it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from domain.people.staff import Cashier
from pos_app.ui import look, theme, wording
from pos_app.ui.approval import Approvals, Check
from pos_app.ui.click_guard import ClickGuard
from pos_app.ui.frame import Run, ScreenName
from pos_app.ui.head_bar import HeadBar, Ways
from pos_app.ui.held_keys import HeldKeys
from pos_app.ui.screen import Screen
from pos_app.ui.screen_stack import ScreenStack
from pos_app.ui.status_bar import StatusBar
from pos_app.ui.status_part import Part
from pos_app.ui.trail import Trail
from pos_app.ui.typed_ahead import TypedAhead
from pos_app.ui.widgets.banner import Banner
from pos_app.ui.widgets.layouts import column
from pos_app.ui.window_keys import WindowKeys


def title(station: str = "") -> str:
    """The title of a window: the station's name, and the program's where that is not a part of it."""
    program = wording.text("frame.title")
    return station if station.startswith(program) else " · ".join(filter(None, (station, program)))


class ScreenWindow(QMainWindow):
    """Makes a screen when it is first shown, so that the first window appears quickly, and again for another look."""

    def __init__(
        self,
        first: Screen,
        ways: Ways,
        open_screen: Callable[[ScreenName], None],
        part_pressed: Callable[[Part], None],
    ) -> None:
        super().__init__()
        self.status_bar = StatusBar()
        self.status_bar.listen(part_pressed)
        self._page, self._stack, self._trail = QWidget(), ScreenStack(first), Trail()
        self._head = HeadBar(ways)
        self._banner = Banner(self._page, self._stack, self.status_bar)
        self._cashier: Cashier | None = None
        self._approvals = Approvals(self._page)
        self._refresh: Callable[[], None] = lambda: None
        self._station_name = ""
        self._look_waits = False
        self.setWindowTitle(title())
        self._arrange()
        self._head.show_place(self._trail, None)
        self._keys = WindowKeys(self, open_screen)
        self._keys.yield_to(first.own_keys)
        self._clicks, self._held_keys = ClickGuard(self), HeldKeys(self)
        self._typed_ahead = TypedAhead(self, self._keys.heeds, self._clicks.ignores)

    def changeEvent(self, event: QEvent) -> None:
        """Another language or theme was chosen, in this window or in another one of the program."""
        super().changeEvent(event)
        if look.is_changed_by(event):
            self._look_waits = True
            self._take_look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._held_keys.attend()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._head.set_low(low=self.height() < theme.size("low_window"))

    @property
    def shown(self) -> Screen:
        """The screen in front."""
        return self._stack.shown

    def show_name(self, station: str) -> None:
        """Show the name of the station in the title of the window."""
        self._station_name = station
        self.setWindowTitle(title(station))

    def add(self, name: ScreenName, make: Callable[[], Screen]) -> None:
        """Register the function that makes a screen."""
        self._stack.add(name, make)

    def attend(self, check: Check, run: Run, refresh: Callable[[], None]) -> None:
        """Connect the opened station: `check` verifies approvals, `refresh` reads the status bar again."""
        self._approvals.attend(check, run, self._typed_ahead)
        self._refresh = refresh

    def counting(self, run: Run) -> Run:
        """The `run` for the screens of this window: keys wait until a new screen has read what they are about."""
        return self._typed_ahead.counting(run)

    def changed(self) -> None:
        self._take_look()
        self._refresh()

    def _take_look(self) -> None:
        """Show everything in the language and the colours in use, unless that would lose what somebody does here.

        It is tried again at each refresh of the status bar and when another screen comes to the front. A window that
        is not open takes it when it is.
        """
        if self._look_waits and self.isVisible() and not self._approvals.is_open and self.shown.may_be_made_again():
            self._show(again=True)
            self._refresh()

    def _make_again(self) -> None:
        self._look_waits = False
        self._stack.forget()
        for bar in (self._head, self._banner, self.status_bar):
            bar.reword()
        self._approvals.make_again()
        self.setWindowTitle(title(self._station_name))

    def _show(self, *, again: bool = False) -> None:
        """Show the screen that the trail has in front; `again` when it was in front before."""
        if self._look_waits and not self._approvals.is_open:
            self._make_again()
        with self._typed_ahead.aside():
            is_new = self._stack.bring(self._trail.now)
        if not again:
            self._clicks.begin()
        self._keys.yield_to(self.shown.own_keys)
        self._head.show_place(self._trail, self._cashier)
        with self._typed_ahead.entering(empty=is_new or self.shown.begins_empty, again=again):
            self.shown.enter()

    def _arrange(self) -> None:
        self._page.setObjectName("page")
        layout = column(self._head, self._stack, self.status_bar, gap="none")
        layout.setStretchFactor(self._stack, 1)
        self._page.setLayout(layout)
        self.setCentralWidget(self._page)
        self.setMinimumSize(theme.size("smallest_width"), theme.size("smallest_height"))
