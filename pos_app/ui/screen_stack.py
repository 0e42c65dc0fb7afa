"""The screens of the window, of which one is in front."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QStackedWidget

from pos_app.ui import kept_input
from pos_app.ui.frame import ScreenName
from pos_app.ui.kept_input import KeptInput
from pos_app.ui.screen import Screen


class ScreenStack(QStackedWidget):
    """Makes a screen when it is first shown, so that the first window appears quickly."""

    def __init__(self, first: Screen) -> None:
        super().__init__()
        self._now = ScreenName.SIGN_IN
        self._made: dict[ScreenName, Screen] = {self._now: first}
        self._makers: dict[ScreenName, Callable[[], Screen]] = {}
        self._retired: set[Screen] = set()
        self._kept: dict[ScreenName, KeptInput] = {}
        self.addWidget(first)

    @property
    def shown(self) -> Screen:
        """The screen in front."""
        return self._made[self._now]

    def add(self, name: ScreenName, make: Callable[[], Screen]) -> None:
        """Register the function that makes a screen."""
        self._makers[name] = make

    def bring(self, name: ScreenName) -> bool:
        """Bring a screen to the front; returns whether it was made now."""
        is_new = name not in self._made
        if is_new:
            self._made[name] = self._makers[name]()
            self.addWidget(self._made[name])
            if (kept := self._kept.pop(name, None)) is not None:
                kept_input.give(self._made[name], kept)
        self._now = name
        self.setCurrentWidget(self.shown)
        return is_new

    def forget(self) -> None:
        """Make each screen again when it is next shown: a screen reads its texts and colours when it is made.

        What was typed on it and where its focus was is there again.
        """
        for name, screen in self._made.items():
            self._kept[name] = kept_input.take(screen)
            self._retire(screen)
        self._made.clear()

    def begin_anew(self) -> None:
        """Make each screen again for another person, who finds nothing of the one before.

        Only the screen in front stays: it is the one where they signed in.
        """
        self._kept.clear()
        for name in [name for name in self._made if name is not self._now]:
            self._retire(self._made.pop(name))

    def _retire(self, screen: Screen) -> None:
        screen.hide()
        self.removeWidget(screen)
        self._keep_until_destroyed(screen)
        screen.retire()

    def _keep_until_destroyed(self, screen: Screen) -> None:
        """Hold a removed screen as long as Qt does.

        Without a reference, Python may collect the screen at any moment, also in the middle of an event that Qt is
        still delivering to a part of it, and that ends the process.
        """
        self._retired.add(screen)
        screen.destroyed.connect(partial(self._retired.discard, screen))
