"""The settings of this machine: how the screens look and what the station is on the left, the printer on the right."""

from typing import ClassVar

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from pos_app.ui import theme, wording
from pos_app.ui.screen import Screen
from pos_app.ui.settings.choices import Choices
from pos_app.ui.settings.presenter import LANGUAGES, THEMES, SettingsPresenter, SettingsState
from pos_app.ui.settings.printer_panel import PrinterPanel
from pos_app.ui.settings.scrolled_facts import ScrolledFacts
from pos_app.ui.widgets.layouts import column, fill, label, panel, row
from pos_app.ui.widgets.while_shown import WhileShown

_LOOK_AGAIN_MS = 1000
_FACTS = 11


class SettingsView(Screen):
    """Draws the state and passes on what is chosen. Each choice has a key; the choice that was made has the focus."""

    begins_empty: ClassVar[bool] = True

    def __init__(self, presenter: SettingsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._entering = False
        languages = dict(zip(LANGUAGES, "123", strict=True))
        themes = dict(zip(THEMES, "4567", strict=True))
        self._language = Choices("language", languages, presenter.choose_language, upright=True)
        self._theme = Choices("theme", themes, presenter.choose_theme, upright=True)
        self._about_look = label(wording.text("settings.about_look"), "muted", wraps=True)
        self._station = ScrolledFacts(wording.text("settings.station"), _FACTS)
        self._printer = PrinterPanel(presenter)
        WhileShown(self, _LOOK_AGAIN_MS, presenter.refresh)
        self._arrange()
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._entering = self.focusWidget() is None
        self._presenter.enter()
        if self._entering:
            self._language.focus_chosen()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of the focus on leaving: whoever enters next types into no field that they did not choose."""
        super().hideEvent(event)
        focused: QWidget | None = self.focusWidget()  # the stubs leave out that it may be None
        if focused is not None and not event.spontaneous():
            focused.clearFocus()

    def may_be_made_again(self) -> bool:
        """The state holds the address that is typed."""
        return True

    def fit_height(self) -> None:
        self._about_look.setHidden(self.is_low)
        self._left.setSpacing(theme.size("hair" if self.is_low else "space"))
        self.render_state(self._presenter.state)

    def render_state(self, state: SettingsState) -> None:
        """Draw the state."""
        self._language.show_value(state.language)
        self._theme.show_value(state.theme)
        if self._entering and state.loaded:
            self._entering = False
            self._language.focus_chosen()
        papers = state.facts.papers if self.is_low else ()  # the other panel has no room for them on a low page
        self._station.show_facts((*state.facts.station, *papers))
        self._printer.render_state(state, is_low=self.is_low)

    def _arrange(self) -> None:
        look = row(self._language, self._theme, gap="space")
        for place in range(2):
            look.setStretch(place, 1)
        self._left = left = column(panel(look, self._about_look), self._station, gap="space")
        left.setStretch(1, 1)
        body = row(gap="space")
        body.addLayout(left, 4)
        body.addWidget(self._printer, 5)
        fill(self, body)
