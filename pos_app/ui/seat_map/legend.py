"""The legend of the seat map, on as many lines as the width requires."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.catalogue.catalog import SeatKind
from pos_app.seat_plan import SeatLook, SeatPlan
from pos_app.ui import wording
from pos_app.ui.seat_map.colours import SeatColours
from pos_app.ui.seat_map.describe import kind_name, look_name
from pos_app.ui.seat_map.faces import Face
from pos_app.ui.seat_map.glyphs import paint_seat

_SWATCH_PX = 18
_GAP_PX = 6
_BETWEEN_PX = 16
_LINE_PX = 22


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A picture and its meaning."""

    face: Face
    word: str


class Legend(QWidget):
    """States, kinds, and the zones of a plan as long as each has a colour of its own."""

    def __init__(self, colours: SeatColours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._entries: tuple[LegendEntry, ...] = _states_and_kinds()
        self.setObjectName("seat_legend")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._describe()

    def show_plan(self, plan: SeatPlan) -> None:
        self._entries = (*_zones(plan, self._colours), *_states_and_kinds())
        self._describe()
        self.updateGeometry()
        self.update()

    def show_colours(self, colours: SeatColours) -> None:
        self._colours = colours
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return round(places[-1].bottom()) if places else 0

    def sizeHint(self) -> QSize:
        return QSize(480, self.heightForWidth(480))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(max(self.width(), 160)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for entry, place in zip(self._entries, self._places(self.width()), strict=True):
            top = place.center().y() - _SWATCH_PX / 2
            swatch = QRectF(place.left(), top, _SWATCH_PX, _SWATCH_PX)
            painter.setFont(self.font())
            paint_seat(painter, swatch, entry.face, self._colours)
            painter.setPen(QColor(self._colours.name_text))
            words = place.adjusted(_SWATCH_PX + _GAP_PX, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, entry.word)

    def _places(self, width: int) -> list[QRectF]:
        """The rectangle of each entry: side by side, on as many lines as needed."""
        metrics = self.fontMetrics()
        at = QPointF(0, 0)
        places = []
        for entry in self._entries:
            wide = _SWATCH_PX + _GAP_PX + metrics.horizontalAdvance(entry.word)
            if at.x() and at.x() + wide > width:
                at = QPointF(0, at.y() + _LINE_PX)
            places.append(QRectF(at.x(), at.y(), wide, _LINE_PX))
            at = QPointF(at.x() + wide + _BETWEEN_PX, at.y())
        return places

    def _describe(self) -> None:
        self.setAccessibleName(wording.text("seat_map.legend_name"))
        self.setAccessibleDescription(", ".join(entry.word for entry in self._entries))


def _states_and_kinds() -> tuple[LegendEntry, ...]:
    order = (SeatLook.IN_CART, SeatLook.AT_HQ, SeatLook.HELD, SeatLook.SOLD, SeatLook.KILLED, SeatLook.ELSEWHERE)
    kinds = tuple(kind for kind in SeatKind if kind is not SeatKind.ORDINARY)
    return (
        *(LegendEntry(Face(look), look_name(look)) for look in order),
        *(LegendEntry(Face(SeatLook.FREE, kind), kind_name(kind)) for kind in kinds),
    )


def _zones(plan: SeatPlan, colours: SeatColours) -> tuple[LegendEntry, ...]:
    """An entry for each zone. With more zones than colours two would look alike: then one entry for all free seats."""
    colour_count = len(colours.zones)
    numbered = sorted({price.zone for price in plan.prices if price.zone >= 0})
    if len(numbered) > colour_count:
        return (LegendEntry(Face(SeatLook.FREE), look_name(SeatLook.FREE)),)
    return tuple(LegendEntry(Face(SeatLook.FREE, zone=zone % colour_count), plan.zones[zone]) for zone in numbered)
