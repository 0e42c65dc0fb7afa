"""A row of a zone: its price stage and when it ends, and a bar that is never empty while places are left."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from domain.catalogue.catalog import PriceStage
from domain.people.staff import Cashier
from pos_app.services.selling.supply import Supply, SupplyState
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.sell.rows import ZoneRow, stage_text
from tests.pos_app.ui.sale_window import SaleWindow

TONIGHT = datetime(2026, 11, 28, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stage", "text"),
    [
        (None, ""),
        (PriceStage("Regular", Decimal(0)), "Regular"),
        (PriceStage("Preventa", Decimal(-20), until=TONIGHT), "Preventa hasta sáb 28 nov · 18:30"),
        (PriceStage("Preventa", Decimal(-20), up_to_sold=1_500), "Preventa, primeras 1.500"),
    ],
)
def test_a_stage_says_when_it_ends(stage: PriceStage | None, text: str) -> None:
    assert stage_text(stage) == text


def rows(at: SaleWindow) -> list[ZoneRow]:
    return [row for row in at.window.shown.findChildren(ZoneRow) if row.isVisible()]


def test_the_stage_on_sale_is_on_the_row_and_in_its_name(qtbot: QtBot, till: Station, ana: Cashier) -> None:
    at = SaleWindow(qtbot, till, ana)
    assert "Preventa, primeras 4" in rows(at)[0].accessibleName()


def test_the_bar_of_a_large_zone_shows_its_last_places(qtbot: QtBot, till: Station, ana: Cashier) -> None:
    at = SaleWindow(qtbot, till, ana)
    card = at.sell.state.choices.zones[1]
    row = rows(at)[1]
    row.show_card("2", replace(card, zone=replace(card.zone, capacity=30_000)), marked=False, at_cursor=False)
    bar = row.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    assert (card.left, bar.maximum(), bar.value()) == (100, 30_000, 1_800)


@pytest.mark.parametrize("width", [1024, 800])
@pytest.mark.parametrize("language", ["es", "en"])
def test_no_digit_of_what_is_left_is_cut(qtbot: QtBot, till: Station, ana: Cashier, width: int, language: str) -> None:
    at = SaleWindow(qtbot, till, ana)
    wording.use(language)
    at.window.resize(width, 600)
    card = at.sell.state.choices.zones[1]
    row = rows(at)[1]
    row.show_card("2", replace(card, supply=Supply(0, 114_000, SupplyState.AT_HQ)), marked=False, at_cursor=False)
    (left,) = (shown for shown in row.findChildren(QLabel) if shown.text().startswith("114.000"))
    qtbot.waitUntil(lambda: left.width() >= left.sizeHint().width())
    assert row.visibleRegion().boundingRect().width() == row.width()
