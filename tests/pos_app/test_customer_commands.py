"""`taquilla customer`: the registry from a command line, under the PIN of a supervisor."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from domain.people.customers import Channel, Field
from domain.sale.cart import Customer
from pos_app import cli, settings, startup
from pos_app.services.people import customers
from pos_app.services.people.customers import Answer
from pos_app.services.proof.verify import verify
from pos_app.settings import Settings
from pos_app.station import Station
from pos_app.vault import OpenVault, VaultKind
from tests.builders import stations

OK, REFUSED = 0, 1
Capture = pytest.CaptureFixture[str]


@contextmanager
def opened(profile: Path) -> Iterator[Station]:
    """The station of the profile, on the day of its shows."""
    station = startup.open_station(profile, stations.keys(), stations.surroundings(seed=2))
    with closing(station.database):
        yield station


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A profile whose key lies open."""
    made = tmp_path / "taquilla"
    stations.new_station(made).database.close()
    OpenVault(made).save(stations.ROOT_SECRET)
    settings.write(made, Settings(vault=VaultKind.OPEN))
    return made


@pytest.fixture
def maria(profile: Path) -> UUID:
    with opened(profile) as station:
        texts = {Field.NAME: "María", Field.SURNAME: "Pérez", Field.DOCUMENT: "V12345678"}
        made = customers.create(station, stations.ana(station), texts, [Answer(Channel.SMS, False, "llamada")])
        stations.open_shift(station)
        cart = replace(stations.general_cart(station, 1), customer=Customer("María Pérez", "V12345678"))
        stations.sell(station, replace(cart, customer_id=made.id))
    return made.id


@pytest.fixture
def pin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rosa types her PIN."""
    monkeypatch.setattr("pos_app.customer_commands.ask_pin", lambda: "9999")


def run(*arguments: object) -> int:
    return cli.main(["customer", *map(str, arguments)])


@pytest.mark.usefixtures("pin")
def test_a_customer_is_listed_and_shown_with_consents_and_purchases(profile: Path, maria: UUID, capfd: Capture) -> None:
    assert run("find", profile, "érez") == OK
    assert capfd.readouterr().out == f"{maria}  V12345678  María Pérez\n"
    assert run("show", profile, maria) == OK
    shown = capfd.readouterr().out
    assert "Documento: V12345678" in shown
    assert "SMS: ✖ no · " in shown
    assert "A-00000001" in shown
    assert "vigente" in shown
    assert run("find", profile, "nadie") == OK
    assert capfd.readouterr().out == "Ningún cliente tiene ese dato.\n"


@pytest.mark.usefixtures("pin")
def test_an_export_is_a_file_of_the_profile(profile: Path, maria: UUID, capfd: Capture) -> None:
    assert run("export", profile, maria) == OK
    (file,) = (profile / "exports").iterdir()
    assert str(file) in capfd.readouterr().out
    assert json.loads(file.read_text(encoding="utf-8"))["fields"]["name"] == "María"


@pytest.mark.usefixtures("pin")
def test_an_erased_customer_is_gone_and_the_store_verifies(profile: Path, maria: UUID, capfd: Capture) -> None:
    assert run("erase", profile, maria, " ") == REFUSED
    assert run("erase", profile, maria, "lo pide por carta") == OK
    assert "Datos borrados." in capfd.readouterr().out
    assert run("show", profile, maria) == REFUSED
    assert "CLI-01" in capfd.readouterr().err
    with opened(profile) as station:
        assert customers.find(station, "maria") == []
        assert verify(station).ok


@pytest.mark.parametrize("act", ["find", "show", "export", "erase"])
def test_without_a_supervisor_nothing_is_shown_or_done(
    profile: Path, maria: UUID, monkeypatch: pytest.MonkeyPatch, capfd: Capture, act: str
) -> None:
    monkeypatch.setattr("pos_app.customer_commands.ask_pin", lambda: "1111")
    reason = ["lo pide"] if act == "erase" else []
    assert run(act, profile, "maria" if act == "find" else maria, *reason) == REFUSED
    shown = capfd.readouterr()
    assert "María" not in shown.out
    assert "PIN" in shown.err
    assert not (profile / "exports").exists()


def test_a_profile_that_is_not_set_up_is_refused_and_not_made(tmp_path: Path, capfd: Capture) -> None:
    assert run("find", tmp_path / "nada", "maria") == REFUSED
    assert not (tmp_path / "nada").exists()
    assert capfd.readouterr().out == ""


def test_what_is_no_id_of_a_customer_is_a_wrong_use(profile: Path) -> None:
    with pytest.raises(SystemExit):
        run("show", profile, "maria")
