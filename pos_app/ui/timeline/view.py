"""The history of a thing: a search field, the matches or the events, what these lead to, and the keys of acts."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pos_app.ui import wording
from pos_app.ui.screen import Screen
from pos_app.ui.timeline.presenter import SEARCH_FORM, TimelinePresenter
from pos_app.ui.timeline.state import TimelineState
from pos_app.ui.widgets.copy_question import CopyQuestion
from pos_app.ui.widgets.kept_form import KeptForm
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, fill, label, row
from pos_app.ui.widgets.row_table import RowTable
from pos_app.ui.widgets.typed_search import TypedSearch

_EVENT_COLUMNS = ("at", "what", "details", "who")
_DETAILS = 2
_BOUNDED = (3,)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TimelineView(Screen):
    """Draws the state and passes on what is pressed."""

    own_keys: ClassVar[frozenset[str]] = frozenset({"F7"})
    begins_empty: ClassVar[bool] = True

    def __init__(self, presenter: TimelinePresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._matches = _StepTable(_head("kind", "name"), presenter.choose, presenter.open_chosen, wide=1)
        self._matches.setAccessibleName(wording.text("timeline.list"))
        self._search = TypedSearch(wording.text("timeline.search"), self._matches, presenter.search)
        self._kept = KeptForm(presenter.kept, (self._search,))
        self._hint = label(wording.text("timeline.begin"), "muted")
        self._hint.setWordWrap(True)
        self._title = ElidedLabel(role="heading")
        self._events = _StepTable(
            _head(*_EVENT_COLUMNS), presenter.choose_event, self._to_related, wide=_DETAILS, bounded=_BOUNDED
        )
        self._events.setAccessibleName(wording.text("timeline.events"))
        self._related = _StepTable(_head("kind", "leads_to"), presenter.choose_other, presenter.open_other, wide=1)
        self._related.setAccessibleName(wording.text("timeline.related"))
        self._events.beside(right=self._to_related)
        self._related.beside(left=self._events.setFocus)
        self._detail = ElidedLabel(role="strong", two_lines=True)
        self._shown = label("", "muted")
        self._make_keys()
        self._acts, self._causes = QWidget(), CopyQuestion(presenter.copy)
        self._stack = QStackedWidget()
        self._pages = (
            _match_page(self._hint, self._matches),
            _life_page(self._title, (self._events, self._related), self._detail),
        )
        for page in self._pages:
            self._stack.addWidget(page)
        self._listen()
        fill(self, self._arranged())
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._kept.begin(SEARCH_FORM)
        self._presenter.enter(self._search.text())
        self._focus()

    def scan(self, code: str) -> None:
        self._search.setText(code)
        self._search.end_pause()
        self._presenter.search(code, open_single=True)

    def step_back(self) -> bool:
        if self._presenter.step_back():
            self._focus()
            return True
        if not self._search.text():
            return False
        self._search.setText("")
        self._search.search_now()
        return True

    def render_state(self, state: TimelineState) -> None:
        """Draw the state."""
        page = self._pages[1 if state.life is not None else 0]
        is_other = self._stack.currentWidget() is not page
        self._stack.setCurrentWidget(page)
        self._search.move_in(self._events if state.life is not None else self._matches)
        self._matches.show_rows(state.match_rows, state.chosen)
        self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint))
        self._title.show_text(state.title)
        self._events.show_rows(state.event_rows, state.event)
        self._related.show_rows(state.related_rows, state.other)
        self._detail.show_text(state.detail)
        self._shown.setText(state.shown)
        self._draw_keys(state)
        has_asked = self._causes.show_asked(asked=state.asks_cause)
        self._acts.setVisible(not state.asks_cause)
        if is_other or (has_asked and not state.asks_cause):
            self._focus()

    def _make_keys(self) -> None:
        presenter = self._presenter
        self._find = KeyButton(wording.text("timeline.find"), "F3", self._to_search)
        self._tickets = KeyButton(wording.text("timeline.tickets_of"), "F4", presenter.open_tickets)
        self._more = KeyButton(wording.text("timeline.more"), "F5", presenter.read_more)
        self._turn = KeyButton(wording.text("timeline.oldest_first"), "F6", presenter.turn)
        self._refund = KeyButton(wording.text("timeline.refund"), "F7", presenter.give_back)
        self._reprint = KeyButton(wording.text("timeline.reprint"), "F8", presenter.ask_cause)

    def _draw_keys(self, state: TimelineState) -> None:
        in_life = state.life is not None
        order = "timeline.oldest_first" if state.newest_first else "timeline.newest_first"
        self._turn.show_text(wording.text(order))
        self._more.setVisible(state.has_more)
        for key in (self._find, self._turn):
            key.setVisible(in_life)
        for key in (self._tickets, self._refund, self._reprint):
            key.setVisible(state.has_sale)
            key.setEnabled(not state.busy)
        self._turn.setEnabled(not state.busy)

    def _listen(self) -> None:
        self._search.returnPressed.connect(self._enter_pressed)

    def _enter_pressed(self) -> None:
        """Search what was typed just now and open it when it is one thing; else open the chosen match."""
        if self._search.is_due or self._search.text() != self._presenter.state.searched:
            self._search.end_pause()
            self._presenter.search(self._search.text(), open_single=True)
        else:
            self._presenter.open_chosen()

    def _to_search(self) -> None:
        """F3: look for something else. What is shown stays until something is typed."""
        self._search.setFocus()
        self._search.selectAll()

    def _to_related(self) -> None:
        if self._related.rowCount():
            self._related.setFocus()

    def _focus(self) -> None:
        """The focus where work goes on: in the events of a history, else in the search."""
        if self._presenter.state.life is not None:
            self._events.setFocus()
        else:
            self._to_search()

    def _arranged(self) -> QVBoxLayout:
        page = column(self._search, gap="space")
        page.addWidget(self._stack, 1)
        acts = row(self._find, self._turn, self._more, self._shown, None, self._tickets, self._refund, self._reprint)
        acts.setContentsMargins(0, 0, 0, 0)
        self._acts.setLayout(acts)
        page.addWidget(self._acts)
        page.addWidget(self._causes)
        return page


def _match_page(hint: QWidget, matches: QWidget) -> QWidget:
    page, inside = QWidget(), column(hint, gap="space")
    inside.addWidget(matches, 1)
    inside.setContentsMargins(0, 0, 0, 0)
    page.setLayout(inside)
    return page


def _life_page(title: QWidget, tables: tuple[QWidget, QWidget], detail: QWidget) -> QWidget:
    page, inside, beside = QWidget(), column(title, gap="space"), row(*tables)
    beside.setStretch(0, 5)
    beside.setStretch(1, 3)
    inside.addLayout(beside, 1)
    inside.addWidget(detail)
    inside.setContentsMargins(0, 0, 0, 0)
    page.setLayout(inside)
    return page


class _StepTable(RowTable):
    """A table in which Enter acts on the chosen row, and Left and Right lead to a neighbour."""

    def __init__(
        self, head: list[str], chosen: Callable[[int], None], entered: Callable[[], None], *, wide: int = 0,
        bounded: tuple[int, ...] = (),
    ) -> None:  # fmt: skip
        super().__init__(head, chosen, wide=wide, bounded=bounded)
        self._entered = entered
        self._steps: dict[int, Callable[[], None]] = {}
        self.doubleClicked.connect(lambda _: entered())

    def beside(self, *, left: Callable[[], None] | None = None, right: Callable[[], None] | None = None) -> None:
        """What the keys Left and Right do."""
        if left is not None:
            self._steps[Qt.Key.Key_Left] = left
        if right is not None:
            self._steps[Qt.Key.Key_Right] = right

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._entered()
        elif (step := self._steps.get(event.key())) is not None:
            step()
        else:
            super().keyPressEvent(event)


def _head(*columns: str) -> list[str]:
    return [wording.text(f"timeline.column_{name}") for name in columns]
