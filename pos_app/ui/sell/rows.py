"""Rows that can be pressed: a performance, and a zone with its price and the places left."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QPushButton, QSizePolicy, QWidget

from domain.catalogue.catalog import ZoneKind
from domain.money.money import VES
from pos_app.services.selling.browsing import PerformanceCard, ZoneCard
from pos_app.ui import theme, wording
from pos_app.ui.widgets.layouts import (
    ElidedLabel,
    column,
    give_chosen,
    give_role,
    give_tone,
    label,
    row,
    when_clicked,
)

_FEW_PERCENT = 10


class _Row(QPushButton):
    """A button that never takes the focus from the input: rows are chosen by digits and arrows, or by touch."""

    def __init__(self, pressed: Callable[[], None]) -> None:
        super().__init__()
        give_role(self, "row")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        when_clicked(self, pressed)
        self.toggled.connect(lambda on: give_chosen(self, chosen=on))

    def _fill(self, *parts: QWidget, stretched: int) -> None:
        inside = row(*parts, gap="gap")
        inside.setStretch(stretched, 1)
        margin = theme.size("gap")
        inside.setContentsMargins(margin, 0, margin, 0)
        self.setLayout(inside)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class PerformanceRow(_Row):
    """The time, the event, the venue, and the places left in all zones."""

    def __init__(self, pressed: Callable[[], None]) -> None:
        super().__init__(pressed)
        self.setFixedHeight(theme.size("row_height"))
        self._event, self._when = ElidedLabel(role="strong"), ElidedLabel(role="key")
        self._left = label()
        self._fill(_stacked(self._event, self._when), self._left, stretched=0)

    def show_card(self, card: PerformanceCard, *, selected: bool) -> None:
        when = wording.date_and_time(card.performance.starts_at)
        left = _left(sum(zone.left for zone in card.zones))
        self._event.show_text(card.event)
        self._when.show_text(f"{when} · {card.venue}")
        self._left.setText(left)
        self.setChecked(selected)
        self.setAccessibleName(
            wording.text("sell.performance", event=card.event, venue=card.venue, when=when, left=left)
        )


class ZoneRow(_Row):
    """The digit that chooses the zone, its name, the places left, and the price in both currencies."""

    def __init__(self, pressed: Callable[[], None]) -> None:
        super().__init__(pressed)
        self._key, self._name, self._kind = label(role="strong"), ElidedLabel(role="strong"), label(role="key")
        self._bar, self._left = QProgressBar(), label(role="key")
        self._price, self._ves = label(role="strong"), label(role="key")
        self._bar.setTextVisible(False)
        for figure in (self._left, self._price, self._ves):
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        names = _stacked(self._name, self._kind)
        left = _stacked(self._left, self._bar)
        left.setFixedWidth(theme.size("left_width"))
        prices = _stacked(self._price, self._ves)
        prices.setMinimumWidth(theme.size("price_width"))
        self._fill(self._key, names, left, prices, stretched=1)

    def show_card(self, key: str, card: ZoneCard, *, marked: bool, at_cursor: bool) -> None:
        """`marked`: Enter chooses this zone. `at_cursor`: the arrows move on from this zone."""
        name = card.zone.name
        numbered = card.zone.kind is ZoneKind.NUMBERED
        self._kind.setText(wording.text("sell.numbered" if numbered else "sell.general"))
        price = wording.money(card.price) if card.price else wording.text("sell.price_over")
        self._key.setText(key)
        self._name.show_text(name)
        self._show_left(card)
        self._price.setText(price)
        is_foreign = card.price is not None and card.price.currency != VES
        self._ves.setText(wording.money(card.ves) if card.ves and is_foreign else "")
        self.setChecked(marked)
        give_tone(self, "cursor" if at_cursor else "")
        self.setAccessibleName(wording.text("sell.zone", digit=key, name=name, left=self._left.text(), price=price))

    def _show_left(self, card: ZoneCard) -> None:
        capacity = max(card.zone.capacity, card.left, 1)
        self._bar.setMaximum(capacity)
        self._bar.setValue(card.left)
        self._left.setText(_left(card.left))
        few = card.left * 100 < capacity * _FEW_PERCENT
        give_tone(self._left, "error" if not card.left else "attention" if few else "")


def _stacked(*parts: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(column(None, *parts, None, gap="none"))
    return made


def _left(count: int) -> str:
    return wording.text("sell.left", places=wording.number(count)) if count else wording.text("sell.sold_out")
