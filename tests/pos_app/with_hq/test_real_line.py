"""The commands and the running station against HQ's server over a real socket."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from starlette.responses import HTMLResponse
from starlette.types import Receive, Scope, Send

from hq.app import create_app
from hq.stations import enrolment
from hq.stations import stations as hq_stations
from hq.stations.stations import NewStation
from pos_app import cli, running, vault
from pos_app.services.rights.link_state import ConnectionState, state_of
from pos_app.storage.store import sync_state
from tests.builders import catalogue, stations
from tests.builders.processes import free_port
from tests.pos_app.with_hq.conftest import UNLIMITED
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.pos_app.with_hq.serving import served

SOON_S = 20.0
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def url(hq: HeadOffice) -> Iterator[str]:
    """The address of an HQ that serves on a port of this machine."""
    with served(create_app(hq.office, UNLIMITED)) as address:
        yield address


@pytest.fixture
def profile(hq: HeadOffice, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(vault.ENVIRONMENT_KEY, stations.ROOT_SECRET.hex())
    folder = tmp_path / "caja-1"
    assert cli.main(["enrol", str(folder), url, hq.code(), "--vault", "environment"]) == 0
    return folder


def test_a_station_is_enrolled_from_the_command_line(profile: Path) -> None:
    assert cli.main(["verify", str(profile)]) == 0


def test_a_code_that_nobody_waits_for_is_refused(url: str, tmp_path: Path, capfd: Capture) -> None:
    folder = tmp_path / "caja-2"
    assert cli.main(["enrol", str(folder), url, "AAAAA-BBBBB", "--vault", "open"]) == cli.REFUSED
    output = capfd.readouterr().err
    assert "CEN-24: Ninguna estación espera este código." in output
    assert not (folder / "station.db").exists()


def test_a_loaded_profile_is_refused_in_spanish_and_its_code_stays_good(
    hq: HeadOffice, url: str, tmp_path: Path, capfd: Capture
) -> None:
    loaded = str(tmp_path / "cargada")
    assert cli.main(["load", str(catalogue.SETUP), "--profile", loaded, "--vault", "open"]) == 0
    code = hq.code()
    assert cli.main(["enrol", loaded, url, code]) == cli.REFUSED
    assert "CEN-09: Este perfil ya tiene los datos de una estación" in capfd.readouterr().err
    assert hq.view().status == "added"
    assert cli.main(["enrol", str(tmp_path / "nueva"), url, code, "--vault", "open"]) == 0


def test_enrolling_again_tells_that_hq_knows_another_life(
    hq: HeadOffice, url: str, profile: Path, tmp_path: Path, capfd: Capture
) -> None:
    assert cli.main(["enrol", str(profile), url, hq.code()]) == cli.REFUSED
    assert "está dada de alta en este perfil. El código no se usó" in capfd.readouterr().err
    assert cli.main(["enrol", str(tmp_path / "otra"), url, hq.code(no=2), "--vault", "open"]) == 0
    capfd.readouterr()
    assert cli.main(["enrol", str(profile), url, hq.code()]) == cli.REFUSED
    output = capfd.readouterr()
    assert "CEN-22: Este perfil ya se había dado de alta (1.ª vez)" in output.err
    assert "quedó dada de alta" not in output.out


def test_two_stations_on_one_key_are_refused_in_spanish(
    hq: HeadOffice, url: str, profile: Path, tmp_path: Path, capfd: Capture
) -> None:
    other = UUID(int=0x52)
    with hq.office.database.tenant(hq.tenant_id) as tx:
        hq_stations.add(tx, hq.office, hq.by_hand, NewStation(other, 2, "Taquilla 2", "Sala de Pruebas", "A"))
        code = enrolment.make_code(tx, hq.office, hq.by_hand, other, UUID(int=0xC0FF)).text
    folder = tmp_path / "caja-2"
    assert cli.main(["enrol", str(folder), url, code, "--vault", "environment"]) == cli.REFUSED
    assert "CEN-27: La clave de este perfil es la de otra estación." in capfd.readouterr().err
    assert not (folder / "station.db").exists()
    assert cli.main(["enrol", str(folder), url, code, "--vault", "open"]) == 0


def test_a_station_that_moves_to_another_address_needs_no_code(url: str, profile: Path, capfd: Capture) -> None:
    elsewhere = url.replace("127.0.0.1", "localhost")
    assert cli.main(["enrol", str(profile), elsewhere, "-"]) == 0
    assert f"ya estaba dada de alta en {profile}: quedó al día con {elsewhere}." in capfd.readouterr().out


def test_an_hq_that_does_not_answer_enrols_nothing_and_says_so(tmp_path: Path, capfd: Capture) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    assert cli.main(["enrol", str(tmp_path / "caja"), nobody, "AAAAA", "--vault", "open"]) == cli.REFUSED
    output = capfd.readouterr().err
    assert output.startswith("CEN-23: ")
    assert "El código sigue valiendo para este perfil" in output
    assert "Siga vendiendo" not in output


def test_an_address_that_anybody_can_read_on_the_way_is_refused(tmp_path: Path, capfd: Capture) -> None:
    assert cli.main(["enrol", str(tmp_path / "x"), "http://central.example", "A", "--vault", "open"]) == cli.REFUSED
    assert "CEN-04" in capfd.readouterr().err


def test_an_hq_under_a_path_of_its_own_enrols_and_answers(
    hq: HeadOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(vault.ENVIRONMENT_KEY, stations.ROOT_SECRET.hex())
    app, folder = create_app(hq.office, UNLIMITED), tmp_path / "caja-1"

    async def under_a_path(scope: Scope, receive: Receive, send: Send) -> None:
        """A web server that gives HQ what is under /taquilla, and answers the rest with a page."""
        if scope["type"] == "http" and not scope["path"].startswith("/taquilla/v1/"):
            await HTMLResponse("<h1>Another program</h1>", status_code=404)(scope, receive, send)
        elif scope["type"] == "http":
            await app({**scope, "path": scope["path"].removeprefix("/taquilla")}, receive, send)
        else:
            await app(scope, receive, send)

    with served(under_a_path) as url:
        assert cli.main(["enrol", str(folder), f"{url}/taquilla/", hq.code(), "--vault", "environment"]) == 0
        at_work = running.start(folder, str)
        assert at_work.sync is not None
        assert at_work.sync.try_now(SOON_S)
        at_work.stop()


def test_a_running_station_is_online_and_hears_what_others_sell(hq: HeadOffice, profile: Path) -> None:
    at_work = running.start(profile, str)
    station = at_work.station
    assert at_work.sync is not None
    assert at_work.sync.try_now(SOON_S)
    with station.database.read() as tx:
        assert state_of(sync_state.link(tx), None, station.clock.now()) is ConnectionState.ONLINE
    assert at_work.live is not None
    at_work.stop()
