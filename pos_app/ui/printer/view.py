"""The printer: its state in large type, the queue, and the question about a paper in doubt."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from pos_app.ui import wording
from pos_app.ui.printer.presenter import PrinterPresenter, PrinterState
from pos_app.ui.screen import Screen
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, fill, give_tone, label, row
from pos_app.ui.widgets.row_table import RowTable
from pos_app.ui.widgets.while_shown import WhileShown

_COLUMNS = ("at", "what", "papers", "state")
_LOOK_AGAIN_MS = 1000
_WIDE = 3


class PrinterView(Screen):
    """Draws the state and reads it again every second while it is shown."""

    def __init__(self, presenter: PrinterPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._printer, self._todo = label(role="figure"), label(role="muted", wraps=True)
        head = [wording.text(f"printer.column_{name}") for name in _COLUMNS]
        self._table = RowTable(head, presenter.choose, wide=_WIDE)
        self._table.setAccessibleName(wording.text("printer.queue"))
        self._asks = label(role="heading", wraps=True)
        self._seen = KeyButton(wording.text("printer.seen"), "F5", partial(presenter.answer, seen=True))
        self._missing = KeyButton(wording.text("printer.missing"), "F6", partial(presenter.answer, seen=False))
        self._save = KeyButton(wording.text("printer.save_pdf"), "F4", presenter.save_pdf)
        self._test = KeyButton(wording.text("printer.test"), "F8", presenter.test)
        WhileShown(self, _LOOK_AGAIN_MS, presenter.refresh)
        fill(self, self._arranged())
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._table.setFocus()
        self._presenter.enter()

    def render_state(self, state: PrinterState) -> None:
        """Draw the state."""
        self._printer.setText(state.printer)
        give_tone(self._printer, state.tone)
        self._todo.setText(state.todo)
        self._todo.setVisible(bool(state.todo))
        self._table.show_rows([row.cells for row in state.rows], state.chosen)
        self._asks.setText(state.asks)
        for part in (self._asks, self._seen, self._missing):
            part.setVisible(bool(state.asks))
        self._save.setVisible(state.may_save)
        for button in (self._seen, self._missing, self._save, self._test):
            button.setEnabled(not state.busy)

    def _arranged(self) -> QVBoxLayout:
        page = column(self._printer, self._todo, gap="gap")
        page.addWidget(self._table, 1)
        page.addWidget(self._asks)
        page.addLayout(row(self._seen, self._missing, None, self._save, self._test))
        return page
