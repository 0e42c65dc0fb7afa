"""The pictures of the README show the program as it is: each run takes them and compares.

`TAQUILLA_WRITE_PICTURES=1 pytest tests/journeys/test_pictures.py` writes new ones.
"""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.calendar import CARACAS
from domain.people.staff import Cashier, Role
from pos_app import startup
from pos_app.demo.player import Player
from pos_app.demo.profile import people
from pos_app.services.people import sign_in
from pos_app.services.setup import load_setup
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.ui import app, theme
from pos_app.ui.theme import Theme
from sync import setup
from sync.setup import demonstration
from tests.builders.clock import FakeClock
from tests.builders.stations import keys, surroundings
from tests.journeys.screens import pictures
from tests.pos_app.ui.fakes import DESK

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SATURDAY_EVENING = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)
MOST_DIFFERENT_PART = 0.01
NOTICEABLE = 24


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    """The demo's station with its clock stopped on a Saturday evening."""
    texts = demonstration.texts(SATURDAY_EVENING)
    content = setup.read_all(texts, on=SATURDAY_EVENING.astimezone(CARACAS).date())
    around = surroundings(clock=FakeClock(SATURDAY_EVENING))
    made = startup.create_station(tmp_path / "station", keys(), content.tenant_id, content.station_id, around)
    with closing(made.database):
        load_setup.load(made, content, name="demo", sha256=hashlib.sha256(b"demo").hexdigest())
        ana = next(card for card in sign_in.staff(made) if card.role is Role.CASHIER)
        shifts.open_shift(made, Cashier(ana.id, ana.name, ana.role), ())
        yield made


@pytest.fixture
def player(station: Station, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Player]:
    """A cashier who is signed in at that station."""
    theme.apply(qapp, Theme.LIGHT)
    till = app.Till(lambda: app.Opened(station, lambda: None, DESK))
    till.window.resize(1366, 768)
    till.show()
    till.window.activateWindow()
    with qtbot.waitActive(till.window):
        pass
    player = Player(till.window, tmp_path)
    first = people()[0]
    player.until_sees(first.name)
    player.press("F1")
    player.write(first.pin)
    player.press("Return")
    player.until_sees("Patio central 1")
    yield player
    till.stop()
    till.window.close()
    till.window.deleteLater()


def test_the_readme_shows_the_sell_screen_as_it_is(player: Player) -> None:
    player.press("PgDown")
    player.until_sees("Gradas altas")
    player.press("1", "2")
    player.until_sees("US$ 23,00")
    assert _is_the_picture(player, "sell")


def test_the_readme_shows_the_seat_map_as_it_is(player: Player) -> None:
    player.press("F6")
    player.until_sees("Patio central 1 · desde US$")
    player.press("F3", "F3", "F5")
    player.until_sees("A-5, A-6, A-7, A-8")
    assert _is_the_picture(player, "seat-map")


def _is_the_picture(player: Player, name: str) -> bool:
    now, kept = pictures.of_widget(player.window), PICTURES / f"{name}.png"
    if pictures.are_written():
        pictures.write(now, kept)
    before = Image.open(kept)
    if before.size != now.size:
        return False
    different = sum(ImageChops.difference(before.convert("L"), now.convert("L")).histogram()[NOTICEABLE:])
    return different <= MOST_DIFFERENT_PART * now.width * now.height
