"""`enrol` and `reopen` when HQ does not answer, does not approve or does not allow it, over a real socket."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from hq.app import create_app
from hq.stations import stations as hq_stations
from pos_app import cli, vault
from tests.builders import stations
from tests.builders.keyrings import MemoryKeyring, installed
from tests.builders.processes import free_port
from tests.pos_app.with_hq.conftest import UNLIMITED
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.pos_app.with_hq.serving import served

OK, REFUSED = 0, 1
Capture = pytest.CaptureFixture[str]


class Cut:
    """HQ behind a line that is cut after these requests were carried out, before their answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.paths: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and any(scope["path"].endswith(path) for path in self.paths):
            self.paths.clear()

            async def nowhere(message: object) -> None:
                return

            await self.app(scope, receive, nowhere)
            raise ConnectionResetError
        await self.app(scope, receive, send)


@pytest.fixture
def line(hq: HeadOffice) -> Cut:
    return Cut(create_app(hq.office, UNLIMITED))


@pytest.fixture
def url(line: Cut) -> Iterator[str]:
    with served(line) as address:
        yield address


@pytest.fixture
def key_in_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(vault.ENVIRONMENT_KEY, stations.ROOT_SECRET.hex())


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    made = MemoryKeyring()
    with installed(monkeypatch, made):
        yield made


@pytest.mark.usefixtures("ring", "key_in_environment")
@pytest.mark.parametrize("kind", ["keyring", "open", "environment"])
def test_an_enrolment_that_was_cut_goes_on_with_the_same_code_and_key(
    hq: HeadOffice, line: Cut, url: str, tmp_path: Path, kind: str
) -> None:
    folder, code = tmp_path / "caja", hq.code()
    line.paths.append("/enrol")
    assert cli.main(["enrol", str(folder), url, code, "--vault", kind]) == REFUSED
    assert hq.view().epoch == 1  # HQ has taken the code
    assert cli.main(["enrol", str(folder), url, code]) == OK  # the profile knows where its key is
    assert hq.view().epoch == 1
    assert cli.main(["verify", str(folder)]) == OK


@pytest.fixture
def restored(hq: HeadOffice, url: str, tmp_path: Path, key_in_environment: None, capfd: Capture) -> Path:
    """The profile of an enrolled station, after an older copy was put back."""
    folder = tmp_path / "caja"
    assert cli.main(["enrol", str(folder), url, hq.code(), "--vault", "environment"]) == OK
    assert cli.main(["backup", str(folder), str(tmp_path / "copias")]) == OK
    copy = next((tmp_path / "copias").glob("taquilla-*.db"))
    assert cli.main(["restore", str(folder), str(copy), "--accept-loss"]) == OK
    capfd.readouterr()
    return folder


def test_a_restored_station_opens_once_a_supervisor_approved(hq: HeadOffice, restored: Path, capfd: Capture) -> None:
    assert cli.main(["reopen", str(restored)]) == REFUSED
    assert capfd.readouterr().err.startswith("CEN-31: Ningún supervisor de la central ha aprobado todavía")
    with hq.office.database.tenant(hq.tenant_id) as tx:
        hq_stations.approve_epoch(tx, hq.office, hq.by_hand, hq.station_id, 1, "disco cambiado")
    assert cli.main(["reopen", str(restored)]) == OK
    assert hq.view().epoch == 2
    assert cli.main(["verify", str(restored)]) == OK


def test_a_new_life_that_was_cut_is_begun_by_the_same_command(
    hq: HeadOffice, line: Cut, restored: Path, capfd: Capture
) -> None:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        hq_stations.approve_epoch(tx, hq.office, hq.by_hand, hq.station_id, 1, "disco cambiado")
    line.paths.append("/epoch")
    assert cli.main(["reopen", str(restored)]) == REFUSED
    assert capfd.readouterr().err.startswith("CEN-33: La central no respondió")
    assert hq.view().epoch == 2
    assert cli.main(["reopen", str(restored)]) == OK
    assert hq.view().epoch == 2


@pytest.mark.parametrize(("status", "word"), [("lost", "perdida"), ("revoked", "baja")])
def test_a_station_that_hq_stopped_does_not_open(
    hq: HeadOffice, restored: Path, capfd: Capture, status: str, word: str
) -> None:
    hq.set_status(status)
    assert cli.main(["reopen", str(restored)]) == REFUSED
    printed = capfd.readouterr().err
    assert printed.startswith("CEN-32: La central no lo permite a esta taquilla")
    assert word in printed


def test_an_hq_that_does_not_answer_reopens_nothing_and_is_called_so(
    hq: HeadOffice, url: str, restored: Path, capfd: Capture
) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    assert cli.main(["enrol", str(restored), nobody, "-"]) == REFUSED
    assert "CEN-23: La central no respondió (en ese puerto no escucha nadie)" in capfd.readouterr().err
