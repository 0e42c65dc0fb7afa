"""What a customer bought and holds, and what an erasure does before it is asked for."""

from PySide6.QtWidgets import QWidget

from pos_app.ui import wording
from pos_app.ui.customers.presenter import CustomersPresenter
from pos_app.ui.customers.state import CustomersState
from pos_app.ui.kept_input import KEPT_BY_FORM
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, label, panel, row
from pos_app.ui.widgets.row_table import RowTable
from pos_app.ui.widgets.whole_field import WholeField

_COLUMNS = ("kind", "number", "at", "what", "state")
_WIDE = 3


class BoughtPage(QWidget):
    """Documents and tickets in a list; F12 opens the chosen one in the history."""

    def __init__(self, presenter: CustomersPresenter) -> None:
        super().__init__()
        self._title = ElidedLabel(role="heading")
        head = [wording.text(f"customers.column_{name}") for name in _COLUMNS]
        self.table = RowTable(head, presenter.choose_bought, wide=_WIDE)
        self.table.setAccessibleName(wording.text("customers.bought_list"))
        self._hint = label(role="muted", wraps=True)
        self._open = KeyButton(wording.text("customers.open"), "F12", presenter.open_bought, role="primary")
        foot = row(self._hint, self._open)
        foot.setStretch(0, 1)
        page = column(self._title, self.table, foot, gap="gap")
        page.setStretch(1, 1)
        self.setLayout(page)

    def render_state(self, state: CustomersState) -> None:
        """Draw the list."""
        bought = state.bought
        if bought is None:
            return
        self._title.show_text(wording.text("customers.bought_by", name=bought.name))
        self.table.show_rows(bought.rows, bought.chosen)
        self._hint.setText(wording.text("customers.bought_here" if bought.rows else "customers.bought_none"))
        self._open.setEnabled(bool(bought.rows))


class ErasePage(QWidget):
    """Says what is erased and what the law keeps, and asks for the reason."""

    def __init__(self, presenter: CustomersPresenter) -> None:
        super().__init__()
        self._title = ElidedLabel(role="heading")
        self.reason = WholeField()
        self.reason.setAccessibleName(wording.text("customers.erase_reason"))
        self.reason.setProperty(KEPT_BY_FORM, True)  # noqa: FBT003  # Qt names no parameter
        self.reason.textEdited.connect(presenter.type_reason)
        name = label(self.reason.accessibleName(), "caption")
        name.setBuddy(self.reason)
        self._erase = KeyButton(wording.text("customers.erase_now"), "F12", presenter.erase, role="danger")
        says = [
            label(wording.text(f"customers.erase_{part}"), wraps=True) for part in ("goes", "stays", "journal")
        ]  # fmt: skip
        self.setLayout(
            column(
                self._title, panel(*says, gap="space"), column(name, self.reason, gap="hair"), None,
                row(None, self._erase), gap="gap",
            )
        )  # fmt: skip

    def render_state(self, state: CustomersState) -> None:
        """Draw the page."""
        if state.card is not None:
            self._title.show_text(wording.text("customers.erasing", name=state.card.name))
        if self.reason.text() != state.reason:
            self.reason.setText(state.reason)
        self._erase.setEnabled(not state.busy)
