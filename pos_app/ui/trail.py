"""The way back: which screen is in front and which ones lie behind it. No Qt."""

from pos_app.ui.frame import ScreenName

_HOMES = {ScreenName.SIGN_IN, ScreenName.SELL}
"""Screens with nothing behind them."""


class Trail:
    """The screens from a home to the one in front, each at most once."""

    def __init__(self) -> None:
        self._steps = [ScreenName.SIGN_IN]

    @property
    def now(self) -> ScreenName:
        """The screen in front."""
        return self._steps[-1]

    @property
    def behind(self) -> ScreenName | None:
        """The screen that one step back leads to; None on a home."""
        return self._steps[-2] if len(self._steps) > 1 else None

    def go(self, name: ScreenName, home: ScreenName = ScreenName.SIGN_IN) -> None:
        """Put a screen in front. A screen that was passed on the way is returned to, and a home ends the way.

        `home` lies behind the first screen after the sign-in: the sale, for whoever may sell.
        """
        if name in _HOMES:
            self._steps = [name]
        elif name in self._steps:
            del self._steps[self._steps.index(name) + 1 :]
        elif self._steps == [ScreenName.SIGN_IN]:
            self._steps = [home, name]
        else:
            self._steps.append(name)
