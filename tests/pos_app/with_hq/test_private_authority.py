"""HQ with a certificate of a private authority: a station trusts it when its settings name the authority's file."""

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn

from hq.app import create_app
from pos_app import cli, running, vault
from pos_app.services.hq import enrolment
from pos_app.settings import read
from sync.line.client import HqClient
from sync.line.hq_errors import CertificateNotTrusted
from tests.builders import stations
from tests.pos_app.with_hq.certificates import Authority, self_signed
from tests.pos_app.with_hq.conftest import UNLIMITED
from tests.pos_app.with_hq.head_office import HeadOffice

SOON_S = 20.0
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "autoridad propia")


def served(hq: HeadOffice, authority: Authority) -> AbstractContextManager[str]:
    """The address of an HQ that serves TLS on a port of this machine."""
    return served_with(hq, authority.certify("localhost"))


@contextmanager
def served_with(hq: HeadOffice, files: tuple[Path, Path]) -> Iterator[str]:
    """The same with a certificate and its key."""
    certificate, key = files
    config = uvicorn.Config(
        create_app(hq.office, UNLIMITED),
        port=0,
        log_level="critical",
        timeout_graceful_shutdown=1,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=asyncio.run, args=(_serve(server),))
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive()
    yield f"https://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(SOON_S)


async def _serve(server: uvicorn.Server) -> None:
    """Serve, then keep the loop until each TLS connection is closed, also those whose certificate was refused."""
    await server.serve()
    sockets = asyncio.get_running_loop()._selector.get_map()  # type: ignore[attr-defined]  # of the standard loop
    for _ in range(1_000):
        if len(sockets) <= 1:  # the loop's own, by which it is woken
            return
        await asyncio.sleep(0.01)


@pytest.fixture
def url(hq: HeadOffice, authority: Authority) -> Iterator[str]:
    with served(hq, authority) as address:
        yield address


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(vault.ENVIRONMENT_KEY, stations.ROOT_SECRET.hex())


def enrol(profile: Path, url: str, code: str, *more: str) -> int:
    return cli.main(["enrol", str(profile), url, code, "--vault", "environment", *more])


def test_a_station_that_is_given_the_authority_enrols_and_works(
    hq: HeadOffice, url: str, authority: Authority, tmp_path: Path
) -> None:
    profile = tmp_path / "caja"
    assert enrol(profile, url, hq.code(), "--ca", str(authority.file)) == 0
    assert read(profile).hq_ca == str(authority.file)
    at_work = running.start(profile, str)
    assert at_work.sync is not None
    assert at_work.sync.try_now(SOON_S)
    at_work.stop()


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="OpenSSL's way to name the system's certificates")
def test_the_authorities_of_the_system_are_believed(
    hq: HeadOffice, url: str, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    assert enrol(tmp_path / "caja", url, hq.code()) == 0


def test_a_certificate_that_is_not_believed_is_called_that_and_the_code_stays_good(
    hq: HeadOffice, url: str, authority: Authority, tmp_path: Path, capfd: Capture
) -> None:
    (tmp_path / "text.pem").write_text("no certificate", encoding="utf-8")
    another = Authority(tmp_path, "otra autoridad").file
    code, profile = hq.code(), tmp_path / "caja"
    for file in ("", str(another), str(tmp_path / "missing.pem"), str(tmp_path / "text.pem")):
        assert enrol(profile, url, code, *(["--ca", file] if file else [])) == cli.REFUSED
        message = capfd.readouterr().err
        assert message.startswith("CEN-28: No se confía en el certificado de la central")
        assert "Revise la red" not in message
        assert read(profile).hq_ca == ""
    assert enrol(profile, url, code, "--ca", str(authority.file)) == 0


def test_a_certificate_for_another_name_is_not_believed(
    hq: HeadOffice, url: str, authority: Authority, tmp_path: Path, capfd: Capture
) -> None:
    by_address = url.replace("localhost", "127.0.0.1")
    assert enrol(tmp_path / "caja", by_address, hq.code(), "--ca", str(authority.file)) == cli.REFUSED
    assert "CEN-28" in capfd.readouterr().err


def words_of(hq: HeadOffice, folder: Path, files: tuple[Path, Path], authority: Authority, capfd: Capture) -> str:
    with served_with(hq, files) as url:
        assert enrol(folder / "caja", url, hq.code(), "--ca", str(authority.file)) == cli.REFUSED
    return capfd.readouterr().err


def test_each_flaw_of_a_certificate_has_its_own_words(
    hq: HeadOffice, authority: Authority, tmp_path: Path, capfd: Capture
) -> None:
    another = Authority(tmp_path, "otra autoridad")
    past, future = datetime(2021, 1, 1, tzinfo=UTC), datetime(2080, 1, 1, tzinfo=UTC)
    flaws: dict[str, tuple[Callable[[], tuple[Path, Path]], str]] = {
        "está vencido": (lambda: authority.certify("localhost", until=past), "debe renovar su certificado"),
        "todavía no es válido": (lambda: authority.certify("localhost", since=future), "Revise la fecha y la hora"),
        "es de otro nombre": (lambda: authority.certify("central.example"), "Revise la dirección de la central"),
        "firmado por sí mismo": (lambda: self_signed(tmp_path, "localhost"), "el certificado propio de la central"),
        "no conoce la autoridad": (lambda: another.certify("localhost"), "una autoridad propia"),
    }
    for flaw, (make, remedy) in flaws.items():
        words = words_of(hq, tmp_path, make(), authority, capfd)
        assert (flaw in words, remedy in words, "evise la red" in words) == (True, True, False), words


def test_a_station_whose_authority_is_gone_opens_all_the_same_and_its_rounds_say_why(
    hq: HeadOffice, url: str, authority: Authority, tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("the round with HQ broke off: CEN-28")
    profile = tmp_path / "caja"
    assert enrol(profile, url, hq.code(), "--ca", str(authority.file)) == 0
    authority.file.unlink()
    at_work = running.start(profile, str)
    assert at_work.sync is not None
    assert not at_work.sync.try_now(SOON_S)
    line = HqClient(enrolment.caller_of(at_work.station, read(profile).hq_ca))
    with pytest.raises(CertificateNotTrusted, match="autoridad propia"):
        line.head()
    line.close()
    at_work.stop()


def test_a_station_that_moves_to_another_address_may_be_given_another_file(
    hq: HeadOffice, url: str, authority: Authority, tmp_path: Path
) -> None:
    profile, later = tmp_path / "caja", tmp_path / "later.pem"
    assert enrol(profile, url, hq.code(), "--ca", str(authority.file)) == 0
    authority.file.rename(later)
    with served(hq, authority) as elsewhere:
        assert enrol(profile, elsewhere, "-", "--ca", str(later)) == 0
    assert read(profile).hq_ca == str(later)
