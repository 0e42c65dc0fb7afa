"""Cancelled performances: the list, the sales of one with F12 to give them back, and the choice of one to cancel."""

from typing import ClassVar

from PySide6.QtWidgets import QHeaderView, QLineEdit, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from pos_app.ui import wording
from pos_app.ui.cancelled import words
from pos_app.ui.cancelled.deciding import REASON_FORM
from pos_app.ui.cancelled.presenter import CancelledPresenter
from pos_app.ui.cancelled.state import CancelledState, Choosing, ShownSales
from pos_app.ui.screen import Screen
from pos_app.ui.widgets.kept_form import KeptForm, KeptNotice
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, fill, label, row
from pos_app.ui.widgets.row_table import RowTable

_SHOWS = ("event", "when", "state", "sales", "tickets", "given_back", "left", "money")
_SALES = ("document", "customer", "count", "paid", "progress")
_CUSTOMER = 1
_CARDS = ("event", "when", "venue")
_LONGEST_REASON = 120


class CancelledView(Screen):
    """Draws the state and passes on what is pressed."""

    own_keys: ClassVar[frozenset[str]] = frozenset({"F2"})
    begins_empty: ClassVar[bool] = True
    margin: ClassVar[str] = "gap"

    def __init__(self, presenter: CancelledPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._shows, self._sales, self._cards = _Shows(presenter), _Sales(presenter), _Cards(presenter)
        self._pages = QStackedWidget()
        for page in (self._shows, self._sales, self._cards):
            self._pages.addWidget(page)
        self._page: QWidget = self._shows
        whole = QVBoxLayout()
        whole.addWidget(self._pages)
        fill(self, whole)
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._presenter.enter()
        self._focus()

    def step_back(self) -> bool:
        return self._presenter.step_back()

    def must_stay(self) -> bool:
        shown = self._presenter.state.sales
        return shown is not None and shown.running is not None

    def may_be_made_again(self) -> bool:
        """What is typed waits in the kept form."""
        return not self.must_stay()

    def render_state(self, state: CancelledState) -> None:
        """Draw the state."""
        page: _Shows | _Sales | _Cards = self._shows
        if state.choosing is not None:
            page = self._cards
            self._cards.render_choice(state.choosing, busy=state.busy)
        elif state.sales is not None:
            page = self._sales
            self._sales.render_sales(state.sales, busy=state.busy)
        else:
            self._shows.render_list(state)
        if self._page is not page:
            self._page = page
            self._pages.setCurrentWidget(page)
            self._focus()

    def _focus(self) -> None:
        if self.isVisible():
            self._page.setFocus()


def _head(columns: tuple[str, ...]) -> list[str]:
    return [wording.text(f"cancelled.column_{one}") for one in columns]


class _Shows(QWidget):
    """The performances that do not take place as announced."""

    def __init__(self, presenter: CancelledPresenter) -> None:
        super().__init__()
        self._table = RowTable(_head(_SHOWS), presenter.choose, figures=(3, 4, 5, 6, 7))
        self._table.setAccessibleName(wording.text("cancelled.list"))
        self._detail = label(role="heading", wraps=True)
        self._another = KeyButton(wording.text("cancelled.another"), "F5", presenter.look_for_another)
        self._resume = KeyButton(wording.text("cancelled.resume"), "F6", presenter.resume)
        self._open = KeyButton(wording.text("cancelled.open"), "Return", presenter.open, role="primary")
        page = column(self._table, self._detail, gap="gap")
        page.setStretchFactor(self._table, 1)
        page.addLayout(row(self._another, self._resume, None, self._open))
        fill(self, page)
        self.setFocusProxy(self._table)

    def render_list(self, state: CancelledState) -> None:
        self._table.show_rows([words.show_cells(show) for show in state.shows], state.chosen)
        self._detail.setText(words.explained(state.show, loaded=state.loaded))
        self._resume.setVisible(state.show is not None)
        self._open.setEnabled(state.show is not None and not state.busy)
        for button in (self._another, self._resume):
            button.setEnabled(not state.busy)


class _Sales(QWidget):
    """The sales of one performance, and the progress of a run."""

    def __init__(self, presenter: CancelledPresenter) -> None:
        super().__init__()
        self._headline, self._summary = ElidedLabel(role="heading"), label(role="strong", wraps=True)
        self._table = RowTable(_head(_SALES), presenter.choose, figures=(2, 3), wide=4)
        self._table.setAccessibleName(wording.text("cancelled.sales"))
        self._table.horizontalHeader().setSectionResizeMode(_CUSTOMER, QHeaderView.ResizeMode.Stretch)
        self._detail = ElidedLabel(role="heading", two_lines=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(wording.text("cancelled.progress"))
        self._save = KeyButton(wording.text("cancelled.save"), "F4", presenter.save_list)
        self._print = KeyButton(wording.text("cancelled.print"), "F8", presenter.print_list)
        self._alone = KeyButton(wording.text("cancelled.alone"), "Return", presenter.open)
        self._all = KeyButton(wording.text("cancelled.all", count=0), "F12", presenter.give_all_back, role="primary")
        page = column(self._headline, self._summary, self._bar, self._table, self._detail, gap="gap")
        page.setStretchFactor(self._table, 1)
        page.addLayout(row(self._save, self._print, None, self._alone, self._all))
        fill(self, page)
        self.setFocusProxy(self._table)

    def render_sales(self, shown: ShownSales, *, busy: bool) -> None:
        self._headline.show_text(words.headline(shown))
        self._summary.setText(words.summary(shown))
        cells = [words.sale_cells(sale, shown.refused.get(sale.sale_id, "")) for sale in shown.sales]
        self._table.show_rows(cells, shown.chosen)
        self._detail.show_text(words.detail(shown))
        self._bar.setVisible(shown.running is not None)
        if shown.running is not None:
            self._bar.setMaximum(shown.running.total)
            self._bar.setValue(shown.running.tried)
        self._all.show_text(wording.text("cancelled.all", count=len(shown.ready)))
        self._all.setVisible(bool(shown.ready))
        self._all.setEnabled(not busy)
        for button in (self._save, self._print, self._alone):
            button.setEnabled(bool(shown.sales) and not busy)


class _Cards(QWidget):
    """The performances on sale, of which one is cancelled for a reason."""

    def __init__(self, presenter: CancelledPresenter) -> None:
        super().__init__()
        self._table = RowTable(_head(_CARDS), presenter.choose)
        self._table.setAccessibleName(wording.text("cancelled.choice"))
        self._reason = QLineEdit()
        self._reason.setMaxLength(_LONGEST_REASON)
        self._reason.setAccessibleName(wording.text("cancelled.reason"))
        self._notice = KeptNotice()
        self._kept = KeptForm(presenter.kept, (self._reason,), self._notice)
        self._cancel = KeyButton(
            wording.text("cancelled.cancel"), "F12", lambda: presenter.cancel(self._reason.text()), role="primary"
        )
        page = column(self._table, label(wording.text("cancelled.reason")), self._reason, self._notice, gap="gap")
        page.setStretchFactor(self._table, 1)
        warning = label(wording.text("cancelled.warning"), "muted", wraps=True)
        last = row(warning, self._cancel)
        last.setStretch(0, 1)
        page.addLayout(last)
        fill(self, page)
        self.setFocusProxy(self._table)

    def render_choice(self, choosing: Choosing, *, busy: bool) -> None:
        if not self.isVisible():
            self._kept.begin(REASON_FORM)
        self._table.show_rows([words.card_cells(card) for card in choosing.cards], choosing.chosen)
        self._cancel.setEnabled(choosing.card is not None and not busy)
