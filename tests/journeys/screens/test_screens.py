"""Every screen in its main states, three sizes, three themes and both languages: nothing is cut, covered or unreadable.

`TAQUILLA_WRITE_PICTURES=1 pytest tests/journeys/screens` writes the pictures: those of the middle size into
`docs/screens`, all of them into `build/screens`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.ui import look
from pos_app.ui.look import Look
from pos_app.ui.theme import Theme
from tests.journeys.screens import judge, pictures, tour_holds, tour_selling, tour_till
from tests.journeys.screens.house import at_work, create_house
from tests.journeys.screens.visitor import Visitor
from tests.source_tree import ROOT

SIZES = ((1024, 600), (1366, 768), (1920, 1080))
KEPT_SIZE = SIZES[1]
KEPT, ALL = ROOT / "docs" / "screens", ROOT / "build" / "screens"
TOUR = (
    tour_selling.sign_in, tour_selling.sell, tour_selling.seat_maps, tour_selling.payment, tour_selling.done,
    tour_till.history, tour_till.tickets, tour_till.exchange, tour_till.gift, tour_till.refund, tour_till.timeline,
    tour_holds.made, tour_till.customers, tour_till.printer, tour_till.menu, tour_till.settings, tour_till.conflicts,
    tour_till.cancelled, tour_till.offline, tour_till.forms, tour_till.rights, tour_till.rate, tour_till.shift,
    tour_till.count, tour_till.end_of_day,
)  # fmt: skip
WRITES = pictures.are_written()
ALL_LOOKS = [(language, theme) for language in ("es", "en") for theme in Theme]
# The layout does not depend on the colours: without pictures to write, each other theme is judged in one language.
JUDGED_LOOKS = [("es", Theme.LIGHT), ("en", Theme.LIGHT), ("es", Theme.DARK), ("en", Theme.CONTRAST)]

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True),
]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    profile = tmp_path_factory.mktemp("house") / "station"
    create_house(profile)
    return profile


@pytest.fixture
def spanish_again(qapp: QApplication) -> Iterator[None]:
    """Leave language and theme as other tests expect them."""
    yield
    look.apply(qapp, Look("es", Theme.LIGHT))


@pytest.mark.usefixtures("spanish_again")
@pytest.mark.parametrize(("language", "theme"), ALL_LOOKS if WRITES else JUDGED_LOOKS)
def test_every_screen_can_be_read(qtbot: QtBot, qapp: QApplication, house: Path, language: str, theme: Theme) -> None:
    look.apply(qapp, Look(language, theme))
    sizes = SIZES if WRITES or theme is Theme.LIGHT else (KEPT_SIZE,)
    faults: list[str] = []
    with at_work(house) as (station, printer, till):
        till.window.resize(*KEPT_SIZE)
        till.show()
        till.window.activateWindow()
        with qtbot.waitActive(till.window):
            pass
        visitor = Visitor(till, station, printer)
        for part in TOUR:
            for stop in part(visitor):
                faults += [fault for size in sizes for fault in looked_at(visitor, stop, size, (language, theme))]
        till.window.resize(*KEPT_SIZE)
    assert not faults, "\n" + "\n".join(faults)


def looked_at(visitor: Visitor, stop: str, size: tuple[int, int], of: tuple[str, Theme]) -> list[str]:
    """The faults of the window at a stop in one size; its picture is written when that is asked for."""
    window, (language, theme) = visitor.till.window, of
    window.resize(*size)
    for _ in range(6):  # a page changes its form, then its lists their height, then each scroll area its rows
        QApplication.processEvents()
    picture = pictures.of_widget(window)
    if WRITES:
        name = f"{stop}-{theme}-{language}.png"
        pictures.write(picture, ALL / f"{size[0]}x{size[1]}" / name)
        if size == KEPT_SIZE:
            pictures.write(picture, KEPT / name)
    faults = [*judge.layout_faults(window), *judge.contrast_faults(window, picture)]
    if size == KEPT_SIZE:
        faults += judge.text_faults(window, language)
    if picture.size != size:
        faults.append(f"the window is {picture.size}")
    return [f"{stop} {size[0]}x{size[1]} {theme} {language}: {fault}" for fault in dict.fromkeys(faults)]
