"""Rows that can be pressed: a performance, and a zone with its price and the places left."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar

from domain.catalogue.catalog import PriceStage, ZoneKind
from domain.money.money import VES
from pos_app.services.selling.browsing import PerformanceCard, ZoneCard
from pos_app.services.selling.supply import SupplyState
from pos_app.ui import supply_text, theme, wording
from pos_app.ui.price_text import price_text
from pos_app.ui.widgets.layouts import ElidedLabel, give_tone, label
from pos_app.ui.widgets.row_button import RowButton, stacked

_FEW_PERCENT = 10
_LEAST_OF_THE_BAR = 6
"""Per cent of its length that the bar shows of the last places."""


class PerformanceRow(RowButton):
    """The time, the event, the venue, and the places left in all zones."""

    def __init__(self, pressed: Callable[[], None]) -> None:
        super().__init__(pressed)
        self.setFixedHeight(theme.size("row_height"))
        self._event, self._when = ElidedLabel(role="strong"), ElidedLabel(role="key")
        self._left = label()
        self.fill(stacked(self._event, self._when), self._left, stretched=0)

    def show_card(self, card: PerformanceCard, *, selected: bool, events: Iterable[str] = ()) -> None:
        """`events`: the names of all events of the list."""
        when = wording.date_and_time(card.performance.starts_at)
        left = wording.text("sell.cancelled") if card.is_cancelled else supply_text.performance_left(card.zones)
        self._event.show_text(card.event, events)
        self._when.show_text(f"{when} · {card.venue}")
        self._left.setText(left)
        give_tone(self._left, "error" if card.is_cancelled else "")
        self.setChecked(selected)
        self.setAccessibleName(
            wording.text("sell.performance", event=card.event, venue=card.venue, when=when, left=left)
        )


class ZoneRow(RowButton):
    """The digit that chooses the zone, its name, the places left, and the price in both currencies."""

    def __init__(self, pressed: Callable[[], None]) -> None:
        super().__init__(pressed)
        self.setFixedHeight(theme.size("zone_height"))
        self._key, self._name, self._kind = label(role="strong"), ElidedLabel(role="strong"), ElidedLabel(role="key")
        self._bar, self._left = QProgressBar(), label(role="key")
        self._price, self._ves = label(role="strong"), label(role="key")
        self._bar.setTextVisible(False)
        for figure in (self._left, self._price, self._ves):
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        names = stacked(self._name, self._kind)
        left = stacked(self._left, self._bar)
        left.setMinimumWidth(theme.size("left_width"))  # a longer text takes more, or its first digits would be cut
        prices = stacked(self._price, self._ves)
        prices.setMinimumWidth(theme.size("price_width"))
        self.fill(self._key, names, left, prices, stretched=1)

    def show_card(self, key: str, card: ZoneCard, *, marked: bool, at_cursor: bool, names: Iterable[str] = ()) -> None:
        """`marked`: Enter chooses this zone. `at_cursor`: the arrows move on from this zone. `names`: of all zones."""
        name = card.zone.name
        numbered = card.zone.kind is ZoneKind.NUMBERED
        kind, more = wording.text("sell.numbered" if numbered else "sell.general"), supply_text.zone_more(card)
        stage = stage_text(card.stage)
        self._kind.show_text(" · ".join(filter(None, (stage, more, kind))))
        price = price_text(card.price, is_least=card.is_least)
        self._key.setText(key)
        self._name.show_text(name, names)
        self._show_left(card)
        self._price.setText(price)
        is_foreign = card.price is not None and card.price.currency != VES
        self._ves.setText(wording.money(card.ves) if card.ves is not None and is_foreign else "")
        self.setChecked(marked)
        give_tone(self, "cursor" if at_cursor else "")
        left = ", ".join(filter(None, (self._left.text(), more, stage)))
        self.setAccessibleName(wording.text("sell.zone", digit=key, name=name, left=left, price=price))

    def _show_left(self, card: ZoneCard) -> None:
        capacity = max(card.zone.capacity, card.left, 1)
        self._bar.setMaximum(capacity)
        # A bar that is empty although places are left reads as sold out.
        self._bar.setValue(max(card.left, -(-capacity * _LEAST_OF_THE_BAR // 100)) if card.left else 0)
        self._left.setText(supply_text.zone_left(card))
        few = card.left * 100 < capacity * _FEW_PERCENT
        is_gone = card.supply.state is SupplyState.GONE
        give_tone(self._left, "error" if is_gone else "attention" if few else "")


def stage_text(stage: PriceStage | None) -> str:
    """The price stage on sale and when it ends: Preventa hasta sáb 28 nov · 20:00; empty without a stage."""
    if stage is None:
        return ""
    if stage.until is not None:
        return wording.text("sell.stage_until", stage=stage.name, when=wording.date_and_time(stage.until))
    if stage.up_to_sold is not None:
        return wording.text("sell.stage_up_to", stage=stage.name, tickets=wording.number(stage.up_to_sold))
    return stage.name
