"""The row of the cursor as a list, for screen readers, for keys, and for reading prices."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QListView, QVBoxLayout, QWidget

from domain.catalogue.catalog import SeatKind
from pos_app.seat_plan import Indices, SeatLook, SeatPlan, States
from pos_app.ui import theme, wording
from pos_app.ui.seat_map.colours import SeatColours
from pos_app.ui.seat_map.describe import look_name, price, row_title, seat_sentence
from pos_app.ui.seat_map.faces import Face
from pos_app.ui.seat_map.glyphs import paint_seat
from pos_app.ui.seat_map.viewpoint import as_indices, as_states

_ICON_PX = 20
_FOR_SALE = {SeatLook.FREE, SeatLook.IN_CART, SeatLook.AT_HQ}
AnyIndex = QModelIndex | QPersistentModelIndex


class SeatList(QWidget):
    """Shows the row of a seat. It emits the same signals as the map for moving the cursor and choosing a seat."""

    seat_chosen = Signal(int)
    cursor_moved = Signal(int)

    def __init__(self, colours: SeatColours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(wording.text("seat_map.list_title_empty"), self)
        self._title.setObjectName("seat_list_title")
        self._title.setWordWrap(True)
        self._view = QListView(self)
        self._view.setObjectName("seat_list")
        self._view.setUniformItemSizes(True)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self._view.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click, keys go on to the map
        self._view.setAccessibleName(wording.text("seat_map.list_name"))
        self._title.setBuddy(self._view)
        self._row = _Row(colours, self)
        self._view.setModel(self._row)
        self._view.activated.connect(self._choose)
        self._view.clicked.connect(self._choose)
        self._view.selectionModel().currentChanged.connect(self._moved)
        self._view.setMinimumHeight(theme.size("touch"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._title)
        layout.addWidget(self._view)
        self.setFocusProxy(self._view)

    def show_plan(self, plan: SeatPlan, states: States) -> None:
        """Show another performance; the list is empty until `set_cursor`."""
        self._row.show_plan(plan, states)
        self._title.setText(wording.text("seat_map.list_title_empty"))

    def show_colours(self, colours: SeatColours) -> None:
        self._row.show_colours(colours)

    def show_states(self, states: States) -> None:
        self._row.set_states(as_indices(range(len(states))), states)

    def set_states(self, seats: Indices | Sequence[int], looks: States | Sequence[int]) -> None:
        self._row.set_states(as_indices(seats), as_states(looks))

    def set_cursor(self, seat: int | None) -> None:
        """Show the row of this seat and make it current, without emitting a signal."""
        if seat is None or self._row.plan is None:
            return
        selection = self._view.selectionModel()
        blocker = QSignalBlocker(selection)
        position = self._row.show_row_of(seat)
        self._title.setText(row_title(self._row.plan, seat))
        self._view.setCurrentIndex(position)
        blocker.unblock()
        self._view.scrollTo(position)
        self._view.viewport().update()

    def _choose(self, index: QModelIndex) -> None:
        self.seat_chosen.emit(self._row.seat(index))

    def _moved(self, index: QModelIndex) -> None:
        if index.isValid():
            self.cursor_moved.emit(self._row.seat(index))


class _Row(QAbstractListModel):
    """The seats of one row with their states."""

    def __init__(self, colours: SeatColours, parent: QWidget) -> None:
        super().__init__(parent)
        self.plan: SeatPlan | None = None
        self._states: States = as_states([])
        self._seats: list[int] = []
        self._shown_row: int | None = None
        self._colours = colours
        self._icons: dict[Face, QIcon] = {}

    def show_plan(self, plan: SeatPlan, states: States) -> None:
        self.beginResetModel()
        self.plan, self._states, self._seats, self._shown_row = plan, states.copy(), [], None
        self.endResetModel()

    def show_colours(self, colours: SeatColours) -> None:
        self._colours = colours
        self._icons.clear()
        self._all_changed()

    def set_states(self, seats: Indices, looks: States) -> None:
        self._states[seats] = looks
        self._all_changed()

    def show_row_of(self, seat: int) -> QModelIndex:
        assert self.plan is not None
        row = int(self.plan.row[seat])
        if row != self._shown_row:
            self.beginResetModel()
            self._seats = self.plan.seats_of_row(row).tolist()
            self._shown_row = row
            self.endResetModel()
        return self.index(self._seats.index(seat))

    def seat(self, index: AnyIndex) -> int:
        return self._seats[index.row()]

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._seats)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.plan is None or not index.isValid():
            return None
        seat = self.seat(index)
        look = SeatLook(int(self._states[seat]))
        if role == Qt.ItemDataRole.DisplayRole:
            cost = (price(self.plan, seat),) if look in _FOR_SALE else ()
            # The look comes last: where a line is cut, its picture shows the look still.
            return "  ".join((self.plan.label_of(seat).number, *cost, look_name(look)))
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(self._face(self.plan, seat, look))
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return seat_sentence(self.plan, seat, look)
        return None

    def _face(self, plan: SeatPlan, seat: int, look: SeatLook) -> Face:
        if look is not SeatLook.FREE:
            return Face(look)
        zone = plan.price_of(seat).zone % len(self._colours.zones)
        return Face(look, SeatKind(int(plan.kind[seat])), zone)

    def _icon(self, face: Face) -> QIcon:
        if face not in self._icons:
            self._icons[face] = QIcon(face_picture(face, self._colours, _ICON_PX))
        return self._icons[face]

    def _all_changed(self) -> None:
        if self._seats:
            self.dataChanged.emit(self.index(0), self.index(len(self._seats) - 1))


def face_picture(face: Face, colours: SeatColours, side_px: int) -> QPixmap:
    """A face as on the map, on a transparent ground."""
    picture = QPixmap(side_px, side_px)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_seat(painter, QRectF(0, 0, side_px, side_px), face, colours)
    painter.end()
    return picture
