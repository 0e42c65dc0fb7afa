"""The screen of holds: the list with the time that is left, its keys, and the form that holds the cart."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pos_app.ui import wording
from pos_app.ui.holds.form import HoldForm
from pos_app.ui.holds.presenter import HoldsPresenter
from pos_app.ui.holds.state import REASONS, Focus, HoldsState, Mode, reason_text
from pos_app.ui.kept_input import KEPT_BY_FORM
from pos_app.ui.screen import Screen
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, fill, give_tone, label, row
from pos_app.ui.widgets.row_table import RowTable
from pos_app.ui.widgets.while_shown import WhileShown
from pos_app.ui.widgets.whole_field import WholeField

_COLUMNS = ("number", "name", "purpose", "places", "until", "left")
_FIGURES = (3, 5)
_NAME = 1
_EACH_SECOND_MS = 500


class HoldsView(Screen):
    """Draws the state and passes on what is pressed."""

    own_keys: ClassVar[frozenset[str]] = frozenset({"Ctrl+E"})
    begins_empty: ClassVar[bool] = True

    def __init__(self, presenter: HoldsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._focus: Focus | None = None
        head = [wording.text(f"holds.column_{name}") for name in _COLUMNS]
        self._table = RowTable(head, presenter.choose, figures=_FIGURES, wide=_NAME)
        self._table.setAccessibleName(wording.text("holds.list"))
        self._detail = ElidedLabel(role="heading", two_lines=True)
        self._notes = ElidedLabel(role="muted")
        self._sell = KeyButton(wording.text("holds.sell"), "F12", presenter.sell, role="primary")
        self._extend = KeyButton(wording.text("holds.extend"), "F6", presenter.extend)
        self._print = KeyButton(wording.text("holds.print"), "F8", presenter.print_again)
        self._ask = KeyButton(wording.text("holds.release"), "Del", presenter.ask_to_release)
        self._hold = KeyButton(wording.text("holds.hold_cart"), "F5", presenter.ask_to_hold)
        self._why = self._reason_part()
        self._list = QWidget()
        self._list.setLayout(self._arranged())
        self._form = HoldForm(presenter)
        self._pages = QStackedWidget()
        for page in (self._list, self._form):
            self._pages.addWidget(page)
        whole = QVBoxLayout()
        whole.addWidget(self._pages)
        fill(self, whole)
        WhileShown(self, _EACH_SECOND_MS, presenter.look)
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._focus = None
        self._reason.clear()
        self._form.begin()
        self._table.setFocus()
        self._presenter.enter()

    def step_back(self) -> bool:
        return self._presenter.step_back()

    def must_stay(self) -> bool:
        return self._presenter.state.busy and self._presenter.state.mode is not Mode.LIST

    def render_state(self, state: HoldsState) -> None:
        """Draw the state."""
        self._pages.setCurrentWidget(self._form if state.mode is Mode.MAKE else self._list)
        self._table.show_rows([one.cells for one in state.rows], state.chosen)
        self._detail.show_text(state.detail)
        self._notes.show_text(state.notes)
        give_tone(self._detail, state.tone)
        is_list = state.mode is Mode.LIST
        for button in (self._sell, self._extend, self._print, self._ask):
            button.setVisible(is_list)
            button.setEnabled(not state.busy and state.chosen >= 0)
        self._hold.setVisible(is_list and state.has_cart)
        self._why.setVisible(state.mode is Mode.RELEASE)
        self._confirm.setEnabled(not state.busy)
        self._form.render_state(state)
        self._follow(state.focus)

    def _follow(self, focus: Focus | None) -> None:
        if focus is None or focus is self._focus:
            return
        self._focus = focus
        if focus.field == "table":
            self._table.setFocus()
        elif focus.field == "reason":
            self._reason.setFocus()
        else:
            self._form.focus(focus.field)

    def _reason_part(self) -> QWidget:
        """The reason of a release: frequent ones by a key each, or typed."""
        self._reason = WholeField()
        self._reason.setAccessibleName(wording.text("holds.why"))
        self._reason.setPlaceholderText(wording.text("holds.why"))
        self._reason.setProperty(KEPT_BY_FORM, True)  # noqa: FBT003  # Qt names no parameter
        self._confirm = KeyButton(
            wording.text("holds.do_release"), "F12", lambda: self._presenter.release(self._reason.text()), role="danger"
        )
        self._reason.returnPressed.connect(lambda: self._presenter.release(self._reason.text()))
        frequent = [
            KeyButton(wording.text(f"holds.reason.{name}"), f"Alt+{place}", partial(self._release_for, name))
            for place, name in enumerate(REASONS, start=1)
        ]
        for button in frequent:
            button.stack()
        line = row(label(wording.text("holds.ask_why"), "strong"), *frequent, self._reason, self._confirm)
        line.setStretch(len(frequent) + 1, 1)
        made = QWidget()
        made.setLayout(line)
        return made

    def _release_for(self, name: str) -> None:
        self._presenter.release(reason_text(name))

    def _arranged(self) -> QVBoxLayout:
        page = column(self._table, self._detail, self._notes, self._why, gap="gap")
        page.setStretch(0, 1)
        page.addLayout(row(self._hold, self._ask, self._print, None, self._extend, self._sell))
        return page
