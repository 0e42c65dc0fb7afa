"""The content of the status bar for every state of a station's health."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.services import health
from pos_app.services.health import Health
from pos_app.services.hq.connection import Connection, Limit, Reach
from pos_app.services.rights.link_state import ConnectionState
from pos_app.station import Station
from pos_app.storage.store.standing import Standing
from pos_app.ui.frame import Tone
from pos_app.ui.status import parts
from pos_app.ui.status_part import Part, StatusPart
from printing.devices import Cause, PrinterStatus
from tests.builders.clock import SATURDAY


@pytest.fixture
def now(till: Station) -> Health:
    return health.read(till, PrinterStatus())


def part(state: Health, name: Part) -> StatusPart:
    return next(shown for shown in parts(state) if shown.part is name)


def connected(state: ConnectionState, standing: Standing = Standing.GOOD, reach: Reach | None = None) -> Connection:
    return Connection(state, SATURDAY, SATURDAY - timedelta(hours=2), standing, reach)


@pytest.mark.parametrize(
    ("connection", "tone"),
    [
        (connected(ConnectionState.ONLINE), Tone.OK),
        (connected(ConnectionState.FENCED, Standing.FORK), Tone.ERROR),
        (connected(ConnectionState.FENCED), Tone.ERROR),
        (connected(ConnectionState.OFFLINE, reach=Reach(timedelta(hours=3), Limit.PLACES)), Tone.ATTENTION),
    ],
)
def test_the_connection_has_the_tone_of_its_state(now: Health, connection: Connection, tone: Tone) -> None:
    assert part(replace(now, connection=connection), Part.CONNECTION).tone is tone


def test_an_offline_station_shows_since_when_and_for_how_long(now: Health) -> None:
    reach = Reach(timedelta(hours=3), Limit.PLACES)
    shown = part(replace(now, connection=connected(ConnectionState.OFFLINE, reach=reach)), Part.CONNECTION)
    assert "09:00" in shown.words
    assert "vende 3 h más: puestos" in shown.words
    never = replace(connected(ConnectionState.DEGRADED, reach=reach), heard_at=None)
    assert part(replace(now, connection=never), Part.CONNECTION).tone is Tone.ATTENTION


@pytest.mark.parametrize(
    ("state", "tone"),
    [
        ({}, Tone.OK),
        ({"printer": None}, Tone.PLAIN),
        ({"jobs_waiting": 2}, Tone.PLAIN),
        ({"jobs_unknown": 1}, Tone.ATTENTION),
        ({"printer": PrinterStatus(Cause.PAPER_OUT)}, Tone.ERROR),
        ({"printer": PrinterStatus(Cause.PAPER_OUT), "jobs_waiting": 2}, Tone.ERROR),
    ],
)
def test_the_printer_has_the_tone_of_its_state(now: Health, state: dict[str, object], tone: Tone) -> None:
    assert part(replace(now, **state), Part.PRINTER).tone is tone  # type: ignore[arg-type]  # fields of Health


def test_papers_that_wait_for_no_printer_are_not_called_printing(now: Health) -> None:
    shown = part(replace(now, printer=None, jobs_waiting=2), Part.PRINTER)
    assert (shown.words, shown.tone) == ("○ Sin impresora · 2 sin imprimir", Tone.ATTENTION)


@pytest.mark.parametrize(("left", "tone"), [(4, Tone.ATTENTION), (0, Tone.ERROR)])
def test_few_numbers_are_shown(now: Health, left: int, tone: Tone) -> None:
    shown = part(replace(now, numbers_low=True, numbers_left=left), Part.NUMBERS)
    assert (shown.tone, str(left) in shown.words or left == 0) == (tone, True)


def test_few_forms_are_called_forms(now: Health) -> None:
    assert now.on_forms
    words = [part(replace(now, numbers_low=True, numbers_left=left), Part.NUMBERS).words for left in (1, 12)]
    assert words == ["▲ Queda 1 forma", "▲ Quedan 12 formas"]


def test_few_numbers_of_another_medium_are_called_numbers(now: Health) -> None:
    shown = part(replace(now, numbers_low=True, numbers_left=12, on_forms=False), Part.NUMBERS)
    assert shown.words == "▲ Quedan 12 números"


def test_a_rate_of_another_day_needs_attention(now: Health) -> None:
    assert part(replace(now, rate_is_today=False), Part.RATE).tone is Tone.ATTENTION


def test_a_till_without_a_shift_shows_so(now: Health) -> None:
    assert part(replace(now, shift=None), Part.SHIFT).words == "Sin turno"
